"""Sets the properties of a Word document and returns its bytes without times."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE

from helpers.outputs.word.word_styles import LANGUAGE
from helpers.outputs.word.word_xml import made

if TYPE_CHECKING:
    from docx.document import Document

_WORD_2013 = "15"
"""Without this mode Word opens a document as one of an older version."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def described(
    document: Document,
    *,
    title: str,
    dated: date,
    author: str = "",
    subject: str = "",
    about: str = "",
    state: str = "",
) -> None:
    """Set a document's properties, its language (`LANGUAGE`) and Word's mode of 2013, in place.

    `about` becomes its comments, `state` its category, and `dated` the date on which it was created and last modified.
    Nothing of the library's own template remains in them, nor its thumbnail.
    """
    properties = document.core_properties
    properties.title, properties.subject, properties.comments, properties.category = title, subject, about, state
    properties.author = properties.last_modified_by = author
    properties.language, properties.keywords, properties.revision = LANGUAGE, "POA", 1
    properties.created = properties.modified = datetime.combine(dated, time())
    relations = document.part.package.rels
    for id in [id for id, one in relations.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[id]  # a picture of the library's own template
    uri = "http://schemas.microsoft.com/office/word"
    mode = made("w:compatSetting", {"w:name": "compatibilityMode", "w:uri": uri, "w:val": _WORD_2013})
    settings = document.settings.element
    for new in (made("w:compat", None, mode), made("w:themeFontLang", {"w:val": LANGUAGE})):
        settings.replace(settings.find(new.tag), new)


def packed(document: Document) -> bytes:
    """Return the bytes of a document's file, without the times of its parts: equal documents have equal bytes."""
    saved, again = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as read, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            own = zipfile.ZipInfo(name, _EPOCH)
            own.compress_type = zipfile.ZIP_DEFLATED
            own.external_attr = 0o600 << 16
            write.writestr(own, read.read(name))
    return again.getvalue()
