"""Forms of a version of the plan that exists, but is not in force in their period because `versiones` is wrong."""

from __future__ import annotations

from helpers.base.characters import folded
from helpers.figures.findings import Finding, Severity
from helpers.forms.blank.form_set import FormSet
from helpers.forms.form_codes import FormCode
from helpers.intake.intake_problems import found


def misdated_version(forms: FormSet, version: str, in_force: str) -> Finding | None:
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
