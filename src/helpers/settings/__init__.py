"""What planners declare in YAML: the run's parameters, the institution, the method, printed tables to check.

In: files of `params/` and declarations of `cuadros/`. Out: validated, frozen models; the method's rules in words.
Not here: any data of a period, and any computation with it.
"""
