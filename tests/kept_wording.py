"""The fixture `wording` compares the program's texts with those kept in `tests/<package>/wording.json`, one per line.

`wording(message, "1.320")` asserts that the message contains 1.320 and equals the kept text. When a sentence of the
program changes, `pytest tests/<package> --rewrite-wording` updates the file and removes the texts that no test uses.
Numbers, codes and names stay in the test, so that a rewritten file cannot hide a wrong one.
"""

import json
import re
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

INVISIBLE = re.compile("[\u00a0\u00ad\u2000-\u200f\u202f\u2060]")
COLLECTED = pytest.StashKey[dict[Path, set[str]]]()
"""The tests that use `wording`, by collected file, including those that -m or -k deselects."""

Kept = dict[str, dict[str, list[str | list[str]]]]
"""The texts of each test, by test file and test, in the order in which the test shows them."""


def wording_file(node: pytest.Item) -> Path:
    tests = node.config.rootpath / "tests"
    return tests / node.path.relative_to(tests).parts[0] / "wording.json"


def kept_in(file: Path) -> Kept:
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def write(file: Path, kept: Kept) -> None:
    text = json.dumps({key: dict(sorted(kept[key].items())) for key in sorted(kept) if kept[key]}, ensure_ascii=False, indent=1)
    file.write_text(INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n", "utf-8")


class Wording:
    """The texts of one test."""

    def __init__(self, node: pytest.Item) -> None:
        self.file, self.module, self.test = wording_file(node), node.path.stem, test_name(node)
        self.rewrites = node.config.getoption("rewrite_wording")
        self.kept = kept_in(self.file).get(self.module, {}).get(self.test, [])
        self.shown: list[str | list[str]] = []

    def __call__(self, text: str | Sequence[str], *values: str) -> None:
        """Assert that the text, or list of texts, is the next one kept for this test and has the values in order."""
        shown = str(text) if isinstance(text, str) else [str(one) for one in text]
        whole = shown if isinstance(shown, str) else "\n".join(shown)
        assert held(whole, values) == values
        self.shown.append(shown)
        if not self.rewrites:
            assert len(self.shown) <= len(self.kept), f"not in {self.file.name}: run pytest with --rewrite-wording: {whole}"
            assert shown == self.kept[len(self.shown) - 1]

    def finish(self) -> None:
        """After a passed test, check that no kept text is left over, or write its texts with --rewrite-wording."""
        if not self.rewrites:
            assert len(self.shown) == len(self.kept), f"{self.file.name} keeps texts that the test does not show"
            return
        kept = kept_in(self.file)
        kept.setdefault(self.module, {})[self.test] = self.shown
        write(self.file, kept)


def held(text: str, values: Sequence[str]) -> tuple[str, ...]:
    """The values found in the text in that order, as whole numbers or words, up to the first that is missing."""
    place = 0
    for number, value in enumerate(values):
        found = re.compile(rf"(?<![\w−])(?<!\d[.,])(?<!\s-){re.escape(value)}(?!\w)(?![.,]\d)").search(text, place)
        if not found:
            return tuple(values[:number])
        place = found.end()
    return tuple(values)


def test_name(node: pytest.Item) -> str:
    return node.nodeid.partition("::")[2]


@pytest.fixture
def wording(request: pytest.FixtureRequest) -> Wording:
    return Wording(request.node)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    outcome = yield
    if "wording" in pyfuncitem.funcargs:
        pyfuncitem.funcargs["wording"].finish()
    return outcome


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-wording", action="store_true", help="write the texts that tests show to wording.json")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("rewrite_wording") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--rewrite-wording works in one process: leave out -n")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    collected: dict[Path, set[str]] = {}
    for item in items:
        names = collected.setdefault(item.path, set())
        if "wording" in getattr(item, "fixturenames", ()):
            names.add(test_name(item))
    config.stash[COLLECTED] = collected
    if config.getoption("rewrite_wording") and not any("::" in argument for argument in config.args):
        forget(config.rootpath / "tests", collected)


def forget(tests_folder: Path, collected: dict[Path, set[str]]) -> None:
    """Remove the kept texts of deleted files, and of tests that are missing from a collected file."""
    for file in sorted(tests_folder.glob("*/wording.json")):
        kept = kept_in(file)
        sources = {path.stem: path for path in file.parent.rglob("test_*.py")}
        gone = [(module, test) for module, tests in kept.items() for test in tests
                if module not in sources or test not in collected.get(sources[module], {test})]
        for module, test in gone:
            del kept[module][test]
        if gone:
            write(file, kept)
