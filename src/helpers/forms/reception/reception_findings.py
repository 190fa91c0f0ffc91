"""Findings on the reception of forms: missing, changed, not judged, duplicated or oddly dated forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from helpers.base.display import date_es, list_es, short_list_es
from helpers.base.periods import Period
from helpers.figures.findings import Finding, Severity
from helpers.figures.records import SourceCell
from helpers.forms.form_codes import SAME_DAY, UNJUDGED, FormCode
from helpers.forms.form_labels import Identity, Kind
from helpers.forms.reception.reception_log import (
    BETWEEN,
    COLUMNS,
    DISCARDED_FOLDER,
    INBOX,
    REPEATS,
    Entry,
    Log,
)
from helpers.forms.returned.form_reading import FormReading
from helpers.intake.intake_problems import found, of_file
from helpers.intake.layout.cell_grid import letter
from helpers.intake.year_folders import PLAN_FOLDER


def lost(log: Log, entry: Entry, in_its_place: str, period: Period) -> Finding:
    """Return the error on an accepted form that is no longer in the inbox, under any name.

    Parameters
    ----------
    in_its_place : str
        SHA-256 of the file that now has its name; empty if there is none.
    period : Period
        The period of the inbox.
    """
    if not in_its_place:
        return _missing(log, entry)
    return _changed(log, entry, log.of_content(in_its_place), period)


def _missing(log: Log, entry: Entry) -> Finding:
    """Return the error (`REC-FALTA`) on an accepted form that is no longer in the inbox, under any name."""
    told = (
        f"aquí estaba el formulario aceptado de «{entry.unidad}», y ya no está, ni con otro nombre: de él salen sus "
        f"cifras. {_way_back(log, entry)}"
    )
    return _of_accepted("REC-FALTA", log, entry, told)


def _changed(log: Log, entry: Entry, occupant: Entry | None, period: Period) -> Finding:
    """Return the error (`REC-CAMBIADO`) on an accepted form in whose place another file now has the same name.

    Parameters
    ----------
    occupant : Entry or None
        Log entry of the other file, or of one with the same content; None if it has not been judged.
    period : Period
        The period of the inbox.
    """
    was = f"aquí estaba el formulario aceptado de «{entry.unidad}», y ahora hay otro archivo con el mismo nombre"
    if occupant is None:
        told = (
            f"{was}, que nadie ha revisado. Ejecute «poa comprobar» de {period}: dirá si es una nueva presentación, y "
            "si vale."
        )
    else:
        why = f": {occupant.motivo.partition(BETWEEN)[0].rstrip('.')}" if occupant.motivo else ""
        whose = f", de «{occupant.unidad}»" if occupant.unidad else ""
        back = f"{_way_back(log, entry)} Guarde el otro aparte, donde le toque."
        told = f"{was}{whose}, que quedó {occupant.estado}{why}. {back}"
    return _of_accepted("REC-CAMBIADO", log, entry, told)


def _way_back(log: Log, entry: Entry) -> str:
    """How to recover an accepted form: the workspace keeps no second copy."""
    return (
        "Recupérelo del correo de la unidad o de un respaldo y vuelva a ponerlo, con cualquier nombre: aquí no hay "
        f"otra copia, y se reconoce por su huella, que está en la fila {log.line_of(entry)} de {log.label}. Si no "
        "aparece, pida a la unidad que lo presente otra vez, con una fecha posterior."
    )


def _of_accepted(code: str, log: Log, entry: Entry, sentence: str) -> Finding:
    more = {"element": f"presentaciones/{entry.unidad}", "expected": entry.sha256}
    return of_file(code, Severity.ERROR, log.file_of(entry), sentence, **more)


def unjudged(files: Sequence[str], period: Period) -> Finding:
    """Return the warning (`REC-SIN-REVISAR`) on files of an inbox that are not in its log.

    Parameters
    ----------
    files : sequence of str
        Paths from the root, at least one.
    """
    others = f" ni {short_list_es(name.rpartition('/')[2] for name in files[1:])}" if files[1:] else ""
    told = (
        f"nadie ha revisado este archivo{others}: lo que no se revisa no entra en las cifras. Ejecute «poa comprobar» "
        f"de {period}."
    )
    element, value = f"presentaciones/{period}", short_list_es(files)
    return of_file(UNJUDGED, Severity.WARNING, files[0], told, element=element, value=value)


def from_two_sources(entry: Entry, table: str, period: Period, lines: str, place: SourceCell) -> Finding:
    """Return the error (`REC-DOS-FUENTES`) on a unit whose data of a period are both in a form and in a table.

    Parameters
    ----------
    lines : str
        Rows of the table, in words: `fila 2`.
    place : SourceCell
        First of those rows.
    """
    told = (
        f"la tabla «{table}» da datos de «{entry.unidad}» en {period} ({lines}) y hay un formulario aceptado de la "
        f"misma unidad ({entry.archivo}). Quite de la tabla lo de esa unidad: un dato tiene una sola fuente."
    )
    element = f"{table}/{period}/{entry.unidad}"
    return found("REC-DOS-FUENTES", Severity.ERROR, place, told, element=element, value=entry.archivo)


def plan_form(file: str, said: Identity, period: Period) -> Finding:
    """Return the error (`REC-PLAN`) on a planning form in a follow-up inbox.

    Parameters
    ----------
    said : Identity
        Identity of the form.
    """
    year = said.period.removesuffix(f"-{PLAN_FOLDER}") or str(period.year)
    data = file.partition(f"/{period.year}/")[0]
    told = (
        f"es el formulario de programación del POA {year} de «{said.unit}», y esta carpeta reúne los de seguimiento "
        f"{period.of_when}. Muévalo a {data}/{year}/{PLAN_FOLDER}/, a la carpeta {INBOX}/ de la versión del plan que "
        "se prepara: ahí lo lee «poa plan»."
    )
    more = {"expected": "un formulario de seguimiento", "value": "uno de programación"}
    return of_file("REC-PLAN", Severity.ERROR, file, told, element=f"presentaciones/{period}/{said.unit}", **more)


def not_a_plan(file: str, identity: Identity, kind: Kind) -> Finding:
    """Return the error (`FOR-OTRO-FORMULARIO`) on a form of another kind in the inbox of planning forms.

    It tells the form's kind, and unit and period as its `identity` has them.
    """
    told = (
        f"es el formulario de «{kind.value}» de «{identity.unit}», de {identity.period}, y aquí se reúnen los de "
        f"«{Kind.PLAN.value}». Llévelo a la carpeta de su periodo; el de programación se hace con "
        "«poa formularios --plan»."
    )
    more = {"element": identity.unit, "expected": Kind.PLAN.value, "value": kind.value}
    return of_file(FormCode.KIND, Severity.ERROR, file, told, **more)


def same_day(unit: str, files: Sequence[str], counting: str) -> Finding:
    """Return the error (`REC-MISMO-DIA`) on different forms of one unit that their dates do not order.

    Parameters
    ----------
    files : sequence of str
        Paths from the root of all the forms; the finding is placed at the last one.
    counting : str
        The form accepted before, which counts for now; empty if there is none.
    """
    *others, last = files
    counts = f"vale «{_name(counting)}», ya aceptado" if counting else "no vale ninguno de ellos"
    told = (
        f"de «{unit}» hay también {_quoted(others)}: dicen cosas distintas y por sus fechas no se sabe cuál es el "
        f"último (son del mismo día, o alguno no dice el suyo). Mientras tanto {counts}. Pregunte a la unidad cuál "
        f"vale y mueva lo demás a {INBOX}/{DISCARDED_FOLDER}/."
    )
    more = {"expected": "fechas distintas, o un solo formulario", "value": list_es([_name(file) for file in others])}
    return of_file(SAME_DAY, Severity.ERROR, last, told, element=f"presentaciones/{unit}", **more)


def beside_lost(file: str, lost: Entry) -> Finding:
    """Return the error (`REC-MISMO-DIA`) on a form with no date, or the same one, as its unit's lost accepted form."""
    told = (
        f"no se acepta: ya se aceptó «{lost.archivo}», de «{lost.unidad}», cuyo archivo no está, y por su fecha no se "
        "sabe si este es posterior. Recupere el otro y vuelva a ejecutar «poa comprobar», o pida a la unidad que "
        "presente este con una fecha posterior."
    )
    return of_file(SAME_DAY, Severity.ERROR, file, told, element=f"presentaciones/{lost.unidad}", value=lost.archivo)


