"""The user interface: commands, the planner's page in JupyterLab, and terminal output.

In: command lines and pressed buttons. Out: calls of the packages below, and their results in Spanish.
Not here: figures, rules, files of a report; commands ask other packages for them.
"""
