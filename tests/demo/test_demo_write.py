"""On disk, the demonstration says that it is synthetic, overwrites no file of others, and fills in forms."""

import json
from pathlib import Path

import pytest
from builders import WORKSPACE
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from helpers.base.errors import UsageError
from helpers.base.system.workspace import Workspace
from helpers.demo.demo_write import make_demo
from helpers.demo.fill_forms import filled_forms, type_into
from helpers.desk import cli

SMALL = 48


def texts(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path):
    make_demo(WORKSPACE, tmp_path / "libro", SMALL, 2024)
    return tmp_path / "libro"


def test_it_says_everywhere_that_it_is_synthetic(root):
    told = {name: data.decode("utf-8").lower() for name, data in texts(root).items()}
    by_people = [name for name in told if name.endswith((".yaml", ".md", "estructura.csv", "firmas.csv", "versiones.csv"))]
    assert len(by_people) == 1 + 6 + 16 + 1 + 1 + 4 + 1 + 1  # params, README, texts, tables, and the method's copy
    assert [name for name in by_people if "sint" not in told[name]] == ["params/metodos/mre-2024.yaml"]
    assert "sintetica: true" in told["params/demo/entidad.yaml"]


def test_existing_files_are_not_overwritten(root):
    before = texts(root)
    with pytest.raises(UsageError, match="Ya existe data/demo y params/demo: no se sobrescribe nada"):
        make_demo(WORKSPACE, root, SMALL, 7)
    assert texts(root) == before


def test_an_unchanged_demonstration_is_replaced_on_request(root):
    before = texts(root)
    make_demo(WORKSPACE, root, SMALL, 7, replace=True)
    assert texts(root).keys() == before.keys()
    assert texts(root) != before
    make_demo(WORKSPACE, root, SMALL, 2024, replace=True)
    assert texts(root) == before


@pytest.mark.parametrize("name", ["data/demo/2024/T1/ejecucion.csv", "data/demo/2024/T1/nota.txt"])
def test_a_file_that_somebody_changed_or_added_is_not_lost(root, name):
    (root / name).write_text("mío", encoding="utf-8")
    with pytest.raises(UsageError, match=f"se cambiaron o agregaron archivos: {name}"):
        make_demo(WORKSPACE, root, SMALL, 2024, replace=True)
    assert (root / name).read_text(encoding="utf-8") == "mío"


def test_a_folder_that_it_did_not_make_is_never_replaced(tmp_path):
    own = tmp_path / "params/demo/entidad.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("codigo: X\n", encoding="utf-8")
    with pytest.raises(UsageError, match="params/demo no lo hizo «poa demo»"):
        make_demo(WORKSPACE, tmp_path, SMALL, 2024, replace=True)
    assert own.read_text(encoding="utf-8") == "codigo: X\n"
    assert not (tmp_path / "data").exists()


def test_an_existing_method_file_is_kept(tmp_path):
    method = tmp_path / "params/metodos/mre-2024.yaml"
    method.parent.mkdir(parents=True)
    method.write_text("id: otro\n", encoding="utf-8")
    make_demo(WORKSPACE, tmp_path, SMALL, 2024)
    assert method.read_text(encoding="utf-8") == "id: otro\n"


def test_the_record_names_every_other_file(root):
    record = json.loads((root / "data/demo/demo.json").read_text(encoding="utf-8"))
    assert (record["semilla"], record["tareas"], record["sintetico"]) == (2024, SMALL, True)
    assert {*record["archivos"], "data/demo/demo.json", "params/metodos/mre-2024.yaml"} == set(texts(root))


def test_the_command_writes_the_demonstration_once_and_refuses_wrong_usage(tmp_path, monkeypatch):
    monkeypatch.chdir(WORKSPACE.root)
    options = ["demo", "--tareas", str(SMALL), "--destino", str(tmp_path / "otro")]
    answer = CliRunner().invoke(cli.app, options)
    assert answer.exit_code == 0, answer.output
    assert "12 unidades, 48 tareas y " in " ".join(answer.output.split())
    assert f'cd "{tmp_path / "otro"}"' in answer.output and "no se tocaron" not in answer.output
    assert len(Workspace(tmp_path / "otro").section_notebooks()) == len(WORKSPACE.section_notebooks()) > 0
    again = CliRunner().invoke(cli.app, options)
    assert again.exit_code == 2
    assert "use --reemplazar" in " ".join(again.output.split())
    few = CliRunner().invoke(cli.app, ["demo", "--tareas", "3", "--destino", str(tmp_path / "tercero")])
    assert few.exit_code == 2
    assert not (tmp_path / "tercero").exists()


