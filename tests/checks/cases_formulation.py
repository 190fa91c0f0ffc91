"""Cases of the rules on the plan's forms: two areas require 300 and 700 from two sources, as the resolution says."""

from rule_cases import ACTIONS, STRUCTURE, Case, line, more

ARTICULATED = """
    acp | area     | ponderacion | version
    1   | NORTE    | 60          | v1
    2   | NORTE    | 40          | v1
    2   | EXTERIOR | 100         | v1
"""
REQUIRED = """
    area     | version | formulario | descripcion | fuente | importe | techo
    NORTE    | v1      | 3_01       | Servicios   | 20     | 200.00  | 300.00
    NORTE    | v1      | 3_03       | Papel       | 41     | 100.00  | 300.00
    NORTE    | v1      | 4          | Resumen     | 20     | 200.00  | 300.00
    NORTE    | v1      | 4          | Resumen     | 41     | 100.00  | 300.00
    EXTERIOR | v1      | 3_02       | Equipos     | 41     | 700.00  | 900.00
    EXTERIOR | v1      | 4          | Resumen     | 41     | 700.00  | 900.00
"""
APPROVED = """
    version | fuente | importe | literal
    v1      | 20     | 200.00  | doscientos 00/100 bolivianos
    v1      | 41     | 800.00  | Ochocientos 00/100 Bolivianos
    v1      |        | 1000.00 |
"""
TWO_VERSIONS = """
    version | fecha      | importe
    v1      | 2024-01-02 | 1000.00
    v2      | 2024-06-10 | 1200.00
"""
AMENDED = """
    fecha      | norma      | fuente | importe
    2024-03-01 | RM 12/2024 | 41     | 150.00
    2024-06-10 | RM 20/2024 | 41     | 50.00
    2024-07-01 | RM 31/2024 | 41     | 999.00
"""
PROGRAMMED = """
    cat_prog | ene    | feb | mar | abr | may | jun | jul    | ago | sep | oct | nov | dic
    10 0 001 | 400.00 | 0   | 0   | 0   | 0   | 0   | 0      | 0   | 0   | 0   | 0   | 0
    20 0 001 | 0      | 0   | 0   | 0   | 0   | 0   | 500.00 | 0   | 0   | 0   | 0   | 0
"""
FORMULATED = {
    "estructura": STRUCTURE,
    "acciones": ACTIONS,
    "articulacion": ARTICULATED,
    "requerimientos": REQUIRED,
    "presupuesto_aprobado": APPROVED,
}
PLAN_RUN = {"corrida": {"periodo": "2024-poa"}}
REFORMULATED = {"presupuesto_aprobado": None, "requerimientos": None, "versiones": TWO_VERSIONS}


def in_plan(**tables: str | None) -> dict[str, object]:
    return {**PLAN_RUN, **tables}


CASES = {
    "POA-FORM-04": Case(
        # Form 04 says 210 for source 20 and so 310 for the area; the forms 03 add up to 200 and 300.
        fires=in_plan(requerimientos=line(REQUIRED, "NORTE | v1 | 4 | Resumen | 20 ", importe="210.00")),
        places=[
            ("formulario_04/2024-poa/area/NORTE", "requerimientos.csv#F4"),
            ("formulario_04/2024-poa/area_fuente/NORTE/20", "requerimientos.csv#F4"),
        ],
        says=["«NORTE»: el formulario 04 dice Bs 310,00 y los formularios 03 suman Bs 300,00. Corresponde corregir uno de los dos"],
        silent=PLAN_RUN,
        base=FORMULATED,
    ),
    "POA-TECHO": Case(
        fires=in_plan(requerimientos=REQUIRED.replace("900.00", "650.00")),
        # The ceilings add up to 300 + 650 = 950, which is less than the approved 1,000 too.
        places=[
            ("techo/2024-poa/area/EXTERIOR", "requerimientos.csv#G6"),
            ("techo/2024-poa/entidad/E", "requerimientos.csv#G2"),
        ],
        says=["«EXTERIOR» requiere Bs 700,00 y su techo es Bs 650,00: sobran Bs 50,00."],
        silent=in_plan(requerimientos=REQUIRED.replace("900.00", "700.00")),
        base=FORMULATED,
    ),
    "POA-RESOLUCION": Case(
        fires=in_plan(presupuesto_aprobado=line(line(APPROVED, "v1 | 41 ", importe="850.00"), "v1 | | ", importe="1050.00")),
        places=[
            ("ppto_aprobado/2024-poa/fuente/41", "presupuesto_aprobado.csv#C3"),
            ("ppto_aprobado/2024-poa/entidad/E", "presupuesto_aprobado.csv#C4"),
        ],
        says=["Fuente 41: la resolución aprueba Bs 850,00 y las áreas requieren Bs 800,00; la diferencia es de Bs 50,00."],
        silent=PLAN_RUN,
        base=FORMULATED,
    ),
    "POA-APROBADO": Case(
        fires=in_plan(presupuesto_aprobado=line(APPROVED, "v1 | | ", importe="1100.00")),
        places=[("ppto_aprobado/2024-poa/entidad/E", "presupuesto_aprobado.csv#C4")],
        says=["La resolución aprueba Bs 1.100,00 en total y sus fuentes suman Bs 1.000,00."],
        silent=in_plan(versiones="version | fecha | importe\n v1 | 2024-01-02 | 1000.00\n"),
        base=FORMULATED,
    ),
    "POA-LITERAL": Case(
        fires=in_plan(presupuesto_aprobado=line(APPROVED, "v1 | 41 ", literal="Ochenta 00/100 Bolivianos")),
        places=[("ppto_aprobado/2024-poa/fuente/41", "presupuesto_aprobado.csv#D3")],
        says=["Fuente 41: el importe Bs 800,00 está en letras como «Ochenta 00/100 Bolivianos»; se escribe «Ochocientos 00/100 Bolivianos»."],
        silent=in_plan(presupuesto_aprobado=line(APPROVED, "v1 | 41 ", literal="OCHOCIENTOS, 00/100")),
        base=FORMULATED,
    ),
    "POA-PROGRAMA": Case(
        # 400 in January and 500 in July of the approved 1,000.
        fires=in_plan(programacion_financiera=PROGRAMMED),
        places=[("ppto_programado/2024-poa/entidad/E", "programacion_financiera.csv#B2")],
        says=[
            "La programación del dinero suma Bs 900,00 y la resolución aprueba Bs 1.000,00: faltan por programar Bs 100,00."
        ],
        silent=in_plan(programacion_financiera=line(PROGRAMMED, "20 0 001", jul="600.00")),
        base=FORMULATED,
    ),
    "POA-PUENTE": Case(
        # 1,000 + 150 + 50 is 1,200; the amendment of July comes after the last version.
        fires=in_plan(**REFORMULATED, modificaciones=line(AMENDED, "2024-03-01", importe="100.00")),
        places=[("ppto_aprobado/2024-poa/version/v2", "versiones.csv#C3")],
        says=["Las modificaciones listadas no explican lo aprobado para la versión v2: faltan Bs 50,00 (se llega a Bs 1.150,00)."],
        silent=in_plan(**REFORMULATED, modificaciones=AMENDED),
        base=FORMULATED,
    ),
}  # fmt: skip
UNREAD = more(REQUIRED, "NORTE | v1 | 3_02 | Equipos | | | 300.00")
"""`REQUIRED` with one more line, whose source and amount cannot be read."""
