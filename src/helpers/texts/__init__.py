"""Sentences about a Book: the planner's texts, drafted conclusions, and checks of the numbers in texts.

In: the Book and the planner's texts. Out: sentences whose numbers are figures, drafted conclusions, findings on texts.
Not here: HTML (`views`) and documents (`outputs`).
"""
