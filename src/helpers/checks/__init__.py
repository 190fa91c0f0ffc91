"""Checks of data and figures: rules, reconciliation with published figures, and causes of differences.

In: the `Dataset` and the Book. Out: findings and reconciled figures; together with the Book they form the run's
`Computed`. Not here: faults of single files or cells (`intake`) and of forms (`forms`).
"""
