"""Converts the printed report of the first quarter of 2021 (``data/mre/fuente/2021``) to tables of ``data/mre/2021``.

The transcribed tables hold what was printed. ``*_lugares.csv`` and ``texto_calificado.csv``, entered by hand from the
report's text, say where each figure is printed, which unit it belongs to and how it was graded. Run it with
``python -m tools.conversion.mre_2021 [--check]``; ``data/mre/2021/README.md`` gives the source of each table.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator

from tools.conversion.command import Conversion
from tools.conversion.source import ConversionError, Printed, Source, SourceRow
from tools.conversion.tables import Line, Table

PERIOD = "2021-T1"
REPORT = "Informe 1.er trimestre 2021"
ACTIONS_FILE, TEXT_FILE, CONSULATES_FILE = "t1_acp_unidades.csv", "texto_cifras.csv", "consulares.csv"
ACTION_PLACES, TEXT_PLACES, CONSULATE_PLACES = "t1_lugares.csv", "texto_lugares.csv", "consulares_lugares.csv"
GRADED_FILE = "texto_calificado.csv"
TOTAL = "PROMEDIO TOTAL"
UNREAD_ACTION = "1"
"""Action without a line in the report's table, although the average includes it."""
OF_ACTIONS = {
    "ejec_fisica": "avance_fisico",
    "ejec_financiera_trimestre": "ejecucion_programada",
    "ejec_financiera_acumulada": "ejecucion_financiera",
}
REPORTED = ("ejec_financiera_trimestre", "ejec_financiera_acumulada")
"""Columns that cannot be computed here and are inputs."""
SERVICE = "atencion_connacionales"
POST = re.compile(r"consulado (?P<general>general )?de bolivia en (?P<country>[^,]+), (?P<city>.+)", re.IGNORECASE)

PROGRESS_COLUMNS = ("nivel", "codigo", "indicador", "periodo", "valor", "nota")
PUBLISHED_COLUMNS = ("id", "donde", "valor", "decimales", "calificacion")
PRODUCTION_COLUMNS = ("servicio", "oficina", "pais", "periodo", "cantidad", "observacion")
TEXT_COLUMNS = ("tema", "dato", "cantidad", "porcentaje", "importe_usd", "calificacion", "lineas")


def _label(action: str) -> str:
    return action if action == TOTAL else f"ACP {action}"


def _cited(lines: str) -> str:
    """Return a citation: `Informe 1.er trimestre 2021, líneas 226-230`."""
    return f"{REPORT}, {'línea' if lines.isdigit() else 'líneas'} {lines}"


def _placed(source: Source, file: str, places: str, key: tuple[str, ...]) -> list[tuple[SourceRow, SourceRow]]:
    """Pair each line of a transcribed table with its line of the places' file; both must have the same lines."""
    printed = {tuple(row.text(column) for column in key): row for row in source.rows(file)}
    found = {tuple(row.text(column) for column in key): row for row in source.rows(places)}
    odd = printed.keys() ^ found.keys()
    if odd:
        raise ConversionError(places, f"no tiene las mismas filas que {file}: {sorted(odd)}")
    return [(row, found[name]) for name, row in printed.items()]


def _actions(source: Source) -> list[tuple[SourceRow, SourceRow]]:
    return _placed(source, ACTIONS_FILE, ACTION_PLACES, ("acp", "unidad"))


def _text(source: Source) -> list[tuple[SourceRow, SourceRow]]:
    return _placed(source, TEXT_FILE, TEXT_PLACES, ("tema", "indicador"))


def _by_action(source: Source) -> Iterator[tuple[SourceRow, str]]:
    """Yield the first line of each action, and the average, with the text lines that they cover."""
    rows: dict[str, list[tuple[SourceRow, SourceRow]]] = {}
    for row, place in _actions(source):
        rows.setdefault(row.text("acp"), []).append((row, place))
    for action, lines in rows.items():
        printed = [tuple(row.text(column) for column in OF_ACTIONS) for row, _ in lines]
        if len(set(printed)) > 1:
            raise ConversionError(ACTIONS_FILE, f"la ACP {action} tiene valores distintos en sus filas")
        first, last = lines[0][1].text("lineas"), lines[-1][1].text("lineas")
        span = f"{first.partition('-')[0]}-{last.rpartition('-')[2]}"
        yield lines[0][0], first if first == last else span


