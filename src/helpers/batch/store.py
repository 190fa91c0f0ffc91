"""A workbook in an object store, through fsspec: brought to a folder to be worked on, its reports put back.

Such a store cannot rename a folder, so a report's files go under the SHA-256 of its manifest, which nobody reads yet,
and `vigente.json`, written in one step, then names them: whoever reads finds the whole old report or the whole new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from helpers.batch.records import Card, Report
from helpers.digest import data_sha256
from helpers.errors import UsageError
from helpers.workspace import Workspace

SIGN = "://"
POINTER = "vigente.json"
NAME_LENGTH = 16
OF_A_FILE = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "mtime", "created")
"""What some store or other says of a file besides its size; the first that it says tells two contents apart."""
NOT_AN_INSTITUTION = "metodos"


def is_address(root: str) -> bool:
    return SIGN in root


@dataclass(frozen=True)
class Store:
    """A workbook under an address such as `s3://bucket/libro`."""

    address: str

    @cached_property
    def _opened(self) -> tuple:
        try:
            from fsspec.core import url_to_fs

            return url_to_fs(self.address)
        except (ImportError, ValueError) as problem:
            raise UsageError(
                f"No se puede abrir «{self.address}»: {problem}. Para almacenes de objetos hacen falta fsspec y el "
                "paquete del almacén (s3fs, gcsfs, adlfs)."
            ) from problem

    def runs(self) -> tuple[str, ...]:
        """Every institution and period that has parameters."""
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

    def signature(self, report: Report) -> str:
        """What the store says of all that a report is made from: changes when any of it does."""
        told = {path: _told(info) for part in _inputs(report) for path, info in self._find(part).items()}
        return data_sha256(told)

    def bring(self, report: Report, folder: Path) -> Workspace:
        """Copy what a report is made from into an empty folder."""
        files, _ = self._opened
        start = self._path()
        for part in _inputs(report):
            for path in self._find(part):
                place = folder / PurePosixPath(path).relative_to(start)
                place.parent.mkdir(parents=True, exist_ok=True)
                files.get_file(path, str(place))
        return Workspace(folder.resolve())

    def put_back(self, folder: Path, card: Card, **details: object) -> str:
        """Put a finished report in its place; returns where its files are, from the root."""
        name = card.manifest[:NAME_LENGTH]
        label = f"output/{card.report}/{name}"
        self._copy(folder, label)
        before = self.current(card.report)
        put = {**asdict(card), "folder": label}
        pointer = {"carpeta": name, "manifiesto": card.manifest, "ficha": put, **details}
        self._write(f"output/{card.report}/{POINTER}", json.dumps(pointer, ensure_ascii=False, indent=1) + "\n")
        self._forget(card.report, {name, str(before.get("carpeta", ""))})
        return label

    def current(self, report: str) -> Mapping[str, object]:
        """What `vigente.json` says; nothing where there is no report."""
        files, _ = self._opened
        files.invalidate_cache()
        path = self._path(f"output/{report}/{POINTER}")
        return json.loads(files.cat_file(path)) if files.exists(path) else {}

    def exists(self, label: str) -> bool:
        """Whether there is a file at a place from the root."""
        return self._opened[0].exists(self._path(label))

    def put_file(self, path: Path, label: str) -> None:
        """Copy a file to a place from the root."""
        files, _ = self._opened
        place = self._path(label)
        files.makedirs(files._parent(place), exist_ok=True)
        files.put_file(str(path), place)

    def link(self, label: str) -> str:
        """The address of a place from the root."""
        return f"{self.address.rstrip('/')}/{label}"

    def _path(self, label: str = "") -> str:
        return "/".join(filter(None, (self._opened[1].rstrip("/"), label)))

    def _find(self, label: str) -> Mapping[str, Mapping]:
        files, _ = self._opened
        files.invalidate_cache()
        return dict(sorted(files.find(self._path(label), detail=True).items()))

    def _copy(self, folder: Path, label: str) -> None:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            self.put_file(path, f"{label}/{path.relative_to(folder).as_posix()}")

    def _write(self, label: str, text: str) -> None:
        """Write a file in one step: nobody reads half of it."""
        files, _ = self._opened
        with files.transaction, files.open(self._path(label), "wb") as stream:
            stream.write(text.encode("utf-8"))

    def _forget(self, report: str, kept: set[str]) -> None:
        """Delete a report's older runs; the one before this is kept, for who is reading it."""
        files, _ = self._opened
        folder = self._path(f"output/{report}")
        for path in files.ls(folder, detail=False):
            if PurePosixPath(path).name not in {*kept, POINTER}:
                files.rm(path, recursive=True)


def _inputs(report: Report) -> Iterator[str]:
    yield from (f"params/{report.institution}", f"params/{NOT_AN_INSTITUTION}")
    yield from (f"data/{report.institution}", "notebooks")


def _told(info: Mapping) -> list[str]:
    return [str(info.get("size")), next((str(info[key]) for key in OF_A_FILE if info.get(key)), "")]
