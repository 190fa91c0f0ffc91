"""«Índice» and «Léeme»: the sheets, the workbook's checks of itself, and how to read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from helpers.base.display import date_es, number_es
from helpers.figures.book import Book
from helpers.figures.finding_families import VERDICT_MEANINGS
from helpers.figures.findings import Finding, Reconciled, Severity, Verdict, count_by_severity
from helpers.outputs.browser.page_style import DRAFT, SYNTHETIC
from helpers.outputs.workbook.sheet_addresses import Addresses, column_reference, window_words
from helpers.outputs.workbook.sheet_model import Block, Cell, Column, Line, Sheet, Style, text
from helpers.outputs.workbook.sheets.control_sheet import COLUMNS, CONTROL
from helpers.outputs.workbook.sheets.figures_sheet import DIFFERS
from helpers.outputs.workbook.sheets.findings_sheets import (
    FINDING_COLUMNS,
    FINDINGS,
    RECONCILED_COLUMNS,
    RECONCILIATION,
    UNJUDGED,
)

INDEX = "Índice"
README = "Léeme"
SEE_CONTROL = "Debe ser 0: véase «Control de tareas»."
OF_TASKS = "Tareas que entran, de todas las ventanas. No cuenta sus avances sin tope, que también son cifras."
_NARROW, _WIDE = 40, 100

READING = (
    ("Qué es", "El cálculo entero del informe en fórmulas: de las celdas de los archivos de entrada a cada cifra."),
    (
        "Cómo seguir una cifra",
        "Búsquela en «Cifras» (filtro de «Nombre», de «Indicador y periodo» o de «Cifra», que es "
        "<indicador>/<periodo>/<nivel>/<código>). La fórmula de "
        "«Valor exacto» nombra las celdas de sus operandos, casi siempre otras filas de «Cifras», hasta llegar a "
        "«Insumos» o a «Tareas», que dicen archivo y celda; «Cómo se obtiene» lo dice en palabras. En Excel, Ctrl+[ "
        "lleva a los precedentes, y «Rastrear precedentes» los señala con flechas. Los promedios y las razones tienen "
        "al lado sus dos términos. Una cifra con operandos en demasiados lugares los tiene en «Operandos».",
    ),
    (
        "Tareas",
        "Donde la entidad puntúa tareas, «Tareas» tiene una fila por tarea con sus meses como se recibieron, y las "
        "hojas que empiezan con «Tareas» las calculan en esa misma fila, un grupo de columnas por ventana. De un mes, "
        "lo programado y lo ejecutado se leen en «Tareas». La fórmula de una cifra que junta tareas nombra sus filas.",
    ),
    ("Porcentajes", "Están en puntos: 92,16 es 92,16 %. Ninguna celda usa el formato de porcentaje."),
    ("Números en letra azul", "Escritos: insumos, constantes del método y cifras de documentos anteriores."),
    ("Números en letra verde", "Enlaces: repiten otra celda de este libro."),
    ("Números en letra negra", "Fórmulas. En negrita, los resultados."),
    (
        "Números en letra gris",
        "Escritos por el programa, para comparar: lo que imprime el informe («En el informe», de «Cifras»); lo que "
        "tiene el libro de cifras («según el libro», de «Control de tareas»); los montos de «Hallazgos»; y en "
        "«Conciliación», donde algo se publicó antes, lo calculado de las celdas de cuadros impresos (cuadro/…), "
        "que no son cifras de este libro: «Fórmula» dice con qué operación y con qué números se tuvo.",
    ),
    (
        "Veredictos",
        "En «Conciliación», donde algo se publicó antes, «Diferencia», «Coincide» y «Veredicto» son fórmulas: "
        "mientras lo publicado y lo calculado coinciden, el veredicto es «exacto». Cuál de los otros es lo decidió el "
        "programa al ensayar causas, y está escrito en la fórmula. «por explicar» sale donde algo que coincidía ya no "
        "coincide porque se cambió el libro.",
    ),
    (
        "—, s/d y n/p",
        "«—»: no corresponde a ese periodo o nivel. «s/d»: sin dato, aunque corresponde. «n/p»: nada programado.",
    ),
    (
        "Valores guardados",
        "Cada fórmula lleva guardado el valor que dio el programa del informe, para quien abra el libro "
        "sin recalcularlo. Excel lo recalcula al abrirlo; LibreOffice, con Ctrl+Mayús+F9. «Control», en "
        "«Cifras», dice si el recálculo da lo impreso.",
    ),
    (
        "Precisión",
        "El informe calcula con fracciones exactas; una hoja de cálculo, en binario con unos 15 dígitos. "
        "Por eso cada cifra se redondea una vez a «decimales_guarda» (10) y de ahí a los publicados: así "
        "un empate como 23,525 sube siempre a 23,53. Los dígitos verdaderos están en cifras.csv.",
    ),
    (
        "Probar un cambio",
        "Cambie un número azul de «Insumos», «Tareas» o «Método» por otro: se mueve lo que se calcula con él y "
        "«Control» señala qué cifras dejan de ser las impresas. Qué filas cuenta un recuento y qué cifras hay no "
        "cambian: para borrar o agregar un dato, o ver qué tareas serían reprogramadas, cambie el archivo y haga otra "
        "vez el informe.",
    ),
    ("No ordene las filas", "Los enlaces van por fila: filtre, no ordene. Si se ordena, «Control» lo delata."),
)


def index_sheet(
    addresses: Addresses, sheets: Sequence[Sheet], findings: Sequence[Finding], items: Sequence[Reconciled]
) -> Sheet:
    """Describe «Índice»: the given sheets in order with their number of rows, and the workbook's checks of itself.

    The checks are formulas that count figures, errors, differences, findings by severity and verdicts; beside each
    stands what it counts, or that it must be 0. A Book without figures, tasks, findings or published values has no
    checks of these.
    """
    columns = (
        Column("hoja", "Hoja", _NARROW),
        Column("lineas", "Filas", 14),
        Column("que", "Qué contiene", _WIDE),
    )
    lines = tuple(
        Line(
            {
                "hoja": text(sheet.name, Style.STRONG, f"'{sheet.name}'!A1"),
                "lineas": Cell(sum(block.height for block in sheet.blocks), decimals=0),
                "que": text(sheet.about),
            }
        )
        for sheet in sheets
    )
    blocks = (Block(columns, lines, "Hojas"), _checks(addresses, findings, items))
    title = f"Papeles de trabajo · {addresses.book.identity.get('nombre', addresses.book.institution)}"
    about = f"{window_words(addresses.book.period)} · {state_words(addresses.book)}"
    return Sheet(INDEX, title, about, blocks)


def readme_sheet(book: Book) -> Sheet:
    """Describe «Léeme»: facts of the run, how to read the workbook, and the input files with their SHA-256."""
    blocks = (
        _pairs("Dato", "Valor", _run_facts(book), "La corrida"),
        _pairs("Asunto", "Qué hay que saber", READING, "Cómo leer estos papeles"),
        _pairs("Archivo", "SHA-256", tuple(sorted(book.inputs.items())), "Archivos de entrada"),
    )
    about = "De qué corrida son estos papeles, con qué archivos se hicieron y cómo se leen."
    return Sheet(README, "Léeme", about, tuple(block for block in blocks if block.height))


def state_words(book: Book) -> str:
    """Return `BORRADOR` or `Definitivo; aprobado por NAME`; with synthetic data, ` · DATOS SINTÉTICOS` follows."""
    state = str(book.params.get("estado") or "borrador")
    approved = f"{state.capitalize()}; aprobado por {book.params.get('aprobado_por')}"
    words = DRAFT.words if state == "borrador" else approved
    return f"{words} · {SYNTHETIC.words}" if book.identity.get("sintetica") else words


def _pairs(first: str, second: str, pairs: Sequence[tuple[str, str]], title: str) -> Block:
    """Return a block of two columns, with these headers, and a line for each pair of name and text."""
    lines = (Line({"dato": text(name, Style.STRONG), "valor": text(value)}) for name, value in pairs)
    return Block((Column("dato", first, _NARROW), Column("valor", second, _WIDE)), tuple(lines), title)


def _run_facts(book: Book) -> tuple[tuple[str, str], ...]:
    """Return name and value of the run's facts; those that the Book does not state are left out."""
    facts = (
        ("Documento", str(book.params.get("titulo", ""))),
        ("Institución", str(book.identity.get("nombre", book.institution))),
        ("Periodo", f"{window_words(book.period)} ({book.period.code})"),
        ("Estado", state_words(book)),
        *((f"Corte de {code}", _cutoff(cut)) for code, cut in dict(book.params.get("cortes") or {}).items()),
        ("Método", f"{book.method.get('nombre', '')} ({book.method.get('id', '')})"),
        ("Fuente del método", str(book.method.get("fuente", ""))),
        ("Cifras", f"{number_es(len(book))}; las mismas de cifras.csv"),
        ("Tareas", _tasks_words(book)),
    )
    return tuple((name, value) for name, value in facts if value.strip(" ()"))


