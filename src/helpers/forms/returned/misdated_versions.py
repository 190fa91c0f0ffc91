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
    of_period = f"hay formularios {forms.period.of_when} hechos con ella"
    more = {"element": f"versiones/{code}", "expected": code}
    if code in rows:
        day, place = rows[code].date("fecha"), rows[code].cell("fecha")
        is_early, order = day is None or day <= forms.period.cutoff, list(rows)
        if is_early and (in_force not in rows or order.index(code) < order.index(in_force)):
            return None
        if day is None:
            told = (
                f"la versión «{code}» del plan no dice desde cuándo rige, y {of_period}. Escriba su fecha: los "
                "formularios recibidos no se vuelven a hacer."
            )
            return found(FormCode.VERSION, Severity.ERROR, place, told, **more)
        before = f", antes que «{in_force}»" if is_early else ""
        told = (
            f"la versión «{code}» del plan rige desde el {day:%d/%m/%Y}{before}, y {of_period}. Si la fecha está mal, "
            "corríjala: los formularios recibidos no se vuelven a hacer. Si es la correcta, los de ese periodo se hacen"
            f" con la versión «{in_force}» («poa formularios»)."
        )
        return found(FormCode.VERSION, Severity.ERROR, place, told, **more, value=f"{day:%d/%m/%Y}")
    stray = next((name for name in rows if name not in forms.plan.by_version), "")
    is_it = f"La fila «{stray}» no tiene carpeta: si es esa versión, escriba «{code}»; si no, agregue"
    mend = is_it if stray else "Agregue"
    told = (
        f"falta la fila de la versión «{code}» del plan (carpeta poa/{code}), y {of_period}. {mend} su fila, con su "
        "fecha: los formularios recibidos no se vuelven a hacer."
    )
    place = rows[stray or next(iter(rows))].cell("version")
    return found(FormCode.VERSION, Severity.ERROR, place, told, **more, value=stray)
