"""Finds the numbers typed in a text, and the places where a number needs no figure: dates, norms, codes, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.base.python_extras import not_none
from helpers.base.written_values import MONTHS_BY_NAME
from helpers.texts.sentences.plain_reading import as_read

Span = tuple[int, int]

_MONTH = f"(?:{'|'.join(MONTHS_BY_NAME)})"
_AND = r"\s*(?:,|y|e|o|al?|-|–)\s*(?:el\s+|la\s+)?"
_NOT_A_MEASURE = r"(?![\d]*[.,]?\d)(?!\s*(?:%|por\s+ciento|puntos?\b|bolivianos|millones))"
_YEAR = r"(?:19|20)\d\d"
_NUMBER_SIGN = r"(?:N\.?\s?[º°o]\.?|Nros?\.?|Nos?\.?|núms?\.?)"
_CODE = r"[\w./-]*\d[\w./-]*"
_NORM = (
    r"(?:Ley(?:es)?|Decretos?|D\.?\s?S\.?|Resoluci[oó]n(?:es)?|R\.?\s?[AMSB]\.?|Circular(?:es)?|Instructivos?|Notas?|"
    r"Informes?|Oficios?|Memor[aá]ndum|Convenios?|Contratos?|Actas?|Reglamentos?|Constituci[oó]n|CITE|NI|IT|IL)"
)
_PART = (
    r"(?:art(?:s|[ií]culos?)?|inc(?:isos?)?|numeral(?:es)?|par[aá]grafos?|cap[ií]tulos?|p[aá]g(?:s|inas?)?|"
    r"disposici[oó]n|cl[aá]usulas?|anexos?|cuadros?|gr[aá]ficos?|figuras?|secci[oó]n(?:es)?|tablas?|formularios?|form|"
    r"versi[oó]n|fases?|etapas?|t[ií]tulos?)"
)
_CODED = (
    r"(?:ACP|AMP|ODS|eje|pilar|meta|objetivo|resultado|acci[oó]n(?:es)?(?:\s+de\s+(?:corto|mediano)\s+plazo)?|"
    r"operaci[oó]n|actividad|tarea|categor[ií]as?(?:\s+program[aá]ticas?)?|programas?|proyectos?|"
    r"fuentes?(?:\s+de\s+financiamiento)?|organismos?|partidas?|grupos?(?:\s+de\s+gasto)?|rubros?|c[oó]digos?|entidad)"
)
_OF_YEAR = (
    r"(?:de|del|en|gesti[oó]n|gestiones|a[ñn]os?|desde|hasta|al?|entre|y|e|o|para|durante|POA|PEI|PDES|PEM|trimestre|"
    r"semestre|periodo|quinquenio)"
)
_COUNTED = (
    r"(?!\s+(?:tareas|operaciones|actividades|acciones|unidades|puestos|personas|servicios|tr[aá]mites|informes|"
    r"solicitudes|talleres|casos)\b)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b\d{{1,2}}(?:{_AND}\d{{1,2}})*\s+(?:de\s+)?{_MONTH}\b(?:\s+del?\s+(?:a[ñn]o\s+)?{_YEAR})?",
        rf"\b{_MONTH}\s+(?:del?\s+)?(?:a[ñn]o\s+)?{_YEAR}\b",
        r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})\b",
        rf"(?:(?<!\w){_OF_YEAR}\s+|[-–/(,]\s*){_YEAR}\b{_NOT_A_MEASURE}{_COUNTED}",
        rf"\b{_YEAR}\s*[-–/]\s*{_YEAR}\b",
        rf"(?<!\w){_PART}\.?\s+{_NUMBER_SIGN}?\s*\d+(?:\.\d+)*(?:{_AND}\d+(?:\.\d+)*)*{_NOT_A_MEASURE}",
        rf"(?<!\w){_CODED}\s+\d+(?:[ .-]\d+)*(?:{_AND}\d+(?:[ .-]\d+)*)*{_NOT_A_MEASURE}",
        rf"(?<!\w){_NUMBER_SIGN}\s*{_CODE}{_NOT_A_MEASURE}",
        r"\b\d{1,2}:\d{2}\b",
        r"^[-*+>\s]*\d+[.)]\s",
        r"^#+\s*\d+(?:\.\d+)*\.?\s",
    )
)
# Only capitalised words may stand between: «Decreto Supremo 3246» is a norm, «informe de avance 34» is not.
_NAMED_NORM = re.compile(
    rf"(?<!\w){_NORM}(?:\s+(?:de|del|la|[A-ZÁÉÍÓÚÑ][\w.]*)){{0,5}}\s+{_NUMBER_SIGN}?\s*{_CODE}"
    rf"(?:{_AND}\d[\d./-]*)*{_NOT_A_MEASURE}"
)
# A word that contains digits is a code (T2, INF-003/2024, COVID-19, 2.º); «Bs355» is not.
_WORD_WITH_DIGITS = re.compile(r"(?<![\w,.])(?!Bs\.?\d)(?=[\w./°-]*[^\W\d_])[\w./°-]*\d[\w./°-]*")
_ORDINAL = re.compile(r"\d+\.?[ºª°]|\d+\.(?:er|era|os|as)\b")


def allowed_spans(text: str, declared: Sequence[str]) -> Iterator[Span]:
    """Yield the spans (start, end) of a text whose numbers need no figure; they may overlap and are not sorted.

    They are dates, years, times, norms, codes, parts of documents, ordinals and numbers of a list, besides the declared
    phrases.

    Parameters
    ----------
    declared : sequence of str
        Phrases with numbers that the run's parameters allow; upper case and line breaks do not matter.
    """
    for pattern in (*_PATTERNS, _NAMED_NORM, _WORD_WITH_DIGITS, _ORDINAL):
        yield from (found.span() for found in pattern.finditer(text))
    read = as_read(text)  # declared phrases may contain names
    for phrase in declared:
        words = r"\s+".join(re.escape(word) for word in phrase.split())
        yield from (found.span() for found in re.finditer(rf"(?<!\w){words}(?!\w)", read, re.IGNORECASE))


_NUMBER = re.compile(r"(?<![\w,.])(?:[−-](?=\d))?\d+(?:[.,]\d+)*")
_AFTER = re.compile(
    r"\s*(?P<percent>%|por\s+ciento\b)|\s*(?P<points>puntos?\b|p\.\s?p\.)|"
    r"\s*(?P<scale>mil\s+millones|millones|millón|mil)?(?P<money>\s*(?:de\s+)?(?:bolivianos\b|Bs\b))?",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"\bBs\.?\s*$", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"(?:\b(?:cero|un|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|"
    r"dieci\w+|veint\w+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\w+cient[oa]s|"
    r"quinient[oa]s|mil|mill[oó]n|millones|y|coma|con|punto)\b\s*)+(?P<unit>por\s+ciento\b|(?:de\s+)?bolivianos\b)",
    re.IGNORECASE,
)
_SCALES = {"mil millones": 10**9, "millones": 10**6, "millón": 10**6, "mil": 10**3}


@dataclass(frozen=True)
class Typed:
    """A typed number.

    Attributes
    ----------
    text : str
        As typed, with its unit.
    start, end : int
        Span of its digits in the passage.
    stop : int
        End of its unit.
    readings : tuple of Decimal
        Possible values, most likely first: `1.234` is 1234, or else 1.234 with a decimal point. Empty for words.
    unit : str
        `%`, `Bs`, `puntos`, or empty if none is named.
    scale : int
        Factor of the digits by the word after them: 10**9 (`mil millones`), 10**6, 10**3 or 1.
    """

    text: str
    start: int
    end: int
    stop: int
    readings: tuple[Decimal, ...]
    unit: str
    scale: int = 1


def typed_numbers(text: str) -> Iterator[Typed]:
    """Yield all numbers of a passage in digits, dates and codes included, then percentages and amounts in words.

    Numbers in words have no `readings`; `allowed_spans` tells which numbers need no figure.
    """
    for found in _NUMBER.finditer(text):
        yield _typed(text, found)
    for found in _IN_WORDS.finditer(text):
        if not re.search(r"\d\s*$", text[: found.start()]):
            unit = "%" if "por" in found["unit"].lower() else "Bs"
            yield Typed(found[0].strip(), found.start(), found.end(), found.end(), (), unit)


def _typed(text: str, found: re.Match[str]) -> Typed:
    """Return the number of a match, with the unit and the scale that stand beside it."""
    after = not_none(_AFTER.match(text, found.end()))
    before = _MONEY_BEFORE.search(text, 0, found.start())
    unit, scale, stop = "", 1, found.end()
    if after["percent"] or after["points"]:
        unit, stop = "%" if after["percent"] else "puntos", after.end()
    elif after["money"] or before:
        unit, stop = "Bs", after.end()
    if after["scale"] and (unit == "Bs" or "mill" in after["scale"]):
        scale, stop = _SCALES[" ".join(after["scale"].lower().split())], after.end()
    start = before.start() if before else found.start()
    return Typed(text[start:stop].strip(), found.start(), found.end(), stop, readings(found[0]), unit, scale)


def readings(digits: str) -> tuple[Decimal, ...]:
    """Return the possible values of digits as typed, the Bolivian notation `1.234,56` first, then `1,234.56`.

    Equal values appear once; digits that fit neither notation have no value.
    """
    sign, body = ("-", digits[1:]) if digits[0] in "−-" else ("", digits)
    ours = body.replace(".", "").replace(",", ".", 1)
    theirs = body.replace(",", "")
    is_ours = bool(re.fullmatch(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?", body))
    is_theirs = bool(re.fullmatch(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?", body))
    found = [text for text, fits in ((ours, is_ours), (theirs, is_theirs)) if fits]
    return tuple(dict.fromkeys(Decimal(sign + text) for text in found))
