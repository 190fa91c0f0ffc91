"""Generates a synthetic institution from a seed, with planted and listed faults.

In: a seed and a size. Out: the files of `data/` and `params/`. Only `poa demo` loads this package.
Not here: anything that a real institution needs.
"""
