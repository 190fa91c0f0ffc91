"""The sections say nothing untrue about units, which are in every possible situation here.

One unit did everything, one did most, one reported zero, one reported late, one had nothing programmed and reported zeros,
one reported a part, one reported nothing, and one has no task in the plan.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from sections_here import sections_of, sentences, write_institution

from helpers.figures.situations import Situation, situation
from helpers.outputs.html.citizen_page import citizen_page
from helpers.outputs.workbook.workbook_file import write_workpapers
from helpers.run.compute import compute
from helpers.views.progress.reporting_views import reporting_text

NAMES = {
    "PLENA": "Unidad Cumplidora", "CERO": "Unidad Detenida", "TARDE": "Unidad Tardía", "OCIOSA": "Unidad Dispensada",
    "PARTE": "Unidad Parcial", "MUDA": "Unidad Ausente", "LIBRE": "Unidad Aparte", "MEDIA": "Unidad Mediana",
}  # fmt: skip
DUE = "plazos: {2024-T2: {fecha: 2024-07-08, fuente: circular 2/2024}}"
WORLD = {
    "estructura.csv": "codigo,nombre,nivel,padre,sigla,clase,acp,orden\n"
    "E,Instituto de Prueba,entidad,,IP,,,1\nA,Área Única,area,E,,,,2\n"
    + "".join(f"{code},{name},unidad,A,,,{2 if code == 'OCIOSA' else 1},{at}\n" for at, (code, name) in enumerate(NAMES.items(), 3)),
    "acciones.csv": "acp,denominacion\n1,Servir\n2,Apoyar\n",
    "poa/v1/tareas.csv": """\
tarea,descripcion,operacion,unidad,acp,ene,feb,mar,abr,may,jun,jul
T1,Tarea de la cumplidora,O1,PLENA,1,,,,1,1,1,
T2,Tarea de la detenida,O2,CERO,1,,,,1,1,1,
T3,Tarea de la tardía,O3,TARDE,1,,,,1,1,98,
T4,Tarea de la dispensada,O4,OCIOSA,2,,,,,,,5
T5,Tarea de la parcial,O5,PARTE,1,,,,1,1,1,
T6,Tarea de la ausente,O6,MUDA,1,,,,1,1,1,
T7,Tarea de la mediana,O7,MEDIA,1,,,,1,1,1,
""",
    "T2/ejecucion.csv": """\
