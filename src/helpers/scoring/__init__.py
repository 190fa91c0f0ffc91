"""Computation of every figure of a run, each once.

In: the `Dataset`, the method and the run's parameters. Out: the Book.
Not here: a verdict on a figure (`checks`), and how it is shown (`views`).
"""
