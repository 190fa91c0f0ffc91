"""Forgeries of a finished report, with a manifest updated to match: each is reported with its place.

Each test runs a single check on a real report. `test_audit_tampering` runs the whole audit on changed digits.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hospital import HOSPITAL
from real_runs import (
    Real,
    carry,
    case_same_book,
    change_manifest,
    mend_manifest,
    paint_over,
    write_manifest,
)

from helpers.audit import audited_notebooks
from helpers.audit.audit_case import Case, open_case
from helpers.audit.audit_result import Result, State, drawn_otherwise
from helpers.audit.audited_inputs import check_inputs
from helpers.audit.folder import folder_contents
from helpers.audit.pages import audited_page, audited_pdf
from helpers.audit.run_audit import FAILS, PARTLY, Audit
from helpers.audit.sheets import audited_csv
from helpers.base.system.digest import file_sha256
from helpers.base.system.workspace import Workspace
from helpers.outputs.browser.packed_figures import ELEMENT_ID, LEVEL, unpacked
from helpers.run.report.manifest import manifest_text

pytestmark = [pytest.mark.slow, pytest.mark.pdf]


def differences_text(result: Result) -> str:
    """A check's differences, one per line."""
    return "\n".join(map(str, result.differences))


def other_version(folder: Path, *names: str) -> None:
    """Make the manifest state, for some libraries, versions that are not installed here."""
    change_manifest(folder, lambda plain: plain["versiones"].update(dict.fromkeys(names, "0.1")))


class TestPdf:
    """The PDF of a real report. `test_audit_paper` tries all other changes on a small PDF."""

    def test_a_white_box_over_a_figure_is_reported(self, real, copy, words_of, monkeypatch):
        monkeypatch.setattr(audited_pdf, "pdf_words", words_of)
        paint_over(copy / "informe.pdf", page=6)
        result = audited_pdf.check_pdf(case_same_book(real.case, copy), lambda: real.paper)
        assert result.differences == (drawn_otherwise("informe.pdf"),)


