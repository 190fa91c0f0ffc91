"""Rules on the strategic framework: mission and vision; results name existing objectives, once, and each has some."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.base.display import counted_es, short_list_es
from helpers.base.yaml_models import nearest
from helpers.checks.rule_registry import REGISTRY, Evidence, Found
from helpers.figures.figure_names import GAPS, NO_RESULTS, objectives_in
from helpers.figures.findings import Severity, cell_fields
from helpers.figures.records import Row


@REGISTRY.rule("IDE-FALTA", Severity.NOTE, "La misión y la visión de la institución están escritas, con su fuente.")
def identity_left_blank(evidence: Evidence) -> Iterator[Found]:
    """Report a missing mission or vision of the institution, one finding for each."""
    for name, words in (("mision", "la misión"), ("vision", "la visión")):
        if not evidence.book.identity.get(name):
            yield Found(
                f"No está escrita {words}: el informe la omite. Corresponde ponerla en «{name}» de entidad.yaml, y su "
                "fuente en «fuente_identidad».",
                {"elemento": f"entidad/{name}", "archivo": f"params/{evidence.corrida.entidad}/entidad.yaml"},
            )


@REGISTRY.rule("OBJ-DESCONOCIDO", Severity.WARNING, "Todo objetivo que un resultado nombra está en «marcos».")
def unknown_objectives(evidence: Evidence) -> Iterator[Found]:
    """Report each objective that a result names and «marcos» lacks; such a link does not count.

    Nothing is reported if «marcos» is empty.
    """
    known = {f"{row.text('marco')}:{row.text('codigo')}" for row in evidence.dataset.rows("marcos")}
    for row in evidence.dataset.rows("resultados") if known else ():
        for name in objectives_in(row.text("objetivos")):
            if name not in known:
                yield Found(
                    f"El resultado {row.text('id')} dice servir a «{name}», que no está en «marcos». "
                    f"{nearest(name, known)} Se escribe «marco:código», varios con punto y coma; así no cuenta.",
                    cell_fields(row.cell("objetivos"), f"resultados/{row.text('id')}/objetivos", encontrado=name),
                )


@REGISTRY.rule("OBJ-REPETIDO", Severity.WARNING, "Ningún resultado ligado a objetivos está listado dos veces.")
def listed_twice(evidence: Evidence) -> Iterator[Found]:
    """Report results with the same institution, period and text as an earlier one: each objective counts them twice.

    Case and spaces do not matter; what serves no objective, or is no result, is skipped.
    """
    first: dict[tuple[str, ...], Row] = {}
    for row in evidence.dataset.rows("resultados"):
        if row.text("tipo") in NO_RESULTS or not objectives_in(row.text("objetivos")):
            continue
        key = (row.text("periodo"), row.text("institucion"), " ".join(row.text("texto").casefold().split()))
        before = first.setdefault(key, row)
        if before is not row:
            mine, theirs = (objectives_in(one.text("objetivos")) for one in (row, before))
            shared = [name for name in mine if name in theirs]
            twice = f", y cuentan dos veces en {short_list_es(shared, 5)}" if shared else ""
            yield Found(
                f"Los resultados {before.text('id')} y {row.text('id')} dicen lo mismo{twice}. Corresponde dejar uno, "
                "con todos los objetivos a los que sirve.",
                cell_fields(row.cell("texto"), f"resultados/{row.text('id')}", encontrado=row.text("texto")[:80]),
            )


@REGISTRY.rule("OBJ-HUECO", Severity.NOTE, "A cada objetivo de los marcos sirve algún resultado.")
def gaps(evidence: Evidence) -> Iterator[Found]:
    """Report the objectives that no result of the run serves, one finding for each framework, with their codes."""
    for figure in evidence.book:
        if figure.indicator == GAPS:
            rows = [row for row in evidence.dataset.rows("marcos") if row.cell("codigo") in figure.sources]
            counted = counted_es(int(figure.published), "objetivo", "objetivos")
            codes = short_list_es([row.text("codigo") for row in rows], 30)
            yield Found(
                f"De {counted} de «{figure.code}» no consta ningún resultado {figure.period.when} en la información "
                f"recibida: {codes}.",
                cell_fields(rows[0].cell("codigo"), figure.id, encontrado=figure.published),
            )
