"""The command: its exit codes, its Spanish texts, and how little it loads to show its help."""

import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from helpers.base.errors import ConfigError, PoaError, UsageError
from helpers.desk import cli
from helpers.figures.findings import Finding, InputsFailed, Severity
from helpers.run.report.report_order import Failure, SectionsFailed, Stop

ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|missing|invalid|error:? [a-z]+ing|show|exit|try)\b", re.I
)
HEAVY = {
    "IPython", "jinja2", "lxml", "matplotlib", "nbclient", "nbconvert", "nbformat", "numpy", "openpyxl",
    "pandas", "papermill", "pydantic", "rich", "ruamel", "seaborn", "typst",
    "xlsxwriter", "zmq",
}  # fmt: skip

RESTARTED = 99


@pytest.fixture
def poa(monkeypatch, tmp_path):
    """Call the command from a folder that has no workbook."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POA_RAIZ", raising=False)

    def call(*arguments):
        return CliRunner().invoke(cli.app, arguments, prog_name="poa")

    return call


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """A workbook whose runs are only recorded, or fail with the exception in `problem`."""
    for name in ("params", "notebooks"):
        (tmp_path / name).mkdir()
    asked = SimpleNamespace(requests=[], problem=None, failed=())

    def run_report(workspace, request, watcher, steps=None):
        asked.requests.append(request)
        if asked.problem:
            raise asked.problem
        return SimpleNamespace(failed=asked.failed)

    monkeypatch.setattr("helpers.run.report.make_report.run_report", run_report)
    monkeypatch.setattr("helpers.desk.terminal.run_summary.show_published", lambda console, published: None)
    return asked


@pytest.mark.parametrize("command", [(), ("informe",), ("lote",), ("explicar",), ("lista",), ("cuadernos",)])
def test_help_is_in_spanish(poa, command):
    answer = poa(*command, "--help")
    assert answer.exit_code == 0
    assert answer.output.startswith(f"Uso: {' '.join(('poa', *command))} [OPCIONES]")
    assert "Muestra esta ayuda." in answer.output
    assert not ENGLISH.search(answer.output.replace("Error:", "")), answer.output


@pytest.mark.parametrize(("command", "codes"), [("informe", ["0", "1", "2", "3", "130"]), ("lote", ["0", "1", "2", "130"]), ("explicar", ["0", "1", "2"])])
def test_the_help_lists_the_exit_codes(poa, command, codes):
    assert re.findall(r"^ +(\d+)  +\S", poa(command, "--help").output, re.M) == codes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("informe",), "Falta ENTIDAD/PERIODO."),
        (("informe", "mre/2024-T2", "otro"), "Sobra «otro»."),
        (("informe", "mre/2024-T2", "--seccion"), "No existe la opción --seccion. ¿Quiso decir --secciones?"),
        (("informe", "mre/2024-T2", "--jobs"), "La opción --jobs necesita un valor."),
        (("informe", "mre/2024-T2", "--sin-pdf=no"), "La opción --sin-pdf no lleva un valor."),
        (("informe", "mre/2024-T2", "--jobs", "0"), "--jobs: «0» no es un número entero mayor que cero."),
        (("informe", "mre/2024-T2", "--jobs", "dos"), "--jobs: «dos» no es un número entero mayor que cero."),
        (("informe", "mre/2024-T2", "--jobs", "1_0"), "--jobs: «1_0» no es un número entero mayor que cero."),
        (("informe", "mre/2024-T2", "--jobs", "٣"), "--jobs: «٣» no es un número entero mayor que cero."),
        (
            ("infrome", "mre/2024-T2"),
            "¿Quiso decir «informe»?",
        ),
        (("informe", "mre"), "«mre» no es ENTIDAD/PERIODO"),
        (("informe", "mre/2024-T2", "--secciones", ","), "no nombra ninguna sección"),
        (("lista",), "No se encuentra el libro de trabajo"),
        (("explicar",), "Falta ENTIDAD/PERIODO."),
        (("explicar", "mre/2024-T2"), "Falta CIFRA."),
        (("cerrar", "mre/2024-T2"), "Falta --por NOMBRE."),
        (("explicar", "mre/2024-T2", "x", "--profundidad", "0"), "«0» no es un número entero mayor que cero."),
        (("explicar", "mre/2024-T2", "x", "--metodos", ","), "«--metodos ,» no nombra ningún método."),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(poa, arguments, message):
    answer = poa(*arguments)
    assert answer.exit_code == 2
    assert message in " ".join(answer.output.split())
    assert not ENGLISH.search(answer.output), answer.output


def test_the_bare_command_shows_its_help(poa):
    answer = poa()
    assert answer.exit_code == 2
    assert answer.output.count("Órdenes:") == 1


def test_options_reach_the_run(poa, asked):
    answer = poa(
        "informe", "mre/2024-T2", "-p", "titulo=Otro", "--parametro", "estado=borrador",
        "--secciones", "acp, resumen,acp", "--jobs", "3", "--salida", "otra", "--sin-pdf",
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    (request,) = asked.requests
    assert (request.institution, request.period) == ("mre", "2024-T2")
    assert request.overrides == ("titulo=Otro", "estado=borrador")
    assert request.sections == ("acp", "resumen")
    assert (request.jobs, str(request.output), request.with_pdf) == (3, "otra", False)


def test_a_limit_longer_than_a_timer_takes_is_one_of_a_year(poa, asked):
    """The system's timer refuses 300 years, with which every section failed."""
    assert poa("informe", "mre/2024-T2", "--limite", "9" * 400).exit_code == 0
    assert asked.requests[0].limit == 366 * 24 * 60