HTML_CHANGES = {
    "programa": (r"<body class", r'<body onload="document.title=1" class', "etiqueta <body", "⟨onload=document.title=1⟩"),
    "programa cambiado": (
        r'<script>"use strict";', '<script>"use strict";document.title = 1;', "informe.html, etiqueta <script>: debía", "⟨script ",
    ),
    "programa de más": (r"</body>", "<script>document.title = 1</script></body>", "etiqueta <script>: debía", "⟨script "),
    "fila oculta": (r"<tr>(<th scope=\"row\">[^/]*Cirug[^/]*)", r"<tr hidden>\1", "fila «", "Cirugía", "[⟨hidden=⟩]"),
    "fila sin mostrar": (
        r"<tr>(<th scope=\"row\">[^/]*Cirug[^/]*)", r'<tr style="display:none">\1', "fila «", "Cirugía", "[⟨style=display:none⟩]",
    ),
    "semáforo": (r'class="semaforo amarillo"', 'class="semaforo verde"', "⟨class=semaforo amarillo⟩", "⟨class=semaforo verde⟩"),
    "política": (r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", "Content-Security-Policy", "default-src 'none'"),
    "huella del programa": (
        r"script-src 'sha256-[^']*'", "script-src 'unsafe-inline'", "Content-Security-Policy", "script-src 'unsafe-inline'",
    ),
    "nombre del archivo": (
        r'<meta name="author" content="[^"]*"', '<meta name="author" content="Otro"',
        'encabezado del archivo, etiqueta <meta name="author">', "Otro",
    ),
    "estilo": (r"</style>", "tr:nth-child(3){display:none}</style>", "encabezado del archivo, etiqueta <style>", ""),
    "comentario": (r"<main", "<!-- otro --><main", "informe.html, línea", "[<!-- otro --><"),
    "otra etiqueta": (r"<main([^>]*)>(.*)</main>", r"<article\1>\2</article>", "informe.html, línea", "<main", "<article"),
    "celda de más": (r"</td></tr>", "</td><td></td></tr>", "informe.html, línea", "</td><td></td></tr>"),
}  # fmt: skip
TOGETHER = (
    ("programa", "programa cambiado", "fila oculta", "semáforo", "política", "nombre del archivo"),
    ("programa de más", "fila sin mostrar", "huella del programa", "estilo"),
    ("comentario", "otra etiqueta", "celda de más"),
)
"""Changes made together on one page. Those of the last line change no word, and are named if no word has changed."""


READ, WORDS = (lru_cache(maxsize=2)(step) for step in (audited_page.read_page, audited_page.page_words))
"""They keep the last pages: that which the report must have, and a changed one."""


class TestHtml:
    """Changes to the page, of words and of everything else that a browser reads."""

    @pytest.fixture
    def check(self, real: Real, copy, monkeypatch) -> Callable[[], Result]:
        """Checks the copy's page; the page that it must have is read only once."""
        monkeypatch.setattr(audited_page, "read_page", READ)
        monkeypatch.setattr(audited_page, "page_words", WORDS)

        def checked() -> Result:
            mend_manifest(copy)
            return audited_page.check_html(case_same_book(real.case, copy), real.page)

        return checked

    def test_every_change_is_in_one_group(self):
        assert sorted(what for group in TOGETHER for what in group) == sorted(HTML_CHANGES)

    @pytest.mark.parametrize("group", TOGETHER, ids=", ".join)
    def test_each_change_is_reported_with_its_place(self, check, copy, group):
        path = copy / "informe.html"
        text = path.read_text(encoding="utf-8")
        for what in group:
            text, count = re.subn(*HTML_CHANGES[what][:2], text, count=1, flags=re.DOTALL)
            assert count == 1, what
        path.write_text(text, encoding="utf-8", newline="")
        said = differences_text(check())
        assert [place for what in group for place in HTML_CHANGES[what][2:] if place not in said] == [], said
        assert "«»:" not in said

    def repacked(self, path: Path, change: Callable[[dict], object] | None = None, level: int = LEVEL) -> None:
        """Change the packed data of the page's figures, or only compress them at another level."""
        text = path.read_text(encoding="utf-8")
        letters = re.search(rf'id="{ELEMENT_ID}"[^>]*>([^<]*)<', text)[1]
        data = json.loads(unpacked(letters))
        if change:
            change(data)
        plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        other = base64.b64encode(zlib.compress(plain, level)).decode()
        assert other != letters
        path.write_text(text.replace(letters, other), encoding="utf-8", newline="")

    def test_a_forged_text_of_the_panel_is_reported_with_its_figure(self, check, copy):
        def forge(data: dict) -> None:
            row = next(row for row in data["cifras"] if row[0] == "avance_fisico/2025-anual/unidad/PED")
            data["textos"].append("99,99\u00a0%")
            row[7] = len(data["textos"]) - 1

        self.repacked(copy / "informe.html", forge)
        place = "informe.html, datos de las cifras, cifras, avance_fisico/2025-anual/unidad/PED, n.º 8"
        (found,) = (one.found for one in check().differences if one.place == place)
        assert found == "99,99\u00a0%"

    def test_a_changed_part_of_a_figure_is_reported_with_the_figure(self, check, copy):
        def forge(data: dict) -> None:
            row = next(row for row in data["cifras"] if row[0] == "avance_fisico/2025-anual/entidad/HOSP")
            row[14][0].pop()

        self.repacked(copy / "informe.html", forge)
        place = "datos de las cifras, cifras, avance_fisico/2025-anual/entidad/HOSP, n.º 18"
        assert f"{place}: debía decir «avance_fisico/2025-anual/unidad/" in differences_text(check())

    def test_data_that_nothing_shows_are_reported(self, check, copy):
        self.repacked(copy / "informe.html", lambda data: data.update(otro="algo"))
        assert f'etiqueta <script id="{ELEMENT_ID}">' in differences_text(check())

    def test_data_cut_short_are_reported(self, check, copy):
        path = copy / "informe.html"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf'(id="{ELEMENT_ID}"[^>]*>[^<]{{400}})[^<]*<', r"\1<", text), encoding="utf-8", newline="")
        said = differences_text(check())
        assert f'etiqueta <script id="{ELEMENT_ID}">' in said

    def test_the_same_data_compressed_differently_pass(self, check, copy):
        self.repacked(copy / "informe.html", level=9)
        result = check()
        assert (result.state, "salvo cómo se comprimieron" in result.unit) == (State.PASSES, True)

    def swapped(self, path: Path) -> None:
        """Swap the first two charts of the page."""
        text = path.read_text(encoding="utf-8")
        one, other = re.findall(r'src="(data:image/svg[^"]*)"', text)[:2]
        path.write_text(
            text.replace(one, "<uno>").replace(other, one).replace("<uno>", other), encoding="utf-8", newline=""
        )

    @pytest.mark.parametrize("is_same", [True, False], ids=["mismas versiones", "otras versiones"])
    def test_swapped_charts_are_reported_whatever_versions_the_manifest_states(self, check, copy, is_same):
        self.swapped(copy / "informe.html")
        if not is_same:
            other_version(copy, "matplotlib")
        assert len(check().differences) == 2

    def test_a_chart_drawn_with_other_versions_is_unverified(self, check, copy):
        path = copy / "informe.html"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("data:image/svg+xml;base64,PHN2Zy", "data:image/svg+xml;base64,PHN2Zz", 1), encoding="utf-8"
        )
        assert not check().holds
        other_version(copy, "matplotlib")
        result = check()
        assert (result.state, result.differences) == (State.PARTLY, ())
        assert "matplotlib 0.1 y aquí" in result.unchecked


