"""What each rule judges against (norm, method, document) and what to recommend, for findings as auditors write them.

The only norm cited is DS 3246, with the articles that the project's sources name (13, 17 and 20). A rule without a norm
is judged against arithmetic, the method or the institution's own documents.
"""

from __future__ import annotations

from typing import NamedTuple


class Basis(NamedTuple):
    """What a rule is judged against.

    Attributes
    ----------
    source : str
        The norm or document that the criterion comes from, in Spanish.
    advice : str
        The recommendation, in Spanish, as a whole sentence.
    """

    source: str
    advice: str


NB_SPO = "Normas Básicas del Sistema de Programación de Operaciones (DS 3246)"
SPENT = "reportes de ejecución de gastos"
METHOD = "método de seguimiento de la gestión"
ARITHMETIC = "aritmética del propio documento"
CONTRACT = "guía de las tablas de este libro"

WRITTEN_AGAIN = "Corregir la cifra en el documento, o presentar los datos y la operación de que sale lo impreso."
RECONCILE = "Conciliar los importes con los reportes oficiales y corregir el registro que esté equivocado."
REPORT_AGAIN = "Pedir a la unidad que confirme o corrija lo que informó, con su respaldo."
COMPLETE_FORM = "Pedir a la unidad el formulario, corregido si se rechazó, o la fecha que falta, y dejar constancia."
MEND_PLAN = "Corregir el plan en la próxima reformulación, o documentar por qué se mantiene así."
MEND_LINKS = "Corregir la vinculación entre categorías, acciones y unidades; si es así, ordenarla en la reformulación."
MEND_TABLE = "Corregir el archivo de entrada en la celda indicada y volver a calcular."
MEND_FORM = "Pedir a la unidad el formulario corregido, con una fecha posterior: el aceptado se conserva como llegó."

BASES: dict[str, Basis] = {
    "GAS-PUENTE": Basis(SPENT, "Completar las modificaciones presupuestarias o corregir sus importes."),
    "GAS-VIGENTE": Basis("definición del presupuesto vigente: inicial más modificaciones", RECONCILE),
    "GAS-SISTEMAS": Basis(f"{SPENT}, y el sistema propio que lleva el mismo presupuesto", RECONCILE),
    "GAS-ESTADOS": Basis(SPENT, "Conciliar los dos estados, documento por documento, y explicar la diferencia."),
    "GAS-EN-BLANCO": Basis(SPENT, "Escribir el importe que falta, o 0 si no lo hubo, y volver a calcular."),
    "GAS-OTRA-GESTION": Basis(SPENT, "Corregir la fecha de corte, o quitar lo que es de otra gestión."),
    "GAS-": Basis(SPENT, RECONCILE),
    "PLA-PONDERACION": Basis(f"formulario 02 del POA y {METHOD}", MEND_PLAN),
    "PLA-": Basis(f"{NB_SPO}, art. 13, contenido del POA", MEND_PLAN),
    "POA-FORM-04": Basis("formularios 03 y 04 del POA", "Corregir el formulario que no coincide y volver a sumarlo."),
    "POA-TECHO": Basis("techo presupuestario comunicado al área", "Ajustar los requerimientos al techo."),
    "POA-": Basis("resolución que aprueba el POA y el presupuesto", "Corregir los importes, o la resolución."),
    "VIN-PROGRAMA": Basis(f"{NB_SPO}, art. 17", "Abrir otro programa al reformular el plan, si corresponde."),
    "VIN-DOS-VECES": Basis(CONTRACT, MEND_TABLE),
    "VIN-": Basis(f"{NB_SPO}, art. 17", MEND_LINKS),
    "VER-": Basis(f"{NB_SPO}, art. 20, modificación del POA", "Documentar la reformulación y su resolución."),
    "CIE-": Basis("cierre del periodo, con sus archivos y huellas", "Explicar el cambio y comunicarlo."),
    "EJE-SIN-DATO": Basis(METHOD, "Pedir a la unidad el dato que falta; si no hubo avance, que escriba 0."),
    "EJE-": Basis(METHOD, REPORT_AGAIN),
    "REP-PARTES": Basis(METHOD, "Pedir cómo se obtuvo el valor informado y corregirlo si no es el de sus partes."),
    "REP-SIN-DATO": Basis(METHOD, "Pedir el dato que falta a quien debía informarlo, con su respaldo."),
    "REP-": Basis(METHOD, REPORT_AGAIN),
    "VEN-IMPRESO": Basis(
        f"{METHOD}: un trimestre es la suma de sus meses, y el año, la de sus trimestres", WRITTEN_AGAIN
    ),
    "VEN-": Basis(f"{METHOD}: un periodo es la suma de los que lo forman", REPORT_AGAIN),
    "CAL-": Basis(METHOD, "No comparar esta cifra con las demás, o completar sus datos."),
    "PRE-DOBLE": Basis("recepción de formularios", "Comprobar con la unidad cuál de sus formularios vale."),
    "PRE-TARDE": Basis("plazos de presentación de los formularios", "Acordar con la unidad cómo cumplir el plazo."),
    "PRE-": Basis("plazos de presentación de los formularios", COMPLETE_FORM),
    "PUB-ID": Basis(CONTRACT, MEND_TABLE),
    "PUB-": Basis(METHOD, WRITTEN_AGAIN),
    "CUA-CIFRA": Basis(ARITHMETIC, WRITTEN_AGAIN),
    "CUA-RANGO": Basis(ARITHMETIC, WRITTEN_AGAIN),
    "CUA-CIEN": Basis(ARITHMETIC, "Revisar los valores hasta que sumen lo que deben."),
    "CUA-": Basis("declaración del cuadro", "Corregir la declaración del cuadro."),
    "TEX-CAMBIADO": Basis("cifras calculadas de este libro", "Comparar el pasaje con el borrador de hoy y corregirlo."),
    "TEX-": Basis("cifras calculadas de este libro", "Corregir el texto, o pedir la cifra al libro."),
    "TAB-": Basis(CONTRACT, MEND_TABLE),
    "IDE-": Basis("marco estratégico de la institución", "Escribir el texto con su fuente."),
    "OBJ-": Basis("marco de objetivos que la institución declara", "Corregir los objetivos de cada resultado."),
    "RES-": Basis(CONTRACT, "Corregir la referencia del resultado."),
    "ENT-SIN-VALOR": Basis(CONTRACT, "Pedir a la unidad la cantidad, si la hay; si no, dejar escrita la palabra."),
    "ENT-": Basis(CONTRACT, MEND_TABLE),
    "FOR-": Basis("formulario de la institución", "Devolver el formulario a la unidad para que lo corrija."),
    "REC-FECHA-REGISTRO": Basis("recepción de formularios", "Recuperar el registro, que no se edita, de una copia."),
    "REC-": Basis("recepción de formularios", COMPLETE_FORM),
    "COM-": Basis("comprobaciones de cada sección", "Corregir el programa o el cuaderno."),
}
"""The basis of each rule, by its code or by the beginning of several rules' codes; the longest that fits counts."""
OTHER = Basis(ARITHMETIC, "Aclarar la diferencia con la unidad responsable.")

