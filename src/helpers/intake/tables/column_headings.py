"""Other headings by which a table's columns are recognised: those that offices and SIGEP use."""

from __future__ import annotations

from collections.abc import Mapping

from helpers.base.periods import MONTH_NAMES, MONTHS
from helpers.intake.tables.table_columns import Table
from helpers.intake.values.word_matching import plain

_MONTHS: dict[str, tuple[str, ...]] = {month: (name,) for month, name in zip(MONTHS, MONTH_NAMES, strict=True)}
_MONTHS |= {"sep": ("septiembre", "setiembre", "sept", "set")}
_GENERAL: Mapping[str, tuple[str, ...]] = {
    **_MONTHS,
    "acp": ("acción de corto plazo", "acciones de corto plazo", "cód. ACP", "código ACP", "código de ACP", "A.C.P."),
    "amp": ("acción de mediano plazo", "acciones de mediano plazo", "cód. AMP", "código AMP"),
    "anual": ("total anual", "programado anual", "ejecutado anual", "meta anual"),
    "area": ("área organizacional", "cód. área", "código de área", "área funcional"),
    "cat_prog": ("categoría programática", "cat. prg.", "cat. programática", "categ. prog.", "categoría prog.",
                 "categoría", "apertura programática", "ap. prog.", "estructura programática", "cód. cat. prog."),
    "certificado": ("preventivo", "certificación", "certificaciones", "importe certificado"),
    "codigo": ("cód.", "código de la unidad", "cód. unidad"),
    "compromiso": ("comprometido", "compromisos", "importe comprometido"),
    "devengado": ("importe devengado", "deveng.", "devengados", "ppto. devengado", "presupuesto devengado"),
    "fecha_corte": ("fecha de corte", "corte", "fecha del corte"),
    "fuente": ("fte.", "fte. fin.", "fuente de financiamiento", "fuente financiamiento", "fuente fin.",
               "fuente de financ."),
    "meta": ("meta de la gestión", "meta gestión"),
    "modificaciones": ("modificaciones presupuestarias", "modif.", "modificaciones aprobadas", "modif. aprobadas",
                       "modificación", "ppto. modificaciones", "modif. ppto.", "presupuesto modificaciones",
                       "presupuesto modif."),
    "operacion": ("cód. operación", "código de operación", "código operación"),
    "organismo": ("org.", "org. fin.", "organismo financiador", "organismo fin.", "org. financiador"),
    "pagado": ("pagos", "importe pagado", "pago"),
    "partida": ("partida presupuestaria", "objeto del gasto", "objeto de gasto", "obj. gasto", "obj. del gasto",
                "partida de gasto", "grupo de gasto", "part. presup."),
    "percibido": ("importe percibido",),
    "ponderacion": ("ponderación pct", "pct ponderación", "ponderación (%)"),
    "por_pagar": ("saldo por pagar", "devengado por pagar"),
    "ppto": ("presupuesto", "presupuesto asignado", "ppto. asignado"),
    "ppto_inicial": ("presupuesto inicial", "ppto. ini.", "presup. inicial", "inicial", "ppto. aprobado ley"),
    "ppto_vigente": ("presupuesto vigente", "ppto. vig.", "ppto. vigente", "presup. vigente", "presup. vig.", "vigente",
                     "presupuesto vig."),
    "rubro": ("cód. rubro", "código de rubro", "rubro de recursos"),
    "tarea": ("cód. tarea", "código de tarea", "código tarea", "nro. tarea", "n.º de tarea"),
    "ue": ("unidad ejecutora", "U.E.", "unidad ejec."),
    "unidad": ("unidad organizacional", "unidad responsable", "cód. unidad", "código de unidad",
               "unidad organizacional responsable"),
    "unidad_medida": ("unidad de medida", "U. medida", "unid. medida", "unid. de medida"),
    "linea_base": ("línea de base",),
    "medio_verificacion": ("medio de verificación", "medios de verificación", "fuente de verificación"),
    "resultado_esperado": ("resultado esperado de la gestión", "resultados esperados"),
    "fecha_presentacion": ("fecha de presentación", "presentado el"),
    "causa_desviacion": ("causa de la desviación", "causas de la desviación", "causas de desviación"),
}  # fmt: skip
_OF_TABLE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "acciones": {"denominacion": ("descripción", "nombre", "denominación de la ACP"), "acp": ("código", "cód.")},
    "estructura": {"nombre": ("denominación", "unidad", "nombre de la unidad", "descripción"),
                   "padre": ("depende de", "dependencia", "unidad superior")},
    "gastos": {"denominacion": ("descripción", "detalle", "nombre")},
    "recursos": {"denominacion": ("descripción", "detalle", "nombre")},
    "tareas": {"descripcion": ("descripción de la tarea", "denominación", "detalle"),
               **{month: (f"programado {month}", f"prog. {month}", f"programación {month}") for month in _MONTHS}},
    "ejecucion": {f"{month}": (f"ejecutado {month}", f"ejec. {month}", f"ejecución {month}") for month in _MONTHS},
    "programacion_financiera": {month: (f"programado {month}", f"prog. {month}") for month in _MONTHS},
    "avances": {"valor": ("avance", "porcentaje", "valor informado")},
    "requerimientos": {"descripcion": ("requerimiento", "descripción del requerimiento", "detalle"),
                       "importe": ("importe requerido", "monto", "costo total")},
    "modificaciones": {"importe": ("monto",), "norma": ("resolución", "norma legal", "disposición legal")},
}  # fmt: skip


def synonyms(table: Table, column: str) -> tuple[str, ...]:
    """Return the other headings of a column, as they are written; the table's own first; may be empty."""
    return (*_OF_TABLE.get(table.name, {}).get(column, ()), *_GENERAL.get(column, ()))


def known_headings(table: Table, declared: Mapping[str, str]) -> Mapping[str, str]:
    """Return every heading of a table, as `plain` writes it, and its column.

    If a heading fits two columns, a column's own name wins, then the run's declared headings, then the table's usual
    ones, then the general ones.

    Parameters
    ----------
    declared : Mapping of str to str
        Headings that the run's parameters map to columns.
    """
    headings = {plain(column.name): column.name for column in table.file_columns}
    for heading, column in declared.items():
        headings.setdefault(plain(heading), column)
    for rank in (_OF_TABLE.get(table.name, {}), _GENERAL):
        for known in table.file_columns:
            for heading in rank.get(known.name, ()):
                headings.setdefault(plain(heading), known.name)
    for month, (long, *_) in _MONTHS.items():
        for heading in [text for text, column in headings.items() if column == month]:
            headings.setdefault(heading.replace(month, plain(long)), month)
    return headings
