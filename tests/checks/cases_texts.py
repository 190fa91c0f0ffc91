"""Cases of the rules on the texts that the planner writes."""

from rule_cases import DEADLINE, Case

LINE_1 = "texto/resumen.md#línea 1"
EXECUTION = "ejecucion_financiera/2024-S1/entidad/E"
BOUND = f'La ejecución financiera acumulada fue de {{{{ cifra("{EXECUTION}") }}}}.'

CASES = {
    "TEX-PLANTILLA": Case(
        fires={"prose": 'Fue de {{ cifra("ejecucion_financiera/2024-S1/entidad/EE") }}.\n\n{{ cifras("x") }}'},
        places=[("texto/resumen", LINE_1), ("texto/resumen", "texto/resumen.md#línea 3")],
        says=[f"resumen.md, línea 1: No existe la cifra «{EXECUTION}E»", f"Las más parecidas: {EXECUTION}"],
        silent={"prose": BOUND},
    ),
    "TEX-TITULOS": Case(
        fires={"prose": "## Uno\n\n#### Dos\n\n##### Tres\n\n#### Otro dos\n\n## Cuatro"},
        places=[("texto/resumen", f"texto/resumen.md#línea {line}") for line in (3, 5, 7)],
        says=["línea 3: el título «Dos» lleva #### y el de arriba, ##: se imprime como si llevara ###."],
        silent={"prose": "## Uno\n\n### Dos\n\n#### Tres\n\n# Cuatro"},
    ),
    "TEX-CONTRADICE": Case(
        fires={"prose": "La ejecución financiera acumulada fue de 24,33 %."},
        places=[(EXECUTION, LINE_1)],
        says=["escribe «24,33 %», pero", "es 23,33", f'Corresponde escribir {{{{ cifra("{EXECUTION}") }}}}'],
        silent={"prose": "La ejecución financiera acumulada fue de 23,33 %."},
    ),
    "TEX-SIN-CIFRA": Case(
        fires={"prose": "Según el DS 3246, art. 17, de 5 de julio de 2017, se visitaron 12 municipios."},
        places=[("texto/resumen", LINE_1)],
        says=["el número «12» no está ligado a ninguna cifra", "corresponde declararlo en «numeros_permitidos»"],
        silent={
            "prose": "Se visitaron 12 municipios en 2024.",
            "corrida": DEADLINE | {"numeros_permitidos": [{"texto": "12 municipios", "fuente": "Informe de viaje 3/2024"}]},
        },
    ),
}
