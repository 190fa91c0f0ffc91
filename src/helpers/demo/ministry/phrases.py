"""Builds descriptions of tasks from what offices do and the topics that they work on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.demo.ministry import schedules
from helpers.demo.ministry.schedules import Scheduler
from helpers.settings.institution import CAUSAS


@dataclass(frozen=True)
class Doing:
    """An activity that an office does with a topic.

    Attributes
    ----------
    words : str
        With `{}` for the topic.
    measure, indicator : str
    schedule : Scheduler
    done : str
        Text of the result once it is done.
    """

    words: str
    measure: str
    indicator: str
    schedule: Scheduler
    done: str


DOINGS = (
    Doing("Elaborar el informe trimestral de {}", "informe", "Informes elaborados", schedules.quarterly,
          "Se remitió el informe a la Dirección."),
    Doing("Atender solicitudes sobre {}", "solicitud", "Solicitudes atendidas", schedules.counted,
          "Se atendieron las solicitudes recibidas."),
    Doing("Mantener vigente el registro de {}", "porcentaje", "Registro vigente", schedules.kept,
          "El registro está al día."),
    Doing("Organizar talleres de {}", "taller", "Talleres realizados", schedules.events,
          "Se realizaron los talleres, con lista de participantes."),
    Doing("Sistematizar la información de {}", "porcentaje", "Avance de la sistematización", schedules.parts_of_whole,
          "Se cargó la información al repositorio."),
    Doing("Coordinar reuniones técnicas de {}", "reunión", "Reuniones realizadas", schedules.monthly,
          "Consta en actas de reunión."),
    Doing("Presentar la propuesta anual de {}", "documento", "Propuestas presentadas", schedules.once,
          "Se presentó la propuesta para su aprobación."),
    Doing("Evaluar semestralmente los resultados de {}", "evaluación", "Evaluaciones concluidas", schedules.half_yearly,
          "La evaluación concluyó y se socializó."),
    Doing("Emitir certificaciones relativas a {}", "certificado", "Certificados emitidos", schedules.counted,
          "Se emitieron los certificados solicitados."),
    Doing("Supervisar en sitio el avance de {}", "visita", "Visitas realizadas", schedules.events,
          "Las visitas constan en informes de viaje."),
    Doing("Capacitar al personal en {}", "persona", "Personas capacitadas", schedules.events,
          "Se capacitó al personal, con evaluación final."),
    Doing("Difundir novedades de {}", "publicación", "Publicaciones difundidas", schedules.monthly,
          "Se publicó en los canales institucionales."),
    Doing("Actualizar el procedimiento de {}", "documento", "Procedimientos actualizados", schedules.once,
          "El procedimiento actualizado se remitió para su aprobación."),
    Doing("Verificar la documentación de respaldo de {}", "porcentaje", "Avance de la verificación",
          schedules.parts_of_whole, "Se verificó la documentación prevista."),
)  # fmt: skip
STAGES = ("", ", segunda fase", ", tercera fase", ", cuarta fase", ", quinta fase")


@dataclass(frozen=True)
class Wording:
    """A task's description and the activity in it."""

    text: str
    doing: Doing


def wordings(topics: Sequence[str], dice: random.Random) -> Iterator[Wording]:
    """Yield different descriptions for a unit's tasks without end; the first task is quarterly.

    When all pairs of activity and topic are used, they are repeated for successive stages.
    """
    pairs = [(doing, topic) for doing in DOINGS for topic in topics]
    first, *rest = pairs
    for stage in _stages():
        dice.shuffle(rest)
        for doing, topic in (first, *rest):
            yield Wording(doing.words.format(topic) + stage, doing)


def _stages() -> Iterator[str]:
    """Yield what tells repeated descriptions apart, without end; the first is empty."""
    yield from STAGES
    number = len(STAGES)
    while True:
        number += 1
        yield f", fase {number}"


CAUSES = CAUSAS[:6]
"""Causes of tasks done less than programmed: the first that forms offer."""
AHEAD = CAUSAS[6]
"""Cause of tasks done more than programmed."""
