"""A figure under several methods, side by side, and the rules that lead from one to another: records only."""

from __future__ import annotations

from dataclasses import dataclass

AT = "@"
"""Between a figure's id and the method that it is computed under: `avance_fisico/2024-T2/entidad/MRE@mre-2021`."""


@dataclass(frozen=True)
class UnderMethod:
    """A figure under a method, as `sensibilidad.csv` has it; everything is text, numbers with a decimal point.

    Attributes
    ----------
    id : str
        The figure's id, `@` and the method's.
    lugar : str
        Which figure of the headline it is, `1` for progress: methods may measure it by indicators of other names.
    diferencia : str
        Its printed value less the run's own; empty under the run's own method and where either lacks.
    causa : str
        The rules that make it differ, each with its effect where that was computed.
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
    """One rule on the way from the run's method to another, as `sensibilidad_pasos.csv` has it."""

    id: str
    orden: str
    regla: str
    antes: str
    despues: str
    valor: str
    efecto: str


@dataclass(frozen=True)
class Sensitivity:
    """Figures under several methods and the steps between them."""

    figures: tuple[UnderMethod, ...]
    steps: tuple[MethodStep, ...]

    @property
    def allowed(self) -> tuple[UnderMethod, ...]:
        """The figures that there are."""
        return tuple(figure for figure in self.figures if not figure.motivo)

    @property
    def refused(self) -> tuple[UnderMethod, ...]:
        """The figures, or whole methods, that the data do not allow, each with its reason."""
        return tuple(figure for figure in self.figures if figure.motivo)
