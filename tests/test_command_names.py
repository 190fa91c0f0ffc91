"""The commands' Spanish names and their English aliases. Everything that people read gives the Spanish names."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from builders import ROOT
from typer.testing import CliRunner

from helpers.desk.cli import COMMANDS, app

NAMES = [command.name for command in COMMANDS]
ALIASES = {command.alias: command.name for command in COMMANDS if command.alias}
RESERVED = {"mesa", "revisar"}
ENGLISH = re.compile(rf"\bpoa[`\"'»]?\s+[`\"'«]?({'|'.join(ALIASES)})\b")
ALONE = re.compile(rf"[`«]({'|'.join(ALIASES)})[`»]")
"""An English name in marks without `poa` before it. In a program, such a word may name a module or a parameter."""
TYPED = re.compile(r"(?:`|^ {4,}|[«(:] ?)poa ([a-záéíóúñ]+)", re.MULTILINE)
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs/guia").glob("*.md")), *sorted((ROOT / "notebooks").rglob("*.ipynb"))]
SHIPPED = [path for path in sorted((ROOT / "src/helpers").rglob("*")) if path.suffix in {".css", ".j2", ".js", ".json", ".py", ".txt", ".typ"}]
SETTINGS = [ROOT / "environment.yml", *sorted((ROOT / "params").rglob("*.yaml"))]


def poa(*arguments):
    return CliRunner().invoke(app, arguments, prog_name="poa")


@cache
def texts(path: Path) -> list[str]:
    """The text of a file, and each string of a program joined: a name may begin on one line and end on the next."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    return [text, *strings(text)] if path.suffix == ".py" else [text]


def strings(program: str) -> list[str]:
    """The strings of a program, with `{}` in place of each interpolated value."""
    found = []
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
    return found


def test_every_guide_says_from_which_period_another_is_opened():
    """`poa abrir` fails without `--desde`."""
    said = [line for path in GUIDES for line in re.findall(r"poa abrir \S+/[^`\n]*", "\n".join(texts(path)))]
    assert len(said) > 5
    assert [line for line in said if " --desde " not in line] == []


def test_every_word_names_one_command():
    words = [*NAMES, *ALIASES]
    assert len(set(words)) == len(words)
    assert not RESERVED & set(words), "kept for commands to come"
    assert len({command.function for command in COMMANDS}) == len(COMMANDS)


def test_the_help_lists_every_name_once_and_no_alias():
    listed = poa("--help").output.split("Órdenes:")[1]
    assert re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE) == NAMES
    assert not set(re.findall(r"\w+", poa("--help").output)) & set(ALIASES)


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_an_alias_runs_its_command_and_shows_the_spanish_name(alias, name):
    assert poa(alias, "--help").output == poa(name, "--help").output
    wrong = poa(alias, "--no-existe")
    assert (wrong.exit_code, wrong.output) == (2, poa(name, "--no-existe").output)
    assert wrong.output.startswith(f"Uso: poa {name} ")


@pytest.mark.parametrize(("word", "name"), [*zip(NAMES, NAMES, strict=True), *ALIASES.items()])
def test_a_mistyped_name_or_alias_suggests_the_command(word, name):
    for typed in (word[:-2] + word[-1], word[0] + word, word.upper()):
        if typed not in {*NAMES, *ALIASES}:
            answer = poa(typed)
            assert answer.exit_code == 2
            assert f"¿Quiso decir «{name}»?" in " ".join(answer.output.split())


def test_a_word_that_resembles_no_command_gets_the_list_of_commands():
    answer = poa("xyz")
    assert f"Existen: {', '.join(sorted(NAMES))}." in answer.output
    assert "¿Quiso decir" not in answer.output


@pytest.mark.parametrize("text", ["con «poa report x»", "`poa` check", "poa \n  forms"])
def test_an_english_name_is_found(text):
    assert ENGLISH.search(text)


@pytest.mark.parametrize("text", ["poa informe", "poa lista", "poa plan", "poa formularios", "make report", "un report"])
def test_a_spanish_name_is_not_taken_for_an_english_one(text):
    assert not ENGLISH.search(text)


def test_the_parts_of_a_string_are_joined_before_the_search():
    assert "«poa check {}»" in strings('told = f"«poa " f"check {run}»"')


@pytest.mark.parametrize(("pattern", "paths"), [(ENGLISH, SHIPPED), (ENGLISH, GUIDES), (ENGLISH, SETTINGS), (ALONE, GUIDES)], ids=["programs", "guides", "settings", "alone"])
def test_texts_for_people_contain_no_english_command_name(pattern, paths):
    assert len(paths) > 5
    found = {(path.relative_to(ROOT).as_posix(), match[0]) for path in paths for text in texts(path) for match in pattern.finditer(text)}
    assert not found


def test_guides_and_programs_mention_exactly_the_existing_commands():
    given = {(path.name, name) for path in [*GUIDES, *SHIPPED] for text in texts(path) for name in TYPED.findall(text)}
    assert {name for _, name in given} == set(NAMES)
