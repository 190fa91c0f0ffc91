"""Writes the reference page of all tables, `docs/guia/tablas.md`, from their definitions.

- `python -m tools.reference_page` writes it;
- `python -m tools.reference_page --check` reports whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from helpers.base.exact import FRACTION_DIGITS, WHOLE_DIGITS
from helpers.base.system import atomic
from helpers.base.system.workspace import Workspace
from helpers.base.written_values import NO_VALUE_WORDS
from helpers.intake.dataset import TABLES
from helpers.intake.readers.read_limits import CELLS, COLUMNS, FILE_BYTES, MEGABYTE, ROWS
from helpers.intake.tables.column_headings import synonyms
from helpers.intake.tables.table_columns import Column, Table
from helpers.intake.year_folders import TABLE_SUFFIXES

PAGE = "docs/guia/tablas.md"
HEADINGS = ("Columna", "Obligatoria", "Tipo", "Descripción", "Valores o forma")
"""Headings of the lines that `reference` returns."""
_SCOPES = {"año": "la carpeta del año", "periodo": "la carpeta de su periodo", "versión": "`poa/<versión>/`"}
_INTRODUCTION = """\
# Las tablas que se leen

<!-- Esta página la escribe `python -m tools.reference_page` a partir de las declaraciones de las
tablas. -->

Cada tabla va en un archivo con su nombre (`gastos.xlsx`), o en una hoja con su nombre dentro de `datos.xlsx`, en la
carpeta que se indica: la del año (`data/<entidad>/<año>/`), la de su periodo (`…/T2/`) o la de la versión del plan
(`…/poa/v1/`). Todo lo que no se pueda leer se informa de una vez, con archivo, hoja, celda y remedio; nada se
convierte en cero ni se deja de lado en silencio.

## Qué archivos

Se leen {formats}. Un CSV puede estar en UTF-8, UTF-16 o Windows-1252 (Latin-1), con coma, punto y coma o tabulador.
De un libro se lee la hoja que se llama como la tabla; si no hay, aquella cuyo encabezado la reconoce. Las macros y
las fórmulas no se ejecutan nunca: se lee el resultado guardado, y una fórmula sin resultado es un error. Las filas,
columnas y hojas ocultas se leen y se avisa.

No se abren los archivos con contraseña, dañados, de más de {megabytes} MB, con más de {rows} filas, {columns}
columnas o {cells} celdas con contenido, ni los que por dentro son otra cosa de lo que dice su nombre. Una celda que
guarda dos valores, o una dirección que está dos veces en su hoja, es un error: cada programa tomaría otro.

## Qué letras

Son un error, con su celda, los caracteres que ningún libro ni página puede llevar: los de control, los que Unicode no
asigna (U+FFFE), los que cambian la dirección de la escritura y lo que Excel escribe por ellos (`x0001` entre guiones
bajos). Lo que las letras del informe no tienen, como un emoji, se avisa y se imprime de otro modo: «č» como «c», una
viñeta de Word como «•», y lo demás con su código, `[U+1F3AF]`. Los nombres de los archivos y carpetas de datos, los
parámetros y los métodos no admiten ni unos ni otros.

## Si un archivo llegó cortado

Un CSV que se cortó al copiarlo o descargarlo se lee sin que nada falle, con cifras de menos. Por eso se avisa de:

- **un archivo que acaba sin fin de línea** (`ENT-ARCHIVO-CORTADO`, advertencia): Excel y LibreOffice siempre lo ponen;
  algunos editores y páginas, como el Bloc de notas y las hojas de cálculo en línea, no. Si el archivo está completo,
  ábralo y guárdelo en Excel o LibreOffice, o pulse Intro al final de la última línea, y el aviso se va;
- **una fila con menos celdas que el encabezado** (`ENT-FILA-CORTA`): error si le falta una celda de números, porque la
  cifra pudo perderse o quedar en otra columna; advertencia si solo le faltan textos. Si la celda va vacía, su separador
  se escribe igual, o la tabla se guarda como `.xlsx`. Excel omite las últimas columnas que están vacías en todo un
  bloque de dieciséis filas: eso se reconoce y no se avisa.

Un corte justo entre dos filas no deja huella en el archivo. Lo ve `poa comprobar`, que compara con la última revisión
aceptada (la guía del trimestre, «Lo que está por confirmar»).

## Dónde está la tabla en su hoja

