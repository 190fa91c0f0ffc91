"""Random tables besides plan and budget: reported percentages, results in words, forms, figures published earlier."""

from __future__ import annotations

from gate_drawing import Pick, Row
from gate_plan import DOERS, Organisation

from helpers.base.periods import Period
from helpers.figures.records import LEVELS

REPORTABLE = {
    "mre-2024": ("avance_fisico", "eficacia_ponderada", "ejecucion_financiera", "ppto_vigente"),
    "mre-2021": ("avance_fisico", "ejecucion_programada", "devengado"),
    "segip-2020": ("avance_fisico", "ejecucion_financiera"),
    "acp-ponderada": ("avance_fisico", "eficiencia_ponderada", "ejecucion_financiera"),
}
PERCENTAGES = ("100.00", "0.00", "87.5", "", "120.55", "33.333", "0.01", "99.995", "1000")


def percentages(pick: Pick, who: Organisation, method: str, period: Period) -> list[Row]:
    """Percentages that nodes and actions report for the run's period and the quarters until then, with gaps."""
    reporters = [(node["nivel"], node["codigo"]) for node in who.nodes] + [("acp", code) for code in who.actions]
    windows = [quarter.code for quarter in period.accumulated().quarters()] + [period.code]
    rows: dict[tuple[str, ...], Row] = {}
    for level, code in reporters:
        if not pick.often(3 if level in DOERS else 1, 5):
            continue
        for indicator in REPORTABLE[method][: pick.one((1, 1, 2, 4))]:
            for window in windows if pick.often(1, 2) else windows[-1:]:
                row = {"nivel": level, "codigo": code, "indicador": indicator, "periodo": window, "valor": pick.one(PERCENTAGES),
                       "peso": pick.one(("", "", "1", "12.5", "0")), "nota": pick.maybe(pick.name(), 1, 4)}  # fmt: skip
                rows[level, code, indicator, window] = row
    return list(rows.values())


def year_tables(pick: Pick, who: Organisation, method: str) -> dict[str, list[Row]]:
    """Tables of the year; each institution has some of them."""
    every = {
        "articulacion": links(pick, who), "produccion": services(pick), "recomendaciones": recommendations(pick),
        "historico": history(pick, who, method), "marcos": frameworks(pick), "recuento": counts(pick, who),
        "foda": swot(pick, who), "requerimientos": requirements(pick, who), "presupuesto_aprobado": approved(pick, who),
    }  # fmt: skip
    return {name: rows for name, rows in every.items() if rows and pick.often(1, 2)}


def period_tables(pick: Pick, who: Organisation, period: Period) -> dict[str, list[Row]]:
    """Tables of the period; each institution has some of them."""
    every = {"metas": goals(pick, who, period), "resultados": results(pick, who), "firmas": signatures(pick),
             "presentaciones": handed_in(pick, who), "publicado": published(pick, who, period)}  # fmt: skip
    return {name: rows for name, rows in every.items() if rows and pick.often(1, 2)}


def links(pick: Pick, who: Organisation) -> list[Row]:
    node_codes = [node["codigo"] for node in who.nodes]
    return [
        {"marco": pick.one(("PDES", "PEI", "")), "pilar": "1", "eje": pick.one(("", "5")), "meta": pick.one(("", "11.1")), "resultado": pick.maybe("11.1.2"),
         "accion": pick.maybe(pick.name()), "amp": pick.one(("", "1.1")), "acp": code, "descripcion": pick.maybe(pick.name()),
         "ponderacion": pick.one(("", "50", "100", "0")), "area": pick.one(["", *node_codes]), "producto_esperado": pick.maybe(pick.name())}
        for code in (who.actions or [""])
    ]  # fmt: skip


def services(pick: Pick) -> list[Row]:
    rows: dict[tuple[str, ...], Row] = {}
    yearly = pick.often(1, 3)
    for _ in range(pick.count(1, 5)):
        row = {"servicio": pick.one(("cedulas", "7", "visas y pasaportes")), "oficina": pick.one(("", "U1", "Oficina 4")), "departamento": pick.one(("", "La Paz", "Zona 3")),
               "mes": "" if yearly else pick.one(("ene", "abr", "dic")), "fecha": "2024-02-03" if yearly else "", "tipo_tramite": pick.maybe(pick.name()), "grupo_etario": pick.one(("", "18 a 25", "65+")),
               "programado": pick.one(("", "10", "0")), "cantidad": pick.one(("12", "0", "3.5", "1000000")),
               "recaudacion": pick.one(("", "120.00")), "moneda": pick.one(("", "USD", "BOB"))}  # fmt: skip
        rows[tuple(row[name] for name in ("servicio", "oficina", "departamento", "mes", "tipo_tramite", "grupo_etario", "moneda"))] = row
    return list(rows.values())


def recommendations(pick: Pick) -> list[Row]:
    return [
        {"id": str(place), "fecha": pick.one(("2023-12-31", "2024-04-01", "2025-01-01")), "texto": pick.name(), "responsable": pick.maybe(pick.name()),
         "plazo": pick.one(("", "30 días", "2024-12-31")), "estado": pick.one(("", "cumplida", "en curso", "otro estado 3")), "seguimiento": pick.maybe(pick.name())}
        for place in range(1, pick.count(1, 3) + 1)
    ]  # fmt: skip


