"""Compares the versions that a manifest states with those installed here, and texts although others drew pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpers.audit.audit_case import Case
from helpers.base.system.digest import text_sha256
from helpers.run.report.manifest import versions

DRAWERS = ("python", "sistema", "matplotlib", "seaborn")
"""Packages that draw charts; with equal versions, equal charts have equal bytes."""
PRINTERS = (*DRAWERS, "typst", "pikepdf")
"""Packages that print and compress the PDF."""
WRITER = "xlsxwriter"
SYSTEM = "sistema"


def made_alike(case: Case, *names: str) -> bool:
    """Return whether the manifest states, for each of these programs, the version that is installed here.

    A program that is neither stated nor installed counts as equal.
    """
    return not differing_versions(case, *names)


def differing_versions(case: Case, *names: str) -> str:
    """Say which of these programs have other versions here: `xlsxwriter 3.2.0 y aquí 3.2.9`; empty if none has.

    Without names, of all programs; the operating system is none.
    """
    made, now = case.stated("versiones"), versions()
    asked = names or (name for name in dict.fromkeys((*made, *now)) if name != SYSTEM)
    unlike = (name for name in asked if made.get(name) != now.get(name))
    return ", ".join(f"{name} {made.get(name, 'sin versión')} y aquí {now.get(name, 'no está')}" for name in unlike)


def if_unlike(case: Case, template: str, *names: str) -> str:
    """Return what cannot be compared because of `differing_versions`, which replace `{}`; empty if none differ."""
    unlike = differing_versions(case, *names)
    return template.format(unlike) if unlike else ""


PICTURES = (
    "los gráficos se dibujaron con otras versiones ({}) y sus bytes no son los de ahora; solo se comprobó que ninguno "
    "está en el lugar de otro, y los números de sus textos alternativos y cuadros"
)
ADDRESS = "data:image/"
_PICTURE = re.compile(rf"{ADDRESS}[^\s\"'<>\\]*")


def with_picture_words(case: Case, due: Sequence[str], found: Sequence[str]) -> tuple[list[str], list[str], str]:
    """Return texts with `imagen` and a short hash in place of each picture, and what cannot be compared here.

    If other versions drew the published pictures, a picture that only the due or only the found texts have gets no
    hash: a picture drawn otherwise is then no difference, and one in another's place still is.

    Parameters
    ----------
    due, found : Sequence of str
        The texts made now, and the published ones.

    Returns
    -------
    list of str, list of str
        The same texts without pictures.
    str
        A Spanish note, empty if everything can be compared.
    """
    ours, theirs = ({picture for text in texts for picture in _PICTURE.findall(text)} for texts in (due, found))
    is_same = made_alike(case, *DRAWERS)
    compared = ours | theirs if is_same else ours & theirs

    def word(picture: re.Match[str]) -> str:
        return f"imagen {text_sha256(picture[0])[:12]}" if picture[0] in compared else "imagen"

    one, other = ([_PICTURE.sub(word, text) for text in texts] for texts in (due, found))
    return one, other, "" if ours == theirs else if_unlike(case, PICTURES, *DRAWERS)