TOLD_CAUSE = "Toda tarea que se aparta de lo programado tiene su causa, una de la lista de la institución."
PROMISES = {
    "PUB-CIFRA": "Lo que imprime un documento es lo que resulta de los datos con el método.",
    "CUA-CIFRA": "La celda dice lo que resulta de la operación que su cuadro declara.",
    "CUA-RANGO": "El valor está entre los límites que su cuadro declara.",
    "CUA-CIEN": "Los pesos o participaciones de un grupo suman lo que deben.",
    "CUA-REGLA": "Toda regla declarada de un cuadro tiene filas que comprobar.",
    "CUA-UNIDAD": "Todo cuadro es de una unidad de la estructura.",
    "TEX-CAMBIADO": "Lo que afirma un pasaje del borrador es lo que su regla dice de los datos de hoy.",
    "ENT-SIN-VALOR": "Donde va una cantidad hay un número; una palabra que dice que falta no cuenta como cero.",
    "ENT-": "Los datos se entregan como dice la guía de las tablas.",
    "COM-": "Lo que una sección repite es lo que dice el libro.",
    "CAL-": "De los datos sale toda cifra que el método pide.",
    "CAL-REPETIDA": "De cada cifra se entrega un solo valor.",
    "CAL-SIN-USO": "De toda fila entregada sale alguna cifra.",
    "CIE-ALTERADO": "Lo que se guardó al cerrar un periodo se conserva como quedó.",
    "FOR-": "Cada unidad devuelve el formulario que se le entregó, lleno como dicen sus instrucciones.",
    "FOR-CAUSA": TOLD_CAUSE,
    "FOR-SIN-CAUSA": TOLD_CAUSE,
    "FOR-SIN-MEDIO": "Toda ejecución informada nombra el documento que la respalda.",
    "REC-": "De cada unidad y periodo vale un solo formulario, revisado, con su fecha y conservado como llegó.",
}
"""What must hold by the rules that `run_checks.rule_listing` does not list."""


def basis_of(code: str) -> Basis:
    """Return what a rule is judged against and what to recommend, by its code; `OTHER` if no entry of `BASES` fits."""
    return BASES[_longest(code, BASES)] if _longest(code, BASES) else OTHER


def promise_of(code: str) -> str:
    """Return in Spanish what must hold by a rule that the registry does not list; empty if `PROMISES` has none."""
    return PROMISES.get(_longest(code, PROMISES), "")


def _longest(code: str, known: dict[str, Basis] | dict[str, str]) -> str:
    """The longest of some code prefixes with which a rule's code begins; empty if none fits."""
    return max((prefix for prefix in known if code.startswith(prefix)), key=len, default="")
