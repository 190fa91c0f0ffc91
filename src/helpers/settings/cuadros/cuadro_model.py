"""The YAML of a declared printed table (cuadro): its columns, and the rules that its numbers must satisfy.

The keys are Spanish because planners and auditors read and write these files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field, field_validator, model_validator

from helpers.base.errors import ExpressionError
from helpers.base.yaml_models import StrictModel, nearest
from helpers.figures.formulas.expressions import parse
from helpers.settings.cuadros.rule_keys import key_problems

Filtro = dict[str, str | tuple[str, ...]]
"""Selects rows: by column, the text (or one of the texts) that the cell must have. An empty filter selects all rows."""

NUMERIC = frozenset({"numero", "entero"})
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class Columna(StrictModel):
    """A column of the table.

    Attributes
    ----------
    titulo : str
        Heading to show; empty for the column's own name.
    encabezado : str
        Heading in the file, where it is not the column's name.
    unidad : str
        `%`, `puntos`, `Bs` or what is counted; only percentages and points may differ by rounding.
    decimales : int or None
        Decimals to print; None prints each cell as typed.
    """

    titulo: str = ""
    encabezado: str = ""
    tipo: Literal["texto", "codigo", "numero", "entero", "fecha"] = "numero"
    unidad: str = ""
    decimales: int | None = Field(default=None, ge=0, le=10)


class Referencia(StrictModel):
    """A number from elsewhere: from a cell or rows of a table, a figure of the Book, or a constant.

    Attributes
    ----------
    cuadro : str
        Another table, or this one; `T1.nombre` for one in a period's folder.
    columna : str
        The column of that table.
    filas : dict
        Selects rows of that table.
    por : dict
        Matches rows of that table to the checked row: by column of that table, the column of the checked table that
        must have the same text.
    correspondencia : dict
        By text of the checked row, the text to look for in the other table; a row without entry is not checked.
    operacion : str
        How the selected rows give one number; `valor` requires exactly one row.
    titulo : str
        Name of the reference in a formula's words; empty for a text made from its keys.
    cifra : str
        Id of a figure of the Book.
    valor : Decimal or None
        A constant.
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
        """Refuse a reference with several sources, none, or a table without column."""
        given = [bool(self.cuadro), bool(self.cifra), self.valor is not None]
        if sum(given) != 1:
            raise ValueError("diga una sola cosa: «cuadro» y «columna», «cifra» o «valor».")
        if self.cuadro and not self.columna and self.operacion != "recuento":
            raise ValueError("falta «columna»: de qué columna del otro cuadro.")
        return self


class Regla(StrictModel):
    """A condition that the table must satisfy. `rule_keys` says which keys each kind takes.

    Attributes
    ----------
    regla : str
        The kind of rule.
    total, partes, filas : dict
        Select the totals, their parts, or the rows to check one by one.
    excepto : dict
        Selects rows that are not checked.
    por : tuple of str
        Columns whose texts a total and its parts have in common.
    una_vez_por : tuple of str
        Columns whose equal texts make rows count only once.
    agrupadas : tuple of str
        Columns that group the parts: each group is averaged first.
    con : dict
        The numbers for which the names in the formula stand that are not columns, by name.
    a : Referencia or None
        The number that each checked cell of a rule `igual` must have.
    valor : Decimal
        What the parts of a rule `cien` must add up to.
    vacias : str
        Meaning of an empty cell for this rule; empty for the table's own.
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
    formula: str = ""
    con: dict[str, Referencia] = Field(default_factory=dict)
    a: Referencia | None = None
    inicial: str = ""
    entradas: tuple[str, ...] = ()
    salidas: tuple[str, ...] = ()
    final: str = ""
    minimo: Decimal | None = None
    maximo: Decimal | None = None
    valor: Decimal = Decimal(100)
    vacias: Literal["", "cero", "sin_dato"] = ""
    nota: str = ""

    @model_validator(mode="after")
    def _has_its_keys(self) -> Regla:
        """Refuse missing keys, and keys of other kinds of rules."""
        problems = key_problems(self.regla, self.model_fields_set)
        if problems:
            raise ValueError(" ".join(problems))
        return self

    @property
    def targets(self) -> tuple[str, ...]:
        """The columns whose cells this rule checks, at least one; of a balance (`saldo`), only the closing column."""
        if self.regla == "saldo":
            return (self.final,)
        return self.columnas or (self.columna,)

    @property
    def expression(self) -> str:
        """The formula over a row's columns; for a balance, opening plus entries minus exits; empty for other rules."""
        if self.regla != "saldo":
            return self.formula
        return " + ".join((self.inicial, *self.entradas)) + "".join(f" - {name}" for name in self.salidas)

    def numbers(self) -> tuple[str, ...]:
        """Return the columns of this table that must contain numbers, without repetition.

        They are the checked columns and those of a balance; the names in a formula are not among them.
        """
        used = (*self.targets, self.inicial, *self.entradas, *self.salidas)
        return tuple(dict.fromkeys(name for name in used if name))

    def texts(self) -> tuple[str, ...]:
        """Return the columns of this table that select, group or match rows, without repetition."""
        references = (*self.con.values(), *([self.a] if self.a else []))
        joined = (own for reference in references for own in reference.por.values())
        chosen = (*self.total, *self.partes, *self.filas, *self.excepto)
        grouped = (*self.por, *self.una_vez_por, *self.agrupadas)
        return tuple(dict.fromkeys((*chosen, *grouped, *joined)))