tarea,abr,may,jun,causa_desviacion
T1,1,1,1,
T2,0,0,0,Paro
T3,1,0,0,Lluvias
T4,0,0,0,
T5,1,,,
T7,1,1,0,
""",
    "T2/presentaciones.csv": "unidad,fecha_presentacion\nTARDE,2024-07-20\n",
}
EXPECTED = {
    "PLENA": Situation.DATA, "CERO": Situation.ZERO, "TARDE": Situation.LATE, "OCIOSA": Situation.NOTHING_DUE,
    "PARTE": Situation.PARTIAL, "MUDA": Situation.NO_DATA, "LIBRE": Situation.NOT_FOLLOWED, "MEDIA": Situation.DATA,
}  # fmt: skip
NO_DATA = r"[Ss]in dato\b|[Nn]o constan datos|sin informe|sin datos|[Nn]o consta el formulario|ni datos suyos"
# Nothing was programmed for any unit in the first quarter, so rows that show that quarter may say so.
IDLE = r"[Nn]ada programado(?!.*(primer trimestre|enero|febrero|marzo))"
UNTRUE = {
    Situation.DATA: f"{NO_DATA}|{IDLE}|cero",
    Situation.ZERO: f"{NO_DATA}|{IDLE}|hicieron todo",
    Situation.LATE: f"{NO_DATA}|{IDLE}|la que menos|de menor avance|más bajos|bajó|hicieron todo|Acordar con",
    Situation.NOTHING_DUE: rf"{NO_DATA}|s/d|[Ii]nform(ó|aron) cero|fuera de plazo|la que menos|más bajos|Pedir|Pida",
    Situation.PARTIAL: f"No consta el formulario|ni datos suyos|{IDLE}|[Nn]o constan datos|sin informe",
    Situation.NO_DATA: rf"{IDLE}|[Ii]nform(ó|aron) cero|fuera de plazo|la que menos|más bajos",
    Situation.NOT_FOLLOWED: f"{NO_DATA}|s/d|[Ii]nform(ó|aron) cero|fuera de plazo|la que menos|más bajos|Pedir|Pida",
}
"""By situation: what no sentence, row or note that names a unit in this situation may say."""
REPROACHES = re.compile(
    r"no (entregó|presentó|informó|reportó|cumplió)|no (entregaron|presentaron|informaron|reportaron)|[Nn]adie informó"
)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """The computed run, and what each of its sections says, sentence by sentence."""
    with pytest.MonkeyPatch.context() as patch:
        workspace = write_institution(tmp_path_factory.mktemp("mundo"), WORLD, more=DUE)
        computed, pages = sections_of(workspace, "2024-T2", patch)
    return computed, {name: sentences(page) for name, page in pages.items()}


@pytest.mark.parametrize("code", EXPECTED)
def test_each_unit_has_the_expected_situation(said, code):
    assert situation(said[0].book, "unidad", code, "2024-T2") is EXPECTED[code]


@pytest.mark.parametrize("code", EXPECTED)
def test_no_section_says_anything_untrue_of_a_unit(said, code):
    wrong = re.compile(UNTRUE[EXPECTED[code]])
    named = re.compile(rf"{NAMES[code]}|\b{code}\b")
    found = [(name, text) for name, every in said[1].items() for text in every if named.search(text) and _says(wrong, text, named)]
    assert found == []


def _says(wrong: re.Pattern, text: str, named: re.Pattern) -> bool:
    """Whether a sentence of the text that names the unit says something wrong."""
    return any(wrong.search(clause) for clause in re.split(r"(?<=\.) ", text) if named.search(clause))


def test_every_unit_is_named_somewhere_and_none_is_reproached(said):
    whole = " ".join(text for every in said[1].values() for text in every)
    assert [name for name in NAMES.values() if name not in whole] == []
    assert [text for every in said[1].values() for text in every if REPROACHES.search(text)] == []
    assert [item.mensaje for item in said[0].findings if REPROACHES.search(item.mensaje)] == []


def test_the_text_on_reporting_names_each_unit_by_its_situation(said, wording):
    text = re.sub(r"<[^>]+>", "", reporting_text(said[0].book).html)
    wording(
        text.split(". "), "5", "6", "segundo trimestre de 2024", "Con cero informado: Unidad Detenida", "Unidad Parcial", "Unidad Tardía",
        "Sin dato: Unidad Ausente", "Nada programado: Unidad Dispensada", "Unidad Aparte",
    )  # fmt: skip


def test_one_late_form_does_not_make_forms_without_date_missing(said, wording):
    by_code = {}
    for item in said[0].findings:
        by_code.setdefault(item.codigo, []).append(item)
    assert [item.elemento for item in by_code["PRE-FALTA"]] == ["unidad/MUDA"]
    (undated,) = by_code["PRE-SIN-FECHA"]
    assert all(NAMES[code] in undated.mensaje for code in ("PLENA", "CERO", "PARTE", "MEDIA"))
    assert by_code["PRE-TARDE"][0].mensaje.startswith("«Unidad Tardía» (TARDE) presentó")
    told = said[1]["conclusiones"]
    (at,) = (at for at, one in enumerate(told) if "Unidad Tardía" in one)
    wording(told[at : at + 2], "un formulario", "Unidad Tardía")


def test_a_late_unit_is_left_out_of_rankings(said, wording):
    """The late unit did 1 of 100. Of the three with data on time, «Unidad Detenida» did least, with 0 of 3."""
    for page, values in (
        (said[1]["resumen"], ("Unidad Detenida", "0,00 %", "tres", "Unidad Detenida", "0,00 %")),
        (said[1]["conclusiones"], ("tres",)),
        (sentences(citizen_page(said[0])), ("3", "Unidad Detenida", "0,00 %")),
    ):
        wording([one for one in page if "a tiempo" in one and "{{" not in one], *values)


def test_a_table_distinguishes_nothing_programmed_from_no_data(said):
    of_units = said[1]["unidades"][::-1]  # The table of units is the section's first.
    rows = {name: text for text in of_units for name in NAMES.values() if text.startswith(f"{name} ")}
    assert re.match(r"Unidad Dispensada (—|n/p) ?.*n/p", rows["Unidad Dispensada"])
    assert "s/d" in rows["Unidad Ausente"] and "n/p" not in rows["Unidad Ausente"]


def test_the_workbook_distinguishes_nothing_programmed_from_no_data(said, tmp_path):
    """Action 2 has a row because it has a budget; nothing was programmed for it."""
    book, path = said[0].book, tmp_path / "papeles.xlsx"
    budget = replace(book["avance_fisico/2024-T2/acp/1"], indicator="ppto_vigente", code="2", name="Apoyar", grade=None)
    write_workpapers(replace(book, figures={**book.figures, budget.id: budget}), (), (), path)
    rows = load_workbook(path, data_only=True)["Resultados"].iter_rows(values_only=True)
    assert [row[:3] for row in rows if row[1] == "Apoyar"] == [("2", "Apoyar", "n/p")]


def test_a_unit_without_weights_in_a_weighted_action_is_a_finding(tmp_path, wording):
    """U1 did all its tasks (weights 60, 40), U2 did 1 of 5 without weight: (100 + 100 + 20) / 3 is 73,33, not 100."""
    tables = {
        "estructura.csv": UNITS.replace("unidad,E,2", "unidad,E,1"),
        "acciones.csv": "acp,denominacion,ponderacion\n1,Servir,100\n",
        "poa/v1/tareas.csv": "tarea,descripcion,operacion,unidad,acp,ponderacion,abr\n"
        "T1,Una,O1,U1,1,60,5\nT2,Otra,O2,U1,1,40,5\nT3,Tercera,O3,U2,1,,5\n",
        "T2/ejecucion.csv": "tarea,abr,may,jun\nT1,5,0,0\nT2,5,0,0\nT3,1,0,0\n",
    }
    computed = compute(write_institution(tmp_path, tables, method="acp-ponderada"), "x", "2024-T2")
    assert computed.book["avance_fisico/2024-T2/acp/1"].published == "73.33"
    found = {item.elemento: item for item in computed.findings if item.codigo == "CAL-MEDIA-SIMPLE"}
    assert set(found) == {"avance_fisico/2024-T2/acp/1", "avance_fisico/2024-S1/acp/1"}
    finding = found["avance_fisico/2024-T2/acp/1"]
    wording(finding.mensaje, "73,33", "O3")


ACTIONS = {
    "estructura.csv": "codigo,nombre,nivel,padre,acp\nE,Instituto de Prueba,entidad,,\n",
    "acciones.csv": "acp,denominacion\n" + "".join(f"{at},Acción {at}\n" for at in range(1, 9)),
    "avances.csv": "nivel,codigo,indicador,periodo,valor\n"
    + "".join(f"acp,{at},avance_fisico,2024-T{quarter},{80 + at}\n" for quarter in (1, 2) for at in range(1, 9)),
}
UNITS = ACTIONS["estructura.csv"] + "U1,Unidad Primera,unidad,E,1\nU2,Unidad Segunda,unidad,E,2\n"


@pytest.mark.parametrize("structure", [ACTIONS["estructura.csv"], UNITS], ids=["no units", "units that report nothing"])
def test_an_institution_may_report_by_action_and_then_its_units_lack_nothing(tmp_path, monkeypatch, structure):
    workspace = write_institution(tmp_path, ACTIONS | {"estructura.csv": structure})
    computed, pages = sections_of(workspace, "2024-T2", monkeypatch)
    text = re.sub(r"<[^>]+>", "", pages["metodo"])
    assert "Informaron las 8 acciones" in text
    assert [item.mensaje for item in computed.findings if item.codigo.startswith("REP-SIN-DATO")] == []
    every = [text for page in pages.values() for text in sentences(page)]
    assert [text for text in every if re.search(r"Unidad (Primera|Segunda)", text) and re.search("s/d|[Ss]in dato", text)] == []


def test_an_action_that_reports_nothing_is_named(tmp_path, monkeypatch, wording):
    silent = "\n".join(row for row in ACTIONS["avances.csv"].splitlines() if not row.startswith("acp,3,avance_fisico,2024-T2"))
    computed, pages = sections_of(write_institution(tmp_path, ACTIONS | {"avances.csv": silent}), "2024-T2", monkeypatch)
    assert [item.elemento for item in computed.findings if item.codigo == "REP-SIN-DATO"] == ["acp/3"]
    wording([one for one in sentences(pages["conclusiones"]) if one.endswith("de la acción de corto plazo 3.")])


def test_a_quarter_with_nothing_programmed_lacks_no_data(tmp_path, monkeypatch, wording):
    """Two units have all their tasks from July on and reported zeros."""
    tables = {
        "estructura.csv": UNITS,
        "acciones.csv": "acp,denominacion\n1,Servir\n2,Apoyar\n",
        "poa/v1/tareas.csv": "tarea,descripcion,operacion,unidad,acp,abr,jul\nT1,Una,O1,U1,1,,4\nT2,Otra,O2,U2,2,,4\n",
        "T2/ejecucion.csv": "tarea,abr,may,jun\nT1,0,0,0\nT2,0,0,0\n",
    }
    computed, pages = sections_of(write_institution(tmp_path, tables), "2024-T2", monkeypatch)
    told = sentences(pages["metodo"])
    (at,) = (at for at, one in enumerate(told) if "Unidad Primera" in one)
    wording(told[at - 1 : at + 1], "segundo trimestre de 2024", "Unidad Primera", "Unidad Segunda")
    every = [text for page in pages.values() for text in sentences(page)]
    assert [text for text in every if re.search(r"Unidad (Primera|Segunda)", text) and re.search(f"{NO_DATA}|s/d", text)] == []
    assert not {item.codigo for item in computed.findings} & {"REP-SIN-DATO", "PRE-FALTA", "EJE-SIN-DATO"}
    assert "No había nada programado" in citizen_page(computed)
