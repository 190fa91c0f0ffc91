"""Makes the pictures of the guides and of the README: `python tools/screenshots.py`.

Needs LibreOffice, Poppler, Chromium and ChromeDriver. The real commands create everything shown in a temporary folder:
the quarter with the synthetic institution, the report's pages with the published figures.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PIL import Image
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from helpers.base.system.workspace import Workspace
from helpers.desk.checking.unit_sheets import REACH_TITLE
from helpers.desk.lab.jupyter_lab import lab_environment

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "img"
RUN = "demo/2024-T2"
REPORT = "mre/2024-T2"
REPORT_PAGES = {
    "informe-resumen.png": "Resumen ejecutivo",
    "informe-cuadro.png": "Ejecución por área y por mes",
    "informe-grafico.png": "Cifras principales",
}
"""Picture of a page of the report, and a heading that is only on that page."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PORT, TOKEN = 8899, "guia"
TASKS = "400"
PATIENCE = 90
SETTLING = 8
"""Seconds that JupyterLab takes to draw its menus after it shows a notebook."""


def main() -> None:
    """Generate the institution, go through its quarter and take each picture."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder in ("notebooks", "params"):
            shutil.copytree(ROOT / folder, root / folder)
        shutil.copytree(ROOT / "data" / "mre", root / "data" / "mre")
        report_pages(root)
        poa(root, "demo", "--formularios", "--tareas", TASKS)
        poa(root, "comprobar", "demo/2024-T1")
        terminal(root, ["comprobar", RUN], PICTURES / "revision.png")
        poa(root, "comprobar", RUN, "--por-unidad")
        unit_sheet(root, PICTURES / "hoja-unidad.png")
        form(root, PICTURES / "formulario.png")
        board(root, PICTURES / "tablero.png")


def report_pages(root: Path) -> None:
    """Picture the command's output, and three pages of the report: matters for decision, a table, a chart."""
    import pypdfium2

    terminal(root, ["informe", REPORT], PICTURES / "terminal.png")
    path = root / "output" / REPORT / "informe.pdf"
    with pypdfium2.PdfDocument(path) as document:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    for name, heading in REPORT_PAGES.items():
        found = [number for title, number in marks if title.endswith(heading)]
        if len(found) != 1:
            raise SystemExit(f"«{heading}» is a heading of the report {len(found)} times, not once")
        page = str(found[0] + 1)
        drawn = root / Path(name).stem
        command = ["pdftoppm", "-r", "100", "-png", "-singlefile", "-f", page, "-l", page, str(path), str(drawn)]
        subprocess.run(command, check=True)
        shutil.copy(drawn.with_suffix(".png"), PICTURES / name)


def poa(root: Path, *words: str) -> str:
    """Run a command in the temporary workbook. Errors in the data are part of the pictures."""
    command = [sys.executable, "-m", "helpers.desk.cli", *words]
    environment = os.environ | {"COLUMNS": "100", "PYTHONPATH": str(ROOT / "src"), "POA_RAIZ": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return done.stdout


def terminal(root: Path, words: list[str], picture: Path) -> None:
    """Draw what a command prints as a terminal would."""
    from rich.console import Console
    from rich.text import Text

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=100, file=nowhere)
        console.print(Text(f"$ poa {' '.join(words)}", "bold"))
        console.print(Text(poa(root, *words).rstrip()))
    page = root / "terminal.html"
    drawn = console.export_html(inline_styles=True).replace("<body>", "<body style='margin:16px'>")
    page.write_text(drawn, encoding="utf-8")
    with browser(1080, 1000) as window:
        window.get(page.as_uri())
        height = window.execute_script("return document.querySelector('pre').getBoundingClientRect().bottom")
        window.set_window_size(1080, int(height) + 180)
        window.save_screenshot(str(picture))
    trim(picture)


def unit_sheet(root: Path, picture: Path) -> None:
    """Picture the longest sheet of a unit with findings and a grade; the general sheet has no grade."""
    folder = root / "output" / f"{RUN}-revision"
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}
    complete = [path for path, text in pages.items() if "Qué corregir" in text and REACH_TITLE in text]
    page = max(complete, key=lambda path: pages[path].count("<tr"))
    with browser(1100, 1300) as window:
        window.get(page.as_uri())
        window.save_screenshot(str(picture))
    trim(picture)


