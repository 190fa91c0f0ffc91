"""Recognises a form by its identity block and document properties, and decides whether it is an awaited one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from helpers.base.characters import folded
from helpers.base.display import list_es
from helpers.base.python_extras import not_none
from helpers.figures.findings import Finding, Severity, has_error
from helpers.figures.records import SourceCell
from helpers.forms.blank.form_layout import Form, PlanForm
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.forms.form_labels import LABELS, NO_VERSION, PROPERTIES, Identity, Kind
from helpers.intake.intake_problems import found, hint
from helpers.intake.layout.cell_grid import Grid

SEARCHED = 40
"""Number of lines searched for the identity block: a unit may have inserted a letterhead above it."""
_NEW_FORM = "Haga el suyo con «poa formularios» y pida que lo llene."
LOST = (
    "no se reconoce de qué unidad y periodo es: se perdieron los datos de arriba (entidad, periodo, unidad, versión "
    "del plan y número de formulario). Pida a la unidad que copie lo suyo en un formulario nuevo, hecho con «poa "
    "formularios», y lo devuelva sin tocar esos datos."
)


@dataclass(frozen=True)
class Difference:
    """A field of the identity block that differs from what was sent."""

    name: str
    visible: str
    sent: str
    cell: SourceCell


@dataclass(frozen=True)
class Recognised:
    """The identity of a workbook.

    Attributes
    ----------
    identity : Identity
        The identity with which it was sent: its properties, or else its identity block.
    cells : Mapping of str to SourceCell
        Cell of each field in the identity block.
    grid : Grid
        The sheet to fill in.
    differences : tuple of Difference
        In the order of the block.
    """

    identity: Identity
    cells: Mapping[str, SourceCell]
    grid: Grid
    differences: tuple[Difference, ...] = ()

    @property
    def named_unit(self) -> str:
        """The unit in the identity block, if it is not the one to which the file was sent; otherwise empty."""
        return next((each.visible for each in self.differences if each.name == "unit"), "")


def recognise(grids: Mapping[str, Grid], properties: Mapping[str, str]) -> Recognised:
    """Combine the identity block of the sheet to fill in with the document's properties.

    If they differ, the properties decide, because nobody edits them by hand, and the difference is kept.

    Parameters
    ----------
    grids : Mapping of str to Grid
        All sheets by name, at least one.
    """
    grid = _main_sheet(grids)
    visible, cells = identity_block(grid)
    hidden = {name: properties.get(key, "") for name, key in PROPERTIES.items()}
    differences = tuple(
        Difference(name, visible[name], hidden[name], cells[name])
        for name in LABELS
        if visible.get(name) and hidden[name] and folded(visible[name]) != folded(hidden[name])
    )
    sent = {name: hidden[name] or visible.get(name, "") for name in LABELS}
    return Recognised(Identity(**sent), cells, grid, differences)


def _main_sheet(grids: Mapping[str, Grid]) -> Grid:
    """The sheet with the name of a kind of form; else the first one with an identity block; else the first one."""
    named = {folded(kind.value) for kind in Kind}
    for name, grid in grids.items():
        if folded(name) in named:
            return grid
    return next((grid for grid in grids.values() if identity_block(grid)[0]), next(iter(grids.values())))


def identity_block(grid: Grid) -> tuple[dict[str, str], dict[str, SourceCell]]:
    """Return the values of a sheet's identity fields, and the cells that hold them, both by field (`unit`…).

    A field without value is in neither. Of a label that is repeated, the first with a value counts.
    """
    labels = {folded(label): name for name, label in LABELS.items()}
    values: dict[str, str] = {}
    cells: dict[str, SourceCell] = {}
    for line in grid.lines[:SEARCHED]:
        # Only the first text of a line can be a label: «Unidad» is also a heading of the tables.
        index = next((index for index, cell in enumerate(line.cells) if not cell.is_blank), 0)
        name = labels.get(folded(line.at(index).text.rstrip(" :")))
        if name is not None and name not in values and line.at(index + 1).text:
            values[name], cells[name] = line.at(index + 1).text, grid.place(line.number, index + 1)
    return values, cells


def find_awaited(forms: FormSet, seen: Recognised) -> tuple[Form | None, tuple[Finding, ...]]:
    """Find the awaited form to which a returned one corresponds.

    Returns
    -------
    tuple
        The form and the findings. The form is None if it is not recognised or not an awaited one; if only the unit's
        code is mistyped, it is still returned, to have its other errors told.
    """
    identity = seen.identity
    if not (identity.unit and identity.period and identity.institution):
        return None, (found(FormCode.UNKNOWN, Severity.ERROR, seen.grid.place(), LOST),)
    changed = (_contradiction(seen),) if seen.differences else ()
    if changed and not _is_mistyped(forms, seen):
        return None, changed
    expected = _awaited(forms, seen).get(_unit_code(forms, seen))
    problems = tuple(_misplaced(forms, seen, expected))
    return None if has_error(problems) else expected, (*changed, *problems)


def _is_mistyped(forms: FormSet, seen: Recognised) -> bool:
    """Whether only the unit's code differs, and the typed text is the code of no unit."""
    known = {folded(node.code) for node in forms.dataset.nodes}
    return all(each.name == "unit" and folded(each.visible) not in known for each in seen.differences)


