"""What tables lost since the last accepted check must be confirmed until it is mended or accepted."""

from __future__ import annotations

import json
import shutil

import pytest
from quarter_files import LATER, NOW, make_world, put
from typer.testing import CliRunner

from helpers.base.errors import ConfigError
from helpers.base.system.workspace import ROOT_VARIABLE
from helpers.desk.checking.check_data import plain_check
from helpers.desk.checking.check_sentences import advice
from helpers.desk.checking.period_check import check_run
from helpers.desk.cli import app

RUN = ("mini", "2024-T2")
SPENT = """\
fecha_corte,reporte,cat_prog,ue,ppto_vigente,devengado
2024-06-30,categoria,1 0 001,UE-1,1000.00,700.25
2024-06-30,categoria,1 0 002,UE-2,10400967.96,10.00
"""
LINKED = "cat_prog,acp,unidad\n1 0 001,1,U1\n1 0 002,1,U2\n"
PRINTED = "oficina,altas\nLa Paz,10\nOruro,5\n"
DECLARED = """\
titulo: Altas por oficina
seccion: cuadros
columnas:
  oficina: {tipo: texto}
  altas: {tipo: entero}
clave: [oficina]
"""


@pytest.fixture
def workspace(tmp_path):
    made = make_world(tmp_path)
    write(made, SPENT)
    put(made.root / "data/mini/2024/vinculacion.csv", LINKED)
    put(made.root / "data/mini/2024/cuadros/altas.csv", PRINTED)
    put(made.root / "data/mini/2024/cuadros/altas.yaml", DECLARED)
    return made


@pytest.fixture
def accepted(workspace):
    """The same institution after a check without errors."""
    checked = check(workspace)
    assert not checked.fails, [finding.mensaje for finding in checked.findings]
    assert checked.to_confirm == ()
    return workspace


def write(workspace, text, name="gastos.csv"):
    put(workspace.root / "data/mini/2024" / name, text)


def check(workspace, *, accepting=False, now=LATER):
    return check_run(workspace, *RUN, now, accepting=accepting)


def message_to_confirm(workspace) -> str:
    (finding,) = check(workspace).to_confirm
    assert finding.severidad == "advertencia"
    return finding.mensaje


def test_the_first_check_has_nothing_to_compare_with(workspace):
    write(workspace, SPENT[: SPENT.index("2024-06-30,categoria,1 0 002")])
    assert check(workspace).to_confirm == ()


def test_the_accepted_state_survives_the_loss_of_the_cache(accepted):
    shutil.rmtree(accepted.cache, ignore_errors=True)
    write(accepted, SPENT[: SPENT.index("2024-06-30,categoria,1 0 002")])
    assert "pasó de" in message_to_confirm(accepted)


def test_tables_that_did_not_change_or_grew_need_no_confirmation(accepted):
    assert check(accepted).to_confirm == ()
    write(accepted, SPENT + "2024-06-30,categoria,1 0 003,UE-2,5.00,1.00\n")
    write(accepted, LINKED + "1 0 003,1,U2\n", "vinculacion.csv")
    assert check(accepted).to_confirm == ()


def test_a_file_cut_between_two_rows_is_reported(accepted, wording):
    write(accepted, SPENT[: SPENT.index("2024-06-30,categoria,1 0 002")])
    values = ("gastos.csv", "20 de julio de 2024", "2", "1", "«ppto_vigente»", "10.401.967,96", "1.000,00", "mini/2024-T2 --aceptar")
    wording(message_to_confirm(accepted), *values)


def test_a_smaller_sum_is_reported(accepted, wording):
    write(accepted, SPENT.replace("10400967.96", "104.00"))
    wording(message_to_confirm(accepted), "ppto_vigente", "10.401.967,96", "1.104,00")


def test_a_sum_of_money_has_cents_though_the_file_has_none(accepted):
    """A workbook drops the last zero of an amount; the sum was told as 1.104,5."""
    write(accepted, SPENT.replace("10400967.96", "104.5").replace("1000.00", "1000"))
    assert "y suma 1.104,50" in message_to_confirm(accepted)


