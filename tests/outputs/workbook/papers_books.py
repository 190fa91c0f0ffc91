"""A small Book with every operation, written by hand: an area, two units, two categories of the budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from helpers.base.exact import exact, round_half_up
from helpers.base.periods import Period
from helpers.figures.book import Book
from helpers.figures.figure import Figure, Grade, Operand, Operation
from helpers.figures.records import Node, SourceCell
from helpers.figures.replay import Term, apply_operation

PERIOD = Period.parse("2024-T2")
FILE = "data/x/2024/avances.csv"
UNITS = {"avance": "%", "ejecucion": "%", "saldo": "Bs", "vigente": "Bs", "devengado": "Bs", "ideal": "%"}
FORMULAS = {
    "ejecucion": "devengado / vigente * 100",
    "ideal": "25 * trimestres",
    "saldo": "vigente - devengado",
}
CUTOFFS = {"2024-T2": {"fecha": "2024-06-30", "fuente": "SIGEP"}}
LOW = Grade("Atrasado", "Bajo", "Regular", "naranja", "◆")
HIGH = Grade("En proceso", "Alto", "Satisfactorio", "verde", "●")
SCARCE = Grade("", "En observación", "", "rojo", "▼")
ENOUGH = Grade("", "Aceptable", "", "amarillo", "■")


def small_book(
    *, avances: Sequence[str] = ("47.05", "0.00"), stage: str = "cada_nivel", trap: str = "Unidad A"
) -> Book:
    """Compute the Book.

    Parameters
    ----------
    avances : Sequence[str]
        What the two units report; by default their mean is a tie: 23.525.
    stage : str
        Where the method rounds.
    trap : str
        Name of the first unit; a test may give one that looks like a formula.
    """
    making = _Making(stage)
    units = [making.read("avance", "unidad", code, value) for code, value in zip("AB", avances, strict=True)]
    making.combine("avance", "area", "X", Operation.MEAN, units)
    making.combine("avance", "cat_prog", "1", Operation.SAME, units[:1])
    for code, budget, accrued in (("1", "355202151.10", "355202150.90"), ("2", "10.00", "9.99")):
        making.read("vigente", "cat_prog", code, budget)
        making.read("devengado_previo", "cat_prog", code, accrued)
    making.difference("devengado", "1", making.figures[f"devengado_previo/{PERIOD}/cat_prog/1"], None)
    making.difference(
        "devengado",
        "2",
        *(making.figures[f"{name}/{PERIOD}/cat_prog/2"] for name in ("vigente", "devengado_previo")),
    )
    for name in ("vigente", "devengado"):
        parts = [making.figures[f"{name}/{PERIOD}/cat_prog/{code}"] for code in "12"]
        making.combine(name, "area", "X", Operation.SUM, parts)
    for level, code in (("cat_prog", "1"), ("cat_prog", "2"), ("area", "X")):
        for name in ("ideal", "ejecucion", "saldo"):
            making.formula(name, level, code)
    making.count("area", "X")
    return making.book(trap)


def difference_book(first: str, second: str) -> Book:
    """A Book of one difference, rounded only when published."""
    making = _Making("publicacion")
    minuend, subtrahend = (
        making.read(name, "cat_prog", "1", value) for name, value in (("vigente", first), ("previo", second))
    )
    making.difference("devengado", "1", minuend, subtrahend)
    return making.book("Unidad A")


class _Making:
    """Makes the figures of a Book one by one."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.figures: dict[str, Figure] = {}
        self.row = 1

    def enter(
        self, name: str, level: str, code: str, operation: Operation, value: Fraction, **more: object
    ) -> Figure:
        decimals = 0 if operation is Operation.COUNT else 2
        figure = Figure(
            indicator=name, period=PERIOD, level=level, code=code, name=f"{level} {code}", rule="regla",
            unit=UNITS.get(name, "Bs"), operation=operation, value=value, decimals=decimals, **more,
        )  # fmt: skip
        self.figures[figure.id] = replace(figure, grade=_grade(figure))
        return self.figures[figure.id]

    def read(self, name: str, level: str, code: str, value: str) -> Figure:
        self.row += 1
        cell = SourceCell(FILE, "", f"E{self.row}")
        return self.enter(name, level, code, Operation.INPUT, exact(value), sources=(cell,))

    def work(
        self,
        name: str,
        level: str,
        code: str,
        operation: Operation,
        operands: Sequence[Operand],
        expression: str = "",
    ) -> None:
        terms = [Term(operand, self.value_of(operand)) for operand in operands]
        value = apply_operation(operation, terms, expression)
        self.enter(name, level, code, operation, value, operands=tuple(operands), expression=expression)

    def value_of(self, operand: Operand) -> Fraction:
        if not operand.figure:
            return operand.constant or Fraction(0)
        figure = self.figures[operand.figure]
        return exact(figure.rounded) if self.stage == "cada_nivel" else figure.value

    def combine(
        self, name: str, level: str, code: str, operation: Operation, parts: Sequence[Figure]
    ) -> None:
        self.work(name, level, code, operation, [Operand("parte", part.id) for part in parts])

    def difference(self, name: str, code: str, first: Figure, second: Figure | None) -> None:
        subtrahend = Operand("sustraendo", second.id) if second else Operand("sustraendo", "", Fraction(0))
        self.work(name, "cat_prog", code, Operation.DIFFERENCE, [Operand("minuendo", first.id), subtrahend])

    def formula(self, name: str, level: str, code: str) -> None:
        known = {"trimestres": Operand("trimestres", "", Fraction(1))}
        operands = [
            known.get(word) or Operand(word, f"{word}/{PERIOD}/{level}/{code}")
            for word in ("devengado", "vigente", "trimestres")
            if word in FORMULAS[name]
        ]
        self.work(name, level, code, Operation.FORMULA, operands, FORMULAS[name])

    def count(self, level: str, code: str) -> None:
        cells = tuple(node.cell for node in nodes("")[1:])
        self.enter("cantidad", level, code, Operation.COUNT, Fraction(len(cells)), sources=cells)

    def book(self, trap: str) -> Book:
        return Book(
            institution="x",
            period=PERIOD,
            figures=self.figures,
            nodes=nodes(trap),
            identity={"nombre": "Oficina & Cía."},
            params={"titulo": "Seguimiento", "estado": "borrador", "cortes": CUTOFFS},
            method=method(self.stage),
            inputs={FILE: "ab" * 32},
        )


