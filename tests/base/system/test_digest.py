"""Hashes: the published test vectors, files longer than one chunk, and equal hashes for equal data."""

import hashlib

from hypothesis import example, given
from hypothesis import strategies as st

from helpers.base.system.digest import CHUNK, data_sha256, file_sha256, text_sha256

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def test_the_hashes_agree_with_the_vectors_of_the_standard(tmp_path):
    for text, digest in (("", EMPTY), ("abc", ABC)):
        path = tmp_path / "archivo"
        path.write_bytes(text.encode())
        assert file_sha256(path) == text_sha256(text) == digest


def test_a_file_longer_than_one_chunk(tmp_path):
    content = bytes(range(256)) * (CHUNK // 256) + b"y el resto"
    path = tmp_path / "archivo"
    path.write_bytes(content)
    assert file_sha256(path) == hashlib.sha256(content).hexdigest()


def test_text_is_hashed_as_utf8():
    assert text_sha256("gestión") == hashlib.sha256("gestión".encode()).hexdigest()


def test_the_order_of_a_list_matters():
    assert data_sha256(["1", "2"]) != data_sha256(["2", "1"])


def test_a_text_and_a_number_have_different_hashes():
    assert data_sha256({"cat_prog": "007"}) != data_sha256({"cat_prog": 7})


def with_keys_reversed(data: object) -> object:
    if isinstance(data, dict):
        return {key: with_keys_reversed(data[key]) for key in reversed(data)}
    return [with_keys_reversed(one) for one in data] if isinstance(data, list) else data


@given(PLAIN)
@example({"acp": "1", "areas": [{"codigo": "VRE", "nivel": "area"}]})
def test_equal_data_with_keys_in_another_order_has_one_hash(data):
    assert data_sha256(with_keys_reversed(data)) == data_sha256(data)