def actions_table(source: Source) -> Table:
    """Make the declared table of actions: a line each, blank for the one missing in the text, and the average."""
    lines: list[Line] = [{"acp": _label(UNREAD_ACTION), "nota": "El texto del informe no conserva su fila."}]
    for row, span in _by_action(source):
        figures = {column: row.figure(column) for column in OF_ACTIONS}
        lines.append({"acp": _label(row.text("acp")), **figures, "lineas": span})
    return Table("T1/cuadros/acp.csv", ("acp", *OF_ACTIONS, "lineas", "nota"), lines)


def units_table(source: Source) -> Table:
    """Make the declared table of the units that report on each action."""
    lines: list[Line] = [
        {
            "acp": _label(row.text("acp")),
            "unidad": row.text("unidad"),
            "ejec_fisica": row.figure("ejec_fisica_unidad"),
            "lineas": place.text("lineas"),
        }
        for row, place in _actions(source)
        if row.text("acp") != TOTAL
    ]
    return Table("T1/cuadros/unidades_acp.csv", ("acp", "unidad", "ejec_fisica", "lineas"), lines)


def text_table(source: Source) -> Table:
    """Make the declared table of figures in running text, each in the column of its unit of measure."""
    lines: list[Line] = []
    for row, place in _text(source):
        column = place.text("columna")
        if column not in TEXT_COLUMNS:
            raise ConversionError(TEXT_PLACES, f"línea {place.line}: no hay columna «{column}»")
        told = {name: place.text(name) for name in ("dato", "calificacion", "lineas")}
        lines.append({"tema": row.text("tema"), **told, column: row.figure("valor")})
    return Table("T1/cuadros/texto_cifras.csv", TEXT_COLUMNS, lines)


def progress(source: Source) -> Table:
    """Make the table ``avances``: units, kinds of post, and the actions' money, because nothing else is printed."""
    lines = [
        _reported(place.text("nivel"), place.text("codigo"), "avance_fisico", row.figure("ejec_fisica_unidad"), place)
        for row, place in _actions(source)
        if row.text("acp") != TOTAL
    ]
    for row, place in _text(source):
        if place.text("insumo"):
            _, _, level, code = place.text("id").split("/")
            lines.append(_reported(level, code, "avance_fisico", row.figure("valor"), place))
    for row, span in _by_action(source):
        for column in REPORTED if row.text("acp") != TOTAL else ():
            line = _reported("acp", row.text("acp"), OF_ACTIONS[column], row.figure(column))
            lines.append(line | {"nota": f"{_cited(span)}."})
    return Table("avances.csv", PROGRESS_COLUMNS, lines)


def _reported(level: str, code: str, indicator: str, value: Printed, place: SourceRow | None = None) -> Line:
    note = f"{_cited(place.text('lineas'))}." if place else ""
    return {"nivel": level, "codigo": code, "indicador": indicator, "periodo": PERIOD, "valor": value, "nota": note}


def production(source: Source) -> Table:
    """Make the table ``produccion``: what consulates, embassies and one direction attended to in the quarter."""
    lines = [*_consulates(source)]
    for row, place in _text(source):
        if place.text("servicio"):
            lines.append(
                {
                    "servicio": place.text("servicio"),
                    "oficina": place.text("oficina"),
                    "periodo": PERIOD,
                    "cantidad": row.figure("valor"),
                    "observacion": f"{_cited(place.text('lineas'))}.",
                }
            )
    return Table("produccion.csv", PRODUCTION_COLUMNS, lines)


