"""Cases of the rules on what units report and what documents print."""

from rule_cases import DONE, FORMS, PLANNED, PUBLISHED, REPORTED, Case, line, more

MONTHS = """
    area | NORTE | eficacia_ponderada | 2024-abr | 7.00
    area | NORTE | eficacia_ponderada | 2024-may | 7.00
    area | NORTE | eficacia_ponderada | 2024-jun | 7.24
"""
PRINTED_MONTHS = """
    eficacia_ponderada/2024-abr/entidad/E | cuadro 3 | 7.00 | 2
    eficacia_ponderada/2024-may/entidad/E | cuadro 3 | 7.00 | 2
    eficacia_ponderada/2024-jun/entidad/E | cuadro 3 | 7.00 | 2
"""

FRAMEWORKS = """
    marco | codigo | titulo
    PMM   | 1      | Datos
    PMM   | 2      | Causas
"""
SERVING = """
    periodo | id | texto                | estado  | institucion | objetivos
    2024-T2 | R1 | Se publicó un censo  | logrado |             | PMM:1
    2024-T2 | R2 | Se visitó a familias | logrado | Otra        | PMM:1; PMM:2
"""

PARTS = """
    periodo | id | texto     | parte_de
    2024-T2 | R1 | Convenios |
    2024-T2 | R2 | Uno       | R1
"""

