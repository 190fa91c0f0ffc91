"""Figures with their sources and working, and the Book that holds every figure of a run.

In: operations on exact values with their source cells. Out: traced figures, the Book, formulas and explanations.
Not here: reading of files, the rules of any method, sentences or HTML.
"""