def _tasks_words(book: Book) -> str:
    """Say in Spanish how many tasks the Book has, and of which plan or how many versions; empty without tasks."""
    versions = list(dict.fromkeys(year.version for year in book.series.values()))
    if not versions:
        return ""
    plans = f"del plan «{versions[0]}»" if len(versions) == 1 else f"de {len(versions)} versiones del plan"
    return f"{number_es(len(book.series))} {plans}, en «Tareas»"


def _cutoff(cut: Mapping[str, str]) -> str:
    """Return a cut-off's date and source in words."""
    return f"{date_es(cut['fecha'])} ({cut['fuente']})"


def _checks(addresses: Addresses, findings: Sequence[Finding], items: Sequence[Reconciled]) -> Block:
    """Return the block of the workbook's checks of itself, which formulas count."""
    columns = (
        Column("control", "Control", _NARROW),
        Column("valor", "Resultado", 14),
        Column("que", "Qué cuenta", _WIDE),
    )
    counted = (*_figure_counts(addresses), *_severity_counts(findings), *_verdict_counts(items))
    return Block(columns, counted, "Controles de este libro")


def _figure_counts(addresses: Addresses) -> tuple[Line, ...]:
    """Return the checks of figures, if «Cifras» has any, and then those of tasks."""
    exact, published = addresses.column("exacto"), addresses.column("publicado")
    # Not `ISERROR` over the column, which not every program evaluates row by row. `COUNT` ignores what is no number.
    errors = f"=ROWS({exact})-COUNT({exact})+ROWS({published})-COUNT({published})"
    differing = f'=COUNTIF({addresses.column("control")},"{DIFFERS}")'
    lines = (
        _check("Cifras", len(addresses.order), f"=ROWS({exact})", "Filas de «Cifras»."),
        _check("Cifras que no dan un número", 0, errors, "Debe ser 0."),
        _check("Cifras que difieren de lo impreso", 0, differing, "Debe ser 0."),
    )
    return (*(lines if addresses.order else ()), *_task_counts(addresses))


