"""Every rule twice: where it finds what it looks for, and where it finds nothing."""

from dataclasses import dataclass, field

import pytest
from builders import findings_of_rule, make_corrida, make_dataset, make_entidad, make_evidence

from helpers.checks.registry import REGISTRY, Evidence, Found, Registry
from helpers.checks.run import check, rule_listing
from helpers.findings import Finding, Severity

STRUCTURE = """
    nivel    | codigo   | padre    | acp
    entidad  | E        |          |
    servicio | CENTRAL  | E        |
    area     | NORTE    | CENTRAL  |
    unidad   | U1       | NORTE    | 1
    unidad   | U2       | NORTE    | 1
    servicio | EXTERIOR | E        |
    area     | EXTERIOR | EXTERIOR |
    tipo     | EMB      | EXTERIOR | 2
    puesto   | EMB-1    | EMB      |
    puesto   | EMB-2    | EMB      |
"""
ACTIONS = "acp | denominacion\n 1 | Servir\n 2 | Representar\n"
LINKS = "cat_prog | acp | area | unidad\n 10 | 1 | NORTE | U1\n 20 | 2 | EXTERIOR |\n"
REPORTED = """
    nivel  | codigo | indicador          | periodo | valor
    unidad | U1     | avance_fisico      | 2024-T2 | 90.00
    unidad | U1     | eficacia_ponderada | 2024-T2 | 22.50
    unidad | U2     | avance_fisico      | 2024-T2 | 80.00
    tipo   | EMB    | avance_fisico      | 2024-T2 | 75.00
    puesto | EMB-1  | avance_fisico      | 2024-T2 | 100.00
    puesto | EMB-2  | avance_fisico      | 2024-T2 | 50.00
    unidad | U1     | avance_fisico      | 2024-T1 | 90.00
    unidad | U2     | avance_fisico      | 2024-T1 | 90.00
    puesto | EMB-1  | avance_fisico      | 2024-T1 | 90.00
    puesto | EMB-2  | avance_fisico      | 2024-T1 | 90.00
"""
MONEY = """
  fecha_corte | reporte   | sistema | estado   | cat_prog | area     | denominacion | ppto_vigente | devengado
  2024-03-31  | categoria | SIGEP   | aprobado | 10       |          | Servicios    | 1000.00      | 100.00
  2024-03-31  | categoria | SIGEP   | aprobado | 20       |          | Embajadas    | 500.00       | 50.00
  2024-06-30  | categoria | SIGEP   | aprobado | 10       |          | Servicios    | 1000.00      | 300.00
  2024-06-30  | categoria | SIGEP   | aprobado | 20       |          | Embajadas    | 500.00       | 50.00
  2024-06-30  | area      | SIGEP   | aprobado |          | NORTE    |              | 1000.00      | 300.00
  2024-06-30  | area      | SIGEP   | aprobado |          | EXTERIOR |              | 500.00       | 50.00
"""
REQUIREMENTS = """
    area  | formulario | descripcion | fuente | importe
    NORTE | 3_01       | Servicios   | 41     | 100.00
"""
PUBLISHED = """
    id                             | donde    | valor | decimales
    avance_fisico/2024-T2/area/NORTE | cuadro 1 | 85.00 | 2
    avance_fisico/2024-T2/area/NORTE | cuadro 2 | 85.0  | 1
"""
SOUND = {
    "estructura": STRUCTURE,
    "acciones": ACTIONS,
    "vinculacion": LINKS,
    "avances": REPORTED,
    "gastos": MONEY,
    "publicado": PUBLISHED,
}


def evidence_of(identity: dict[str, str] | None = None, **changes: str) -> Evidence:
    """A sound institution with some tables changed."""
    entidad = make_entidad(**(identity if identity is not None else {"mision": "Servir", "vision": "Ser"}))
    return make_evidence(make_dataset(**(SOUND | changes)), make_corrida(), entidad=entidad)


@dataclass(frozen=True)
class Case:
    """What makes a rule speak, where it points to, and what the first message says."""

    fires: dict[str, object]
    places: list[tuple[str, str]]
    """Element and cell (the place's end) of every finding, in order."""
    says: list[str]
    silent: dict[str, object] = field(default_factory=dict)
    """Something close to it of which the rule has nothing to say; the sound institution where empty."""


