"""What a person can ask of a batch: patterns, lists, names, amounts of memory."""

import pytest

from helpers.base.errors import UsageError
from helpers.desk.batch.run_batch import batch_name, check_name, read_list, select
from helpers.desk.batch.workers.process_memory import size, size_es

KNOWN = ("demo-1/2024-T2", "demo-1/2024-T3", "demo-2/2024-T3", "mre/2024-T2")


def names(*patterns):
    return list(select(patterns, KNOWN))


def test_patterns_select_institutions_and_periods_and_each_report_once():
    assert names("demo-*/2024-T3", "mre/2024-T2") == ["demo-1/2024-T3", "demo-2/2024-T3", "mre/2024-T2"]
    assert names("*/2024-T2", "mre/*", "mre/2024-T2") == ["demo-1/2024-T2", "mre/2024-T2"]


def test_a_pattern_that_matches_nothing_is_an_error_with_the_nearest_names(wording):
    with pytest.raises(UsageError, match=r"«demo-\*/2025-T3».*demo-1/2024-T3") as raised:
        names("mre/2024-T2", "demo-*/2025-T3")
    assert "mre/2024-T2" in str(raised.value), "with so few, all are named"
    many = tuple(f"inst-{number}/2024-T2" for number in range(40))
    with pytest.raises(UsageError) as raised:
        select(["inst-7/2024-T9"], many)
    wording(str(raised.value), "inst-7/2024-T2")
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("wrong", ["mre", "mre/2024/T2"])
def test_a_name_that_is_no_institution_and_period_is_refused(wrong):
    with pytest.raises(UsageError, match="no es ENTIDAD/PERIODO"):
        names(wrong)


def test_a_list_has_one_pattern_a_line(tmp_path):
    path = tmp_path / "entidades.txt"
    path.write_text("\ufeff# las de La Paz\n\nmre/2024-T2   # el ministerio\ndemo-*/2024-T3\n", encoding="utf-8")
    assert read_list(path) == ("mre/2024-T2", "demo-*/2024-T3")
    path.write_text("# nada\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no nombra ningún informe"):
        read_list(path)
    with pytest.raises(UsageError, match=r"No se puede leer la lista .*: no existe"):
        read_list(tmp_path / "otra.txt")


def test_a_batch_is_named_after_its_patterns_in_any_order_and_its_workbook():
    assert batch_name(["b/2", "a*/1"], "libro") == batch_name(["a*/1", "b/2", "b/2"], "libro")
    assert batch_name(["a/1"], "libro") != batch_name(["a/1"], "otro")
    assert batch_name(["a*/2024-T3"], "libro").startswith("atodos-2024-T3-")
    assert check_name("T3-nacional") == "T3-nacional"
    with pytest.raises(UsageError):
        check_name("../T3")


@pytest.mark.parametrize(
    ("text", "number"), [("2G", 2 << 30), ("1,5g", 3 << 29), ("800 MiB", 800 << 20), ("64MB", 64 << 20)]
)
def test_memory_is_read_as_people_write_it(text, number):
    assert size(text) == number


@pytest.mark.parametrize("text", ["2", "mucha", "10M", "-2G", ""])
def test_a_text_that_is_no_amount_of_memory_is_refused(text):
    with pytest.raises(UsageError, match="como 2G o 800M"):
        size(text)


def test_memory_is_shown_in_readable_units():
    assert [size_es(number) for number in (812 << 20, 3 << 29)] == ["812 MiB", "1,5 GiB"]
