"""Records of a figure computed with several methods, and of the rule changes that lead from one method to another."""

from __future__ import annotations

from dataclasses import dataclass

AT = "@"
"""Separates a figure's id from the method: `avance_fisico/2024-T2/entidad/MRE@mre-2021`."""


@dataclass(frozen=True)
class UnderMethod:
    """A figure computed with one method: a row of `sensibilidad.csv`. All text; numbers have a decimal point.

    Attributes
    ----------
    id : str
        The figure's id, `@` and the method's id.
    lugar : str
        Position among the headline figures, `1` for physical progress: methods may name the indicator differently.
    diferencia : str
        Printed value minus the printed value by the run's own method; empty for that method and where either is
        missing.
    causa : str
        The rules that cause the difference, each with its effect where that was computed.
    motivo : str
        Why there is no figure; empty where there is one.
    """

    id: str
    metodo: str
    nombre_metodo: str
    indicador: str
    nombre_indicador: str
    periodo: str
    nivel: str
    codigo: str
    lugar: str = ""
    valor: str = ""
    publicado: str = ""
    unidad_medida: str = ""
    calificacion: str = ""
    semaforo: str = ""
    simbolo: str = ""
    diferencia: str = ""
    causa: str = ""
    motivo: str = ""


@dataclass(frozen=True)
class MethodStep:
    """One rule change on the way from the run's method to another: a row of `sensibilidad_pasos.csv`."""

    id: str
    orden: str
    regla: str
    antes: str
    despues: str
    valor: str
    efecto: str


@dataclass(frozen=True)
class Sensitivity:
    """Figures by several methods and the steps between the methods."""

    figures: tuple[UnderMethod, ...]
    steps: tuple[MethodStep, ...]

    @property
    def allowed(self) -> tuple[UnderMethod, ...]:
        """The figures that could be computed."""
        return tuple(figure for figure in self.figures if not figure.motivo)

    @property
    def refused(self) -> tuple[UnderMethod, ...]:
        """The figures, or whole methods, that the data do not allow, each with its reason in `motivo`."""
        return tuple(figure for figure in self.figures if figure.motivo)