def _contradiction(seen: Recognised) -> Finding:
    """One error for the whole identity block: all its differences have the same cause."""
    first, *rest = seen.differences
    others = [f"«{LABELS[each.name]}» ({each.cell.cell})" for each in rest]
    also = f" También se cambió {list_es(others)}." if others else ""
    told = (
        f"en «{LABELS[first.name]}» dice «{first.visible}» y el formulario se entregó con «{first.sent}». Si solo se "
        f"cambió la celda, devuélvala a «{first.sent}»; si se llenó un formulario que no era el suyo, pida a la unidad "
        f"que llene el propio.{also}"
    )
    more = {"element": LABELS[first.name], "expected": first.sent, "value": first.visible}
    return found(FormCode.CONTRADICTION, Severity.ERROR, first.cell, told, **more)


def _kind(seen: Recognised) -> Kind | None:
    """The kind of form according to its number, else to the sheet's name; None if neither tells it."""
    by_sheet = next((kind for kind in Kind if folded(kind.value) == folded(seen.grid.sheet)), None)
    return seen.identity.kind or by_sheet


def _awaited(forms: FormSet, seen: Recognised) -> Mapping[str, Form]:
    return forms.all_forms(is_plan=_kind(seen) is Kind.PLAN)


def _unit_code(forms: FormSet, seen: Recognised) -> str:
    """The unit's code as in the structure, ignoring case and blanks in the form."""
    known = {folded(code): code for code in _awaited(forms, seen)}
    return known.get(folded(seen.identity.unit), seen.identity.unit)


def _misplaced(forms: FormSet, seen: Recognised, expected: Form | None) -> Iterator[Finding]:
    """The finding on a form of another institution, period, unit, kind or version of the plan: the first of these."""
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
            f"es del periodo «{identity.period}» y aquí se reúnen los de «{period}». Si informa de «{period}», sus "
            f"datos van en el formulario de ese periodo; si informa de «{identity.period}», va en la carpeta de este."
        )
        yield _other(FormCode.PERIOD, seen, "period", told, period)
        return
    if expected is None:
        yield _no_such_unit(forms, seen)
        return
    kind = _kind(seen)
    if kind is not None and expected.identity.kind is not kind:
        yield _other_kind(forms, seen, kind, expected)
        return
    yield from _other_plan(forms, seen, expected)


def _other_kind(forms: FormSet, seen: Recognised, kind: Kind, expected: Form) -> Finding:
    """The error on a form of another kind than the unit's: of a plan with its tasks, if the one in force has none."""
    unit, due = seen.identity.unit, not_none(expected.identity.kind).value
    told = f"es un formulario de «{kind.value}» y a «{unit}» le toca el de «{due}». {_NEW_FORM}"
    if forms.lacks_plan:
        told = "no hay un plan vigente con que leerlo. Reponga o corrija el plan; este formulario se revisa entonces."
    elif kind is Kind.FOLLOW_UP and (in_force := forms.plan.version(forms.period)):
        sent = seen.identity.version or NO_VERSION
        if folded(sent) != folded(in_force) and (of_table := _misdated_version(forms, sent, in_force)):
            return of_table
        told = (
            f"es de la versión «{sent}» del plan, y en la vigente en el periodo, «{in_force}», «{unit}» no tiene "
            "tareas. Si ya no le toca informar, el archivo va a formularios/descartados/; si informa porcentajes, haga "
            f"su formulario con «poa formularios {forms.corrida.entidad}/{forms.period} --unidad {unit}»."
        )
    return _other(FormCode.KIND, seen, "number", told, expected.identity.number)


