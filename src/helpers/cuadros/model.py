"""A declared printed table (cuadro): what its YAML says of it, and what must hold in it.

The keys are Spanish because planners and auditors read and write these files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.cuadros.rule_keys import problems_of_keys
from helpers.errors import ExpressionError
from helpers.expressions import parse
from helpers.model_errors import StrictModel, nearest

Filtro = dict[str, str | tuple[str, ...]]
"""Which rows: by column, the text (or texts) that the cell holds."""

NUMERIC = frozenset({"numero", "entero"})
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class Columna(StrictModel):
    """A column of the table.

    Attributes
    ----------
    titulo : str
        As it is shown; empty for the column's own name.
    encabezado : str
        As it stands in the file's header, where that is not the column's name.
    unidad : str
        `%`, `puntos`, `Bs` or what is counted; only percentages and points may differ by rounding.
    decimales : int or None
        With how many it is printed; None for those that each cell shows.
    """

    titulo: str = ""
    encabezado: str = ""
    tipo: Literal["texto", "codigo", "numero", "entero", "fecha"] = "numero"
    unidad: str = ""
    decimales: int | None = Field(default=None, ge=0, le=10)


class Referencia(StrictModel):
    """A number that stands elsewhere: a cell or rows of a table, a figure of the Book, or a constant.

    Attributes
    ----------
    cuadro : str
        Another table, or this one; `T1.nombre` for one of a period's folder.
    filas : dict
        Rows of that table.
    por : dict
        Rows of that table that match the row checked: its column → the own column.
    correspondencia : dict
        What an own text is called there; a row that it does not name is not checked.
    operacion : str
        What is done with the rows; `valor` asks that there be exactly one.
    titulo : str
        How it is called in a formula; empty for its own words.
    """

    cuadro: str = ""
    columna: str = ""
    filas: Filtro = Field(default_factory=dict)
    por: dict[str, str] = Field(default_factory=dict)
    correspondencia: dict[str, str] = Field(default_factory=dict)
    operacion: Literal["valor", "suma", "media", "recuento"] = "valor"
    titulo: str = ""
    cifra: str = ""
    valor: Decimal | None = None

    @model_validator(mode="after")
    def _names_one_thing(self) -> Referencia:
        given = [bool(self.cuadro), bool(self.cifra), self.valor is not None]
        if sum(given) != 1:
            raise ValueError("diga una sola cosa: «cuadro» y «columna», «cifra» o «valor».")
        if self.cuadro and not self.columna and self.operacion != "recuento":
            raise ValueError("falta «columna»: de qué columna del otro cuadro.")
        return self


class Regla(StrictModel):
    """Something that must hold in the table. Which keys each kind takes is in `rule_keys`.

    Attributes
    ----------
    total, partes, filas : dict
        Rows that are totals, that make them up, or that are checked one by one.
    excepto : dict
        Rows that are not checked.
    por, una_vez_por, agrupadas : tuple of str
        Columns that parts share with their total; of which each value counts once; whose groups are averaged first.
    con : dict
        What the names of a formula stand for that are no columns.
    corrido : bool
        Each opening balance is the closing one of the row before.
    """

    regla: Literal["suma", "media", "formula", "igual", "saldo", "cien", "rango", "entre_partes"]
    columna: str = ""
    columnas: tuple[str, ...] = ()
    total: Filtro = Field(default_factory=dict)
    partes: Filtro = Field(default_factory=dict)
    filas: Filtro = Field(default_factory=dict)
    excepto: Filtro = Field(default_factory=dict)
    por: tuple[str, ...] = ()
    una_vez_por: tuple[str, ...] = ()
    agrupadas: tuple[str, ...] = ()
    peso: str = ""
    formula: str = ""
    con: dict[str, Referencia] = Field(default_factory=dict)
    a: Referencia | None = None
    inicial: str = ""
    entradas: tuple[str, ...] = ()
    salidas: tuple[str, ...] = ()
    final: str = ""
    corrido: bool = False
    minimo: Decimal | None = None
    maximo: Decimal | None = None
    valor: Decimal = Decimal(100)
    vacias: Literal["", "cero", "sin_dato"] = ""
    nota: str = ""

    @model_validator(mode="after")
    def _has_its_keys(self) -> Regla:
        problems = problems_of_keys(self.regla, self.model_fields_set)
        if problems:
            raise ValueError(" ".join(problems))
        return self

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns whose cells are checked."""
        if self.regla == "saldo":
            return (self.final,)
        return self.columnas or (self.columna,)

    @property
    def expression(self) -> str:
        """The formula over columns of a row; that of a balance is made from its entries and exits."""
        if self.regla != "saldo":
            return self.formula
        return " + ".join((self.inicial, *self.entradas)) + "".join(f" - {name}" for name in self.salidas)

    def numbers(self) -> tuple[str, ...]:
        """Own columns that must hold numbers."""
        used = (*self.targets, self.peso, self.inicial, *self.entradas, *self.salidas)
        return tuple(dict.fromkeys(name for name in used if name))

    def texts(self) -> tuple[str, ...]:
        """Own columns that rows are chosen by."""
        references = (*self.con.values(), *([self.a] if self.a else []))
        joined = (own for reference in references for own in reference.por.values())
        chosen = (*self.total, *self.partes, *self.filas, *self.excepto)
        grouped = (*self.por, *self.una_vez_por, *self.agrupadas)
        return tuple(dict.fromkeys((*chosen, *grouped, *joined)))


