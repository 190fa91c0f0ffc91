"""Tables, charts and paragraphs of a report.

In: the Book. Out: frozen records that draw themselves as HTML, each number with the figure that it shows.
Not here: any computation, any file: a view asks the Book and reads nothing else.
"""