def form(root: Path, picture: Path) -> None:
    """Picture a filled form as LibreOffice prints it."""
    inbox = root / "data/demo/2024/T2/formularios"
    path = max(inbox.glob("DG*.xlsx"), key=lambda path: (path.stat().st_size, path.name))
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(root), str(path)]
    subprocess.run(convert, check=True, capture_output=True)
    pages = root / path.with_suffix(".pdf").name
    subprocess.run(["pdftoppm", "-r", "120", "-png", "-f", "1", "-l", "1", str(pages), str(root / "form")], check=True)
    shutil.copy(next(root.glob("form-*.png")), picture)
    whole = Image.open(picture)
    whole.crop((0, 0, whole.width, whole.height * 9 // 10)).save(picture)  # without the footer
    trim(picture)


def board(root: Path, picture: Path) -> None:
    """Picture the page for users without a terminal in JupyterLab, after a click on its first button."""
    with lab(root), browser(1300, 1500) as window:
        window.get(f"http://localhost:{PORT}/lab/tree/notebooks/tablero.ipynb?token={TOKEN}")
        passing = [NoSuchElementException, StaleElementReferenceException]
        wait = WebDriverWait(window, PATIENCE, ignored_exceptions=passing)
        wait.until(lambda found: found.find_elements(By.CSS_SELECTOR, ".jp-Notebook .jp-Cell"))
        time.sleep(SETTLING)
        press(window, "button", "No")  # declines JupyterLab's offer to send news
        for place, words in ((".lm-MenuBar-item", "Run"), (".lm-Menu-item", "Ejecutar todas las celdas")):
            wait.until(partial(press, place=place, words=words))
        shown = ".jp-OutputArea select"
        wait.until(lambda found: found.find_elements(By.CSS_SELECTOR, shown))
        Select(window.find_element(By.CSS_SELECTOR, shown)).select_by_visible_text(RUN)
        wait.until(lambda found: press(found, ".jp-OutputArea button", "Comprobar"))
        wait.until(lambda found: "Qué hacer ahora" in found.page_source)
        time.sleep(1)
        window.save_screenshot(str(picture))


def press(window: webdriver.Chrome, place: str, words: str) -> bool:
    """Click the first element at a place whose text begins with some words; return whether there was one."""
    found = [item for item in window.find_elements(By.CSS_SELECTOR, place) if item.text.startswith(words)]
    if found:
        found[0].click()
    return bool(found)


@contextmanager
def lab(root: Path) -> Iterator[None]:
    """JupyterLab on the temporary workbook, in Spanish like that of `poa cuadernos`."""
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={PORT}",
        f"--IdentityProvider.token={TOKEN}", f"--notebook-dir={root}",
    ]  # fmt: skip
    environment = lab_environment(Workspace(root)) | {"PYTHONPATH": str(ROOT / "src"), "POA_RAIZ": str(root)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(PORT)
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    """Wait until a server listens on the port."""
    for _ in range(PATIENCE):
        with socket.socket() as knock:
            if knock.connect_ex(("localhost", port)) == 0:
                return
        time.sleep(1)
    raise SystemExit(f"nothing listens on {port}")


@contextmanager
def browser(width: int, height: int) -> Iterator[webdriver.Chrome]:
    """A headless Chromium with a new profile."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as profile:
        for flag in (*FLAGS, f"--window-size={width},{height}", f"--user-data-dir={profile}"):
            options.add_argument(flag)
        window = webdriver.Chrome(service=webdriver.ChromeService(shutil.which("chromedriver")), options=options)
        try:
            yield window
        finally:
            window.quit()


def trim(picture: Path) -> None:
    """Cut white margins and reduce the colours, because the pictures are in the repository."""
    image = Image.open(picture).convert("RGB")
    box = Image.eval(image.convert("L"), lambda shade: 255 if shade < 250 else 0).getbbox()
    if box:
        margin = 12
        right, bottom = min(image.width, box[2] + margin), min(image.height, box[3] + margin)
        image = image.crop((max(0, box[0] - margin), 0, right, bottom))
    image.quantize(64).save(picture, optimize=True)


if __name__ == "__main__":
    main()
