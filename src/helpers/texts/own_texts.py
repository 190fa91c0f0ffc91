"""Reads the planner's own prose: `texto/<seccion>.md` in the period's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from helpers.base.characters import printable
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.base.yaml_models import nearest
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import OwnText, Prose
from helpers.intake.values.character_screening import of_lines
from helpers.settings.params import Corrida
from helpers.texts.sentences.plain_reading import problems_at_sight
from helpers.texts.sentences.text_templates import Problem


@dataclass(frozen=True)
class Texts:
    """The texts that the planner wrote.

    Attributes
    ----------
    own : tuple of OwnText
    findings : tuple of Finding
        Files that cannot be read or belong to no section, characters that cannot be printed, and template faults.
    prose : tuple of Prose
        The same texts with their places, for the checks of written texts.
    """

    own: tuple[OwnText, ...]
    findings: tuple[Finding, ...]
    prose: tuple[Prose, ...] = ()


def read_texts(workspace: Workspace, corrida: Corrida) -> Texts:
    """Read the texts of a run's period, in UTF-8 with or without a byte order mark.

    Returns
    -------
    Texts
        A file in another encoding is left out and gives an error.
    """
    period = corrida.period
    folder = workspace.year_data(corrida.entidad, period.year) / period.window / "texto"
    own: list[OwnText] = []
    findings: list[Finding] = []
    prose: list[Prose] = []
    for path in sorted(folder.glob("*.md")):
        name = workspace.relative(path)
        if path.stem not in corrida.secciones:
            findings.append(_of_no_section(name, path, corrida))
        try:
            raw = path.read_text(encoding="utf-8-sig")
            findings.extend(of_lines(raw, name))
            text = printable(raw)
            own.append(OwnText(path.stem, text, name, file_sha256(path)))
            prose.append(Prose(name, path.stem, text))
            findings += (_not_a_template(prose[-1], problem) for problem in problems_at_sight(text, period))
        except UnicodeDecodeError:
            findings.append(_not_utf8(name))
    return Texts(tuple(own), tuple(findings), tuple(prose))


def _of_no_section(name: str, path: Path, corrida: Corrida) -> Finding:
    return Finding(
        codigo="ENT-TEXTO-AJENO",
        severidad=Severity.WARNING,
        elemento=path.stem,
        archivo=name,
        mensaje=f"el informe no tiene la sección «{path.stem}», así que este texto no aparece. "
        f"{nearest(path.stem, corrida.secciones)}",
    )


def _not_a_template(prose: Prose, problem: Problem) -> Finding:
    """Report a template fault that does not depend on the figures, before any is computed."""
    return Finding(
        codigo="TEX-PLANTILLA",
        severidad=Severity.ERROR,
        elemento=f"texto/{prose.section}",
        archivo=prose.file,
        celda=f"línea {problem.line}",
        mensaje=f"{prose.file}, línea {problem.line}: {problem.message}",
    )


def _not_utf8(name: str) -> Finding:
    return Finding(
        codigo="ENT-TEXTO-CODIFICACION",
        severidad=Severity.ERROR,
        archivo=name,
        mensaje="no está en UTF-8 (parece Windows-1252): guárdelo con la codificación UTF-8.",
    )
