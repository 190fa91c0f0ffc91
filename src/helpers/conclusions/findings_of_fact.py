"""Conclusions: what the figures say of the period, each sentence by a rule of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from helpers.conclusions.ground import NAMED, WORST_LIGHTS, Ground, ask, figure, how_many, joined, number_of
from helpers.conclusions.recommendations import carried, is_open, is_overdue
from helpers.conclusions.registry import Rules
from helpers.findings import Verdict
from helpers.periods import Period
from helpers.sentences.vocabulary import told_causes
from helpers.trace import Figure

CONCLUSIONS = Rules()
PROJECTED = "proyeccion_ejecucion_financiera"


@CONCLUSIONS.rule("resultado", "Dice el avance físico y la ejecución financiera de la entidad, donde los hay.")
def result(ground: Ground) -> Iterator[str]:
    progress = ground.of_entity("avance_fisico", ground.period)
    if progress:
        grade = f", calificado como «{ask('calificacion', progress.id)}»" if progress.grade else ""
        yield f"El avance físico de la entidad fue de {figure(progress)} {ask('cuando', ground.period.code)}{grade}."
    names = ("devengado", "ppto_vigente", "ejecucion_financiera")
    money = [ground.of_entity(name, ground.accumulated) for name in names]
    if all(money):
        accrued, budget, share = map(figure, money)
        yield (
            f"En lo que va de la gestión ({ask('periodo', ground.accumulated.code)}) se devengaron {accrued} de un "
            f"presupuesto vigente de {budget}: la ejecución financiera acumulada es de {share}."
        )


@CONCLUSIONS.rule("cambio", "Compara el avance y la ejecución del trimestre con los del anterior.")
def change(ground: Ground) -> Iterator[str]:
    before = ground.period.previous_quarter() if ground.period.is_quarter else None
    names = (("avance_fisico", "el avance físico"), ("ejecucion_financiera", "la ejecución financiera del trimestre"))
    pairs = [
        (words, now, then)
        for name, words in names
        if before and (now := ground.of_entity(name, ground.period)) and (then := ground.of_entity(name, before))
    ]
    if pairs:
        told = [
            f"{words} {ask('cambio', now.id, then.id)} y quedó en {figure(now)}" for words, now, then in pairs
        ]
        yield f"Frente al trimestre anterior, {'; '.join(told)}."


@CONCLUSIONS.rule("brecha", "Nombra las acciones de corto plazo por debajo del rango ideal, la más alejada primero.")
def gap(ground: Ground) -> Iterator[str]:
    everyone = ground.book.select("brecha_ideal", ground.accumulated, "acp")
    behind = sorted((one for one in everyone if one.rounded < 0), key=lambda one: one.rounded)
    if not everyone:
        return
    if not behind:
        yield "Ninguna acción de corto plazo está por debajo del rango ideal."
        return
    named = [f"la ACP {one.code} ({figure(one)})" for one in behind[:NAMED]]
    first = "las más alejadas son " if len(behind) > NAMED else ""
    verb = number_of(len(behind), "está", "están")
    yield (
        f"Por debajo del rango ideal {verb} {how_many(one.code for one in behind)} de "
        f"{how_many(one.code for one in everyone)} acciones de corto plazo: {first}{joined(named, named)}."
    )


@CONCLUSIONS.rule("ejecucion_baja", "Nombra las áreas cuya ejecución financiera acumulada tiene los peores grados.")
def low_execution(ground: Ground) -> Iterator[str]:
    low = low_areas(ground)
    if low:
        areas = ground.named([("area", one.code) for one in low], with_figures=low)
        yield f"Están en observación por su ejecución financiera acumulada: {areas}."


def low_areas(ground: Ground) -> list[Figure]:
    """The areas with the worst grades of accumulated execution, the lowest first."""
    found = ground.book.select("ejecucion_financiera", ground.accumulated, "area")
    low = [one for one in found if one.grade and one.grade.light in WORST_LIGHTS]
    return sorted(low, key=lambda one: one.rounded)[:NAMED]


@CONCLUSIONS.rule("unidades_en_riesgo", "Cuenta las unidades y puestos con los peores grados, y nombra los más bajos.")
def units_at_risk(ground: Ground) -> Iterator[str]:
    risky = ground.units_at_risk
    if not risky:
        return
    ratings = list(dict.fromkeys(one.grade.rating for one in risky))
    counts = [
        f"{ask('cuantas', 'avance_fisico', ground.period.code, level, *ratings)} {number_of(many, one, several)}"
        for level, one, several in (("unidad", "unidad", "unidades"), ("puesto", "puesto", "puestos"))
        if (many := sum(figure.level == level for figure in risky))
    ]
    lowest = risky[:NAMED]
    names = ground.named([(one.level, one.code) for one in lowest], with_figures=lowest)
    told = " y ".join(counts)
    rated = joined([f"«{word}»" for word in ratings], ratings).replace(" y ", " o ")
    yield f"Con un avance físico calificado como {rated} hay {told}. Con los avances más bajos están {names}."


@CONCLUSIONS.rule("cumplimiento", "Cuenta las unidades y puestos que hicieron todo lo programado.")
def fulfilled(ground: Ground) -> Iterator[str]:
    told = []
    for level, words in (("unidad", "unidades"), ("puesto", "puestos")):
        if len([one for one in ground.units if one.level == level]) > 1:
            place = ("avance_fisico", ground.period.code, level)
            told.append(f"{ask('cuantas', *place, desde='100')} de {ask('cuantas', *place)} {words} con dato")
    if told:
        yield f"Hicieron todo lo programado {' y '.join(told)}."


@CONCLUSIONS.rule("causas", "Dice las tres causas de desviación que las unidades más informaron, con sus tareas.")
def causes(ground: Ground) -> Iterator[str]:
    top = top_causes(ground)
    if top:
        told = [
            f"«{ask('causa', code)}» ({ask('tareas_con_causa', code)} {number_of(tasks, 'tarea', 'tareas')})"
            for code, tasks in top.items()
        ]
        yield f"De las causas de desviación, las que más informaron las unidades son {joined(told, list(top))}."


def top_causes(ground: Ground, most: int = 3) -> dict[str, int]:
    """The declared causes of most tasks and how many, most first; equals in the order in which they are declared."""
    declared = [str(cause["codigo"]) for cause in ground.book.identity.get("causas", ())]
    counts = Counter(row["causa_codigo"] for row in told_causes(ground.book))
    ranked = sorted((code for code in declared if counts[code]), key=lambda code: -counts[code])
    return {code: counts[code] for code in ranked[:most]}


@CONCLUSIONS.rule("sin_informe", "Nombra a quienes no informaron, que no cuentan como cero.")
def absent(ground: Ground) -> Iterator[str]:
    if ground.absent:
        some = ground.named(ground.absent[:NAMED])
        among = "entre ellos " if len(ground.absent) > NAMED else ""
        many = f"No informaron {how_many(code for _, code in ground.absent)} unidades o puestos: {among}{some}"
        yield f"{number_of(len(ground.absent), f'No informó {some}', many)}. Su falta de dato no cuenta como cero."


@CONCLUSIONS.rule("tarde", "Cuenta los formularios que llegaron después del último día.")
def late(ground: Ground) -> Iterator[str]:
    late_ones = [
        finding.elemento.rpartition("/")[2]
        for finding in ground.with_code("PRE-TARDE")
        if finding.elemento.split("/")[1] in ground.quarters
    ]
    if late_ones:
        came = f"{number_of(len(late_ones), 'llegó', 'llegaron')} {how_many(late_ones)}"
        forms = number_of(len(late_ones), "formulario", "formularios")
        yield f"Después del último día {came} {forms}: {ask('enumera', late_ones)}."


@CONCLUSIONS.rule("hallazgos", "Nombra cifras publicadas antes que no se pueden obtener de los datos.")
def irreconcilable(ground: Ground) -> Iterator[str]:
    words = irreconcilable_words(ground)
    if words:
        yield (
            "Un informe anterior imprimió cifras que no se pueden obtener de los datos, entre ellas "
            f"{joined(words, words)}; la sección de conciliación da la causa de cada una, donde se halló."
        )


def irreconcilable_words(ground: Ground, most: int = 3) -> list[str]:
    """The first printed figures that nothing legitimate gives, in words."""
    wrong = dict.fromkeys(one.elemento for one in ground.findings if one.veredicto == Verdict.IRRECONCILABLE)
    return [f"«{ground.book.figure_words(one)}»" for one in wrong if one in ground.book.figures][:most]


@CONCLUSIONS.rule("proyeccion", "Dice adónde llegaría la ejecución de la entidad al mismo ritmo, si se proyecta.")
def projection(ground: Ground) -> Iterator[str]:
    year = Period(ground.period.year, 1, 12)
    ahead = ground.of_entity(PROJECTED, year)
    if ahead is None:
        return
    edges = [ground.of_entity(f"{PROJECTED}{suffix}", year) for suffix in ("_inferior", "_superior")]
    numbers = [ask("cifra", edge.id, unidad=False) for edge in edges if edge]
    within = f", en un intervalo de {numbers[0]} a {numbers[1]}" if len(numbers) == len(edges) else ""
    yield (
        f"Si el resto de la gestión siguiera al ritmo medio de lo transcurrido, la ejecución financiera cerraría en "
        f"{figure(ahead)}{within}. Es una proyección y no un dato."
    )


@CONCLUSIONS.rule("recomendaciones", "Cuenta las recomendaciones que siguen abiertas y las que pasaron su plazo.")
def recommendations(ground: Ground) -> Iterator[str]:
    opened = [row for row in carried(ground.book, ground.cutoff) if is_open(row)]
    overdue = [row for row in opened if is_overdue(row, ground.cutoff)]
    if not opened:
        return
    open_ones = f"{number_of(len(opened), 'Sigue abierta', 'Siguen abiertas')} {how_many(row['id'] for row in opened)}"
    yield f"{open_ones} {number_of(len(opened), 'recomendación', 'recomendaciones')} de informes anteriores."
    if overdue:
        ids = [row["id"] for row in overdue]
        passed = number_of(len(ids), "pasó su plazo", "pasaron su plazo")
        yield f"De ellas, {how_many(ids)} {passed} sin cumplirse: {ask('enumera', ids)}."
