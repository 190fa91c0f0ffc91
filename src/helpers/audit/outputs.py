"""Whether the files of a run's folder are those that its manifest lists, and the manifest agrees with itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpers.audit.case import Case
from helpers.audit.hashes import file_hashes, hash_differences, short
from helpers.audit.names import ACTA_FILES
from helpers.audit.result import Difference, Result
from helpers.book import Book
from helpers.compute import BOOK_FILE
from helpers.digest import data_sha256
from helpers.runner.manifest import FILE

SUBJECT = "Archivos del informe y manifiesto"
HOW = (
    "La huella SHA-256 de cada archivo publicado es la del manifiesto, no falta ninguno, y la huella del "
    "conjunto se obtiene otra vez de lo que el manifiesto enumera."
)
_FINGERPRINTED = ("codigo", "parametros", "cambios_de_parametros", "configuracion", "insumos", "cuadernos")


def check_outputs(case: Case) -> Result:
    """Compare the folder with its manifest."""
    stated = case.stated("salidas")
    found = file_hashes(case.folder, stated)
    differences = (*hash_differences(stated, found, FILE), *_manifest_differences(case))
    extra = sorted(_present(case) - set(stated) - {FILE} - set(ACTA_FILES))
    notes = [f"«{name}» está en la carpeta y el manifiesto no lo nombra: no se verificó." for name in extra]
    return Result(SUBJECT, HOW, len(stated) + 1, "archivos", differences, tuple(notes))


def fingerprint(manifest: Mapping[str, object]) -> str:
    """The hash of what a run was made from, again, from what its manifest lists."""
    return data_sha256({name: manifest.get(name) for name in _FINGERPRINTED})


def _manifest_differences(case: Case) -> Iterator[Difference]:
    stated, due = str(case.manifest.get("huella")), fingerprint(case.manifest)
    if stated != due:
        yield Difference(f"{FILE}, huella del conjunto", short(due), short(stated))
    book: Book | None = case.saved.book if case.saved else None
    listed = case.stated("insumos")
    for name, digest in (dict(book.inputs) if book else {}).items():
        if listed.get(name) != digest:
            place = f"{FILE}, insumo {name}, frente a {BOOK_FILE}"
            yield Difference(place, short(digest), short(listed.get(name, "(no está)")))


def _present(case: Case) -> set[str]:
    return {path.relative_to(case.folder).as_posix() for path in case.folder.rglob("*") if path.is_file()}
