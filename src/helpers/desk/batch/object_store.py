"""A workspace in an object store, accessed through fsspec: inputs are copied to a folder, reports are copied back.

Object stores cannot rename folders. A report's files are therefore written under a part of its manifest's SHA-256, and
`vigente.json`, written in one step, then names that folder: readers see either the old report or the new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from helpers.base.errors import UsageError
from helpers.base.python_extras import PlainData
from helpers.base.system.digest import data_sha256
from helpers.base.system.workspace import Workspace
from helpers.desk.batch.batch_records import Card
from helpers.desk.batch.code_version import code_here

SIGN = "://"
POINTER = "vigente.json"
NAME_LENGTH = 16
OF_A_FILE = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "mtime", "created")
"""Fields by which different stores identify a file's content; the first one present is used, besides the size."""
NOT_AN_INSTITUTION = "metodos"
NEW = "ningún lote lo dejó hecho, o el último no terminó"
OTHER_CODE = "el código del proyecto cambió desde que se hizo"
OTHER_OPTIONS = "se hizo con otras opciones"
OTHER_INPUTS = "sus insumos cambiaron"
"""Why a report must be made."""


def is_address(root: str) -> bool:
    """Return whether a root is the address of an object store and not a folder."""
    return SIGN in root


Files = Any
"""A file system of fsspec, which has no type annotations."""


@dataclass(frozen=True)
class Store:
    """A workspace under an address such as `s3://bucket/libro`.

    It is opened at the first use, which raises UsageError if the address is invalid or a package for its store is
    missing.
    """

    address: str

    @property
    def _files(self) -> Files:
        return self._opened[0]

    @cached_property
    def _opened(self) -> tuple[Files, str]:
        """The file system, and the path of the workspace in it.

        UsageError if the address is invalid or a package is missing; nothing is read there yet.
        """
        try:
            from fsspec.core import url_to_fs

            files, path = url_to_fs(self.address)
            return files, path.rstrip("/")
        except (ImportError, ValueError) as problem:
            raise UsageError(
                f"No se puede abrir «{self.address}»: {problem}. Para almacenes de objetos hacen falta fsspec y el "
                "paquete del almacén (s3fs, gcsfs, adlfs)."
            ) from problem

    def runs(self) -> tuple[str, ...]:
        """Return every institution and period that has parameters, sorted, as `mre/2024-T2`; yearly plans too."""
        folder = self._path("params")
        names = [PurePosixPath(path).relative_to(folder) for path in self._find("params") if path.endswith(".yaml")]
        entities = {name.parts[0] for name in names if name.name == "entidad.yaml"}
        return tuple(
            sorted(
                f"{name.parts[0]}/{name.stem}"
                for name in names
                if len(name.parts) == 2 and name.parts[0] in entities and name.name != "entidad.yaml"
            )
        )

    def why_not_valid(self, report: str, *, with_pdf: bool) -> str:
        """Return why a report must be made; empty if the store has it from the same code, options and inputs.

        Only the store's pointer and the inputs are looked at, not the report's files.
        """
        current = self.current(report)
        if not current:
            return NEW
        if current.get("codigo") != code_here().digest:
            return OTHER_CODE
        if current.get("con_pdf") != with_pdf:
            return OTHER_OPTIONS
        return OTHER_INPUTS if current.get("origen") != self.signature(report) else ""

    def card(self, report: str) -> Card:
        """Read the card of a finished report from the store's pointer."""
        return Card.of(self.current(report)["ficha"])

    def signature(self, report: str) -> str:
        """Return a digest of a report's input files: their paths, sizes and marks of content.

        The mark is the first field of `OF_A_FILE` that the store gives; if it is a time, a file written anew with the
        same content changes the digest too. From a store that gives no such field, only paths and sizes count.
        """
        told = {path: _content_mark(info) for part in _inputs(report) for path, info in self._find(part).items()}
        return data_sha256(told)

    def bring(self, report: str, folder: Path) -> Workspace:
        """Copy the inputs of a report into an empty folder, and return that folder as a workspace."""
        start = self._path()
        for part in _inputs(report):
            for path in self._find(part):
                place = folder / PurePosixPath(path).relative_to(start)
                place.parent.mkdir(parents=True, exist_ok=True)
                self._files.get_file(path, str(place))
        return Workspace(folder.resolve())

    def put_back(self, folder: Path, card: Card, **details: object) -> None:
        """Copy a finished report into the store and make it the current one; earlier copies stay, for their readers.

        Parameters
        ----------
        folder : Path
            The report's folder on this machine.
        card : Card
            The report's row of the consolidated table; `vigente.json`, in the folder above the copy, has it as `ficha`.
        **details : object
            Further entries of `vigente.json`; they replace its own of the same name.
        """
        name = card.manifest[:NAME_LENGTH]
        label = f"output/{card.report}/{name}"
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            self.put_file(path, f"{label}/{path.relative_to(folder).as_posix()}")
        put = {**asdict(card), "folder": label}
        pointer = {"carpeta": name, "manifiesto": card.manifest, "ficha": put, **details}
        self._write(f"output/{card.report}/{POINTER}", json.dumps(pointer, ensure_ascii=False, indent=1) + "\n")

    def current(self, report: str) -> PlainData:
        """Return a report's `vigente.json`, which names its current copy and has its card; empty if there is none."""
        self._files.invalidate_cache()
        path = self._path(f"output/{report}/{POINTER}")
        return json.loads(self._files.cat_file(path)) if self._files.exists(path) else {}

    def put_file(self, path: Path, label: str) -> None:
        """Copy a local file to a path from the store's root, replacing what is there."""
        place = self._path(label)
        self._files.makedirs(place.rpartition("/")[0], exist_ok=True)
        self._files.put_file(str(path), place)

    def mirror_file(self, path: Path, label: str) -> None:
        """Copy a local file to a path from the store's root; if there is no local file, delete the store's file."""
        if path.exists():
            self.put_file(path, label)
        elif self._files.exists(self._path(label)):
            self._files.rm(self._path(label))

    def link(self, label: str) -> str:
        """Return the full address of a path from the root: `s3://bucket/libro/output/…`. The path may not exist."""
        return f"{self.address.rstrip('/')}/{label}"

    def _path(self, label: str = "") -> str:
        """Return the path in the store of a path from the workspace's root."""
        return "/".join(filter(None, (self._opened[1], label)))

    def _find(self, label: str) -> Mapping[str, PlainData]:
        """Return what the store says now of each file under a path from the root, sorted by full path."""
        self._files.invalidate_cache()
        return dict(sorted(self._files.find(self._path(label), detail=True).items()))

    def _write(self, label: str, text: str) -> None:
        """Write a file in one step, so that nobody reads half of it."""
        with self._files.transaction, self._files.open(self._path(label), "wb") as stream:
            stream.write(text.encode("utf-8"))


def _inputs(report: str) -> Iterator[str]:
    """Yield the paths from the root under which a report's inputs are, methods and notebooks included."""
    institution = report.partition("/")[0]
    yield from (f"params/{institution}", f"params/{NOT_AN_INSTITUTION}", f"data/{institution}", "notebooks")


def _content_mark(info: PlainData) -> list[str]:
    """Return a file's size and its mark of content, the first of `OF_A_FILE`; an empty mark if the store gives none."""
    return [str(info.get("size")), next((str(info[key]) for key in OF_A_FILE if info.get(key)), "")]
