"""Strict YAML for parameters and methods: nothing ambiguous, decimals as typed, problems with their line."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.errors import ConfigError
from helpers.base.strict_yaml import load_file, load_text, scalar


def refused(text: str) -> str:
    with pytest.raises(ConfigError) as problem:
        load_text(text, "params/mre/2024-T2.yaml")
    assert str(problem.value).startswith("params/mre/2024-T2.yaml: ")
    return str(problem.value)


def test_a_key_given_twice_is_reported_with_its_line():
    message = refused("entidad: mre\nperiodo: 2024-T1\nperiodo: 2024-T2\n")
    assert "línea 3" in message
    assert "«periodo»" in message
    assert "dos veces" in message


def test_a_nested_key_given_twice_is_reported_with_its_line():
    message = refused("cortes:\n  2024-T1: {fecha: 2024-03-31}\n  2024-T1: {fecha: 2024-04-01}\n")
    assert "línea 3" in message
    assert "«2024-T1»" in message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\nb: [1, 2\n", 3),
        ("a: 1\nb: {c: 1\nd: 2\n", 3),
        ("a: 'sin cerrar\n", 2),
        ("a: *nadie\n", 1),
    ],
)
def test_text_that_is_not_yaml_is_refused_with_its_line(text, line, wording):
    message = refused(text)
    assert f"línea {line}" in message
    wording(message, "YAML")


@pytest.mark.parametrize("text", ["", "# solo un comentario\n", "- una\n- lista\n", "un texto\n", "12\n"])
def test_yaml_that_is_not_a_mapping_is_refused(text, wording):
    wording(refused(text), "«clave: valor»")


@pytest.mark.parametrize("text", ["a: \0\n", "a: \x07\n"])
def test_a_control_character_is_refused(text, wording):
    wording(refused(text), "YAML")


@pytest.mark.parametrize("typed", ["0.02", "23.525", "0.1", "1e3", "355202151.005", "-1.72"])
def test_a_decimal_arrives_as_it_was_typed(typed):
    assert load_text(f"tolerancia: {typed}\n", "x") == {"tolerancia": typed}


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=7))
def test_no_decimal_passes_through_a_float(value):
    text = format(value, "f")
    assert Decimal(load_text(f"valor: {text}\n", "x")["valor"]) == value


def test_a_date_stays_text_and_an_integer_an_integer():
    assert load_text("fecha: 2024-06-30\ndecimales: 2\n", "x") == {"fecha": "2024-06-30", "decimales": 2}


def test_yes_and_no_are_words():
    """`si`, `no`, `on` are what a planner answers, not truth values."""
    assert load_text("a: no\nb: si\nc: on\nd: true\n", "x") == {"a": "no", "b": "si", "c": "on", "d": True}


def test_a_quoted_code_keeps_its_zeros():
    assert load_text('codigo: "007"\n', "x") == {"codigo": "007"}


def test_a_file_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="no existe"):
        load_file(tmp_path / "nada.yaml", "params/nada.yaml")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("titulo: Gestión\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_file(path, "params/latin.yaml")


def test_a_byte_order_mark_is_ignored(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_text("titulo: Gestión\n", encoding="utf-8-sig")
    assert load_file(path, "x") == {"titulo": "Gestión"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("borrador", "borrador"),
        ("2", 2),
        ("0.05", "0.05"),
        ("true", True),
        ("2024-07-01", "2024-07-01"),
        ("[acp, areas]", ["acp", "areas"]),
        ("[sin cerrar", "[sin cerrar"),
        ("Jefe: quien firma", "Jefe: quien firma"),
        ("ñandú «x»", "ñandú «x»"),
        ("a\0b", "a\0b"),
    ],
)
def test_a_value_typed_at_the_command_line(typed, value):
    assert scalar(typed) == value


def test_changing_the_data_read_does_not_change_the_next_reading():
    text = "cortes:\n  2024-T1: {fecha: 2024-03-31}\n"
    load_text(text, "x")["cortes"]["2024-T1"]["fecha"] = "otra"
    assert load_text(text, "x") == {"cortes": {"2024-T1": {"fecha": "2024-03-31"}}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: " + "[" * 1000 + "]" * 1000, "más de 30 niveles"),
        ("a: " + "{b: " * 1000 + "1" + "}" * 1000, "más de 30 niveles"),
        ("- " * 1000 + "x", "más de 30 niveles"),
        ("a: " + "9" * 19, "hasta 18 cifras enteras"),
        ("a: " + "9" * 5000, "hasta 18 cifras enteras"),
        ("a: 1e400", "hasta 18 cifras enteras"),
        ("a: 1e9999999999", "hasta 18 cifras enteras"),
        ("a: !!int tres", "etiqueta"),
        ("a: !!python/name:os.system x", "etiqueta"),
        ("a: &x [*x]", "dentro de lo mismo que repite"),
        ("a: &x 1\nb: &x 2", "«&x» está dos veces"),
        ("? [1, 2]\n: 3", "una clave no puede ser una lista"),
        ('a: "uno\\u0001"', "U+0001"),
        ('a: "uno\\uFFFE"', "U+FFFE"),
        ("a: uno\u202edos", "U+202E"),
        ("a: uno _x0001_", "U+0001"),
        ("a: meta 🎯", "U+1F3AF (DIRECT HIT)"),
        ("meta 🎯: 1", "U+1F3AF (DIRECT HIT)"),
    ],
)
def test_data_that_later_steps_cannot_handle_is_refused_with_its_line(text, told):
    message = refused(f"clave: valor\n{text}\n" if not text.startswith("-") else f"\n{text}\n")
    assert told in message
    assert "línea 2" in message or "línea 3" in message


def test_values_are_counted_as_often_as_aliases_repeat_them():
    """The nine lines would expand to a thousand million values."""
    lines = ["a0: &a0 [1,1,1,1,1,1,1,1,1,1]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "más de 100.000 valores" in refused("\n".join(lines) + "\n")


def test_a_comment_may_contain_characters_that_values_may_not():
    assert load_text("# 🎯\na: 1 # ✅\n", "x") == {"a": 1}


@pytest.mark.parametrize(
    "text",
    ["a: 1\n\tb: 2\n", "a: b: c\n", "a: 'abc\n", "a: [1, 2\n", "- a\nb: 1\n", "a: %x\n", 'a: "\\q"\n', "a: *x\n", "a: [1,,2]\n", "a: [b]]\n", "a: 1\n---\nb: 1\n"],
)
def test_a_text_that_is_no_yaml_gets_its_line_and_advice_in_spanish(text):
    """The parser's own message is English: none of its words is passed on."""
    with pytest.raises(ConfigError) as refused:
        load_text(text, "entidad.yaml")
    assert re.search(r"línea \d: no es YAML válido: .+\.$", str(refused.value))
    assert not re.search(r"\b(found|expected|not|allowed|but|document)\b", str(refused.value))