def test_a_folder_with_brackets_in_its_name_is_named_whole(tmp_path, monkeypatch):
    """The terminal took `[viejo]` for a colour: the folder named did not exist."""
    monkeypatch.chdir(WORKSPACE.root)
    folder = tmp_path / "libro [viejo]"
    answer = CliRunner().invoke(cli.app, ["demo", "--tareas", str(SMALL), "--destino", str(folder)])
    assert f'cd "{folder}"' in answer.output and f"hecha en {folder / 'data/demo'}: " in answer.output


def test_notebooks_and_a_method_of_an_earlier_edition_are_named_and_kept(tmp_path, monkeypatch):
    """The workbook has one notebook of its own version, and a method; it lacks the notebooks of this edition."""
    monkeypatch.chdir(WORKSPACE.root)
    own = {name: tmp_path / name for name in ("notebooks/trimestral/04_acp.ipynb", "params/metodos/mre-2024.yaml")}
    for name, path in own.items():
        path.parent.mkdir(parents=True)
        path.write_bytes((WORKSPACE.root / name).read_bytes() + b"\n")
    before = {name: path.read_bytes() for name, path in own.items()}
    answer = CliRunner().invoke(cli.app, ["demo", "--tareas", str(SMALL), "--destino", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    said = next(line for line in answer.output.splitlines() if "no se tocaron" in line)
    assert said.startswith(f"En {tmp_path} ya había cuadernos o un método, y no se tocaron")
    assert "no son los de este libro de trabajo: params/metodos/mre-2024.yaml, notebooks/tablero.ipynb, " in said
    assert f"Si nadie los cambió a propósito, ponga en su lugar los de {WORKSPACE.root}." in said
    assert {name: path.read_bytes() for name, path in own.items()} == before
    assert len(Workspace(tmp_path).section_notebooks()) == 1


def blank_form(path: Path, tasks: list[str], title: str = "Seguimiento") -> None:
    """Write a minimal form: the unit, the headings, a line for each task, and who presents it."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(["Unidad", "JGA"])
    sheet.append(["Tarea", "Meta", "Prog. abr", "Ejec. abr", "Ejec. may", "Ejec. jun", "Medio de verificación",
                  "Resultado", "Causa", "Explicación"])  # fmt: skip
    for task in tasks:
        sheet.append([task])
    sheet.append(["Presentado por", "Cargo", "Fecha", "Observaciones"])
    sheet.append([None])
    book.save(path)


def test_a_form_is_filled_in_as_its_unit_would(small, tmp_path):
    told = small.quarters[1].told
    forms = filled_forms(told)
    assert forms.keys() == {unit for unit, form in told.forms.items() if form.day}
    for filled in forms.values():
        blank_form(tmp_path / "blanco.xlsx", [*filled.lines, "OTRA.1.1.1"])
        form = load_workbook(tmp_path / "blanco.xlsx")
        type_into(form, "blanco.xlsx", filled, 2)
        form.save(tmp_path / "lo que sea.xlsx")
        sheet = load_workbook(tmp_path / "lo que sea.xlsx").active
        back = {row[0]: ["" if cell is None else str(cell) for cell in row[3:10]] for row in sheet.iter_rows(min_row=3, values_only=True)}
        for line in filled.lines.values():
            names = ("abr", "may", "jun", "medio_verificacion", "resultado", "causa_codigo", "causa_desviacion")
            cause = f"{line['causa_codigo']} · {line['causa_desviacion']}" if line["causa_codigo"] else ""
            assert back[line["tarea"]] == [cause if name == "causa_codigo" else line[name] for name in names]
        by, _, day, _ = (sheet.cell(len(filled.lines) + 5, column).value for column in (1, 2, 3, 4))
        assert (by, day.date()) == (filled.by, filled.day)


@pytest.mark.parametrize(
    ("tasks", "title", "told"),
    [
        (["OTRA.1.1.1"], "Seguimiento", "es de otra versión del plan"),
        (["OTRA.1.1.1"], "Hoja1", "no tiene la hoja «Seguimiento»"),
    ],
)
def test_a_workbook_that_is_not_the_units_form_is_refused(small, tmp_path, tasks, title, told):
    filled = next(form for form in filled_forms(small.quarters[1].told).values() if form.lines)
    blank_form(tmp_path / "blanco.xlsx", tasks, title)
    with pytest.raises(UsageError, match=told):
        type_into(load_workbook(tmp_path / "blanco.xlsx"), "blanco.xlsx", filled, 2)