def test_without_options_everything_is_made(poa, asked):
    poa("informe", "mre/2024-T2")
    (request,) = asked.requests
    assert (request.overrides, request.sections, request.jobs) == ((), (), 0)
    assert (request.output, request.with_pdf) == (None, True)


FINDING = Finding("X", Severity.ERROR, "no es un número", archivo="data/a.csv", celda="E7")
FAILURE = Failure("acp", "04_acp.ipynb", Stop(7, "tabla[0]", "KeyError: 0"))


def test_a_report_with_failed_checks_ends_with_3(poa, asked):
    assert poa("informe", "mre/2024-T2").exit_code == 0
    asked.failed = ("una",)
    assert poa("informe", "mre/2024-T2").exit_code == 3


def with_note(problem):
    problem.add_note("Lo que alcanzó a hacerse quedó en x.fallido/")
    return problem


@pytest.mark.parametrize(
    ("problem", "code", "messages"),
    [
        (
            with_note(InputsFailed([FINDING])),
            1,
            ["a.csv", "E7", "no es un número", "no se calculó nada", "1 error", "x.fallido/"],
        ),
        (with_note(SectionsFailed([FAILURE])), 1, ["acp", "celda [7]", "KeyError: 0", "x.fallido/"]),
        (ConfigError("params/x.yaml", ["«color»: clave desconocida."]), 1, ["params/x.yaml", "«color»"]),
        (with_note(PoaError("no se pudo armar [x]")), 1, ["no se pudo armar [x]", "x.fallido/"]),
        (UsageError("no existe"), 2, ["no existe"]),
        (PermissionError(13, "denegado", "output"), 1, ["no dejó leer o escribir", "no hay permiso", "(output)."]),
        (KeyboardInterrupt(), 130, ["Interrumpido", "sigue como estaba"]),
    ],
)
def test_each_failure_has_its_code_and_its_reason(poa, asked, problem, code, messages):
    asked.problem = problem
    answer = poa("informe", "mre/2024-T2")
    assert answer.exit_code == code
    for text in messages:
        assert text in " ".join(answer.output.split())
    assert "Traceback" not in answer.output


def test_a_defect_of_the_program_is_reported_as_one_and_not_as_bad_data(poa, asked):
    asked.problem = ZeroDivisionError("x")
    answer = poa("informe", "mre/2024-T2")
    assert answer.exit_code == 1
    assert "Traceback" in answer.output
    assert "defecto del programa" in answer.output


@pytest.mark.parametrize("command", [command.name for command in cli.COMMANDS])
def test_examples_can_be_typed_in_windows(poa, command):
    """Its Command Prompt passes single quotes on: `poa lote '*/2024-T3'` found no report."""
    assert not re.search(r"poa .* '", poa(command, "--help").stdout)


def test_what_goes_into_a_file_keeps_its_minus_sign_under_an_old_code_page():
    told = "from helpers.desk import cli; cli.app = lambda: print('Efecto: \\u22127,79 puntos'); cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", told], env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=True
    )
    assert done.stdout.decode() == f"Efecto: −7,79 puntos{os.linesep}"


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nsys.argv = ['poa', '--help']\nfrom helpers.desk.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    ("command", "options", "slow"),
    [("report", ["--sin-cache"], "helpers.run.report.make_report"), ("audit", [], "helpers.audit.run_audit")],
)
def test_a_command_that_restarts_itself_does_so_before_its_slow_imports(poa, asked, monkeypatch, command, options, slow):
    """They were done twice, which took a second more."""

    def restart():
        raise SystemExit(RESTARTED)

    monkeypatch.setitem(sys.modules, slow, None)
    monkeypatch.setattr(f"helpers.desk.commands.{command}_command.fix_hash_seed", restart)
    assert poa(command, "mre/2024-T2", *options).exit_code == RESTARTED