class Definicion(StrictModel):
    """The YAML of a printed table.

    Attributes
    ----------
    seccion : str
        The report's section that shows it; where it is empty or the report lacks it, the section of other tables.
    repetido_en : str
        A section that prints the same rows from the contract's tables; a report with it does not print this table.
    unidad : str
        Code of the unit that owns the table; empty where the whole institution does.
    archivo : str
        The file with the cells, from the YAML's folder; empty for the file beside it with the same name.
    clave : tuple of str
        Columns that together name a row, in messages and in ids.
    sin_dato : tuple of str
        Texts that stand in place of a number (`COVID`).
    vacias : str
        Meaning of an empty cell: an omitted zero (`cero`), an unknown number (`sin_dato`), or no number to expect
        (`no_corresponde`).
    totales : dict
        Selects the totals and subtotals; the other rows are parts.
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
        """Refuse column names other than lowercase letters without accent, digits and `_`, as formulas have them."""
        wrong = [name for name in value if not _NAME.fullmatch(name)]
        if wrong:
            raise ValueError(
                f"{', '.join(f'«{name}»' for name in wrong)}: el nombre de una columna lleva minúsculas sin tilde, "
                "cifras y guion bajo; lo que dice el archivo se escribe en su «encabezado»."
            )
        return value

    @model_validator(mode="after")
    def _columns_are_there(self) -> Definicion:
        """Refuse keys, totals and rules that name a missing or unfit column, and formulas that cannot be read."""
        problems = list(self._unknown_columns())
        if problems:
            raise ValueError(" ".join(problems))
        return self

    def _unknown_columns(self) -> Iterator[str]:
        """Problems of every column that the key, the totals and the rules name."""
        yield from self._unknown("clave", self.clave)
        yield from self._unknown("totales", self.totales)
        for number, rule in enumerate(self.reglas, 1):
            place = f"reglas.{number} ({rule.regla})"
            yield from self._unknown(place, rule.texts())
            yield from self._unknown(place, rule.numbers(), numeric=True)
            yield from self._formula_problems(place, rule)

    def _unknown(self, place: str, names: Iterable[str], *, numeric: bool = False) -> Iterator[str]:
        """A problem for each name that is no column, or no numeric one where that is needed."""
        for name in names:
            column = self.columnas.get(name)
            if column is None:
                yield f"«{place}»: no hay una columna «{name}». {nearest(name, self.columnas)}"
            elif numeric and column.tipo not in NUMERIC:
                yield f"«{place}»: la columna «{name}» es de tipo {column.tipo}; se espera numero o entero."

    def _formula_problems(self, place: str, rule: Regla) -> Iterator[str]:
        """Problems of a rule's formula: syntax, unknown names, unused references."""
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