Puede haber títulos encima, filas en blanco, el encabezado repetido, notas al pie y filas de total: se reconocen, se
apartan y se informan. El encabezado puede ocupar dos filas, con celdas unidas («Presupuesto» sobre «Inicial» y
«Vigente»). Un total se compara con la suma de sus filas y nunca se suma. Una celda unida hacia abajo vale para cada
una de sus filas; un importe se lee solo en la primera, y se pide separarlo (`ENT-CELDAS-UNIDAS`).

## Cómo se reconocen las columnas

Por su nombre o por alguno de los otros encabezados que se indican, sin distinguir mayúsculas, acentos ni
puntuación. Un encabezado propio se declara en los parámetros de la corrida:

```yaml
columnas:
  gastos: {{"Llave prog.": cat_prog, "Ejecutado SIGEP": devengado}}
```

Un encabezado que no se reconoce se avisa y su columna no se lee (`ENT-COLUMNA-DESCONOCIDA`); si se parece mucho al de
una columna que falta («Devengdo»), es un error, y sus filas no dan otros por ello.

## Números, códigos y nombres

- **Números**: `1.655.356,33`, `1,655,356.33`, `(1.234,00)`, `Bs 12.000.-` y `47,60%` se leen como se escriben; el
  separador se decide con la columna entera, y si queda en duda se declara con `separador_decimal: coma` o `punto`.
  `12.000` donde otras celdas prueban el punto decimal se lee 12 y se avisa, salvo que se declare el separador.
  Un número tiene como máximo {whole} cifras enteras y {fraction} decimales, límite que no se puede cambiar.
  Un porcentaje va en puntos: 47,60. «Sin valor» se escribe {words}, un guion o nada. Una llamada de nota (`12,5*`)
  no es parte de la cifra.
- **Códigos**: son texto; los ceros y los espacios se conservan. Si un sistema los escribe con otros espacios, se
  declara su forma, con un cero por cifra y entre comillas, y todas las tablas se llevan a ella:

  ```yaml
  codigos:
    cat_prog: ["000 0 000", "00 00000000000000 000"]
  ```

- **Unidades, áreas y acciones**: por su código; si no, por su nombre o sigla exactos; si no, por un alias declarado
  en la corrida o en `entidad.yaml`. Un nombre solo parecido se propone y no se da por bueno.

  ```yaml
  alias:
    estructura: {{"Dir. Gral. Asuntos Adm.": DGAA}}
    acciones: {{"Acción de protección": "3"}}
  ```

- **Una unidad que cambia de nombre** en el año conserva en `estructura` su código, con el nombre y la sigla de hoy. Las
  tablas que traen la sigla nueva se leen con ese código; con otro, sus formularios ya aceptados quedarían sin unidad.

## Lo que un documento anterior imprimió

Cada cifra impresa es una fila de `publicado`: su identificador, dónde está y el valor como se imprimió. Si al lado se
imprimió su calificación, va en la misma fila, en la columna que se llama como en `cifras.csv` (`calificacion`,
`desempeno`, `semaforo`, y `grado` para el estado de ejecución); si solo se imprimió la calificación, `valor` queda
vacío:

```csv
id,donde,valor,decimales,grado,calificacion,desempeno
avance_fisico/2024-T2/unidad/DGAA,"informe T2, pág. 12",95.74,2,En proceso de ejecución,Alto,Satisfactorio
avance_fisico/2024-T2/area/VRE,"informe T2, pág. 3",93,0,,,
avance_fisico/2024-T2/acp/6,"informe T2, pág. 4",,,,,Satisfactorio
```

El valor se compara con los decimales con que se imprimió (93 con 92,75), y cada palabra, con la que da la escala del
método, sin distinguir mayúsculas ni acentos; «En proceso» vale si una sola palabra de la escala empieza así. En
`conciliacion.csv`, la línea de una palabra se llama como su cifra más su columna:
`avance_fisico/2024-T2/unidad/DGAA#calificacion`.

## Las exportaciones del SIGEP

Los reportes de ejecución de gastos (por categoría programática, fuente u objeto del gasto) y de recursos (por
rubro) se ponen como salen del sistema, con cualquier nombre, en `data/<entidad>/<año>/sigep/`. La fecha de corte se
toma de su título («al 30/06/2024»); lo que el reporte no diga se declara. Los subtotales y totales se comprueban y
no se suman. Los encabezados y pies de cada página («Usuario: …», «Página 1 de 3», la fecha de impresión, los títulos
repetidos) se apartan con una nota; si uno lleva un importe, es un error. También lo es un título con el número de
otra entidad que la de `codigo_sigep` en `entidad.yaml`, o que diga «en miles» o «en dólares».

