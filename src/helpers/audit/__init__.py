"""Verifies a finished report as an outsider would.

In: the folder of a report and its inputs. Out: a verdict on every file and figure, and the acta.
Not here: anything that is needed to make the report.
"""
