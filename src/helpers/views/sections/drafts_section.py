"""The drafts of the plan's technical report and of its resolution (`07_informe_tecnico`, `08_resolucion`)."""

from __future__ import annotations

from helpers.views.elements.prose import Paragraph
from helpers.views.plan.formulation_drafts import report_draft
from helpers.views.plan.resolution_draft import resolution_draft
from helpers.views.sections.shown_section import ShownSection

NOTHING_TYPED = "Todo número del borrador se pide al Libro"
ONLY_IN_PLAN = "Este texto se compone en la corrida del plan («poa»)."


def technical_report(section: ShownSection) -> str:
    """Return the draft of the technical report as a template for `written`; empty in a run that is not a plan's."""
    return report_draft(section.book, section.findings) if section.period.is_plan else ""


def resolution(section: ShownSection) -> str:
    """Return the draft of the resolution as a template for `written`; empty in a run that is not a plan's."""
    return resolution_draft(section.book, section.findings) if section.period.is_plan else ""


def written(section: ShownSection, draft: str) -> Paragraph:
    """The planner's text for the section; without one, the draft with its figures filled in.

    If the draft is empty, a sentence says that the text is composed in the plan's run.
    """
    own = section.own_text()
    return own or section.compose(draft or ONLY_IN_PLAN, f"texto/{section.name}.md")
