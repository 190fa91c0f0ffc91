"""Which form a workbook is, from its visible block and from its properties; and whether it is one that is awaited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.display import list_es
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
class Difference:
    """A field of the block that says otherwise than what the file was sent out with."""

    name: str
    visible: str
    sent: str
    cell: SourceCell


@dataclass(frozen=True)
class Recognised:
    """What a workbook says that it is.

    Attributes
    ----------
    identity : Identity
        What it was sent out as; by the block at the top where nothing else tells.
    cells : Mapping of str to SourceCell
        Where the visible block says each field.
    grid : Grid
        The sheet that is filled in.
    differences : tuple of Difference
        In the order of the block.
    """

    identity: Identity
    cells: Mapping[str, SourceCell]
    grid: Grid
    differences: tuple[Difference, ...] = ()

    @property
    def named_unit(self) -> str:
        """The unit that the visible block names where the file was sent out to another one; else empty."""
        return next((each.visible for each in self.differences if each.name == "unit"), "")


def recognise(grids: Mapping[str, Grid], properties: Mapping[str, str]) -> Recognised:
    """Put together what the block at the top and the document's properties say.

    Where they contradict each other the properties tell to whom the form was sent, for nobody types into them.
    """
    grid = _main_sheet(grids)
    visible, cells = block_of(grid)
    hidden = {name: properties.get(key, "") for name, key in PROPERTIES.items()}
    differences = tuple(
        Difference(name, visible[name], hidden[name], cells[name])
        for name in LABELS
        if visible.get(name) and hidden[name] and folded(visible[name]) != folded(hidden[name])
    )
    changed = {difference.name: difference.sent for difference in differences}
    merged = {name: changed.get(name) or visible.get(name, "") or hidden[name] for name in LABELS}
    return Recognised(Identity(**merged), cells, grid, differences)


def _main_sheet(grids: Mapping[str, Grid]) -> Grid:
    """The sheet named as those that are filled in; else the first one that bears the block, or simply the first."""
    named = {folded(kind.value) for kind in Kind}
    for name, grid in grids.items():
        if folded(name) in named:
            return grid
    return next((grid for grid in grids.values() if block_of(grid)[0]), next(iter(grids.values())))


def block_of(grid: Grid) -> tuple[dict[str, str], dict[str, SourceCell]]:
    """What the block at the top of a sheet says, and where, by field; nothing where the sheet has none."""
    labels = {folded(label): name for name, label in LABELS.items()}
    values: dict[str, str] = {}
    cells: dict[str, SourceCell] = {}
    for line in grid.lines[:SEARCHED]:
        # Only at the beginning of a line: «Unidad» also heads a column of the tables.
        index = next((index for index, cell in enumerate(line.cells) if not cell.is_blank), 0)
        name = labels.get(folded(line.at(index).text.rstrip(" :")))
        if name is not None and name not in values and line.at(index + 1).text:
            values[name], cells[name] = line.at(index + 1).text, grid.place(line.number, index + 1)
    return values, cells


def judge(forms: FormSet, seen: Recognised) -> tuple[Form | None, tuple[Finding, ...]]:
    """Find the form that was sent out and is awaited; None where this one cannot be taken for it.

    One whose unit's code is only mistyped is found, and read so that all that is wrong with it is told at once.
    """
    identity = seen.identity
    if not (identity.unit and identity.period and identity.institution):
        return None, (found(FormCode.UNKNOWN, Severity.ERROR, seen.grid.place(), LOST),)
    seen = _by_number(forms, seen)
    if seen.differences and not _is_mistyped(forms, seen):
        return None, (_contradiction(seen),)
    expected = forms.of_kind(_kind(seen)).get(_unit_code(forms, seen))
    problems = tuple(_elsewhere(forms, seen, expected))
    told = ((_mistyped(seen.differences[0]),) if seen.differences else ()) + problems
    if expected is None or any(problem.severidad is Severity.ERROR for problem in problems):
        return None, told
    return expected, told


def _by_number(forms: FormSet, seen: Recognised) -> Recognised:
    """Where no properties are left (.xls), the form's own number tells to whom it was sent."""
    unit, number = seen.identity.unit, folded(seen.identity.number)
    if "unit" not in seen.cells or not number or _is_unit(forms, unit):
        return seen
    owner = next((f for f in forms.of_kind(_kind(seen)).values() if folded(f.identity.number) == number), None)
    if owner is None:
        return seen
    sent = owner.identity.unit
    difference = Difference("unit", unit, sent, seen.cells["unit"])
    return replace(seen, identity=replace(seen.identity, unit=sent), differences=(difference, *seen.differences))


def _is_unit(forms: FormSet, code: str) -> bool:
    return any(folded(node.code) == folded(code) for node in forms.dataset.nodes)


def _is_mistyped(forms: FormSet, seen: Recognised) -> bool:
    """Whether nothing but the unit's code differs, and what stands there is no unit's."""
    names = [difference.name for difference in seen.differences]
    return names == ["unit"] and not _is_unit(forms, seen.differences[0].visible)


def _mistyped(wrong: Difference) -> Finding:
    told = (
        f"no hay ninguna unidad «{wrong.visible}»: este formulario es el de «{wrong.sent}». Escriba «{wrong.sent}» en "
        "la celda y devuélvalo."
    )
    return _of_difference(wrong, told)


_ANOTHERS = {
    "institution": "Si solo se cambió la celda, devuélvala a «{sent}»; si es de otra entidad, sáquelo de esta carpeta.",
    "period": "Si solo se cambió la celda, devuélvala a «{sent}»; si se llenó sobre el de otro periodo, pida el suyo.",
    "unit": "Si es de «{sent}», escriba «{sent}» en la celda; si lo llenó «{visible}», pídale su propio formulario.",
    "version": "Si solo se cambió la celda, devuélvala a «{sent}»; si no, pida a la unidad el formulario de hoy.",
    "number": "Si solo se cambió la celda, devuélvala a «{sent}»; si se llenó sobre el de otra unidad, pida el suyo.",
}
"""What to do where a field says otherwise than the file."""


def _contradiction(seen: Recognised) -> Finding:
    """One error for the whole block: whatever else differs in it has the same reason."""
    first = min(seen.differences, key=lambda difference: _FIRST_TOLD.index(difference.name))
    others = [f"«{LABELS[each.name]}» ({each.cell.cell})" for each in seen.differences if each is not first]
    more = f" También se cambió {list_es(others)}." if others else ""
    mend = _ANOTHERS[first.name].format(sent=first.sent, visible=first.visible)
    told = (
        f"en «{LABELS[first.name]}» dice «{first.visible}» y el formulario se entregó con «{first.sent}». {mend}{more}"
    )
    return _of_difference(first, told)


_FIRST_TOLD = ("institution", "period", "unit", "version", "number")


def _of_difference(wrong: Difference, told: str) -> Finding:
    more = {"element": LABELS[wrong.name], "expected": wrong.sent, "value": wrong.visible}
    return found(FormCode.CONTRADICTION, Severity.ERROR, wrong.cell, told, **more)


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
    told = (
        f"la unidad «{unit}» {why}. Si el código está mal escrito, corríjalo en la celda; si no, corrija la "
        "estructura o saque el archivo de esta carpeta."
    )
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
