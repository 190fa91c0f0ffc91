"""What the system says of a file, in Spanish."""

from __future__ import annotations

import pytest

from helpers.base.errors import system_words


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (FileNotFoundError(2, "No such file or directory", "params/a.txt"), "no existe (params/a.txt)"),
        (OSError(28, "No space left on device"), "no queda espacio en el disco"),
        (OSError(117, "Structure needs cleaning", "a.csv"), "Structure needs cleaning (a.csv)"),
        (
            PermissionError(13, "Access is denied", ".U1-2024-T2-431.xlsx", None, "U1-2024-T2.xlsx"),
            "no hay permiso, o lo tiene abierto otro programa (.U1-2024-T2-431.xlsx → U1-2024-T2.xlsx)",
        ),
        (OSError("sin número"), "sin número"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), "no es un texto en UTF-8"),
        (ValueError("otra cosa"), "otra cosa"),
    ],
)
def test_the_system_s_reasons_are_told_in_spanish(problem, words):
    assert system_words(problem) == words


def test_a_folder_that_is_opened_as_a_file_is_told_so(tmp_path):
    with pytest.raises(OSError) as told:
        tmp_path.read_bytes()
    assert system_words(told.value) in {f"es una carpeta ({tmp_path})", f"no hay permiso, o lo tiene abierto otro programa ({tmp_path})"}
