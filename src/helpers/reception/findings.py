"""What reception has to say: forms that are missing, changed, not judged, doubled or presented on a strange day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helpers.display import date_es, list_es
from helpers.findings import Finding, Severity, at
from helpers.forms.identity import Identity
from helpers.intake.folders import PLAN_FOLDER
from helpers.intake.problems import listed, where
from helpers.periods import Period
from helpers.reception.log import BETWEEN, DISCARDED_FOLDER, INBOX, REPEATS, Entry, Log, State
from helpers.records import SourceCell

FAMILY = "REC-"
"""How the codes begin of what is wrong with the inbox itself, which the planner mends and no unit."""
UNJUDGED = "REC-SIN-REVISAR"
"""Code of what says that forms lie in an inbox that nobody has judged."""
SAME_DAY = "REC-MISMO-DIA"
"""Code of two forms of one unit and day that say different things."""
LOST = frozenset({"REC-FALTA", "REC-CAMBIADO"})
"""Codes of accepted forms whose file is not there any more."""


def missing(log: Log, entry: Entry) -> Finding:
    """An accepted form that is no longer in the inbox."""
    told = (
        f"aquí estaba el formulario aceptado de «{entry.unidad}», y ya no está, ni con otro nombre: de él salen sus "
        f"cifras. {_way_back(log, entry)}"
    )
    return _of_accepted("REC-FALTA", log, entry, told)


def changed(log: Log, entry: Entry, occupant: Entry | None) -> Finding:
    """An accepted form under whose name other bytes lie now.

    Parameters
    ----------
    occupant : Entry or None
        What the log knows of what lies there now; None where nobody has judged it.
    """
    was = f"aquí estaba el formulario aceptado de «{entry.unidad}», y ahora hay otro archivo con el mismo nombre"
    if occupant is None:
        told = f"{was}, que nadie ha revisado. Ejecute «poa check»: dirá si es una nueva presentación, y si vale."
    else:
        told = f"{was}, {_occupant_es(entry, occupant)} {_way_back(log, entry)} Guarde el otro aparte, donde le toque."
    return _of_accepted("REC-CAMBIADO", log, entry, told)


def _occupant_es(entry: Entry, occupant: Entry) -> str:
    if occupant.estado is State.REJECTED:
        return f"que no se acepta: {occupant.motivo.partition(BETWEEN)[0].rstrip('.')}."
    if occupant.unidad and occupant.unidad != entry.unidad:
        return f"que es el de «{occupant.unidad}»."
    return f"que quedó {occupant.estado}: {occupant.motivo.rstrip('.')}."


def _way_back(log: Log, entry: Entry) -> str:
    """Where what was accepted can still be had: nothing here keeps a second copy of a form."""
    return (
        "Recupérelo del correo de la unidad o de un respaldo y vuelva a ponerlo, con cualquier nombre: aquí no hay "
        f"otra copia, y se reconoce por su huella, que está en la fila {log.line_of(entry)} de {log.label}. Si no "
        "aparece, pida a la unidad que lo presente otra vez."
    )


def _of_accepted(code: str, log: Log, entry: Entry, sentence: str) -> Finding:
    file = f"{log.label.rpartition('/')[0]}/{INBOX}/{entry.archivo}"
    more = {"element": f"presentaciones/{entry.unidad}", "expected": entry.sha256}
    return _of_file(code, Severity.ERROR, file, sentence, **more)


def _of_file(
    code: str,
    severity: Severity,
    file: str,
    sentence: str,
    *,
    element: str = "",
    expected: str = "",
    value: str = "",
    cause: str = "",
) -> Finding:
    """A finding on a whole file, which its message names first."""
    return Finding(
        codigo=code,
        severidad=severity,
        elemento=element,
        archivo=file,
        esperado=expected,
        encontrado=value,
        causa=cause,
        mensaje=f"{file}: {sentence}",
    )


def unjudged(files: Sequence[str], period: Period) -> Finding:
    """Files of an inbox that are not in its log."""
    many = "un archivo que nadie ha revisado" if len(files) == 1 else f"{len(files)} archivos que nadie ha revisado"
    return Finding(
        codigo=UNJUDGED,
        severidad=Severity.WARNING,
        elemento=f"presentaciones/{period}",
        archivo=files[0],
        encontrado=listed(files),
        mensaje=f"{files[0].rpartition('/')[0]}: hay {many} ({listed(name.rpartition('/')[2] for name in files)}); lo "
        f"que dicen no entra en las cifras. Ejecute «poa check» de {period}.",
    )


def from_two_sources(entry: Entry, table: str, period: Period, lines: str, place: SourceCell) -> Finding:
    """A unit whose data of a period stand in a form and in a table."""
    return Finding(
        codigo="REC-DOS-FUENTES",
        severidad=Severity.ERROR,
        elemento=f"{table}/{period}/{entry.unidad}",
        encontrado=entry.archivo,
        mensaje=f"{where(place)}: la tabla «{table}» da datos de «{entry.unidad}» en {period} (filas {lines}) y hay un "
        f"formulario aceptado de la misma unidad ({entry.archivo}). Quite las filas de la tabla, o saque el formulario"
        ": un dato tiene una sola fuente.",
        **at(place),
    )


def plan_form(file: str, said: Identity, period: Period) -> Finding:
    """A planning form in the inbox of a period's follow-up."""
    year = said.period.removesuffix(f"-{PLAN_FOLDER}") or str(period.year)
    data = file.partition(f"/{period.year}/")[0]
    told = (
        f"es el formulario de programación del POA {year} de «{said.unit}», y esta carpeta reúne los de seguimiento "
        f"{period.of_when}. Muévalo a {data}/{year}/{PLAN_FOLDER}/, a la carpeta {INBOX}/ de la versión del plan que "
        "se prepara: ahí lo lee «poa plan»."
    )
    more = {"expected": "un formulario de seguimiento", "value": "uno de programación"}
    return _of_file("REC-PLAN", Severity.ERROR, file, told, element=f"presentaciones/{period}/{said.unit}", **more)