class TestNotebooks:
    def check(self, real: Real, folder: Path) -> Result:
        return audited_notebooks.check_notebooks(case_same_book(real.case, folder), real.executed)

    def test_changed_metadata_of_a_cell_are_reported(self, real, copy):
        path = copy / "cuadernos/07_unidades.ipynb"
        plain = json.loads(path.read_text(encoding="utf-8"))
        plain["cells"][0]["metadata"]["tags"] = ["cuaderno"]
        text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        path.write_text(text, encoding="utf-8", newline="")
        assert "cuadernos/07_unidades.ipynb, celda n.º 1, de texto, metadatos, tags" in differences_text(self.check(real, copy))

    def test_a_hidden_row_is_reported(self, real, copy):
        path = copy / "cuadernos/07_unidades.ipynb"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<tr><th", "<tr hidden><th", 1), encoding="utf-8", newline="")
        said = differences_text(self.check(real, copy))
        assert "cuadernos/07_unidades.ipynb, celda [" in said and "[<tr hidden>]" in said


PRINTED, OTHER_METHOD = "data/hospital/2025/cuadros/camas.csv", "params/metodos/hospital-areas.yaml"


def drop_notebooks(plain: dict) -> None:
    plain["salidas"] = {name: digest for name, digest in plain["salidas"].items() if "cuadernos/" not in name}


MANIFEST_CHANGES = {
    "sección": (
        lambda plain: plain["secciones"][0].update(nombre="otra"),
        "manifiesto.json, secciones, n.º 1, nombre: debía decir «resumen» y dice «otra»",
    ),
    "orden de secciones": (lambda plain: plain["secciones"].reverse(), "manifiesto.json, secciones, n.º 1, nombre"),
    "algo más de una sección": (lambda plain: plain["secciones"][0].update(visto="sí"), "manifiesto.json, secciones, n.º 1, visto"),
    "parcial": (lambda plain: plain.update(parcial=True), "manifiesto.json, parcial: debía decir «false»"),
    "formato": (lambda plain: plain.update(formato=1), "manifiesto.json, formato"),
    "campo de más": (lambda plain: plain.update(visto_bueno="sí"), "manifiesto.json, visto_bueno"),
    "campo de menos": (lambda plain: plain.pop("con_pdf"), "manifiesto.json, con_pdf"),
    "parámetros": (
        lambda plain: plain["parametros"].update(estado="definitivo"),
        "manifiesto.json, parametros, estado: debía decir «borrador» y dice «definitivo»",
    ),
    "insumo de más": (lambda plain: plain["insumos"].update({"data/otro.csv": "0" * 64}), "insumos, data/otro.csv"),
    "cuadernos borrados": (drop_notebooks, "manifiesto.json, salidas, cuadernos/07_unidades.ipynb"),
    "celda de un cuadro": (
        lambda plain: plain["celdas_de_cuadros"][PRINTED].update(B3="60"),
        f"celdas_de_cuadros, {PRINTED}, B3: debía decir «6» y dice «60»",
    ),
    "método": (lambda plain: plain["metodos_comparados"].clear(), f"metodos_comparados, {OTHER_METHOD}"),
}  # fmt: skip


TIMES_CHANGES = {
    "terminado sin huso": lambda plain: plain.update(terminado="ayer"),
    "segundos": lambda plain: plain["segundos"].update(resumen="1"),
    "campo de más": lambda plain: plain.update(visto_bueno="sí"),
}


