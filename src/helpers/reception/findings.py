"""What reception has to say: forms that are missing, changed, not judged, doubled or presented on a strange day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from helpers.display import date_es
from helpers.findings import Finding, Severity, at
from helpers.intake.problems import listed, where
from helpers.periods import Period
from helpers.reception.log import DISCARDED_FOLDER, INBOX, Entry, Log
from helpers.records import SourceCell

UNJUDGED = "REC-SIN-REVISAR"
"""Code of what says that forms lie in an inbox that nobody has judged."""


def missing(log: Log, entry: Entry) -> Finding:
    """An accepted form that is no longer in the inbox."""
    told = (
        f"el formulario aceptado de «{entry.unidad}» ya no está en la carpeta, ni con otro nombre. Vuelva a ponerlo; "
        "los formularios no se borran ni se mueven, porque de ellos salen las cifras."
    )
    return _of_accepted("REC-FALTA", log, entry, told)


def changed(log: Log, entry: Entry) -> Finding:
    """An accepted form whose file has other bytes now."""
    told = (
        f"el archivo cambió después de aceptarse el formulario de «{entry.unidad}». Si es una nueva presentación, "
        "ejecute «poa check», que la juzga y la registra; si no, recupere el archivo como llegó."
    )
    return _of_accepted("REC-CAMBIADO", log, entry, told)


def _of_accepted(code: str, log: Log, entry: Entry, sentence: str) -> Finding:
    file = f"{log.label.rpartition('/')[0]}/{INBOX}/{entry.archivo}"
    return Finding(
        codigo=code,
        severidad=Severity.ERROR,
        elemento=f"presentaciones/{entry.unidad}",
        archivo=file,
        esperado=entry.sha256,
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


def plan_form(file: str, unit: str, period: Period) -> Finding:
    """A planning form in the inbox of a period's follow-up."""
    return Finding(
        codigo="REC-PLAN",
        severidad=Severity.ERROR,
        elemento=f"presentaciones/{period}/{unit}",
        archivo=file,
        esperado="un formulario de seguimiento",
        encontrado="uno de programación",
        mensaje=f"{file}: es el formulario de programación del POA de «{unit}», y esta carpeta reúne los de "
        f"seguimiento de {period.words}. Sáquelo de aquí: la programación se aprueba con su versión del plan.",
    )


def strange_date(file: str, unit: str, stated: date, received: date, period: Period) -> Finding:
    """A form dated after it came in, or before its period began."""
    is_future = stated > received
    why = "es posterior a su recepción" if is_future else f"es anterior al comienzo de {period.words}"
    return Finding(
        codigo="REC-FECHA",
        severidad=Severity.WARNING,
        elemento=f"presentaciones/{unit}",
        archivo=file,
        esperado=f"entre el {date(period.year, period.first, 1)} y el {received}",
        encontrado=str(stated),
        mensaje=f"{file}: la fecha de presentación, {date_es(stated)}, {why}; vale la de recepción, "
        f"{date_es(received)}.",
    )


def copied(file: str, first: str) -> Finding:
    """A file that is a copy of another one already judged."""
    return Finding(
        codigo="REC-COPIA",
        severidad=Severity.NOTE,
        archivo=file,
        encontrado=first,
        mensaje=f"{file}: es una copia exacta de «{first}»; no se cuenta otra vez.",
    )


def superseded(file: str, entry: Entry, later: Entry) -> Finding:
    """A form rejected whose unit has another one that counts, or was sent after it."""
    return Finding(
        codigo="REC-SUPERADO",
        severidad=Severity.NOTE,
        elemento=f"presentaciones/{entry.unidad}",
        archivo=file,
        encontrado=later.archivo,
        causa=entry.motivo,
        mensaje=f"{file}: se rechazó, y de «{entry.unidad}» ya hay otro, «{later.archivo}» ({later.estado}). No "
        f"hay que corregirlo. Tenía: {entry.motivo}",
    )


def discarded(file: str) -> Finding:
    """A file that the planner put aside."""
    return Finding(
        codigo="REC-DESCARTADO",
        severidad=Severity.NOTE,
        archivo=file,
        mensaje=f"{file}: se apartó en «{DISCARDED_FOLDER}»; no se juzga ni entra en las cifras.",
    )


def received_after_closing(file: str, unit: str, period: Period) -> Finding:
    """A form that is accepted in a period already closed."""
    return Finding(
        codigo="REC-CERRADO",
        severidad=Severity.WARNING,
        elemento=f"presentaciones/{period}/{unit}",
        archivo=file,
        mensaje=f"{file}: {period.words} ya está cerrado; el formulario de «{unit}» se acepta, y toda cifra que cambie "
        "quedará señalada como reexpresada en cada informe.",
    )
