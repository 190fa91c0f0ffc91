"""Makes one report from beginning to end.

In: a request for an institution and a period. Out: the report's folder, put in place once all its files exist; the
headline figures under other methods; the module that section notebooks import.
Not here: the contents of each file (`outputs`); terminal messages and batches of reports (`desk`).
"""
