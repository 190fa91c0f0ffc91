"""`poa textos`: the planner's texts as a Word document, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.desk.commands.command_support import asked_run, run_argument, say


def texts(
    run: Annotated[str, run_argument("De qué corrida: mre/2024-T2.")],
    read: Annotated[str, typer.Option("--leer", metavar="FICHERO", help="Lee un documento corregido.")] = "",
    output: Annotated[str, typer.Option("--salida", metavar="FICHERO", help="Qué documento escribir.")] = "",
) -> None:
    """Escribe los textos de un informe en un documento de Word, y lee el corregido.

    El documento tiene lo que dice data/ENTIDAD/AÑO/PERIODO/texto/, con cada número en un control bloqueado que sabe
    de qué cifra sale. --leer lleva las correcciones a esos archivos; cada número sigue pedido al libro. Si alguien
    escribió sobre un número, o escribió un número a mano, no se cambia nada y se dice todo, con su párrafo. El texto
    anterior se guarda en output/ENTIDAD/PERIODO-textos/. Un documento que existe no se sobrescribe.

    \b
    Termina con:
      0    el documento está escrito, o las correcciones están en los textos
      1    los datos o el documento tienen errores; no se cambió nada
      2    la orden está mal escrita o pide algo que no existe

    \b
    Ejemplos:
      poa textos mre/2024-T2
      poa textos mre/2024-T2 --salida textos.docx
      poa textos mre/2024-T2 --leer textos_mre_2024-T2.docx
    """
    from helpers.base.errors import UsageError
    from helpers.desk.periods.planner_texts import texts_of_run

    if read and output:
        raise UsageError("--leer lee un documento y --salida nombra el que se escribe: deje una de las dos.")
    planned = texts_of_run(*asked_run(run))
    if not read:
        place = planned.write(Path(output) if output else None)
        say(f"creado     {place}")
        say(f"Siguiente paso: corríjalo y léalo con poa textos {run} --leer {place}")
        return
    if not Path(read).is_file():
        raise UsageError(f"no existe el archivo {read}.")
    for text in planned.read(Path(read)):
        say(f"{text.state:<10} {text.name}{f' ({text.note})' if text.note else ''}")
