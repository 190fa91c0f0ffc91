"""Cases of the rules on the plan: weights, goals, activities of several units, execution and versions."""

from rule_cases import DONE, PLAN, PLANNED, STRUCTURE, Case, column, line, more

VERSIONS = """
    version | resolucion | fecha
    v1      | RM 1/2024  | 2024-01-02
    v2      | RM 7/2024  | 2024-05-15
"""


def second(*changed: str, without: tuple[str, ...] = (), added: tuple[str, ...] = ()) -> str:
    """The plan in two versions: the second is the first with lines changed, taken out and added."""
    lines = [row for row in PLAN.splitlines() if row.strip()][1:]
    by_code = {row.split("|")[1].strip(): row for row in lines}
    by_code.update({row.split("|")[1].strip(): row for row in changed})
    kept = [row for code, row in by_code.items() if code not in without]
    return more(PLAN, *(row.replace("v1", "v2", 1) for row in kept), *added)


def of_task(task: str, **cells: str) -> str:
    """One line of the plan with some cells changed."""
    changed = line(PLAN, f"v1 | {task} ", **cells)
    return next(row for row in changed.splitlines() if row.split("|")[1].strip() == task)


TWICE = "v1 | 2.2 | Suscribir los convenios de cooperacion técnica. | O2 | U2 | 1 | | 3 | 1 | 1 | 1 |"
NEARLY = "v1 | 2.2 | Suscribir convenios de cooperación económica | O2 | U2 | 1 | | 3 | 1 | 1 | 1 |"