def _task_counts(addresses: Addresses) -> tuple[Line, ...]:
    """Return the checks of tasks; empty if no window scores tasks."""
    windows = addresses.tasks.windows
    if not windows:
        return ()
    controls, scored = (column_reference(CONTROL, COLUMNS, key, len(windows)) for key in ("control", "entran"))
    number = sum(len(window.figures) for window in windows)
    return (
        _check("Avances de tareas", number, f"=SUM({scored})", OF_TASKS),
        _check("Ventanas cuyas tareas difieren", 0, f'=COUNTIF({controls},"{DIFFERS}")', SEE_CONTROL),
    )


def _severity_counts(findings: Sequence[Finding]) -> tuple[Line, ...]:
    """Return a line for each severity, with how many findings it has; empty without findings."""
    place = column_reference(FINDINGS, FINDING_COLUMNS, "severidad", len(findings))
    return tuple(_counts("Hallazgos", place, count_by_severity(findings).items(), _SEVERITIES)) if findings else ()


def _verdict_counts(items: Sequence[Reconciled]) -> tuple[Line, ...]:
    """Return a line for each verdict, and for `UNJUDGED`; empty if nothing was published before."""
    place = column_reference(RECONCILIATION, RECONCILED_COLUMNS, "veredicto", len(items))
    numbers = [(verdict, sum(item.veredicto == verdict for item in items)) for verdict in Verdict]
    return tuple(_counts("Conciliación", place, [*numbers, (UNJUDGED, 0)], _VERDICTS)) if items else ()


def _counts(sheet: str, column: str, numbers: Iterable[tuple[str, int]], meanings: Mapping[str, str]) -> Iterator[Line]:
    """Yield a line for each word: a formula that counts it in a column of a sheet, and what it means."""
    for word, number in numbers:
        yield _check(f"{sheet}: {word}", number, f'=COUNTIF({column},"{word}")', meanings[word])


def _check(name: str, value: int, formula: str, what: str) -> Line:
    """Return a check's line: its name, its number as a formula, and what it counts."""
    number = Cell(value, formula, Style.FORMULA, 0)
    return Line({"control": text(name, Style.STRONG), "valor": number, "que": text(what)})


_SEVERITIES: Mapping[str, str] = {
    Severity.ERROR: "Impiden publicarlo como definitivo.",
    Severity.WARNING: "Hay que explicarlos.",
    Severity.NOTE: "Conviene saberlos.",
}
_VERDICTS: Mapping[str, str] = VERDICT_MEANINGS | {UNJUDGED: "Debe ser 0: coincidían, y se cambió el libro."}
