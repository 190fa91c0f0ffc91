"""The command of every conversion: it writes the tables of data/, checks them and names a missing source."""

from pathlib import Path

import pytest
from transcribed import ROOT, copy_of, counted_rows

from tools.conversion import mre_2021, mre_2024, segip_2024
from tools.conversion.command import Conversion, write
from tools.conversion.segip_2020 import convert as segip_2020

CONVERSIONS = {
    "mre 2021": mre_2021.CONVERSION,
    "mre 2024": mre_2024.CONVERSION,
    "segip 2020": segip_2020.CONVERSION,
    "segip 2024": segip_2024.CONVERSION,
}
EACH = pytest.mark.parametrize("conversion", CONVERSIONS.values(), ids=CONVERSIONS)


@EACH
def test_the_tables_in_data_are_those_that_the_conversion_writes(tmp_path: Path, conversion: Conversion):
    tables = conversion.tables(ROOT / conversion.source)
    write(tables, tmp_path)
    for table in tables:
        assert (tmp_path / table.path).read_bytes() == (ROOT / conversion.target / table.path).read_bytes(), table.path


@EACH
def test_check_passes_on_the_repository(conversion: Conversion):
    assert conversion.main(["--check", "--root", str(ROOT)]) == 0


@EACH
def test_readme_counts_the_rows_of_every_table(conversion: Conversion):
    tables = conversion.tables(ROOT / conversion.source)
    counted = counted_rows(ROOT / conversion.target / "README.md")
    assert counted == {table.path: len(table.lines) for table in tables}


@pytest.mark.parametrize(
    ("name", "old", "new", "removed"),
    [
        ("mre 2024", b"16083.69", b"16083.70", "T2/metas.csv"),
        ("segip 2020", b"56616.40", b"56616.41", "anual/publicado.csv"),
    ],
)
def test_check_names_changed_and_missing_tables_and_writes_nothing(tmp_path, capsys, name, old, new, removed):
    conversion = CONVERSIONS[name]
    root = copy_of(conversion, tmp_path)
    touched, gone = root / conversion.target / "gastos.csv", root / conversion.target / removed
    touched.write_bytes(touched.read_bytes().replace(old, new))
    gone.unlink()
    before = touched.read_bytes()
    assert conversion.main(["--check", "--root", str(root)]) == 1
    output = capsys.readouterr().out
    assert [line.partition(":")[0] for line in output.splitlines()] == ["gastos.csv", removed]
    assert output.endswith(f"{removed}: falta\n")
    assert (gone.exists(), touched.read_bytes()) == (False, before)


@pytest.mark.parametrize(("name", "file"), [("mre 2024", "mensual.csv"), ("segip 2020", "recursos.csv")])
def test_a_missing_source_table_is_named(tmp_path, capsys, name, file):
    conversion = CONVERSIONS[name]
    root = copy_of(conversion, tmp_path)
    (root / conversion.source / file).unlink()
    assert conversion.main(["--root", str(root)]) == 1
    assert f"{file}: no está en" in capsys.readouterr().err