def repeated(file: str, unit: str, first: str) -> Finding:
    """Return the note (`REC-REPETIDO`) on a form with the same content as `first`, which their dates do not order."""
    told = f"{REPEATS} «{first}», de «{unit}»; no se cuenta otra vez."
    return of_file("REC-REPETIDO", Severity.NOTE, file, told, element=f"presentaciones/{unit}", value=first)


def strange_date(file: str, unit: str, stated: date, received: date, period: Period) -> Finding:
    """Return the warning (`REC-FECHA`) on a form dated after its reception or before its period begins.

    Parameters
    ----------
    stated, received : date
        The form's own date, which is ignored, and the date of its reception, which counts.
    """
    told = (
        f"la fecha de presentación, {date_es(stated)}, no está entre el comienzo {period.of_when} y su recepción; vale "
        f"esta, {date_es(received)}."
    )
    more = {"expected": f"entre el {period.first_day} y el {received}", "value": str(stated)}
    return of_file("REC-FECHA", Severity.WARNING, file, told, element=f"presentaciones/{unit}", **more)


def redated(log: Log, entry: Entry, reading: FormReading) -> Iterator[Finding]:
    """Yield the warning (`REC-FECHA-REGISTRO`) if the log has another date of an accepted form than the form states.

    There is no warning if the form states an impossible date, or one after its reception: the log never took those.
    """
    stated = reading.possible_date(reading.form.period.first_day, log.first[entry.key].day) if reading.form else None
    for row in reading.rows.get("presentaciones", ()):
        own = row.cell("fecha_presentacion")
        if stated is not None and stated != entry.presented:
            place = SourceCell(log.label, "", f"{letter(COLUMNS.index('fecha_presentacion'))}{log.line_of(entry)}")
            told = (
                f"el registro dice que «{entry.unidad}» presentó «{entry.archivo}» el {date_es(entry.presented)}, y el "
                f"formulario aceptado dice el {date_es(stated)} (hoja «{own.sheet}», celda {own.cell}). Cuenta la del "
                "registro, que no se edita: corresponde recuperar su copia anterior."
            )
            element, more = f"presentaciones/{entry.unidad}", {"expected": str(stated), "value": str(entry.presented)}
            yield found("REC-FECHA-REGISTRO", Severity.WARNING, place, told, element=element, **more)