def test_years_and_percentages_have_no_sum_to_lose(accepted):
    history = "gestion,periodo,nivel,codigo,indicador,valor\n2022,anual,unidad,U1,avance_fisico,90\n"
    write(accepted, f"{history}2023,anual,unidad,U1,avance_fisico,95\n", "historico.csv")
    assert check(accepted).to_confirm == ()
    write(accepted, f"{history}2021,anual,unidad,U1,avance_fisico,80\n", "historico.csv")
    assert check(accepted).to_confirm == ()
    write(accepted, history, "historico.csv")
    assert "a 1. Compárela" in message_to_confirm(accepted)


def test_one_column_more_that_has_less_is_told_in_the_singular(workspace, wording):
    names = ("ppto_inicial", "ppto_vigente", "compromiso", "devengado", "pagado")
    head = f"fecha_corte,reporte,cat_prog,{','.join(names)}\n2024-06-30,categoria,1 0 001"
    write(workspace, f"{head}{',9.00' * 5}\n")
    assert not check(workspace).fails
    write(workspace, f"{head}{',8.00' * 5}\n")
    wording(message_to_confirm(workspace), "9,00", "8,00", "ppto_vigente", "compromiso", "devengado", "1")


def test_a_missing_column_is_reported(accepted, wording):
    """This once happened: without `unidad` in `vinculacion`, hundreds of figures changed and nothing reported it."""
    write(accepted, "cat_prog,acp\n1 0 001,1\n1 0 002,1\n", "vinculacion.csv")
    wording(message_to_confirm(accepted), "«unidad»", "2")


def test_an_emptied_column_is_reported(accepted, wording):
    write(accepted, SPENT.replace("UE-1", "").replace("UE-2", ""))
    wording(message_to_confirm(accepted), "«ue»", "2", "0")


def test_a_missing_table_is_reported(accepted, wording):
    (accepted.root / "data/mini/2024/vinculacion.csv").unlink()
    wording(message_to_confirm(accepted), "vinculacion.csv", "2")


def test_a_table_saved_in_another_format_is_the_same(accepted):
    from openpyxl import Workbook

    year = accepted.root / "data/mini/2024"
    book = Workbook()
    for line in LINKED.splitlines():
        book.active.append(line.split(","))
    book.save(year / "vinculacion.xlsx")
    (year / "vinculacion.csv").unlink()
    assert check(accepted).to_confirm == ()


def test_a_printed_table_is_compared_too(accepted):
    write(accepted, PRINTED.replace("Oruro,5\n", ""), "cuadros/altas.csv")
    assert "cuadros/altas.csv: desde" in message_to_confirm(accepted)


def test_a_loss_is_reported_until_it_is_mended(accepted):
    write(accepted, SPENT.replace("10400967.96", "104.00"))
    assert message_to_confirm(accepted) == message_to_confirm(accepted)
    write(accepted, SPENT)
    assert check(accepted).to_confirm == ()


def test_an_accepted_loss_becomes_the_state_to_compare_with(accepted):
    write(accepted, SPENT.replace("10400967.96", "104.00"))
    checked = check(accepted, accepting=True)
    assert checked.to_confirm == ()
    assert checked.accepted[0].mensaje.endswith("suma 1.104,00 en todas sus filas.")  # and asks for nothing
    assert check(accepted).to_confirm == ()
    write(accepted, SPENT.replace("10400967.96", "10.00"))
    assert "sumaba 1.104,00 y suma 1.010,00" in message_to_confirm(accepted)


def test_nothing_is_accepted_while_there_are_errors(accepted, wording):
    write(accepted, SPENT.replace("10400967.96", "104.00"))
    write(accepted, "acp,denominacion\n1,\n", "acciones.csv")
    checked = check(accepted, accepting=True)
    assert checked.accepted is None
    assert checked.fails
    wording(advice(checked)[1], "mini/2024-T2 --aceptar")
    write(accepted, "acp,denominacion\n1,Una acción\n", "acciones.csv")
    assert "sumaba 10.401.967,96" in message_to_confirm(accepted)


def test_a_cell_that_cannot_be_read_is_an_error_and_not_a_loss_too(accepted):
    write(accepted, SPENT.replace("700.25", "setecientos"))
    checked = check(accepted)
    assert [one.codigo for one in checked.findings if one.severidad == "error"] == ["ENT-NUMERO"]
    assert checked.to_confirm == ()