CASES = {
    "PLA-PONDERACION": Case(
        fires={"tareas": line(PLAN, "v1 | 1.2 ", ponderacion="40.01")},
        places=[("tareas/U1/ponderacion", "tareas.csv#G2")],
        says=[
            "Las ponderaciones de las tareas de la unidad U1 en la versión v1 suman 100,01 y deben sumar 100: 1.1 (60), "
            "1.2 (40,01)."
        ],
        silent={"tareas": line(line(PLAN, "v1 | 1.1 ", ponderacion=""), "v1 | 1.2 ", ponderacion="")},
        base=PLANNED,
    ),
    "PLA-ACP": Case(
        fires={"estructura": more(STRUCTURE.replace("| EMB      | EXTERIOR | 2", "| EMB      | EXTERIOR |"), "unidad | U3 | NORTE | 2")},
        places=[("acp/2", "acciones.csv#A3")],
        says=[
            "La acción de corto plazo 2 tiene 2 tareas con dato en el segundo trimestre de 2024 y no tiene avance: en el plan "
            "no tiene tareas quien responde por ella en «estructura» (U3). Corresponde corregir la columna «acp» de "
            "«estructura». Tienen sus tareas: EMB-1 y EMB-2.",
        ],
        silent={"tareas": PLAN},
        base=PLANNED,
    ),
    "PLA-PESO-VACIO": Case(
        fires={"tareas": more(PLAN, "v1 | 1.3 | Renovar el parque automotor | O1 | U1 | 1 | | 3 | 1 | 1 | 1 |")},
        places=[("tareas/1.3/ponderacion", "tareas.csv#G7")],
        says=["Las ponderaciones de las tareas de la unidad U1 en la versión v1 suman 100, pero no la tienen: 1.3."],
        silent={"tareas": more(PLAN, "v1 | 1.3 | Renovar el parque automotor | O1 | U1 | 1 | 0 | 3 | 1 | 1 | 1 |")},
        base=PLANNED,
    ),
    "PLA-META": Case(
        fires={"tareas": line(line(PLAN, "v1 | 1.1 ", meta="7"), "v1 | 1.2 ", may="94")},
        places=[("tareas/1.1/meta", "tareas.csv#H2"), ("tareas/1.2/meta", "tareas.csv#J3")],
        says=["Tarea 1.1 (unidad U1, versión v1): el programa suma 6 y la meta es 7. Corresponde corregir uno de los dos o, si"],
        silent={"tareas": line(PLAN, "v1 | 1.1 ", meta="")},
        base=PLANNED,
    ),
    "PLA-SIN-PROGRAMA": Case(
        fires={"tareas": line(PLAN, "v1 | 2.1 ", abr="", may="", jun="")},
        places=[("tareas/2.1", "tareas.csv#I4")],
        says=["Tarea 2.1 (unidad U2, versión v1): no tiene nada programado en el año y no entra en ninguna cifra."],
        silent={"tareas": line(PLAN, "v1 | 2.1 ", abr="", may="", jun="3")},
        base=PLANNED,
    ),
    "PLA-NEGATIVA": Case(
        fires={"ejecucion": line(DONE, "2024-T2 | 2.1 ", jun="-1")},
        places=[("ejecucion/2.1/jun", "ejecucion.csv#E4")],
        says=["La tarea 2.1 dice −1 en «jun»: una cantidad física no es negativa."],
        silent={"ejecucion": line(DONE, "2024-T2 | 2.1 ", jun="0")},
        base=PLANNED,
    ),
    "PLA-MEDIDAS": Case(
        fires={"tareas": column(PLAN, "unidad_medida", "Convenio", "% de llamadas")},
        places=[("tareas/unidad_medida", "tareas.csv#M2")],
        says=["El método suma cantidades de tareas que se miden en unidades distintas, y pesan más las de números más grandes. Por operación: O1 (Convenio, % de llamadas)."],
        silent={"tareas": column(PLAN, "unidad_medida", "Convenio", "CONVENIO ", "Auditoría", "Trámite")},
        base=PLANNED,
    ),
    "PLA-DOS-UNIDADES": Case(
        fires={"tareas": more(PLAN, TWICE)},
        places=[("tarea/1.1", "tareas.csv#C7")],
        says=[
            "U1 y U2 programan lo mismo, con casi las mismas palabras: 1.1 (U1) = 2.2 (U2): «Suscribir "
            "convenios de cooperación técnica»."
        ],
        silent={"tareas": more(PLAN, NEARLY)},
        base=PLANNED,
    ),
    "EJE-SIN-DATO": Case(
        fires={"ejecucion": line(DONE, "2024-T2 | 2.1 ", may="")},
        places=[("tarea/2.1", "ejecucion.csv#D4")],
        says=[
            "Tarea 2.1 (unidad U2): no consta lo ejecutado de mayo (en el segundo trimestre de 2024 tenía programado 3 en "
            "total). Lo programado en los meses sin dato queda fuera del avance y no cuenta como 0."
        ],
        silent={"ejecucion": line(DONE, "2024-T2 | 2.1 ", may="0")},
        base=PLANNED,
    ),
    "EJE-CERO": Case(
        fires={"ejecucion": line(DONE, "2024-T2 | 2.1 ", abr="0", may="0", jun="0")},
        places=[("tarea/2.1", "ejecucion.csv#C4")],
        says=["Tarea 2.1 (unidad U2): se informó 0 de lo programado (3) en el segundo trimestre de 2024; cuenta como 0 %. No consta la causa"],
        silent={"ejecucion": line(DONE, "2024-T2 | 2.1 ", abr="0", may="0", jun="1")},
        base=PLANNED,
    ),
    "CAL-MEDIA-SIMPLE": Case(
        # P1 has a task and so a weight; P2 reports a percentage and has none.
        fires={
            "estructura": more(STRUCTURE, "unidad | P | NORTE | 1", "puesto | P1 | P |", "puesto | P2 | P |"),
            "tareas": more(PLAN, "v1 | 5.1 | Revisar contratos | O5 | P1 | 1 | 100 | 4 | 4 | | |"),
            "ejecucion": more(DONE, "2024-T2 | 5.1 | 4 | | | |"),
            "avances": "nivel | codigo | indicador | periodo | valor\n puesto | P2 | avance_fisico | 2024-T2 | 40.00",
        },
        places=[("eficacia_ponderada/2024-T2/unidad/P", "")],
        says=[
            "«P», segundo trimestre de 2024: eficacia ponderada es un promedio simple, 17,50, y no uno ponderado, porque no "
            "consta número de tareas de «P2». Corresponde "
            "completar los pesos en «tareas»."
        ],
        # If no part has a weight, the method itself asks for the simple mean.
        silent={
            "estructura": more(STRUCTURE, "unidad | P | NORTE | 1", "puesto | P1 | P |", "puesto | P2 | P |"),
            "avances": "nivel | codigo | indicador | periodo | valor\n puesto | P1 | avance_fisico | 2024-T2 | 100.00\n"
            " puesto | P2 | avance_fisico | 2024-T2 | 40.00",
        },
        base=PLANNED,
    ),
    "EJE-SIN-PROGRAMA": Case(
        fires={"tareas": line(PLAN, "v1 | 2.1 ", abr="0", may="", jun="")},
        places=[("tarea/2.1", "ejecucion.csv#C4")],
        says=[
            "Tarea 2.1 (unidad U2): ejecutó 3 en el segundo trimestre de 2024 sin tener nada programado. Queda fuera del "
            "avance de ese periodo."
        ],
        silent={"tareas": line(PLAN, "v1 | 2.1 ", abr="0", may="", jun="3", meta="3")},
        base=PLANNED,
    ),
    "EJE-SOBRE-100": Case(
        fires={"ejecucion": line(DONE, "2024-T2 | 2.1 ", jun="5")},
        places=[("tarea/2.1", "ejecucion.csv#C4")],
        says=[
            "ejecutó 7 de 3 (233,33 %) en el segundo trimestre de 2024. El método cuenta hasta 100 %; la razón sin tope "
            "queda aquí."
        ],
        base=PLANNED,
    ),
    "EJE-TAREA": Case(
        fires={"ejecucion": line(DONE, "2024-T2 | 2.1 ", tarea="2.l1")},
        places=[("ejecucion/2.l1", "ejecucion.csv#B4")],
        says=[
            "Se informó ejecución de la tarea «2.l1», que no está en el plan en vigor y no da ninguna cifra. La más parecida "
            "es «2.1»"
        ],
        base=PLANNED,
    ),
    "EJE-OTRA-VEZ": Case(
        # The report on the semester states April of task 2.1 again, and May and June otherwise.
        fires={"ejecucion": more(DONE, "2024-S1 | 2.1 | 1 | 2 | 0 | |")},
        places=[("tarea/2.1", "ejecucion.csv#D7")],
        says=["Tarea 2.1: de mayo se informó 1 (data/x/2024/ejecucion.csv#D4) y también 2, que es lo que cuenta; y otra del mismo archivo."],
        silent={"ejecucion": more(DONE, "2024-S1 | 2.1 | 1 | 1 | | |")},
        base=PLANNED,
    ),
    "EJE-ANUAL": Case(
        # Task 2.1 did 1 + 1 + 1 in the months of the second quarter.
        fires={"ejecucion": column(DONE, "anual", "", "90", "2")},
        places=[("tarea/2.1", "ejecucion.csv#H4")],
        says=["Tarea 2.1 (unidad U2): del año se informó 2, que es lo que cuenta en él, y sus meses suman 3."],
        # Task 1.2 is kept every month, so that its months are no sum.
        silent={"ejecucion": column(DONE, "anual", "", "90", "3")},
        base=PLANNED,
    ),
    "EJE-EVALUACION": Case(
        fires={"ejecucion": line(DONE, "2024-T2 | 1.2 ", evaluacion="No cumple")},
        places=[("tarea/1.2", "ejecucion.csv#F3")],
        says=[
            "Tarea 1.2 (unidad U1): la unidad dice «No cumple», pero en el segundo trimestre de 2024 ejecutó el 100,00 % "
            "de lo que debía mantener cada mes."
        ],
        silent={"ejecucion": line(DONE, "2024-T2 | 1.1 ", evaluacion="No cumple")},
        base=PLANNED,
    ),
    "VER-RESUMEN": Case(
        fires={"versiones": VERSIONS, "tareas": second(of_task("1.1", jun="3", meta="7"), without=("3.2",))},
        places=[("versiones/v2", "tareas.csv#B7")],
        says=[
            "De v1 (RM 1/2024, 02/01/2024) a v2 (RM 7/2024, 15/05/2024), de 5 a 4 tareas: 1 retirada y 1 reprogramada."
        ],
        base=PLANNED,
    ),
    "VER-AGREGADAS": Case(
        fires={
            "versiones": VERSIONS,
            "tareas": second(added=("v2 | 2.2 | Capacitar al personal | O2 | U2 | 1 | | 1 | | | 1 |",)),
        },
        places=[("tarea/2.2", "tareas.csv#B12")],
        says=["a v2 (RM 7/2024, 15/05/2024) se agregó la tarea 2.2 (unidad U2): «Capacitar al personal»."],
        silent={"versiones": VERSIONS, "tareas": second()},
        base=PLANNED,
    ),
    "VER-RETIRADAS": Case(
        fires={"versiones": VERSIONS, "tareas": second(without=("3.2",))},
        places=[("tarea/3.2", "tareas.csv#B6")],
        says=["se retiró con ejecución ya informada la tarea 3.2 (puesto EMB-2)", "corresponde decir en el informe qué pasa con lo hecho."],
        silent={"versiones": VERSIONS, "tareas": second()},
        base=PLANNED,
    ),
    "VER-REPROGRAMADAS": Case(
        fires={"versiones": VERSIONS, "tareas": second(of_task("1.1", abr="", jun="4"))},
        places=[("tarea/1.1", "tareas.csv#I7")],
        says=["se reprogramó la tarea 1.1 (unidad U1): abr 2 → nada, jun 2 → 4."],
        # 2.00 is the same quantity as 2.
        silent={"versiones": VERSIONS, "tareas": second(of_task("1.1", abr="2.00"))},
        base=PLANNED,
    ),
    "VER-MES-PASADO": Case(
        # v2 is of 15 May: April is past, May and June are not.
        fires={
            "versiones": VERSIONS,
            "tareas": second(of_task("1.1", abr="", jun="4"), added=("v2 | 2.2 | Capacitar al personal | O2 | U2 | 1 | | 1 | 1 | | |",)),
        },
        places=[("versiones/v2", "tareas.csv#I7")],
        says=["en 2 tareas: 1.1 (abr 2 → nada), 2.2 (agregada). Corresponde mantener lo programado de esos meses"],
        silent={"versiones": VERSIONS, "tareas": second(of_task("1.1", may="1", jun="4"))},
        base=PLANNED,
    ),
    "VER-REPONDERADAS": Case(
        fires={"versiones": VERSIONS, "tareas": second(of_task("1.1", ponderacion="50"), of_task("1.2", ponderacion="50"))},
        places=[("tarea/1.1", "tareas.csv#G7"), ("tarea/1.2", "tareas.csv#G8")],
        says=["cambió de ponderación la tarea 1.1 (unidad U1): ponderación 60 → 50."],
        silent={"versiones": VERSIONS, "tareas": second()},
        base=PLANNED,
    ),
    "VER-TRASLADADAS": Case(
        fires={"versiones": VERSIONS, "tareas": second(of_task("1.1", unidad="U2"))},
        places=[("tarea/1.1", "tareas.csv#E7")],
        says=["cambió de lugar la tarea 1.1 (unidad U2): unidad U1 → U2."],
        silent={"versiones": VERSIONS, "tareas": second()},
        base=PLANNED,
    ),
    "VER-PRESUPUESTO": Case(
        fires={"versiones": VERSIONS, "tareas": column(second(), "ppto", "100", "", "", "", "", "120.50")},
        places=[("tarea/1.1", "tareas.csv#M7")],
        says=["cambió de presupuesto la tarea 1.1 (unidad U1): presupuesto 100 → 120,5."],
        silent={"versiones": VERSIONS, "tareas": column(second(), "ppto", "100", "", "", "", "", "100.00")},
        base=PLANNED,
    ),
    "VER-POSTERIOR": Case(
        fires={"versiones": "version | fecha\nv1 | 2024-07-01"},
        places=[("versiones/v1", "versiones.csv#B2")],
        says=["La versión v1 del plan rige desde el 01/07/2024, después del periodo, que se mide con ella porque no hay otra anterior."],
        silent={"versiones": "version | fecha\nv1 | 2024-06-30"},
        base=PLANNED,
    ),
    "VER-SIN-FECHA": Case(
        fires={"versiones": line(VERSIONS, "v2", version="v3"), "tareas": second()},
        places=[("versiones/v2", "tareas.csv#B7")],
        says=["La versión v2 del plan no está en «versiones»: no se sabe desde cuándo rige, y no se usa ni se compara."],
        silent={"versiones": None},
        base=PLANNED,
    ),
    "VER-SIN-TAREAS": Case(
        fires={"versiones": VERSIONS},
        places=[("versiones/v2", "versiones.csv#A3")],
        says=["«versiones» nombra la versión v2 y no hay poa/v2/tareas: no se mide con ella."],
        silent={"versiones": VERSIONS, "tareas": None, "ejecucion": None},
        base=PLANNED,
    ),
}
