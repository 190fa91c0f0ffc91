"""The files of a finished report.

In: executed section notebooks, the Book, the findings. Out: HTML, PDF, the auditor's workbook, CSV and open data.
Not here: the order in which files are made, processes, and what is kept of earlier runs (`run`).
"""