def _consulates(source: Source) -> Iterator[Line]:
    """Yield a line for each consulate. Values printed twice must be equal; the line cites both places."""
    found: dict[str, Line] = {}
    values: dict[str, Printed] = {}
    for row, place in _placed(source, CONSULATES_FILE, CONSULATE_PLACES, ("pais", "puesto", "fuente")):
        code, value = post_code(row), row.figure("atenciones")
        told = f"{_cited(place.text('lineas'))}. {place.text('observacion')}".strip(" .") + "."
        known = found.get(code)
        if known is None:
            values[code] = value
            found[code] = _attended(code, row.text("pais").title(), value, told)
        elif values[code] != value:
            raise ConversionError(CONSULATES_FILE, f"línea {row.line}: «{row.text('puesto')}» tiene dos valores")
        else:
            both = values[code] = Printed(value, *values[code].cells, *value.cells)
            found[code] = _attended(code, known["pais"], both, f"{known['observacion']} {told}")
    yield from found.values()


def _attended(code: str, country: str, value: Printed, told: str) -> Line:
    line = {"servicio": SERVICE, "oficina": code, "pais": country, "periodo": PERIOD, "cantidad": value}
    return line | {"observacion": told}


def post_code(row: SourceRow) -> str:
    """Return the code of a consulate from the country and city in its name: ``CON-CHILE-CALAMA``."""
    found = POST.fullmatch(row.text("puesto"))
    if found is None:
        raise ConversionError(row.file, f"línea {row.line}: no se reconoce el puesto «{row.text('puesto')}»")
    kind = "CGE" if found["general"] else "CON"
    return "-".join((kind, _plain(found["country"]), _plain(found["city"])))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"\w+", letters.upper()))


def published(source: Source) -> Table:
    """Make the table ``publicado``: every printed figure and grade that the workbook computes or reads."""
    lines = [*_published_actions(source), *_published_text(source), *_published_grades(source)]
    lines += [*_published_charts(source)]
    return Table("T1/publicado.csv", PUBLISHED_COLUMNS, lines)


def _published_actions(source: Source) -> Iterator[Line]:
    for row, _ in _by_action(source):
        action = row.text("acp")
        node = "entidad/MRE" if action == TOTAL else f"acp/{action}"
        for column, indicator in OF_ACTIONS.items():
            if action == TOTAL and column in REPORTED:
                continue  # the workbook has no average of percentages; the declared table checks it
            where = f"acp.csv, fila {_label(action)}, columna {column}"
            yield _printed(f"{indicator}/{PERIOD}/{node}", where, row.figure(column))
    for row, place in _actions(source):
        if row.text("acp") != TOTAL:
            where = f"unidades_acp.csv, fila {row.text('unidad')}, columna ejec_fisica"
            figure = f"avance_fisico/{PERIOD}/{place.text('nivel')}/{place.text('codigo')}"
            yield _printed(figure, where, row.figure("ejec_fisica_unidad"))


def _published_text(source: Source) -> Iterator[Line]:
    for row, place in _text(source):
        for figure in filter(None, place.text("id").split(";")):
            where = f"texto_cifras.csv, fila {row.text('tema')} {place.text('dato')}, columna {place.text('columna')}"
            yield _printed(figure, where, row.figure("valor"), place.text("calificacion"))


def _published_grades(source: Source) -> Iterator[Line]:
    """Yield grades that the text states again, with or without the number."""
    for row in source.rows(GRADED_FILE):
        where = _cited(row.text("lineas"))
        yield _printed(row.text("id"), where, row.figure("valor"), row.text("calificacion"))


def _published_charts(source: Source) -> Iterator[Line]:
    for row, place in _placed(source, CONSULATES_FILE, CONSULATE_PLACES, ("pais", "puesto", "fuente")):
        if row.text("fuente") == "grafico":
            figure = f"produccion/{PERIOD}/oficina/{SERVICE}/{row.text('pais').title()}/{post_code(row)}"
            where = f"{_cited(place.text('lineas'))} (gráfico)"
            yield _printed(figure, where, row.figure("atenciones"))


def _printed(figure: str, where: str, value: Printed, grade: str = "") -> Line:
    decimals = str(value.decimals) if value else ""
    return {"id": figure, "donde": where, "valor": value, "decimales": decimals, "calificacion": grade}


CONVERSION = Conversion(
    source="data/mre/fuente/2021",
    target="data/mre/2021",
    makers=(progress, production, published, actions_table, units_table, text_table),
)

if __name__ == "__main__":
    sys.exit(CONVERSION.main())
