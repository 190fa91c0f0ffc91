"""Reads the files of a year, in any supported shape, as typed rows.

In: CSV files and spreadsheets of `data/`. Out: the `Dataset`, with the source cell of each value, and findings on what
cannot be read. Not here: computed figures (`scoring`), and the forms that units fill in (`forms`).
"""
