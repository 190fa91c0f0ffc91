"""The Excel forms of the units: written, sent, received, judged and read.

In: the plan in force; forms that come back. Out: workbooks to fill in; accepted rows; findings on rejected forms.
Not here: tables that planners keep themselves (`intake`), and the commands that send and receive forms (`desk`).
"""