CASES = {
    "GAS-REPORTES": Case(
        fires={
            "gastos": MONEY.replace(
                "EXTERIOR |              | 500.00       | 50.00", "EXTERIOR |  | 500.00 | 50.10"
            )
        },
        places=[("gastos/2024-06-30/devengado", "gastos.csv#I6")],
        says=[
            "Al 30/06/2024, devengado suma 350,00 en el reporte por categoría (SIGEP, aprobado)",
            "y 350,10 en el reporte por área (SIGEP, aprobado): una diferencia de 0,10.",
        ],
        silent={
            "gastos": MONEY.replace(
                "EXTERIOR |              | 500.00       | 50.00", "EXTERIOR |  | 500.00 |"
            )
        },
    ),
    "GAS-ESTADOS": Case(
        fires={
            "gastos": MONEY + "    2024-06-30  | area | SIGEP | en linea | | NORTE | | 1500.00 | 360.00\n"
        },
        places=[
            ("gastos/2024-06-30/devengado", "gastos.csv#I8"),
            ("gastos/2024-06-30/devengado", "gastos.csv#I8"),
        ],
        says=[
            "350,00 en el reporte por categoría (SIGEP, aprobado)",
            "y 360,00 en el reporte por área (SIGEP, en línea)",
        ],
        silent={
            "gastos": MONEY + "    2024-06-30  | area | SIGEP | en linea | | NORTE | | 1500.00 | 350.00\n"
        },
    ),
    "GAS-NIVEL": Case(
        fires={
            "gastos": MONEY + "    2024-06-30  | organismo | SIGEP | aprobado | | | | 1500.00 | 350.00\n" * 2
        },
        places=[("gastos/2024-06-30/organismo", "gastos.csv#B8")],
        says=["El reporte por «organismo» al 30/06/2024 no da cifras"],
    ),
    "GAS-SOBREGIRO": Case(
        fires={
            "gastos": MONEY.replace(
                "Servicios    | 1000.00      | 300.00", "Servicios    | 1000.00      | 1000.01"
            )
        },
        places=[("gastos/10/devengado", "gastos.csv#I4")],
        says=["«Servicios»: devengado 1.000,01 mayor que el vigente 1.000,00"],
        silent={
            "gastos": MONEY.replace(
                "Servicios    | 1000.00      | 300.00", "Servicios    | 1000.00      | 1000.00"
            )
        },
    ),
    "GAS-REVERSION": Case(
        fires={
            "gastos": MONEY.replace(
                "Embajadas    | 500.00       | 50.00", "Embajadas    | 500.00       | 49.00"
            ).replace("49", "50", 1)
        },
        places=[("devengado/2024-T2/cat_prog/20", "")],
        says=["«Embajadas»: el devengado de segundo trimestre de 2024 es -1.00; hubo reversiones."],
    ),
    "VIN-CATEGORIA": Case(
        fires={"vinculacion": LINKS.replace("| EXTERIOR |", "| |")},
        places=[("vinculacion/20", "vinculacion.csv#A3")],
        says=["La categoría 20 no tiene area"],
    ),
    "VIN-DOBLE": Case(
        fires={"vinculacion": LINKS + " 10 | 2 | NORTE |\n"},
        places=[("vinculacion/10", "vinculacion.csv#A4")],
        says=[
            "La categoría 10 está vinculada a acp 1, area NORTE, unidad U1 y otra vez a acp 2, area NORTE",
            "a la primera",
        ],
    ),
    "VIN-ACCION": Case(
        fires={"acciones": ACTIONS + " 3 | Nadie\n"},
        places=[("acciones/3", "acciones.csv#A4")],
        says=["La acción 3 no tiene categoría programática ni unidad responsable."],
    ),
    "GAS-DECIMALES": Case(
        fires={"gastos": MONEY.replace("| 1000.00      | 300.00\n  2024-06-30  | categoria | SIGEP   | aprobado | 20", "| 1000.00      | 16.083\n  2024-06-30  | categoria | SIGEP   | aprobado | 20")},
        places=[("gastos/10/devengado", "gastos.csv#I4")],
        says=["devengado dice 16,083, con más de dos decimales."],
    ),
    "REP-FUERA-DE-RANGO": Case(
        fires={"avances": REPORTED.replace("avance_fisico      | 2024-T2 | 80.00", "avance_fisico      | 2024-T2 | 250.00")},
        places=[("avances/unidad/U2", "avances.csv#E4")],
        says=["se informó 250,00, fuera de 0 a 100."],
        silent={"avances": REPORTED.replace("avance_fisico      | 2024-T2 | 80.00", "avance_fisico      | 2024-T2 | 100.00")},
    ),
    "TAB-SIN-USO": Case(
        fires={"requerimientos": REQUIREMENTS},
        places=[("requerimientos", "requerimientos.csv")],
        says=["La tabla «requerimientos» se leyó y se comprobó"],
    ),
    "IDE-FALTA": Case(
        fires={"identity": {"mision": "Servir"}},
        places=[("entidad/vision", "params/x/entidad.yaml")],
        says=["No está escrita la visión"],
    ),
    "PUB-DOS-VALORES": Case(
        fires={"publicado": PUBLISHED.replace("85.0  |", "85.5  |")},
        places=[("avance_fisico/2024-T2/area/NORTE", "publicado.csv#C3")],
        says=["85,00 en cuadro 1; 85,5 en cuadro 2"],
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
        fires={"avances": REPORTED + "    area | NORTE | avance_fisico | 2024-T2 | 86.00\n"},
        places=[("avance_fisico_reportado/2024-T2/area/NORTE", "avances.csv#E12")],
        says=["dice 86,00, pero lo calculado desde sus partes, que es lo que cuenta, es 85,00."],
        silent={"avances": REPORTED + "    area | NORTE | avance_fisico | 2024-T2 | 85.00\n"},
    ),
    "REP-EFICACIA": Case(
        fires={"avances": REPORTED.replace("22.50", "22.00")},
        places=[("eficacia_ponderada/2024-T2/unidad/U1", "avances.csv#E3")],
        says=["dice 22,00, pero de «avance físico ÷ 4» resulta 22,50."],
    ),
    "REP-SIN-DATO": Case(
        fires={
            "avances": REPORTED.replace("2024-T2 | 80.00", "2024-T2 |").replace(
                "2024-T2 | 100.00", "2024-T2 |"
            )
        },
        places=[("unidad/U2", "avances.csv#E4"), ("puesto/EMB-1", "avances.csv#E6")],
        says=[
            "«U2» no tiene dato del segundo trimestre de 2024: queda fuera de los promedios y no cuenta como 0."
        ],
    ),
    "VEN-MESES": Case(
        fires={
            "avances": REPORTED
            + "    area | NORTE | eficacia_ponderada | 2024-abr | 7.00\n"
            + "    area | NORTE | eficacia_ponderada | 2024-may | 7.00\n"
            + "    area | NORTE | eficacia_ponderada | 2024-jun | 7.24\n"
        },
        places=[("eficacia_ponderada/2024-T2/area/NORTE", "")],
        says=["dice 21,25, pero sus meses suman 7,00 + 7,00 + 7,24 = 21,24."],
        silent={
            "avances": REPORTED
            + "    area | NORTE | eficacia_ponderada | 2024-abr | 7.00\n"
            + "    area | NORTE | eficacia_ponderada | 2024-jun | 7.24\n"
        },
    ),
}