def test_growth_of_one_table_is_kept_while_another_needs_confirmation(accepted):
    write(accepted, SPENT.replace("10400967.96", "104.00"))
    write(accepted, LINKED + "1 0 003,1,U2\n", "vinculacion.csv")
    check(accepted)
    write(accepted, LINKED, "vinculacion.csv")
    assert [finding.elemento for finding in check(accepted).to_confirm] == [
        "data/mini/2024/gastos",
        "data/mini/2024/vinculacion",
    ]


def test_another_period_of_the_year_compares_with_the_same_state(accepted):
    """The year's periods share their tables: a loss since the second quarter's check is noticed in the third's."""
    run = accepted.run_file(*RUN).read_text(encoding="utf-8")
    accepted.run_file("mini", "2024-T3").write_text(
        run.replace("2024-T2", "2024-T3").replace("2024-06-30", "2024-09-30"), encoding="utf-8"
    )
    write(accepted, SPENT.replace("2024-06-30", "2024-09-30").replace("10400967.96", "104.00"))
    checked = check_run(accepted, "mini", "2024-T3", LATER)
    assert [finding.elemento for finding in checked.to_confirm] == ["data/mini/2024/gastos"]


def test_a_table_that_the_period_does_not_read_stays_accepted(accepted):
    """The first quarter does not read a table of the second, so it does not miss it. The second's next check does."""
    write(accepted, "acp,periodo,programado\n1,2024-T2,5\n", "T2/metas.csv")
    check(accepted)
    run = accepted.run_file(*RUN).read_text(encoding="utf-8")
    accepted.run_file("mini", "2024-T1").write_text(
        run.replace("2024-T2", "2024-T1").replace("2024-06-30", "2024-03-31"), encoding="utf-8"
    )
    assert check_run(accepted, "mini", "2024-T1", LATER).to_confirm == ()
    (accepted.root / "data/mini/2024/T2/metas.csv").unlink()
    assert "T2/metas.csv" in message_to_confirm(accepted)


def test_a_damaged_record_is_named_and_a_new_one_begun_once_it_is_deleted(accepted):
    path = accepted.accepted_file("mini", 2024)
    path.write_text('{"formato": 1, "tablas": {"a": ', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"output/mini/2024-aceptado\.json.*\n.*bórrelo"):
        check(accepted)
    path.unlink()
    assert not [finding for finding in check(accepted).findings if finding.codigo.startswith("ACE")]
    assert "data/mini/2024/gastos" in json.loads(path.read_text(encoding="utf-8"))["tablas"]


def test_a_full_disk_leaves_the_record_unchanged(accepted, monkeypatch):
    path = accepted.accepted_file("mini", 2024)
    before = path.read_bytes()
    write(accepted, SPENT.replace("10400967.96", "104.00"))

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("helpers.base.system.atomic.os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        check(accepted, accepting=True)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_check_that_changes_nothing_writes_nothing(accepted):
    path = accepted.accepted_file("mini", 2024)
    before = path.stat().st_mtime_ns
    check(accepted, now=NOW)
    assert path.stat().st_mtime_ns == before


def test_losses_are_on_the_page_and_in_the_plain_check(accepted, monkeypatch):
    monkeypatch.setenv(ROOT_VARIABLE, str(accepted.root))
    write(accepted, SPENT.replace("10400967.96", "104.00"))
    assert len(plain_check(check(accepted))["por_confirmar"]) == 1
    page = CliRunner().invoke(app, ["check", "mini/2024-T2"])
    assert page.exit_code == 0
    assert "Por confirmar" in page.output
    assert "poa comprobar mini/2024-T2 --aceptar" in " ".join(page.output.split())
    page = CliRunner().invoke(app, ["check", "mini/2024-T2", "--todo"])
    assert page.output.count("Desde la última revisión aceptada") == 1
    page = CliRunner().invoke(app, ["check", "mini/2024-T2", "--aceptar"])
    assert "Aceptado ahora" in page.output
    assert "Por confirmar" not in CliRunner().invoke(app, ["check", "mini/2024-T2"]).output