class TestManifest:
    """Forged fields of the manifest, with its hash updated, and files added to the folder or removed from it."""

    def check(self, real: Real, folder: Path) -> Result:
        return folder_contents.check_outputs(case_same_book(real.case, folder))

    def test_the_unchanged_folder_passes(self, real, copy):
        assert self.check(real, copy).state is State.PASSES

    @pytest.mark.parametrize("what", MANIFEST_CHANGES)
    def test_a_forged_field_is_reported(self, real, copy, what):
        change, place = MANIFEST_CHANGES[what]
        change_manifest(copy, change)
        assert place in differences_text(self.check(real, copy))

    def test_a_manifest_that_denies_a_pdf_is_the_only_one_accused(self, real, copy):
        """Its list of outputs, and the citizens' summary that links to the PDF, were accused too."""
        change_manifest(copy, lambda plain: plain.update(con_pdf=False))
        assert list(map(str, self.check(real, copy).differences)) == [
            "manifiesto.json, con_pdf: debía decir «true» y dice «false»",
            "manifiesto.json, frente al que lleva informe.pdf: debía decir «lo mismo» y dice «no es lo mismo (con_pdf): cambió uno de los dos»",
        ]

    @pytest.mark.parametrize(("content", "where"), [(b'{"formato": 3}', " (entidad; "), (b"{", " (")])
    def test_another_manifest_in_the_pdf_is_reported(self, real, copy, content, where):
        carry(copy / "informe.pdf", "manifiesto.json", content)
        told = differences_text(self.check(real, copy))
        assert f"manifiesto.json, frente al que lleva informe.pdf: debía decir «lo mismo» y dice «no es lo mismo{where}" in told
        assert "informe.pdf, huella SHA-256 según manifiesto.json: " in told

    def test_a_deleted_pdf_does_not_accuse_the_manifest(self, real, copy):
        (copy / "informe.pdf").unlink()
        (difference,) = self.check(real, copy).differences
        assert difference.place.startswith("informe.pdf, huella")

    @pytest.mark.parametrize("what", TIMES_CHANGES)
    def test_times_that_no_run_writes_are_reported(self, real, copy, what):
        path = copy / "tiempos.json"
        plain = json.loads(path.read_text(encoding="utf-8"))
        TIMES_CHANGES[what](plain)
        path.write_text(json.dumps(plain, ensure_ascii=False, indent=2), encoding="utf-8")
        assert "tiempos.json" in differences_text(self.check(real, copy))

    def test_a_removed_file_of_times_is_reported(self, real, copy):
        (copy / "tiempos.json").unlink()
        assert "tiempos.json" in differences_text(self.check(real, copy))

    def test_a_stated_version_that_nothing_can_prove_is_unverified(self, real, copy):
        other_version(copy, "babel")
        plain = json.loads((copy / "manifiesto.json").read_text(encoding="utf-8"))
        del plain["salidas"]["informe.pdf"]
        carry(copy / "informe.pdf", "manifiesto.json", manifest_text(plain).encode())
        mend_manifest(copy)
        result = self.check(real, copy)
        assert (result.state, result.holds) == (State.PARTLY, False)
        assert "babel 0.1 y aquí" in result.unchecked

    def test_notebooks_removed_with_their_lines_of_the_manifest_are_reported(self, real, copy):
        shutil.rmtree(copy / "cuadernos")
        change_manifest(copy, drop_notebooks)
        assert "manifiesto.json, salidas, cuadernos/07_unidades.ipynb" in differences_text(self.check(real, copy))

    def test_a_file_added_to_the_folder_is_reported(self, real, copy):
        (copy / "fe_de_erratas.pdf").write_text("x", encoding="utf-8")
        assert "fe_de_erratas.pdf, en la carpeta del informe" in differences_text(self.check(real, copy))

    def test_a_file_added_to_the_folder_and_the_manifest_is_reported(self, real, copy):
        path = copy / "fe_de_erratas.pdf"
        path.write_text("x", encoding="utf-8")
        change_manifest(copy, lambda plain: plain["salidas"].update({path.name: file_sha256(path)}))
        assert "manifiesto.json, salidas, fe_de_erratas.pdf" in differences_text(self.check(real, copy))

    def test_the_acta_and_files_left_by_other_programs_pass(self, real, copy):
        (copy / ".ipynb_checkpoints").mkdir()
        for name in ("acta_de_verificacion.pdf", ".DS_Store", "~$papeles_de_trabajo.xlsx", ".ipynb_checkpoints/07_unidades-checkpoint.ipynb"):
            (copy / name).write_text("x", encoding="utf-8")
        result = self.check(real, copy)
        assert (result.state, len(result.notes)) == (State.PASSES, 3)

    def test_another_report_among_jupyterlabs_copies_is_reported(self, real, copy):
        (copy / ".ipynb_checkpoints").mkdir()
        (copy / ".ipynb_checkpoints/informe.html").write_text("x", encoding="utf-8")
        assert ".ipynb_checkpoints/informe.html, en la carpeta del informe" in differences_text(self.check(real, copy))

    def test_a_field_stated_twice_is_reported(self, real, copy):
        path = copy / "manifiesto.json"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("{\n", '{\n  "estado": "definitivo",\n', 1), encoding="utf-8", newline="")
        assert "manifiesto.json, línea 2" in differences_text(self.check(real, copy))

    def test_the_last_line_says_what_was_not_verified(self, real):
        facts = type("Facts", (), {"checked": (), "manifest_hash": "ab" * 32})
        partly = Result("Papeles", "", 3, "celdas", unchecked="se hicieron con xlsxwriter 1")
        audit = Audit(facts, (Result("CSV", "", 1, "celdas"), partly))
        assert (audit.passes, audit.verdict) == (False, PARTLY)
        assert audit.line == (
            "SIN VERIFICAR DEL TODO: 1 controles conformes y ninguna diferencia; no verificado: Papeles: se hicieron con "
            f"xlsxwriter 1. SHA-256 del manifiesto: {'ab' * 32}"
        )
        assert replace(audit, results=(partly, Result("PDF", "", unverified="no está"))).verdict == FAILS


