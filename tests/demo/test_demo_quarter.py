"""Two quarters of the synthetic institution with the real commands, its forms filled in as its units would."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from builders import WORKSPACE
from paper_texts import texts_of
from real_commands import copy_of, does, poa

from helpers.demo.demo_write import make_demo

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

TASKS = 48
BY = "Persona Ficticia Tres, Máxima Autoridad Ejecutiva (sintética)"
FIRST, SECOND = "demo/2024-T1", "demo/2024-T2"


class Demo:
    """The synthetic institution in a folder of its own, and the commands run there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        make_demo(WORKSPACE, root, TASKS, 2024, with_forms=True)
        copy_of(root, "notebooks")
        for path in (root / "params/demo").glob("2024-*.yaml"):
            lines = path.read_text(encoding="utf-8").splitlines()
            sections = "[resumen]" if path.stem in FIRST else "[resumen, unidades, conciliacion]"
            short = [f"secciones: {sections}" if line.startswith("secciones:") else line for line in lines]
            path.write_text("\n".join(short) + "\n", encoding="utf-8")

    def poa(self, *words: str) -> tuple[int, str]:
        done = poa(self.root, *words)
        return done.returncode, done.stdout + done.stderr

    def does(self, *words: str) -> str:
        return does(self.root, *words)

    def inbox(self, quarter: int) -> Path:
        return self.root / f"data/demo/2024/T{quarter}/formularios"

    def receive(self, run: str, quarter: int) -> dict:
        """Check the inbox, put aside the workbook that is no unit's form, and check again."""
        code, answer = self.poa("check", run, "--json")
        errors = json.loads(answer)["hallazgos"]["error"]
        assert (code, errors) == (1, 1), answer
        (advice,) = [line for line in json.loads(answer)["que_hacer"] if line.startswith("Averigüe de qué unidad")]
        stray = advice.split("«")[1].split("»")[0]
        aside = self.inbox(quarter) / "descartados"
        aside.mkdir()
        (self.inbox(quarter) / stray).rename(aside / stray)
        return json.loads(self.does("check", run, "--json"))


    def approved(self, run: str) -> tuple[str, ...]:
        """Accept every proposal of the drafted texts, and return the options of a report that is approved."""
        self.does("draft", run)
        for path in (self.root / "data" / run.replace("-", "/") / "texto").glob("*.md"):
            path.write_text(path.read_text(encoding="utf-8").replace(" (propuesta)", ""), encoding="utf-8")
        return "-p", "estado=definitivo", "-p", f"aprobado_por={BY}"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Demo:
    return Demo(tmp_path_factory.mktemp("sintetica"))


def test_two_quarters_in_a_row_are_received_reported_and_closed(demo):
    """The second quarter is also opened with the commands, its forms are made, and its report is audited."""
    assert demo.receive(FIRST, 1)["sin_errores"]
    demo.does("report", FIRST, "--sin-pdf", *demo.approved(FIRST))
    demo.does("close", FIRST, "--por", BY)

    quarter, kept = demo.root / "data/demo/2024/T2", demo.root / "guardado"
    quarter.rename(kept)
    (demo.root / "params/demo/2024-T2.yaml").rename(kept / "2024-T2.yaml")
    assert "creado     params/demo/2024-T2.yaml" in demo.does("new", SECOND, "--desde", "2024-T1")
    demo.does("forms", SECOND)
    blank = {path.name.rpartition("-2024-T2")[0] for path in (demo.root / "output/demo/2024-T2-formularios").glob("*.xlsx")}
    assert len(blank) == len(json.loads(demo.poa("check", SECOND, "--json")[1])["unidades"])

    for path in kept.iterdir():
        if path.name != "formularios":
            shutil.copy(path, quarter) if path.is_file() else shutil.copytree(path, quarter / path.name, dirs_exist_ok=True)
    (quarter / "2024-T2.yaml").replace(demo.root / "params/demo/2024-T2.yaml")
    for path in (kept / "formularios").iterdir():
        shutil.copy(path, demo.inbox(2))
    answer = demo.receive(SECOND, 2)
    assert answer["sin_errores"] and answer["sintetica"]
    by_status = answer["unidades_por_estado"]
    assert by_status["rechazado"] == 0 and by_status["falta"] >= 1 and by_status["tarde"] >= 1

    demo.does("report", SECOND, *demo.approved(SECOND))
    with (demo.root / "output" / SECOND / "hallazgos.csv").open(encoding="utf-8", newline="") as stream:
        found = {row["codigo"] for row in csv.DictReader(stream)}
    with (demo.root / "data/demo/fallas.csv").open(encoding="utf-8", newline="") as stream:
        planted = {row["regla"] for row in csv.DictReader(stream) if "T2" in row["corridas"].split()}
    assert planted <= found
    assert "\nPASA: " in demo.does("audit", SECOND, "--sin-libreoffice")
    demo.does("close", SECOND, "--por", BY)
    assert "ya estaba" in demo.does("new", "demo/2024-T3", "--desde", "2024-T2")


def test_every_page_says_that_it_is_synthetic(demo):
    pages = texts_of(demo.root / "output" / SECOND / "informe.pdf")
    assert pages and all("SINTÉTICOS" in page for page in pages)
