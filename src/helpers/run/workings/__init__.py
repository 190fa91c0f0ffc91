"""The calculation that a section notebook shows: exact frames of the input tables, and cells of plain pandas.

In: the input tables of a run, its method, and the figures that the section has printed. Out: notebook cells that work
those figures out a second time, and the comparison with the Book. Nothing here calls `scoring` or the evaluator of
formulas: the cells are an independent second calculation.
"""