CASES = {
    "RES-PARTE": Case(
        fires={"resultados": more(PARTS, "2024-T2 | R3 | Un anexo de ese | R2")},
        places=[("resultados/R3/parte_de", "resultados.csv#D4")],
        says=["El resultado R3 dice ser parte de «R2», que no es un resultado de su periodo o es a su vez parte de otro"],
        silent={"resultados": PARTS},
    ),
    "OBJ-DESCONOCIDO": Case(
        fires={"marcos": FRAMEWORKS, "resultados": SERVING.replace("| PMM:1\n", "| PMM:3\n")},
        places=[("resultados/R1/objetivos", "resultados.csv#F2")],
        says=["El resultado R1 dice servir a «PMM:3», que no está en «marcos»", "Existen: PMM:1, PMM:2"],
        silent={"marcos": FRAMEWORKS, "resultados": SERVING},
    ),
    "OBJ-REPETIDO": Case(
        fires={"marcos": FRAMEWORKS, "resultados": more(SERVING, "2024-T2 | R9 | Se  publicó un CENSO | logrado | | PMM:1; PMM:2")},
        places=[("resultados/R9", "resultados.csv#C4")],
        says=["Los resultados R1 y R9 dicen lo mismo, y cuentan dos veces en PMM:1. Corresponde dejar uno"],
        silent={"marcos": FRAMEWORKS, "resultados": more(SERVING, "2024-T2 | R9 | Se publicó un censo | logrado | Otra | PMM:1")},
    ),
    "OBJ-HUECO": Case(
        fires={"marcos": FRAMEWORKS, "resultados": SERVING.replace("; PMM:2", "")},
        places=[("objetivos_sin_resultado/2024-T2/marco/PMM", "marcos.csv#B3")],
        says=["De un solo objetivo de «PMM» no consta ningún resultado en el segundo trimestre de 2024 en la información recibida: 2."],
        silent={"marcos": FRAMEWORKS, "resultados": SERVING},
    ),
    "REP-FUERA-DE-RANGO": Case(
        fires={"avances": line(REPORTED, "unidad | U2 | avance_fisico | 2024-T2", valor="250.00")},
        places=[("avances/unidad/U2", "avances.csv#E4")],
        says=["se informó 250,00, fuera de 0 a 100."],
        silent={"avances": line(REPORTED, "unidad | U2 | avance_fisico | 2024-T2", valor="100.00")},
    ),
    "REP-FRACCION": Case(
        fires={"avances": line(REPORTED, "unidad | U2 | avance_fisico | 2024-T2", valor="0.9")},
        places=[("avances/unidad/U2", "avances.csv#E4")],
        says=["se informó 0,9 %: menos de uno por ciento. Si se quiso decir 90,0 %, corresponde corregirlo."],
        silent={"avances": more(REPORTED, "area | EXTERIOR | ejecucion_financiera | 2024-abr | 0.12")},
    ),
    "REP-REVERSION": Case(
        fires={"avances": more(REPORTED, "area | EXTERIOR | ejecucion_financiera | 2024-abr | -1.72")},
        places=[("avances/area/EXTERIOR", "avances.csv#E12")],
        says=["«EXTERIOR», ejecución financiera: se informó −1,72 en abril de 2024, menos que cero. Corresponde comprobarlo"],
        silent={"avances": more(REPORTED, "area | EXTERIOR | ejecucion_financiera | 2024-abr | 0.00")},
    ),
    "IDE-FALTA": Case(
        fires={"identity": {"mision": "Servir"}},
        places=[("entidad/vision", "params/x/entidad.yaml")],
        says=["No está escrita la visión", "en «vision» de entidad.yaml, y su fuente en «fuente_identidad»."],
    ),
    "PUB-DOS-VALORES": Case(
        fires={"publicado": PUBLISHED.replace("85.0  |", "85.5  |")},
        places=[("avance_fisico/2024-T2/area/NORTE", "publicado.csv#C3")],
        says=["85,00 en cuadro 1; 85,5 en cuadro 2"],
    ),
    "PUB-ID": Case(
        fires={"publicado": PUBLISHED.replace("avance_fisico/2024-T2/area/NORTE | cuadro 2", "avance_fisico/2024-T9/area/NORTE | cuadro 2")},
        places=[("publicado/id", "publicado.csv#A3")],
        says=["«avance_fisico/2024-T9/area/NORTE» no es el identificador de una cifra"],
        silent={"publicado": PUBLISHED},
    ),
    "PUB-VACIO": Case(
        fires={"publicado": PUBLISHED.replace("85.0  |", "      |")},
        places=[("avance_fisico/2024-T2/area/NORTE", "publicado.csv#C3")],
        says=["no trae valor ni calificación, y no se compara"],
    ),
    "PUB-RANGO": Case(
        fires={"publicado": PUBLISHED.replace("85.00 |", "90.01 |")},
        places=[("avance_fisico/2024-T2/area/NORTE", "publicado.csv#C2")],
        says=["cuadro 1 imprime 90,01, fuera del rango de sus partes (80,00 a 90,00)"],
        silent={"publicado": PUBLISHED.replace("85.00 |", "90.00 |")},
    ),
    "REP-PARTES": Case(
        fires={"avances": REPORTED.replace("75.00", "75.01")},
        places=[("avance_fisico/2024-T2/tipo/EMB", "avances.csv#E5")],
        says=[
            "«EMB» (tipo), avance físico, segundo trimestre de 2024: dice 75,01,",
            "pero el promedio de sus partes es 75,00.",
        ],
    ),
    "REP-CALCULADO": Case(
        fires={"avances": more(REPORTED, "area | NORTE | avance_fisico | 2024-T2 | 86.00")},
        places=[("avance_fisico_reportado/2024-T2/area/NORTE", "avances.csv#E12")],
        says=["dice 86,00, pero lo calculado, que es lo que cuenta, es 85,00."],
        silent={"avances": more(REPORTED, "area | NORTE | avance_fisico | 2024-T2 | 85.00")},
    ),
    "REP-EFICACIA": Case(
        fires={"avances": REPORTED.replace("22.50", "22.00")},
        places=[("eficacia_ponderada/2024-T2/unidad/U1", "avances.csv#E3")],
        says=["dice 22,00, pero de «avance físico ÷ 4» resulta 22,50, o avance físico debía ser 88,00 y no 90,00."],
    ),
    "REP-SIN-DATO": Case(
        fires={
            "avances": REPORTED.replace("2024-T2 | 80.00", "2024-T2 |").replace("2024-T2 | 100.00", "2024-T2 |")
        },
        places=[("unidad/U2", "avances.csv#E4"), ("puesto/EMB-1", "avances.csv#E6")],
        says=[
            "«U2» no tiene dato del segundo trimestre de 2024: queda fuera de los promedios y no cuenta como 0."
        ],
        # U2 handed in no form, which PRE-FALTA reports instead.
        silent={
            "avances": REPORTED.replace("2024-T2 | 80.00", "2024-T2 |"),
            "presentaciones": line(FORMS, "2024-T2 | U2", fecha_presentacion=""),
        },
    ),
    "PRE-FALTA": Case(
        fires={
            "presentaciones": line(FORMS, "2024-T2 | U2", fecha_presentacion="").replace("2024-T2 | EMB ", "2024-T2 | EMB-1 "),
            "ejecucion": line(line(DONE, "2024-T2 | 2.1 ", abr="", may="", jun=""), "2024-T2 | 3.2 ", abr="", may="", jun=""),
        },
        places=[("unidad/U2", "presentaciones.csv#C3"), ("puesto/EMB-2", "estructura.csv#B11")],
        says=[
            "«U2», segundo trimestre de 2024: no consta su formulario de seguimiento, ni datos suyos de avance (plazo: 10 de julio "
            "de 2024, Instructivo DGP 3/2024). Corresponde pedir el formulario, o registrar la presentación en «presentaciones»."
        ],
        # U2 has data: PRE-SIN-FECHA reports its missing date instead.
        silent={"presentaciones": line(FORMS, "2024-T2 | U2", fecha_presentacion="")},
        base=PLANNED,
    ),
    "PRE-SIN-FECHA": Case(
        fires={"presentaciones": FORMS.replace("2024-T2 | U2     | 2024-07-05", "2024-T2 | U1     | 2024-07-05")},
        places=[("presentaciones/2024-T2", "")],
        says=[
            "Hay datos del segundo trimestre de 2024 y no consta la presentación del formulario de «U2»: no se sabe si "
            "fue dentro del plazo, y lo informado cuenta."
        ],
        silent={
            "presentaciones": line(FORMS, "2024-T2 | U2", fecha_presentacion=""),
            "ejecucion": line(DONE, "2024-T2 | 2.1 ", abr="", may="", jun=""),
        },
        base=PLANNED,
    ),
    "PRE-TARDE": Case(
        fires={"presentaciones": line(FORMS, "2024-T2 | U1", fecha_presentacion="2024-07-11")},
        places=[("presentaciones/2024-T2/U1", "presentaciones.csv#C2")],
        says=[
            "La unidad U1 presentó el formulario del segundo trimestre de 2024 el 11 de julio de 2024, un día después del "
            "último día (10 de julio de 2024, Instructivo DGP 3/2024). El método lo cuenta igual; el informe lo nombra."
        ],
        silent={"presentaciones": line(FORMS, "2024-T2 | U1", fecha_presentacion="2024-07-10")},
        base=PLANNED,
    ),
    "PRE-REITERADA": Case(
        fires={"presentaciones": line(FORMS, "2024-T2 | U1", fecha_presentacion="2024-07-10")},
        places=[("presentaciones/2024-T2/U1", "presentaciones.csv#C2")],
        says=["después del plazo (5 de julio de 2024) y dentro de la reiteración (10 de julio de 2024). Cuenta como en plazo."],
        silent={"presentaciones": line(FORMS, "2024-T2 | U1", fecha_presentacion="2024-07-05")},
        base=PLANNED,
    ),
    "PRE-DOBLE": Case(
        fires={"presentaciones": more(FORMS, "2024-T2 | U1 | 2024-07-20")},
        places=[("presentaciones/2024-T2/U1", "presentaciones.csv#C5")],
        says=[
            "La unidad U1 presentó 2 veces el formulario del segundo trimestre de 2024: el 3 de julio de 2024 y el 20 de julio "
            "de 2024. Vale el último"
        ],
        silent={"presentaciones": more(FORMS, "2024-T1 | U1 | 2024-04-03")},
        base=PLANNED,
    ),
    "PRE-SIN-PLAZO": Case(
        fires={"corrida": {}},
        places=[("plazos/2024-T2", "params/x/2024-T2.yaml")],
        says=["Corresponde escribir la fecha y su fuente en «plazos», bajo 2024-T2."],
        silent={"corrida": {}, "presentaciones": None},
        base=PLANNED,
    ),
    "VEN-MESES": Case(
        fires={"avances": more(REPORTED, MONTHS)},
        places=[("eficacia_ponderada/2024-T2/area/NORTE", "avances.csv#E12")],
        says=["se calcula 21,25, pero sus meses informados suman 7,00 + 7,00 + 7,24 = 21,24."],
        silent={"avances": more(REPORTED, MONTHS.replace("7.24", "7.25"))},
    ),
    "VEN-IMPRESO": Case(
        fires={"publicado": more(PUBLISHED, PRINTED_MONTHS, "eficacia_ponderada/2024-T2/entidad/E | cuadro 3 | 21.03 | 2")},
        places=[("eficacia_ponderada/2024-T2/entidad/E", "publicado.csv#C7")],
        says=["cuadro 3 imprime 21,03, pero los valores impresos de sus partes suman 7,00 + 7,00 + 7,00 = 21,00."],
        # Three parts and a total, each rounded by up to half a hundredth: sum and total may differ by 0.02.
        silent={"publicado": more(PUBLISHED, PRINTED_MONTHS, "eficacia_ponderada/2024-T2/entidad/E | cuadro 3 | 21.02 | 2")},
    ),
}