def history(pick: Pick, who: Organisation, method: str) -> list[Row]:
    rows: dict[tuple[str, ...], Row] = {}
    for _ in range(pick.count(1, 5)):
        year, node = pick.one(("2023", "2022", "2019")), pick.one(who.nodes)
        row = {"gestion": year, "periodo": f"{year}-{pick.one(('anual', 'T2', 'S1'))}", "nivel": node["nivel"], "codigo": node["codigo"],
               "indicador": pick.one(REPORTABLE[method]), "valor": pick.one(("80.00", "0.00", "105.5")), "metodo": pick.one(("", "mre-2021"))}  # fmt: skip
        rows[tuple(row[name] for name in ("periodo", "nivel", "codigo", "indicador", "metodo"))] = row
    return list(rows.values())


def frameworks(pick: Pick) -> list[Row]:
    return [{"marco": "ODS", "codigo": code, "titulo": pick.name(), "grupo": pick.one(("", "Paz", "16"))} for code in ("16.9", "17.1", "1")]


def counts(pick: Pick, who: Organisation) -> list[Row]:
    rows: dict[tuple[str, ...], Row] = {}
    for _ in range(pick.count(1, 4)):
        row = {"version": pick.one(["", *who.versions]), "elemento": pick.one(("tarea", "operacion", "acp", "unidad", "amp")),
               "grupo": pick.one(["", *who.codes(*LEVELS)]), "cantidad": pick.one(("3", "0", "12"))}  # fmt: skip
        row |= {} if row["version"] else {"periodo": pick.one(("2024-T1", "2024-anual"))}
        rows[tuple(row.get(name, "") for name in ("version", "periodo", "elemento", "grupo"))] = row
    return list(rows.values())


def swot(pick: Pick, who: Organisation) -> list[Row]:
    return [
        {"area": pick.one(who.nodes)["codigo"], "bloque": block, "factor": f"{pick.name()} ({block})", "amp": pick.one(("", "1.1;1.2")), "incidencia": pick.maybe(pick.name())}
        for block in ("fortaleza", "oportunidad", "debilidad", "amenaza")[: pick.count(1, 4)]
    ]


def requirements(pick: Pick, who: Organisation) -> list[Row]:
    version = pick.one(["", *who.versions])
    return [
        {"area": pick.one(who.nodes)["codigo"], "cat_prog": pick.one(("", "1 0 001")), "version": version, "formulario": pick.one(("3_01", "3_04", "4")),
         "descripcion": pick.name(), "fuente": pick.one(("", "10", "41")), "importe": pick.one(("1000.00", "", "0.00")), "techo": pick.one(("", "500.00"))}
        for _ in range(pick.count(1, 4))
    ]  # fmt: skip


def approved(pick: Pick, who: Organisation) -> list[Row]:
    version = pick.one(["", *who.versions])
    total = {"version": version, "denominacion": "Total", "importe": "1500.00", "literal": pick.one(("", "Un mil quinientos 00/100 bolivianos"))}
    return [{"version": version, "fuente": "10", "importe": "1000.00"}, {"version": version, "fuente": "41", "importe": "500.00"}, total]


def goals(pick: Pick, who: Organisation, period: Period) -> list[Row]:
    if not period.is_quarter:
        return []
    return [
        {"acp": code, "periodo": period.code, "programado": pick.one(("10", "", "0")), "ejecutado": pick.one(("5", "", "0", "30")), "nota": pick.one(("", "Sin Prog. SIGEP"))}
        for code in who.actions
    ]


def results(pick: Pick, who: Organisation) -> list[Row]:
    units = who.codes(*DOERS)
    return [
        {"id": str(place), "acp": pick.one(["", *who.actions]), "unidad": pick.one(["", *units]), "institucion": pick.maybe(pick.name(), 1, 4),
         "texto": pick.one((pick.name(), f"**{pick.name()}**\n\n- uno\n- dos 2", "Se hicieron 12 talleres.")), "estado": pick.one(("", "logrado", "en curso", "previsto")),
         "tipo": pick.one(("logro", "dificultad", "destacado", "desafio", "contexto", "conclusion", "")), "valor": pick.one(("", "12", "0", "-3")), "unidad_medida": pick.one(("", "talleres")),
         "objetivos": pick.one(("", "ODS:16.9", "ODS:16.9; ODS:17.1"))}
        for place in range(1, pick.count(1, 4) + 1)
    ]  # fmt: skip


def signatures(pick: Pick) -> list[Row]:
    return [{"rol": role, "nombre": pick.maybe(pick.name()), "cargo": pick.maybe(pick.name()), "fecha": pick.one(("", "2024-07-15"))} for role in ("elaborado", "aprobado")]


def handed_in(pick: Pick, who: Organisation) -> list[Row]:
    """Forms of the units: in time, late, handed in twice, without a date or missing."""
    return [
        {"unidad": unit, "fecha_presentacion": day, "presentado_por": pick.maybe(pick.name()), "observacion": pick.maybe(pick.name())}
        for unit in who.codes(*DOERS)
        for day in pick.one(((), ("2024-07-05",), ("2025-01-20",), ("2024-04-03", "2024-07-20"), ("",)))
    ]


def published(pick: Pick, who: Organisation, period: Period) -> list[Row]:
    """Figures as an earlier document printed them, of any node, right or wrong."""
    rows: dict[tuple[str, ...], Row] = {}
    for place in range(pick.count(1, 5)):
        node = pick.one(who.nodes)
        window = pick.one((period.code, period.accumulated().code, "2024-T1"))
        code = f"{pick.one(('avance_fisico', 'devengado', 'ejecucion_financiera', 'no_existe'))}/{window}/{node['nivel']}/{node['codigo']}"
        where = pick.one((f"cuadro {place}", "página 12", "informe anterior"))
        decimals = pick.one(("2", "", "0", "1"))
        rows[code, where] = {"id": code, "donde": where, "valor": pick.one(("100.00", "0.00", "66.67")), "decimales": decimals}
    return list(rows.values())
