"""Objectives of two real external frameworks, and invented results that contribute to them."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.demo.demo_records import Fault
from helpers.demo.planted.faults import NOTE, WARNING

PACT, GOALS = "PMM", "ODS"
PACT_GROUP = "Pacto Mundial para la Migración Segura, Ordenada y Regular"
GOALS_GROUP = "Metas de los ODS sobre migración"
PACT_TITLES = (
    "Recopilar y utilizar datos exactos y desglosados para formular políticas con base empírica",
    "Minimizar los factores adversos que obligan a las personas a abandonar su país de origen",
    "Proporcionar información exacta y oportuna en todas las etapas de la migración",
    "Velar por que todos los migrantes tengan pruebas de su identidad jurídica y documentación adecuada",
    "Aumentar la disponibilidad y flexibilidad de las vías de migración regular",
    "Facilitar la contratación equitativa y ética y el trabajo decente",
    "Abordar y reducir las vulnerabilidades en la migración",
    "Salvar vidas y coordinar las iniciativas internacionales sobre los migrantes desaparecidos",
    "Reforzar la respuesta transnacional al tráfico ilícito de migrantes",
    "Prevenir, combatir y erradicar la trata de personas en la migración internacional",
    "Gestionar las fronteras de manera integrada, segura y coordinada",
    "Aumentar la certidumbre y previsibilidad de los procedimientos migratorios",
    "Utilizar la detención de migrantes solo como último recurso y buscar otras alternativas",
    "Mejorar la protección, asistencia y cooperación consulares a lo largo de todo el ciclo migratorio",
    "Proporcionar a los migrantes acceso a servicios básicos",
    "Empoderar a los migrantes y las sociedades para lograr la plena inclusión y la cohesión social",
    "Eliminar la discriminación y promover un discurso público con base empírica sobre la migración",
    "Invertir en el desarrollo de aptitudes y facilitar su reconocimiento mutuo",
    "Crear condiciones para que los migrantes y las diásporas contribuyan al desarrollo sostenible",
    "Promover transferencias de remesas más rápidas, seguras y económicas",
    "Facilitar el regreso y la readmisión con seguridad y dignidad, y la reintegración sostenible",
    "Establecer mecanismos para la portabilidad de la seguridad social",
    "Fortalecer la cooperación internacional y las alianzas mundiales para la migración",
)
"""The 23 objectives of the Global Compact for Migration (A/RES/73/195), in order, shortened."""
GOAL_TITLES = (
    ("8.8", "Proteger los derechos laborales, también de los trabajadores migrantes"),
    ("10.7", "Facilitar la migración y la movilidad ordenadas, seguras, regulares y responsables"),
    ("16.9", "Proporcionar acceso a una identidad jurídica para todos"),
    ("17.16", "Mejorar la alianza mundial para el desarrollo sostenible"),
)
LABOUR, IDENTITY, STATISTICS = (
    "Ministerio Sintético de Trabajo", "Servicio Sintético de Identificación", "Instituto Sintético de Estadística",
)  # fmt: skip
LAW = "DS SINT {}/2023 (sintético)"
SOURCE = "Informe anual SINT/2024"

JOINT = "anual/resultados.csv"
YEAR_RUN = ("anual",)
RowOf = dict[str, str]
_JOINT = (
    ("", "DGAC", "14", "16.9", "Se atendieron trámites consulares en cada puesto.", "logrado", "24310", "trámite"),
    ("", "DGAC", "4", "16.9", "Se entregaron documentos de identidad en el exterior.", "logrado", "3122", "documento"),
    ("", "DGRM", "23", "17.16", "Se firmaron acuerdos bilaterales sobre movilidad.", "logrado", "4", "acuerdo"),
    ("", "DGRM", "5", "10.7", "Se negocia un convenio de residencia.", "en curso", "", ""),
    ("", "UCS", "3", "", "Se publicó la guía para quien migra.", "logrado", "1", "guía"),
    (LABOUR, "", "6", "8.8", "Se inspeccionaron agencias de contratación.", "logrado", "58", "inspección"),
    (LABOUR, "", "18", "", "Se prepara el reconocimiento de oficios con dos países.", "en curso", "", ""),
    (LABOUR, "", "22", "", "Se propondrá un convenio de seguridad social.", "previsto", "", ""),
    (IDENTITY, "", "4", "16.9", "Se emitieron cédulas a extranjeros residentes.", "logrado", "1480", "cédula"),
    (IDENTITY, "", "12", "", "Se redujo el plazo de verificación de antecedentes.", "en curso", "", ""),
    (STATISTICS, "", "1", "17.16", "Se publicó la encuesta de movilidad humana.", "logrado", "1", "encuesta"),
    (STATISTICS, "", "17", "", "Se difundieron fichas con datos de migración.", "logrado", "12", "ficha"),
)
COLUMNS = (
    "id", "unidad", "institucion", "base_legal", "texto", "estado", "tipo", "valor", "unidad_medida", "fuente", "fecha",
    "objetivos",
)  # fmt: skip


def framework_rows() -> list[RowOf]:
    """Return the rows of `marcos`, one for each objective of two frameworks (Global Compact for Migration, SDG).

    The frameworks are real, so that readers understand what is reported.
    """
    pact = [(PACT, str(number), title, PACT_GROUP) for number, title in enumerate(PACT_TITLES, start=1)]
    goals = [(GOALS, code, title, GOALS_GROUP) for code, title in GOAL_TITLES]
    return [dict(zip(("marco", "codigo", "titulo", "grupo"), row, strict=True)) for row in (*pact, *goals)]


def joint_rows(units: Sequence[str]) -> list[RowOf]:
    """Return the rows of the year's `resultados` with an objective, of this and other institutions; two have faults.

    Parameters
    ----------
    units : sequence of str
        Codes of existing units. A result of a unit that a small institution lacks is reported for the institution.
    """
    rows = [_row(number, units, *told) for number, told in enumerate(_JOINT, start=1)]
    again = rows[8] | {"id": f"O{len(rows) + 1}"}
    trained = {"texto": _synthetic("Se capacitó a personal."), "objetivos": f"{PACT}:81"}
    astray = rows[6] | {"id": f"O{len(rows) + 2}"} | trained
    return [*rows, again, astray]


def joint_faults() -> list[Fault]:
    """Return the three faults planted in `joint_rows`: a result twice, one astray, and objectives without any."""
    return [
        Fault("OBJ-REPETIDO", WARNING, YEAR_RUN, JOINT, "O13", "O9", "El mismo resultado está listado dos veces."),
        Fault("OBJ-DESCONOCIDO", WARNING, YEAR_RUN, JOINT, "O14", f"{PACT}:81", "Sirve a un objetivo que no existe."),
        Fault("OBJ-HUECO", NOTE, YEAR_RUN, "marcos.csv", PACT, PACT, "Hay objetivos sin ningún resultado."),
    ]


def _row(number: int, units: Sequence[str], institution: str, unit: str, pact: str, goal: str, *told: str) -> RowOf:
    text, state, amount, measure = told
    objectives = "; ".join(filter(None, (f"{PACT}:{pact}", f"{GOALS}:{goal}" if goal else "")))
    return {
        "id": f"O{number}", "unidad": unit if unit in units else "", "institucion": institution,
        "base_legal": LAW.format(100 + number), "texto": _synthetic(text), "estado": state, "tipo": "logro",
        "valor": amount, "unidad_medida": measure, "fuente": SOURCE, "fecha": "2024-12-31", "objetivos": objectives,
    }  # fmt: skip


def _synthetic(text: str) -> str:
    return f"{text.rstrip('.')} (dato sintético)."
