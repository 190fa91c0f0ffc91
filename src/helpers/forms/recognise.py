"""Which form a workbook is, from its visible block and from its properties; and whether it is one that is awaited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.findings import Finding, Severity
from helpers.forms.form_set import FormSet
from helpers.forms.identity import LABELS, NO_VERSION, PROPERTIES, Identity, Kind
from helpers.forms.layout import Form
from helpers.forms.problems import FormCode
from helpers.intake.columns import folded
from helpers.intake.grid import Grid
from helpers.intake.problems import found, hint
from helpers.records import SourceCell

SEARCHED = 40
"""Lines at the top of a sheet in which the block is looked for: somebody may have put a letterhead above it."""
LOST = (
    "no se reconoce de qué unidad y periodo es: se perdieron los datos de arriba (entidad, periodo, unidad, versión "
    "del plan y número de formulario). Pida a la unidad que copie lo suyo en un formulario nuevo, hecho con «poa "
    "forms», y lo devuelva sin tocar esos datos."
)


@dataclass(frozen=True)
class Recognised:
    """What a workbook says that it is.

    Attributes
    ----------
    identity : Identity
    cells : Mapping of str to SourceCell
        Where the visible block says each field.
    grid : Grid
        The sheet that is filled in.
    findings : tuple of Finding
    """

    identity: Identity
    cells: Mapping[str, SourceCell]
    grid: Grid
    findings: tuple[Finding, ...] = ()


def recognise(grids: Mapping[str, Grid], properties: Mapping[str, str]) -> Recognised:
    """Put together what the block at the top and the document's properties say."""
    grid = _main_sheet(grids)
    visible, cells = _block(grid)
    hidden = {name: properties.get(key, "") for name, key in PROPERTIES.items()}
    merged = {name: visible.get(name, "") or hidden[name] for name in LABELS}
    differ = [
        _contradiction(name, visible[name], hidden[name], cells[name])
        for name in visible
        if hidden[name] and folded(visible[name]) != folded(hidden[name])
    ]
    return Recognised(Identity(**merged), cells, grid, tuple(differ))


def _main_sheet(grids: Mapping[str, Grid]) -> Grid:
    """The sheet named as those that are filled in; else the first one that bears the block, or simply the first."""
    named = {folded(kind.value) for kind in Kind}
    for name, grid in grids.items():
        if folded(name) in named:
            return grid
    return next((grid for grid in grids.values() if _block(grid)[0]), next(iter(grids.values())))


def _block(grid: Grid) -> tuple[dict[str, str], dict[str, SourceCell]]:
    labels = {folded(label): name for name, label in LABELS.items()}
    values: dict[str, str] = {}
    cells: dict[str, SourceCell] = {}
    for line in grid.lines[:SEARCHED]:
        for index, cell in enumerate(line.cells):
            name = labels.get(folded(cell.text.rstrip(" :")))
            if name is None or name in values:
                continue
            if line.at(index + 1).text:
                values[name], cells[name] = line.at(index + 1).text, grid.place(line.number, index + 1)
    return values, cells


def _contradiction(name: str, visible: str, hidden: str, cell: SourceCell) -> Finding:
    told = (
        f"en «{LABELS[name]}» dice «{visible}» y el archivo lleva dentro «{hidden}»: alguien lo cambió, o lo llenó "
        "sobre el de otra unidad o de otro periodo. Pida a la unidad su propio formulario."
    )
    more = {"element": LABELS[name], "expected": hidden, "value": visible}
    return found(FormCode.CONTRADICTION, Severity.ERROR, cell, told, **more)


def judge(forms: FormSet, seen: Recognised) -> tuple[Form | None, tuple[Finding, ...]]:
    """Find the form that was sent out and is awaited; None where this one cannot be taken for it."""
    identity = seen.identity
    if not (identity.unit and identity.period and identity.institution):
        place = seen.grid.place()
        return None, (*seen.findings, found(FormCode.UNKNOWN, Severity.ERROR, place, LOST))
    expected = forms.of_kind(_kind(seen)).get(_unit_code(forms, seen))
    problems = (*seen.findings, *_elsewhere(forms, seen, expected))
    if any(problem.severidad is Severity.ERROR for problem in problems) or expected is None:
        return None, problems
    return expected, problems


