"""What a draft proposes because no table and no person provided it: the mark, and offices in general words."""

from __future__ import annotations

MARK = "(propuesta)"
"""What marks an option, an office or a date that no table and no person provided."""
PLANNING, FINANCES = "la unidad de planificación", "la unidad administrativa y financiera"
"""General names of the units responsible for matters that concern no single unit; every institution has them."""
HEAD = "la Máxima Autoridad Ejecutiva"