def _no_such_unit(forms: FormSet, seen: Recognised) -> Finding:
    unit, known = seen.identity.unit, _awaited(forms, seen)
    told = (
        f"a «{unit}» no le toca formulario; {hint(unit, known)}. Si el código está mal escrito, corríjalo en la celda; "
        f"si la unidad cambió de nombre, devuelva «{unit}» a la estructura, con su nombre y su sigla de hoy; si debe "
        "informar, corrija el plan o la estructura; si no es de la entidad, saque el archivo de esta carpeta."
    )
    return _other(FormCode.UNIT, seen, "unit", told, "")


def _other_plan(forms: FormSet, seen: Recognised, expected: Form) -> Iterator[Finding]:
    """The finding on a form of another version of the plan, or made before the plan or the structure changed.

    The first is an error, placed in `versiones` if the fault lies there. The second is a warning, as the form is read
    all the same; it is not made if cells of the tables could not be read.
    """
    identity, awaited = seen.identity, expected.identity
    version = identity.version or NO_VERSION
    starts_from_draft = isinstance(expected, PlanForm) and folded(version) == folded(forms.draft)
    if folded(version) != folded(awaited.version) and not starts_from_draft:
        told = f"es de la versión «{version}» del plan y la vigente en el periodo es «{awaited.version}». {_NEW_FORM}"
        of_table = None if _kind(seen) is Kind.PLAN else _misdated_version(forms, version, awaited.version)
        yield of_table or _other(FormCode.VERSION, seen, "version", told, awaited.version)
    elif identity.number and folded(identity.number) != folded(awaited.number) and not forms.unread:
        told = (
            "el plan o la estructura cambiaron después de entregar este formulario: su número no es el de hoy. Se "
            "lee igual; compruebe los hallazgos que siguen, o mande uno nuevo."
        )
        yield replace(_other(FormCode.EDITION, seen, "number", told, awaited.number), severidad=Severity.WARNING)


def _misdated_version(forms: FormSet, version: str, in_force: str) -> Finding | None:
    """Return the error on `versiones` if a form's version is not in force because of a fault in that table.

    No row has the version's code, or its date is after the period; or it is listed below the version in force, and has
    no date or an earlier one. The error is the same for every form.

    Parameters
    ----------
    version : str
        The version that the form names.
    in_force : str
        The version in force in the form's period according to `versiones`.

    Returns
    -------
    Finding or None
        None if the plan has no tasks of that version, if `versiones` has no rows, or if it dates the version no later
        than the end of the period, in the order of its rows.
    """
    code = next((code for code in forms.plan.by_version if folded(code) == folded(version)), "")
    rows = {row.text("version"): row for row in forms.dataset.rows("versiones")}
    if not code or not rows:
        return None
    row, order = rows.get(code), list(rows)
    is_early = row is not None and ((day := row.date("fecha")) is None or day <= forms.period.cutoff)
    if is_early and (in_force not in rows or order.index(code) < order.index(in_force)):
        return None
    told = (
        f"según esta tabla, {forms.period.when} rige la versión «{in_force}» del plan, y hay formularios hechos con "
        f"«{code}», que está en la carpeta poa/{code}. Corrija su fila (su código, su fecha), o agréguela: los "
        f"formularios recibidos no se vuelven a hacer. Si la tabla está bien, se hacen con «{in_force}» («poa "
        "formularios»)."
    )
    place = row.cell("fecha") if row else rows[order[0]].cell("version")
    return found(FormCode.VERSION, Severity.ERROR, place, told, element=f"versiones/{code}", expected=code)


def _other(code: FormCode, seen: Recognised, name: str, sentence: str, expected: str) -> Finding:
    place = seen.cells.get(name, seen.grid.place())
    value = getattr(seen.identity, name)
    return found(code, Severity.ERROR, place, sentence, element=LABELS[name], expected=expected, value=value)