def copied(file: str, first: str) -> Finding:
    """Return the note (`REC-COPIA`) on a file that is an exact copy of `first`, another file of the inbox."""
    told = f"es una copia exacta de «{first}»; no se cuenta otra vez."
    return of_file("REC-COPIA", Severity.NOTE, file, told, value=first)


def superseded(file: str, entry: Entry, later: Entry) -> Finding:
    """Return the note (`REC-SUPERADO`) on a rejected form whose unit has another form that counts.

    Parameters
    ----------
    later : Entry
        The form that counts.
    """
    told = (
        f"se rechazó, y de «{later.unidad}» ya hay otro, «{later.archivo}» ({later.estado}). No hay que corregirlo. "
        f"Tenía: {entry.motivo}"
    )
    element = f"presentaciones/{entry.unidad}"
    return of_file("REC-SUPERADO", Severity.NOTE, file, told, element=element, value=later.archivo, cause=entry.motivo)


def discarded(file: str) -> Finding:
    """Return the note (`REC-DESCARTADO`) on a file that the planner discarded."""
    told = f"se apartó en «{DISCARDED_FOLDER}»; no se juzga ni entra en las cifras."
    return of_file("REC-DESCARTADO", Severity.NOTE, file, told)


def received_after_closing(file: str, unit: str, period: Period) -> Finding:
    """Return the warning (`REC-CERRADO`) on a form accepted in a period that is already closed."""
    told = (
        f"{period.when.removeprefix('en ')} ya se cerró; el formulario de «{unit}» se acepta, y toda cifra que cambie "
        "quedará señalada como reexpresada en cada informe."
    )
    return of_file("REC-CERRADO", Severity.WARNING, file, told, element=f"presentaciones/{period}/{unit}")


def _quoted(files: Sequence[str]) -> str:
    return list_es([f"«{_name(file)}»" for file in files])


def _name(file: str) -> str:
    """A file's path within its inbox, as in the log."""
    return file.partition(f"/{INBOX}/")[2] or file