```yaml
sigep:
  rep_gastos.xlsx: {{fecha_corte: 2024-06-30, reporte: categoria, estado: aprobado}}
```

## El reporte a la fecha de corte

Un periodo cuyo presupuesto se lleva en `gastos` necesita el reporte a su fecha de corte, con lo ejecutado; lo mismo
`recursos`, donde se lleva. Se lleva una tabla que los parámetros piden en `tablas`, o de la que ya hay un reporte
anterior del año; en `gastos`, lo ejecutado es la columna que el método cuenta como gasto (`devengado`). Si falta, es un
error (`ENT-CORTE-FALTA`): sin él, el periodo no tendría ejecución financiera y nada lo diría. Si el reporte no existe,
los parámetros dicen por qué, y el resumen lo imprime:

```yaml
sin_corte:
  gastos: el SIGEP no emitió el reporte del trimestre hasta después de la presentación (nota 45/2024)
```

Cuando el reporte llega se quita esa línea: mientras estén las dos cosas es un error (`ENT-SIN-CORTE`). El plan de un
año no tiene cuentas que cortar y no lo necesita. `poa abrir` no pasa el motivo al periodo siguiente. Los
formularios y el plan no leen las cuentas: se hacen aunque falte el reporte o tenga errores.

En `gastos`, un importe en blanco no vale 0. Si un reporte trae el vigente o el devengado de unas líneas y no el de
otras, no se calculan los totales a los que estas entran y que otro reporte no trae (`GAS-EN-BLANCO`): donde no hubo
importe se escribe 0.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    formats = sorted({suffix for suffix in TABLE_SUFFIXES})
    introduction = _INTRODUCTION.format(
        formats=", ".join(f"`{suffix}`" for suffix in formats),
        megabytes=FILE_BYTES // MEGABYTE,
        rows=_thousands(ROWS),
        columns=_thousands(COLUMNS),
        cells=_thousands(CELLS),
        whole=WHOLE_DIGITS,
        fraction=FRACTION_DIGITS,
        words=", ".join(f"`{word}`" for word in NO_VALUE_WORDS),
    )
    tables = "\n".join(f"- [`{name}`](#{name}): {_text(table.description)}" for name, table in TABLES.items())
    sections = "\n".join("\n".join(_section(table)) for table in TABLES.values())
    return f"{introduction}\n## Las tablas\n\n{tables}\n\n{sections}"


def _section(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"{_text(table.description)}\n"
    yield f"Va en {' o en '.join(_SCOPES[scope.value] for scope in table.scopes)}.{_rules(table)}\n"
    headings = (*HEADINGS, "Otros encabezados")
    yield _line(headings)
    yield _line(["---"] * len(headings))
    for line in reference(table):
        yield _line((f"`{line[0]}`", *line[1:], "; ".join(synonyms(table, line[0]))))
    yield ""


def _rules(table: Table) -> str:
    key = f" No se repite la combinación de {_and([f'`{name}`' for name in table.key])}." if table.key else ""
    choices = "".join(f" Lleva {choice.words}." for choice in table.choices)
    return key + choices


def _and(names: Sequence[str]) -> str:
    return " y ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_text(cell).replace('|', '/') for cell in cells)} |"


def _text(words: str) -> str:
    """Escape `<`, so that Markdown does not take `<versión>` for HTML."""
    return words.replace("<", "&lt;")


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` compare it; return 1 if it is not up to date, else 0."""
    path = Workspace.find().root / PAGE
    if "--check" not in arguments:
        atomic.write_text(path, page())
        return 0
    is_current = path.is_file() and path.read_text(encoding="utf-8") == page()
    if not is_current:
        print(f"{PAGE} no está al día: ejecute «python -m tools.reference_page».", file=sys.stderr)
    return 0 if is_current else 1


def reference(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return one line of texts for each column of a table's file, for the reference page and the forms.

    Returns
    -------
    tuple of tuple of str
        Texts in Spanish, in the order of `HEADINGS`.
    """
    return tuple(
        (column.name, _duty(table, column), column.kind.value, column.description, _form(column))
        for column in table.file_columns
    )


def _duty(table: Table, column: Column) -> str:
    if column.required:
        return "sí, puede estar vacía" if column.blank else "sí"
    for choice in table.choices:
        if any(column.name in option for option in choice.options):
            return f"una de: {choice.words}"
    return "no"


def _form(column: Column) -> str:
    return ", ".join(column.allowed) or column.written


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
