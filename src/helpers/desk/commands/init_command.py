"""`poa iniciar`: start a new institution."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helpers.base.errors import PoaError, UsageError
from helpers.base.system.workspace import Workspace
from helpers.desk.commands.command_support import say

if TYPE_CHECKING:
    from helpers.desk.periods.new_institution import Answers


def init(
    folder: Annotated[str, typer.Argument(metavar="NOMBRE", help="Nombre corto, en minúsculas: aduana, gam-oruro.")],
    name: Annotated[str, typer.Option("--nombre", metavar="TEXTO", help="Nombre completo de la entidad.")] = "",
    sigla: Annotated[str, typer.Option("--sigla", metavar="SIGLA", help="Su sigla.")] = "",
    sigep: Annotated[
        str | None, typer.Option("--codigo-sigep", metavar="N", help="Su número de entidad en el SIGEP, si se conoce.")
    ] = None,
    period: Annotated[
        str, typer.Option("--periodo", metavar="PERIODO", help="El primero que informará: 2025-T1.")
    ] = "",
    method: Annotated[
        str, typer.Option("--metodo", metavar="MÉTODO", help="Cómo puntúa; los que hay: poa lista.")
    ] = "",
    with_tasks: Annotated[
        bool | None,
        typer.Option(
            "--con-tareas/--con-porcentajes",
            help="Las unidades informan tareas; con --con-porcentajes, porcentajes.",
        ),
    ] = None,
) -> None:
    """Empieza una institución nueva.

    Pregunta lo que falte y hace sus parámetros y sus tablas en Excel, vacías y explicadas columna por columna:
    estructura, acciones, plan (o porcentajes), gastos y vinculación; si el método solo cuenta resultados, estructura,
    acciones, marcos y resultados. Basta con llenarlas: no hay que programar.

    \b
    Termina con:
      0    la institución está hecha
      2    la orden está mal escrita, o el nombre corto ya existe

    \b
    Ejemplos:
      poa iniciar aduana
      poa iniciar aduana --nombre "Aduana Nacional" --sigla AN --periodo 2025-T1 --metodo segip-2020 --con-tareas
    """
    from helpers.desk.periods.new_institution import check_folder, init_institution

    workspace = Workspace.find()
    check_folder(workspace, folder)
    tasks = None if with_tasks is None else "sí" if with_tasks else "no"
    told = {
        "name": name or None, "sigla": sigla or None, "sigep": sigep, "period": period or None,
        "has_tasks": tasks, "method": method or None,  # the method must fit the tasks
    }  # fmt: skip
    answers = _answers(workspace, folder, told)
    _show(answers, init_institution(workspace, answers))


def _show(answers: Answers, made: Sequence[str]) -> None:
    """Print the files to fill in, in order, and the next command."""
    say(f"Institución «{answers.name}» hecha. Llene estos archivos, en este orden:")
    for number, path in enumerate(made, start=1):
        say(f"  {number}. {path}")
    say(f"Luego ejecute «poa comprobar {answers.folder}/{answers.period}».")


@dataclass(frozen=True)
class Question:
    """A question on the new institution.

    Attributes
    ----------
    words : str
        The question in Spanish.
    option : str
        The option of the command that answers it.
    read : callable
        Turns the answer into its value; raises a PoaError if it is not valid.
    may_be_blank : bool
    """

    words: str
    option: str
    read: Callable[[str], object]
    may_be_blank: bool = False


def _answers(workspace: Workspace, folder: str, options: Mapping[str, str | None]) -> Answers:
    """Return the answers: those in the options, checked first, and the rest asked on the terminal.

    UsageError, with what is left to answer, if nobody answers.
    """
    from helpers.desk.periods.new_institution import Answers

    known: dict[str, Any] = {"folder": folder}
    questions = _questions(workspace, known)
    for name, text in options.items():
        if text is not None:
            known[name] = questions[name].read(text)
    try:
        for name, question in questions.items():
            if name not in known:
                known[name] = ask(question)
    except EOFError as nobody:
        raise UsageError(_untold(questions, known)) from nobody
    return Answers(**known)


def _untold(questions: Mapping[str, Question], known: Mapping[str, Any]) -> str:
    """The message if nobody answers: each question still without answer, with the option that answers it."""
    missing = [question for name, question in questions.items() if name not in known and not question.may_be_blank]
    told = "; ".join(f"«{question.words}», con {question.option}" for question in missing)
    return f"Nadie responde a las preguntas. Diga lo que falta: {told}."


def _questions(workspace: Workspace, known: dict[str, Any]) -> dict[str, Question]:
    """Return the questions by field of `Answers`; on tasks only if the method is not known to score none."""
    from helpers.desk.periods.new_institution import first_period, one_line
    from helpers.settings.methods import load_method, methods_found

    def method(text: str) -> str:
        """Return a method's id, after checking that it exists and can score what units report."""
        loaded = load_method(workspace, text)
        if loaded.hoja is None and known.setdefault("has_tasks", False):
            raise UsageError(f"El método «{loaded.id}» no puntúa tareas: elija otro, o informe porcentajes.")
        return loaded.id

    methods = ", ".join(methods_found(workspace))
    return {
        "name": Question("Nombre completo de la entidad", "--nombre", one_line),
        "sigla": Question("Sigla", "--sigla", one_line),
        "sigep": Question(
            "Número de entidad en el SIGEP (vacío si no lo sabe)", "--codigo-sigep", _digits, may_be_blank=True
        ),
        "period": Question("Primer periodo que informará, como 2025-T1", "--periodo", first_period),
        "method": Question(f"Método ({methods})", "--metodo", method),
        "has_tasks": Question("¿Las unidades informan tareas? (s/n)", "--con-tareas o --con-porcentajes", _yes),
    }


def ask(question: Question) -> Any:
    """Ask a question on the terminal until the answer is valid, and return its value; print why an answer is not.

    At the end of the input, the answer is blank if it may be.

    Raises
    ------
    EOFError
        If the input has ended and the answer may not be blank.
    """
    while True:
        try:
            text = input(f"{question.words}: ").strip()
        except EOFError:
            if not question.may_be_blank:
                raise
            text = ""
        if not text and not question.may_be_blank:
            continue
        try:
            return question.read(text)
        except PoaError as problem:
            say(f"{problem} Responda otra vez.")


def _digits(text: str) -> str:
    """Return a number of SIGEP as written, as its zeros count; it may be empty. UsageError for other than digits."""
    if text and not (text.isascii() and text.isdigit()):
        raise UsageError(f"«{text}» no es un número de entidad del SIGEP: se escribe solo con cifras, como 0046.")
    return text


def _yes(answer: str) -> bool:
    """Return whether an answer begins with `s` (sí); False for `n` (no), and UsageError for any other."""
    first = answer.casefold()[:1]
    if first not in {"s", "n"}:
        raise UsageError(f"«{answer}» no es sí ni no: responda s o n.")
    return first == "s"