def same_day(unit: str, files: Sequence[str], day: date, counting: str, *, are_dated: bool) -> Finding:
    """Forms of one unit and day that say different things: nobody can tell the later.

    Parameters
    ----------
    files : sequence of str
        All of them, named from the root; the last is the place of the finding.
    counting : str
        The one that was accepted before and counts meanwhile; empty where none does.
    are_dated : bool
        Each states the day; otherwise some have only that of their reception.
    """
    *others, last = files
    is_one = len(others) == 1
    rest = f"{'hay otro formulario' if is_one else 'hay otros formularios'} de «{unit}», {_quoted(others)}"
    dated = f"{'los dos' if is_one else 'todos'} son del {date_es(day)} y no dicen lo mismo"
    undated = f"no dicen lo mismo, y no en todos está la fecha de presentación (llegaron el {date_es(day)})"
    counts = f"vale «{_name(counting)}», ya aceptado" if counting else "no vale ninguno"
    told = (
        f"{rest}: {dated if are_dated else undated}, y no se sabe cuál es el último. Mientras tanto {counts}. "
        f"Pregunte a la unidad cuál vale y mueva {'el otro' if is_one else 'los otros'} a "
        f"{INBOX}/{DISCARDED_FOLDER}/."
    )
    more = {"expected": "fechas distintas, o un solo formulario", "value": list_es([_name(file) for file in others])}
    return _of_file(SAME_DAY, Severity.ERROR, last, told, element=f"presentaciones/{unit}", **more)


def repeated(file: str, unit: str, first: str) -> Finding:
    """A form that says the same as another of its unit and day, though its bytes are others."""
    told = f"{REPEATS} «{first}», de «{unit}» y del mismo día; no se cuenta otra vez."
    return _of_file("REC-REPETIDO", Severity.NOTE, file, told, element=f"presentaciones/{unit}", value=first)


def strange_date(file: str, unit: str, stated: date, received: date, period: Period) -> Finding:
    """A form dated after it came in, or before its period began."""
    is_future = stated > received
    why = "es posterior a su recepción" if is_future else f"es anterior al comienzo {period.of_when}"
    told = f"la fecha de presentación, {date_es(stated)}, {why}; vale la de recepción, {date_es(received)}."
    more = {"expected": f"entre el {date(period.year, period.first, 1)} y el {received}", "value": str(stated)}
    return _of_file("REC-FECHA", Severity.WARNING, file, told, element=f"presentaciones/{unit}", **more)


def copied(file: str, first: str) -> Finding:
    """A file that is a copy of another one already judged."""
    told = f"es una copia exacta de «{first}»; no se cuenta otra vez."
    return _of_file("REC-COPIA", Severity.NOTE, file, told, value=first)


def superseded(file: str, entry: Entry, later: Entry) -> Finding:
    """A form rejected whose unit has another one that counts."""
    told = (
        f"se rechazó, y de «{later.unidad}» ya hay otro, «{later.archivo}» ({later.estado}). No hay que corregirlo. "
        f"Tenía: {entry.motivo}"
    )
    element = f"presentaciones/{entry.unidad}"
    return _of_file(
        "REC-SUPERADO", Severity.NOTE, file, told, element=element, value=later.archivo, cause=entry.motivo
    )


def discarded(file: str) -> Finding:
    """A file that the planner put aside."""
    told = f"se apartó en «{DISCARDED_FOLDER}»; no se juzga ni entra en las cifras."
    return _of_file("REC-DESCARTADO", Severity.NOTE, file, told)


def received_after_closing(file: str, unit: str, period: Period) -> Finding:
    """A form that is accepted in a period already closed."""
    told = (
        f"{period.when.removeprefix('en ')} ya se cerró; el formulario de «{unit}» se acepta, y toda cifra que cambie "
        "quedará señalada como reexpresada en cada informe."
    )
    return _of_file("REC-CERRADO", Severity.WARNING, file, told, element=f"presentaciones/{period}/{unit}")


def _quoted(files: Sequence[str]) -> str:
    return list_es([f"«{_name(file)}»" for file in files])


def _name(file: str) -> str:
    """A file's name within its inbox, as the log has it."""
    return file.partition(f"/{INBOX}/")[2] or file
