"""The families of figures that are in `cifras.csv` but that no section prints, with the reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

from helpers.figures.book import Book
from helpers.figures.figure import Figure


class Family(NamedTuple):
    """Figures of one indicator, one level and one kind of window."""

    indicator: str
    level: str
    window: str


@dataclass(frozen=True)
class Unshown:
    """Families that a report may leave to `cifras.csv`.

    Attributes
    ----------
    indicators, levels, windows : str
        Names separated by blanks, with `*` for any letters; windows are `mes`, `trimestre` and `acumulado`.
    reason : str
        Why, in Spanish, for the person who verifies a report.
    """

    indicators: str
    levels: str
    windows: str
    reason: str

    def covers(self, family: Family) -> bool:
        patterns = (self.indicators, self.levels, self.windows)
        return all(_is_any(name, pattern) for name, pattern in zip(family, patterns, strict=True))


STATISTICS = "*_n *_media *_desviacion *_inferior *_superior"
BUDGET = (
    "ppto_inicial modificaciones ppto_vigente certificado compromiso devengado pagado por_pagar saldo ppto_programado "
    "ejecucion_financiera ejecucion_financiera_variacion ejecucion_programada"
)
BRIDGE = "*_version_anterior *_version_final *_por_* *_trimestres *_trimestre_a_trimestre *_promedio_*"
NOT_SHOWN = tuple(
    Unshown(*rule)
    for rule in (
        ("*", "*", "mes", "El mes se imprime donde explica el periodo: en la historia, las áreas y los servicios."),
        ("*", "tarea operacion", "*",
         "De tareas y operaciones se imprime su avance; lo demás está en los papeles de trabajo."),
        ("*", "servicio", "*", "Un servicio se obtiene de sus áreas, que se imprimen; de él se imprime lo principal."),
        ("rango_ideal brecha_ideal", "unidad puesto tipo subtipo cat_prog area acp", "*",
         "El rango ideal es igual para todos; la brecha se imprime de la entidad y de las acciones, en el periodo."),
        ("brecha_fisico_financiera eficiencia", "unidad cat_prog", "*",
         "Se imprime de cada acción; de quienes la componen se imprimen los porcentajes que compara."),
        ("eficiencia", "area entidad", "trimestre", "La eficiencia se lee en lo que va del año."),
        ("saldo modificaciones", "*", "*", "Es la resta de dos importes: vigente menos devengado, o menos inicial."),
        ("por_pagar", "*", "*", "Es la resta de dos importes: devengado menos pagado."),
        (BUDGET, "unidad cat_prog ue fuente partida", "*",
         "El dinero de cada uno se imprime en una ventana; lo demás está en los papeles de trabajo."),
        ("ppto_inicial ejecucion_programada ppto_programado", "area acp grupo", "*",
         "De lo inicial y lo programado se imprimen el total y, en lo que va del año, las acciones."),
        ("*_variacion", "*", "*", "Es la resta de dos valores; se imprime donde una sección los compara."),
        ("*_participacion", "*", "*", "La parte del presupuesto se imprime una vez, en lo que va del año."),
        (STATISTICS, "*", "*",
         "La dispersión se imprime en una ventana, y la proyección, de la entidad y de las áreas."),
        ("proyeccion_*", "acp servicio", "*", "La proyección se imprime de la entidad y de las áreas."),
        ("*_promedio *_partes *_reportado *_bruto", "*", "*",
         "Se guarda al lado de la que cuenta, para compararla; los hallazgos dicen dónde difieren."),
        ("avance_fisico", "cat_prog unidad puesto", "*",
         "El avance de unidades y puestos se imprime en el periodo; el de una categoría es el de su unidad."),
        ("eficacia_ponderada", "unidad tipo subtipo cat_prog puesto acp", "trimestre",
         "Es el avance por el peso del trimestre, y el avance está impreso."),
        (BRIDGE, "*", "*", "Los pasos entre los trimestres y el año se imprimen en «trimestres», de la gestión."),
        ("recurso_* ejecucion_recursos importe_modificacion modificaciones_*", "*", "*",
         "Los recursos y las modificaciones se imprimen en «presupuesto», de la rendición."),
        ("produccion* recaudacion_*", "*", "*",
         "De los servicios se imprime el periodo por servicio, mes, lugar u oficina, y no cada cruce."),
        ("objetivos* resultados_objetivo*", "*", "*", "Los objetivos de otros marcos se imprimen en «objetivos»."),
        ("numero_tareas* cantidad_unidades", "*", "*", "Es un recuento con que otra cifra se obtiene."),
        ("peso_acp_sin_dato", "*", "*", "Las ponderaciones que no se leen figuran sin dato en el formulario de su área."),
        ("ppto_aprobado* formulario_04_diferencia", "entidad version version_fuente area_fuente", "*",
         "El plan imprime lo aprobado por fuente y la diferencia de cada formulario."),
    )
)  # fmt: skip
EARLIER = "Es de un trimestre anterior, que imprime el informe de su periodo."


def families(book: Book) -> Mapping[Family, Collection[Figure]]:
    """Every figure of a Book, by its family."""
    found: dict[Family, list[Figure]] = {}
    for figure in book:
        found.setdefault(Family(figure.indicator, figure.level, figure.period.kind), []).append(figure)
    return found


def reason_of(book: Book, family: Family, figures: Iterable[Figure]) -> str:
    """Why no section prints a family; empty where it should be printed."""
    stated = next((rule.reason for rule in NOT_SHOWN if rule.covers(family)), "")
    own = {book.period, book.period.accumulated()}
    return stated or ("" if any(figure.period in own for figure in figures) else EARLIER)


def page() -> str:
    """The table of these families in Markdown, as the audit guide shows it to the person who verifies a report."""
    lines = (
        f"| {_coded(rule.indicators)} | {_coded(rule.levels)} | {_coded(rule.windows)} | {rule.reason} |"
        for rule in NOT_SHOWN
    )
    return "\n".join(("| indicador | nivel | ventana | por qué |", "| --- | --- | --- | --- |", *lines))


def _coded(patterns: str) -> str:
    return "todos" if patterns == "*" else ", ".join(f"`{pattern}`" for pattern in patterns.split())


def _is_any(name: str, patterns: str) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns.split())
