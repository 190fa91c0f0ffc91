"""Every kept text belongs to a test that uses `wording`. The fixture itself compares the number of texts."""

from pathlib import Path

import pytest
from kept_wording import COLLECTED, held, kept_in

pytest_plugins = ["pytester"]
FILES = sorted(Path(__file__).parent.glob("*/wording.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_kept_text_has_its_test(file, request):
    sources = {path.stem: path for path in file.parent.rglob("test_*.py")}
    kept = {(module, test) for module, tests in kept_in(file).items() for test in tests}
    assert {module for module, _ in kept} <= set(sources)
    collected = request.config.stash[COLLECTED]
    if not {sources[module] for module, _ in kept} <= set(collected):
        pytest.skip("only some of the package's tests were collected")
    assert [one for one in sorted(kept) if one[1] not in collected[sources[one[0]]]] == []


class TestTheFixture:
    TESTS = """
        import pytest

        @pytest.mark.parametrize("number", ["1", "2"])
        def test_sum(wording, number):
            wording(f"La suma es {number}.", number)

        def test_two(wording):
            wording("Uno.")
            wording(["Dos.", "Tres\\u00a0%."])
        """

    @pytest.fixture
    def package(self, pytester):
        """A folder of tests with one package, and its texts as the fixture has written them."""
        pytester.makeini("[pytest]")
        pytester.makeconftest('pytest_plugins = ["kept_wording"]')
        folder = pytester.mkdir("tests") / "sumas"
        folder.mkdir()
        pytester.makepyfile(**{"tests/sumas/test_sums": self.TESTS})
        pytester.inline_run("--rewrite-wording").assertoutcome(passed=3)
        return folder

    @staticmethod
    def change(file, old, new):
        text = file.read_text("utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), "utf-8")

    def test_one_line_per_text_and_no_invisible_character(self, package):
        assert (package / "wording.json").read_text("utf-8").splitlines()[3:9] == [
            '   "La suma es 1."', "  ],", '  "test_sum[2]": [', '   "La suma es 2."', "  ],", '  "test_two": [',
        ]  # fmt: skip
        assert '"Tres\\u00a0%."' in (package / "wording.json").read_text("utf-8")

    def test_texts_as_written_pass(self, package, pytester):
        pytester.inline_run().assertoutcome(passed=3)

    def test_a_changed_sentence_fails_until_the_file_is_rewritten(self, package, pytester):
        self.change(package / "test_sums.py", "La suma es", "Suman")
        pytester.inline_run().assertoutcome(passed=1, failed=2)
        pytester.inline_run("--rewrite-wording").assertoutcome(passed=3)
        assert "Suman 2." in (package / "wording.json").read_text("utf-8")

    def test_a_wrong_value_fails_and_is_not_written(self, package, pytester):
        self.change(package / "test_sums.py", "es {number}.", "es 1.")
        pytester.inline_run("--rewrite-wording").assertoutcome(passed=2, failed=1)
        assert '"La suma es 2."' in (package / "wording.json").read_text("utf-8")

    def test_a_text_that_is_not_kept_fails(self, package, pytester):
        self.change(package / "test_sums.py", 'wording("Uno.")', 'wording("Uno."); wording("Dos."); wording("Tres.")')
        pytester.inline_run().assertoutcome(passed=2, failed=1)

    def test_a_kept_text_that_is_no_longer_shown_fails_and_is_removed(self, package, pytester):
        self.change(package / "test_sums.py", '            wording(["Dos.", "Tres\\u00a0%."])'.strip(), "pass")
        pytester.inline_run().assertoutcome(passed=2, failed=1)
        pytester.inline_run("--rewrite-wording").assertoutcome(passed=3)
        assert "Dos." not in (package / "wording.json").read_text("utf-8")

    def test_texts_of_a_deleted_test_are_removed_unless_single_tests_are_run(self, package, pytester):
        self.change(package / "test_sums.py", "def test_two", "def test_three")
        pytester.inline_run("--rewrite-wording", "tests/sumas/test_sums.py::test_three").assertoutcome(passed=1)
        assert '"test_two"' in (package / "wording.json").read_text("utf-8")
        pytester.inline_run("--rewrite-wording").assertoutcome(passed=3)
        assert '"test_two"' not in (package / "wording.json").read_text("utf-8")

    def test_rewriting_with_several_processes_is_refused(self, package, pytester):
        assert "leave out -n" in pytester.runpytest_inprocess("--rewrite-wording", "-n", "2").stderr.str()


@pytest.mark.parametrize(
    ("text", "value", "is_held"),
    [
        ("cambió −8,61 puntos", "8,61", False), ("cambió −8,61 puntos", "−8,61", True), ("Bs -5,00", "5,00", False),
        ("Bs 15,00", "5,00", False), ("5,001", "5,00", False), ("de 5,00.", "5,00", True), ("2024-T2", "T2", True),
    ],
)  # fmt: skip
def test_a_value_is_found_only_with_its_sign_and_all_its_digits(text, value, is_held):
    assert (held(text, [value]) == (value,)) is is_held
