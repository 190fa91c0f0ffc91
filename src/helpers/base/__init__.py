"""Numbers, dates, text and files: the tools that every other package builds on.

In: text or a cell as somebody wrote it. Out: exact numbers, periods, Bolivian Spanish text; files written whole.
Not here: anything that depends on a plan, a budget, a method or a report.
"""
