"""Verifies a finished report as an outsider would, and samples what units reported for a field visit.

In: the folder of a report and its inputs; an auditor's marks on a sample. Out: a verdict on every file and figure, and
the acta; a sample, and the limit of the error in what was reported.
Not here: anything that is needed to make the report.
"""
