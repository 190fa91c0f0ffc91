"""A small institution in a temporary folder, which is read as a run reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook

from helpers.base.system.workspace import Workspace
from helpers.figures.findings import Finding
from helpers.intake.dataset import Dataset
from helpers.intake.read_inputs import read_dataset
from helpers.settings.params import Corrida

SMALL = {
    "estructura": """codigo,nombre,nivel,padre,acp
ENT,Entidad de prueba,entidad,,
CEN,Servicio central,servicio,ENT,
EXT,Servicio exterior,servicio,ENT,
A1,Área uno,area,CEN,
EXT,Área exterior,area,EXT,
DGA,Dirección A,unidad,A1,1
DGB,Dirección B,unidad,A1,2
""",
    "acciones": "acp,denominacion\n1,Acción uno\n2,Acción dos\n",
    "vinculacion": "cat_prog,acp,area,unidad\n000 0 001,1,A1,DGA\n010 0 002,2,A1,DGB\n",
    "gastos": """fecha_corte,reporte,estado,cat_prog,ppto_vigente,devengado
2024-06-30,categoria,aprobado,000 0 001,1500.50,700.25
2024-06-30,categoria,aprobado,010 0 002,,10.00
""",
    "avances": """nivel,codigo,indicador,periodo,valor
unidad,DGA,avance_fisico,2024-T1,100.00
unidad,DGB,avance_fisico,2024-T1,47.60
""",
}
"""Consistent tables of the year."""


@dataclass(frozen=True)
class Desk:
    """Puts files where a planner would put them, and reads them."""

    workspace: Workspace

    @property
    def year(self) -> Path:
        return self.workspace.year_data("prueba", 2024)

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.year / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def book(self, name: str, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = self.year / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def swap(self, table: str, old: str, new: str) -> None:
        """Write a table of the small institution with one text changed."""
        assert old in SMALL[table]
        self.put(f"{table}.csv", SMALL[table].replace(old, new, 1))

    def read(self, period: str = "2024-T2", **params: object) -> tuple[Dataset, tuple[Finding, ...]]:
        data = {
            "entidad": "prueba",
            "periodo": period,
            "metodo": "prueba",
            "titulo": "Prueba",
            "cortes": {},
            "tablas": ["estructura"],
            "secciones": ["resumen"],
        }
        return read_dataset(self.workspace, Corrida.model_validate(data | params))

    def findings(self, period: str = "2024-T2", **params: object) -> list[Finding]:
        return list(self.read(period, **params)[1])

    def only(self, **params: object) -> Finding:
        """The only finding; fails if there is none or more than one."""
        found = self.findings(**params)
        assert len(found) == 1, [finding.mensaje for finding in found]
        return found[0]


@pytest.fixture
def empty_desk(tmp_path: Path) -> Desk:
    return Desk(Workspace(tmp_path.resolve()))


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    for table, content in SMALL.items():
        empty_desk.put(f"{table}.csv", content)
    return empty_desk