def _kind(seen: Recognised) -> Kind | None:
    by_sheet = next((kind for kind in Kind if folded(kind.value) == folded(seen.grid.sheet)), None)
    return seen.identity.kind or by_sheet


def _unit_code(forms: FormSet, seen: Recognised) -> str:
    """The unit's code as the structure writes it, whatever the case and blanks of the form."""
    known = {folded(code): code for code in forms.of_kind(_kind(seen))}
    return known.get(folded(seen.identity.unit), seen.identity.unit)


def _elsewhere(forms: FormSet, seen: Recognised, expected: Form | None) -> Iterator[Finding]:
    """What says that the form belongs to somebody, some time or some plan else."""
    identity = seen.identity
    if folded(identity.institution) != folded(forms.entidad.codigo):
        told = (
            f"es de la entidad «{identity.institution}» y aquí se reúnen los de «{forms.entidad.codigo}». Sáquelo de "
            "esta carpeta."
        )
        yield _other(FormCode.INSTITUTION, seen, "institution", told, forms.entidad.codigo)
        return
    period = f"{forms.period.year}-poa" if _kind(seen) is Kind.PLAN else forms.period.code
    if folded(identity.period) != folded(period):
        told = (
            f"es del periodo «{identity.period}» y aquí se reúnen los de «{period}». Póngalo en la carpeta de su "
            "periodo."
        )
        yield _other(FormCode.PERIOD, seen, "period", told, period)
        return
    if expected is None:
        yield _no_such_unit(forms, seen)
        return
    kind = _kind(seen)
    if kind is not None and expected.identity.kind is not kind:
        told = (
            f"es un formulario de «{kind.value}» y a «{identity.unit}» le toca el de «{expected.identity.kind.value}»."
        )
        yield _other(FormCode.KIND, seen, "number", f"{told} {_ANEW}", expected.identity.number)
        return
    yield from _other_plan(seen, expected)


_ANEW = "Haga el suyo con «poa forms» y pida que lo llene."


def _no_such_unit(forms: FormSet, seen: Recognised) -> Finding:
    unit, known = seen.identity.unit, forms.of_kind(_kind(seen))
    node = forms.node(unit)
    stranger = f"no está en la estructura; {hint(unit, known)}"
    why = "está en la estructura, pero no le toca formulario" if node else stranger
    told = f"la unidad «{unit}» {why}. Corrija la estructura, o saque el archivo de esta carpeta."
    return _other(FormCode.UNIT, seen, "unit", told, "")


def _other_plan(seen: Recognised, expected: Form) -> Iterator[Finding]:
    identity, awaited = seen.identity, expected.identity
    version = identity.version or NO_VERSION
    if folded(version) != folded(awaited.version):
        told = f"es de la versión «{version}» del plan y la vigente en el periodo es «{awaited.version}». {_ANEW}"
        yield _other(FormCode.VERSION, seen, "version", told, awaited.version)
    elif identity.number and folded(identity.number) != folded(awaited.number):
        told = (
            "el plan o la estructura cambiaron después de entregar este formulario: su número no es el de hoy. Se "
            "lee igual; compruebe los hallazgos que siguen, o mande uno nuevo."
        )
        yield replace(_other(FormCode.EDITION, seen, "number", told, awaited.number), severidad=Severity.WARNING)


def _other(code: FormCode, seen: Recognised, name: str, sentence: str, expected: str) -> Finding:
    place = seen.cells.get(name, seen.grid.place())
    value = getattr(seen.identity, name)
    return found(code, Severity.ERROR, place, sentence, element=LABELS[name], expected=expected, value=value)