class Definicion(StrictModel):
    """The YAML of a table.

    Attributes
    ----------
    seccion : str
        The section of the report that shows it; empty, or one that the report has not, for that of the other tables.
    repetido_en : str
        A section that prints the same rows from the contract's tables: in a report with it, this one is not printed.
    unidad : str
        Code of the unit whose table it is; empty where it is the whole institution's.
    archivo : str
        The file that holds it, from the YAML's folder; empty for the file of the same name beside it.
    clave : tuple of str
        Columns that together name a row, in messages and in ids.
    sin_dato : tuple of str
        Texts that stand where there is no number (`COVID`).
    vacias : str
        Whether an empty cell is a zero that was left out, something that is not known, or no cell of its row.
    totales : dict
        Which rows are totals or subtotals; the others are parts.
    """

    titulo: str = Field(min_length=1)
    seccion: str = ""
    repetido_en: str = ""
    unidad: str = ""
    fuente: str = ""
    nota: str = ""
    archivo: str = ""
    clave: tuple[str, ...] = Field(min_length=1)
    columnas: dict[str, Columna] = Field(min_length=1)
    sin_dato: tuple[str, ...] = ()
    vacias: Literal["cero", "sin_dato", "no_corresponde"] = "sin_dato"
    totales: Filtro = Field(default_factory=dict)
    reglas: tuple[Regla, ...] = ()

    @field_validator("columnas")
    @classmethod
    def _names_can_stand_in_a_formula(cls, value: dict[str, Columna]) -> dict[str, Columna]:
        wrong = [name for name in value if not _NAME.fullmatch(name)]
        if wrong:
            raise ValueError(
                f"{', '.join(f'«{name}»' for name in wrong)}: el nombre de una columna lleva minúsculas sin tilde, "
                "cifras y guion bajo; lo que dice el archivo se escribe en su «encabezado»."
            )
        return value

    @model_validator(mode="after")
    def _columns_are_there(self) -> Definicion:
        problems = list(self._unknown_columns())
        if problems:
            raise ValueError(" ".join(problems))
        return self

    def _unknown_columns(self) -> Iterator[str]:
        yield from self._unknown("clave", self.clave)
        yield from self._unknown("totales", self.totales)
        for number, rule in enumerate(self.reglas, 1):
            place = f"reglas.{number} ({rule.regla})"
            yield from self._unknown(place, rule.texts())
            yield from self._unknown(place, rule.numbers(), numeric=True)
            yield from self._formula_problems(place, rule)

    def _unknown(self, place: str, names: Iterable[str], *, numeric: bool = False) -> Iterator[str]:
        for name in names:
            column = self.columnas.get(name)
            if column is None:
                yield f"«{place}»: no hay una columna «{name}». {nearest(name, self.columnas)}"
            elif numeric and column.tipo not in NUMERIC:
                yield f"«{place}»: la columna «{name}» es de tipo {column.tipo}; se espera numero o entero."

    def _formula_problems(self, place: str, rule: Regla) -> Iterator[str]:
        if not rule.formula:
            return
        try:
            names = parse(rule.formula).names
        except ExpressionError as problem:
            yield f"«{place}»: {problem}"
            return
        yield from self._unknown(place, tuple(name for name in names if name not in rule.con), numeric=True)
        for name in rule.con:
            if name not in names:
                yield f"«{place}»: «{name}» está en «con» y la fórmula no lo usa."