def test_every_rule_has_its_case():
    assert sorted(CASES) == sorted(REGISTRY.rules)


def place_of(finding: Finding) -> tuple[str, str]:
    return finding.elemento, finding.place


@pytest.mark.parametrize("code", CASES)
def test_it_finds(code):
    case = CASES[code]
    findings = findings_of_rule(code, evidence_of(**case.fires))
    assert [finding.elemento for finding in findings] == [element for element, _ in case.places]
    for finding, (_, place) in zip(findings, case.places, strict=True):
        assert finding.place.endswith(place)
        assert finding.codigo == code
        assert finding.mensaje.endswith(".")
    for words in case.says:
        assert words in findings[0].mensaje


@pytest.mark.parametrize("code", CASES)
def test_it_finds_nothing(code):
    assert findings_of_rule(code, evidence_of(**CASES[code].silent)) == ()


@pytest.mark.parametrize("code", CASES)
def test_it_finds_nothing_in_the_sound_institution(code):
    assert findings_of_rule(code, evidence_of()) == ()


def test_the_sound_institution_has_no_findings_at_all():
    findings, reconciliation = check(evidence_of())
    assert findings == ()
    assert [item.veredicto for item in reconciliation] == ["exacto", "exacto"]


def test_a_quarter_in_which_nobody_reported_is_one_finding():
    only_second = "\n".join(line for line in REPORTED.splitlines() if "2024-T1" not in line)
    findings = findings_of_rule("REP-SIN-DATO", evidence_of(avances=only_second))
    assert [(finding.elemento, finding.mensaje) for finding in findings] == [
        ("2024-T1", "Nadie informó en el primer trimestre de 2024.")
    ]


def test_two_systems_of_one_cutoff_are_compared():
    sippec = "    2024-06-30  | categoria | SIPPEC | aprobado | 10 | | | 1500.00 | 340.00\n"
    findings = findings_of_rule("GAS-REPORTES", evidence_of(gastos=MONEY + sippec))
    assert (findings[0].esperado, findings[0].encontrado) == ("350.00", "340.00")
    assert "y 340,00 en el reporte por categoría (SIPPEC, aprobado): una diferencia de −10,00." in findings[0].mensaje


def test_an_execution_that_is_reported_beside_the_money_is_compared():
    reported = "    area | NORTE | ejecucion_financiera | 2024-S1 | 33.00\n"
    findings = findings_of_rule("REP-CALCULADO", evidence_of(avances=REPORTED + reported))
    assert [finding.elemento for finding in findings] == ["ejecucion_financiera_reportado/2024-S1/area/NORTE"]


def test_every_rule_promises_something():
    listing = rule_listing()
    assert [rule["codigo"] for rule in listing] == list(REGISTRY.rules)
    assert all(rule["promesa"].endswith(".") and rule["severidad"] in set(Severity) for rule in listing)


def test_a_code_is_registered_once():
    registry = Registry()

    def finds_one(evidence):
        return [Found("Algo.", {"elemento": "x"})]

    registry.rule("X-UNO", Severity.NOTE, "Nada.")(finds_one)
    with pytest.raises(ValueError, match="X-UNO"):
        registry.rule("X-UNO", Severity.NOTE, "Nada.")(finds_one)
    assert registry.run(None) == (Finding("X-UNO", Severity.NOTE, "Algo.", elemento="x"),)