def edit(path: Path, before: str, after: str) -> None:
    """Replace the first place of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8", newline="")


@pytest.fixture(scope="module")
def opened(real, tmp_path_factory) -> Case:
    """A copy of the project opened for audit after changes of a method, of the methods and of a printed table.

    The other method's figures cannot be computed again then. Three numbers of the comparison are forged.
    """
    root = Path(shutil.copytree(real.case.workspace.root, tmp_path_factory.mktemp("insumos") / "copia"))
    output, method = root / "output" / HOSPITAL, root / OTHER_METHOD
    shutil.copy(method, method.with_name("otro.yaml"))
    edit(method, "", "# otro\n")
    edit(root / PRINTED, "Área de apoyo,6", "Área de apoyo,60")
    edit(output / "sensibilidad.csv", ",80.0,", ",80.1,")
    edit(output / "sensibilidad.csv", ",4.6,", ",4.7,")
    edit(output / "sensibilidad_pasos.csv", ",86.3,4.6", ",86.3,4.7")
    mend_manifest(output)
    return open_case(Workspace(root), *HOSPITAL.split("/"), None, tmp_path_factory.mktemp("taller"))


class TestInputs:
    """Inputs that a report reads although no figure refers to them: the other methods and the printed tables."""

    def test_changed_and_added_inputs_are_the_only_differences(self, real, opened):
        told = list(map(str, check_inputs(opened).differences))
        assert told[1] == f"{PRINTED}#B3: debía decir «6» y dice «60»"
        assert [line.partition(": debía")[0] for line in told] == [
            "params/metodos/otro.yaml, entre los métodos comparados", f"{PRINTED}#B3",
            *(f"{name}, huella SHA-256 según manifiesto.json" for name in (PRINTED, OTHER_METHOD)),
            f"{PRINTED}, huella SHA-256 según libro.json",
        ]  # fmt: skip
        assert audited_notebooks.check_notebooks(opened, real.executed).holds

    def test_a_comparison_of_methods_that_contradicts_the_run_is_reported(self, opened):
        """Its figures cannot be computed again, but their arithmetic is still checked; nothing else is reported.

        The other method's difference rests on the forged figure.
        """
        progress, national = (f"{name}/2025-anual/entidad/HOSP" for name in ("avance_fisico", "ejecucion_financiera"))
        assert [str(one).partition(": debía")[0] for one in audited_csv.check_csv(opened).differences] == [
            f"sensibilidad.csv, celda K3 («{national}@hospital-2025», columna publicado)",
            f"sensibilidad.csv, celda P4 («{progress}@hospital-areas», columna diferencia)",
            f"sensibilidad.csv, celda P5 («{national}@hospital-areas», columna diferencia)",
            f"sensibilidad_pasos.csv, celda G2 («{progress}@hospital-areas», columna efecto)",
        ]


def test_write_manifest_writes_the_same_text_as_a_run(real, tmp_path):
    text = (real.case.folder / "manifiesto.json").read_text(encoding="utf-8")
    write_manifest(tmp_path, json.loads(text))
    assert (tmp_path / "manifiesto.json").read_text(encoding="utf-8") == text