def nodes(trap: str) -> tuple[Node, ...]:
    """An area and its two units."""
    file = "data/x/2024/estructura.csv"
    area = Node("area", "X", "Área X", None, "", "", "", 0, SourceCell(file, "", "A2"))
    names = {"A": trap, "B": "Unidad B"}
    return (
        area,
        *(
            Node("unidad", code, name, area.key, "", "", "", row, SourceCell(file, "", f"A{row}"))
            for row, (code, name) in enumerate(names.items(), start=3)
        ),
    )


def method(stage: str) -> dict:
    """A method in plain data, as a Book carries it."""
    rules = {name: {"trimestre": {"regla": "formula", "expresion": FORMULAS[name]}} for name in FORMULAS}
    return {
        "id": "prueba", "nombre": "Método de prueba", "fuente": "esta prueba", "descripcion": "Para probar.",
        "redondeo": {"decimales": 2, "donde": stage, "fuente": "esta prueba"},
        "indicadores": {
            name: {
                "nombre": name.capitalize(), "unidad": unit, "fuente": "esta prueba", "explicacion": "",
                "reglas": rules.get(name, {"trimestre": {"regla": "consolidar"}}),
            }
            for name, unit in UNITS.items()
        },
        "consolidacion": {},
        "bandas": [{
            "indicador": "avance", "bordes": "", "fuente": "",
            "grados": [
                _plain(LOW) | {"desde": "0", "impreso": "0–23,52"},
                _plain(HIGH) | {"desde": "23.53", "impreso": "23,53"},
            ],
        }],
        "umbrales": {
            "indicador": "ejecucion", "bordes": "", "fuente": "",
            "grados": [
                _plain(ENOUGH) | {"desde": ["1", "99.95", "99.96", "99.97"]},
                _plain(SCARCE) | {"desde": None},
            ],
        },
    }  # fmt: skip


def _plain(grade: Grade) -> dict[str, str]:
    return {
        "grado": grade.degree, "calificacion": grade.rating, "desempeno": grade.performance,
        "semaforo": grade.light, "simbolo": grade.symbol,
    }  # fmt: skip


def _grade(figure: Figure) -> Grade | None:
    printed = round_half_up(figure.value, 2)
    match figure.indicator, figure.level:
        case "avance", _:
            return HIGH if printed >= exact("23.53") else LOW
        case "ejecucion", "area" | "cat_prog":
            return ENOUGH if printed >= exact("99.95") else SCARCE
    return None
