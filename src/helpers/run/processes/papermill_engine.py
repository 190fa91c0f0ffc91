"""A papermill engine that runs cells with IPython in the calling process, without a kernel.

Each section has a process of its own, forked with the run in memory, so it needs no kernel. This module collects what
a kernel would send as the cells' outputs.
"""

from __future__ import annotations

import io
import json
import os
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

from helpers.base.python_extras import not_none

NAME = "poa"
BACKEND_MODULE = "matplotlib_inline.backend_inline"
INLINE = f"module://{BACKEND_MODULE}"
MAY_FAIL = "raises-exception"
COLUMNS_SHOWN = 20
"""How many columns of a table pandas shows if a notebook imports it."""

LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": sys.version_info.major},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": ".".join(map(str, sys.version_info[:3])),
}
TERMINAL = {"TERM": "xterm-color", "CLICOLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1", "PAGER": "cat"}
"""Environment variables that a kernel sets for programs started by cells."""


class Outputs:
    """The outputs of the running cell, in nbformat's form."""

    def __init__(self) -> None:
        self._shown: list[NotebookNode] = []
        self._named: dict[str, list[NotebookNode]] = {}
        self._is_to_clear = False

    def begin(self, cell: NotebookNode) -> None:
        """Collect outputs into this cell from now on; its earlier outputs are dropped."""
        cell.outputs, self._is_to_clear = [], False
        self._shown = cell.outputs

    def add(self, kind: str, **content: object) -> NotebookNode:
        """Add an output of a kind (`stream`, `display_data`…) and return it.

        Before, the cell's outputs are removed if `clear` was asked to wait for this one.
        """
        if self._is_to_clear:
            self.clear(wait=False)
        output: NotebookNode = from_dict({"output_type": kind, **content})
        self._shown.append(output)
        return output

    def write(self, name: str, text: str) -> None:
        """Append printed text to the last output if it is of the same stream; else start one, unless it is empty."""
        last = self._shown[-1] if self._shown and not self._is_to_clear else None
        if last is not None and last.output_type == "stream" and last.name == name:
            last.text += text
        elif text:
            self.add("stream", name=name, text=text)

    def show(self, data: Mapping[str, object], metadata: Mapping[str, object], name: str, *, is_update: bool) -> None:
        """Add a displayed object, or with `is_update` only change the earlier outputs of the same display name.

        Earlier outputs of that name change in either case, in whatever cell they are.
        """
        content = {"data": _plain(data), "metadata": _plain(metadata)}
        for earlier in self._named.get(name, ()):
            earlier.update(from_dict(content))
        if not is_update:
            output = self.add("display_data", **content)
            if name:
                self._named.setdefault(name, []).append(output)

    def clear(self, *, wait: bool) -> None:
        """Remove the running cell's outputs: now or, with `wait`, when its next one comes."""
        self._is_to_clear = wait
        if not wait:
            self._shown.clear()


class _Printed(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a cell."""

    encoding, errors = "UTF-8", "strict"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self._outputs, self._name = outputs, name

    def writable(self) -> bool:
        """True: a cell may write to it."""
        return True

    def write(self, text: str) -> int:
        """Add a text to the cell's output; return its length."""
        self._outputs.write(self._name, text)
        return len(text)


class _Result(DisplayHook):
    """Collects the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Does nothing: the execution number is part of the output."""

    def write_format_data(self, format_dict: Mapping[str, object], md_dict: Mapping[str, object] | None = None) -> None:
        """Add the value, in all its formats, to the cell's outputs with its execution number."""
        shown = {"data": _plain(format_dict), "metadata": _plain(md_dict or {})}
        not_none(self.shell).outputs.add("execute_result", execution_count=self.prompt_count, **shown)


class _Shown(DisplayPublisher):
    """Collects what a cell displays."""

    def publish(
        self,
        data: Mapping[str, object],
        metadata: Mapping[str, object] | None = None,
        *_: object,
        transient: Mapping[str, str] | None = None,
        update: bool = False,
        **__: object,
    ) -> None:
        """Add a displayed object to the cell's outputs, or update earlier ones of its display id (`Outputs.show`)."""
        self.shell.outputs.show(data, metadata or {}, (transient or {}).get("display_id", ""), is_update=update)

    def clear_output(self, wait: bool = False) -> None:
        """Remove the cell's outputs (`Outputs.clear`)."""
        self.shell.outputs.clear(wait=wait)


class Shell(InteractiveShell):
    """IPython with the settings of a kernel.

    If a cell appends notebook cells to `written_cells`, they are inserted before it and run; then it runs again.
    """

    displayhook_class = Type(_Result)
    display_pub_class = Type(_Shown)
    kernel = AnyTrait(help="Libraries ask whether there is one: pandas shows 20 columns in a notebook.")

    def __init__(self, **settings: object) -> None:
        self.outputs = Outputs()
        self.written_cells: list[NotebookNode] = []
        super().__init__(**settings)  # type: ignore[no-untyped-call]  # IPython has types in part

    def init_environment(self) -> None:
        """Set in this process the environment variables of a kernel's terminal (`TERMINAL`)."""
        os.environ.update(TERMINAL | {"GIT_PAGER": "cat"})

    def enable_gui(self, gui: str | None = None) -> None:
        """Does nothing: pictures go into the notebook, so no window needs an event loop."""

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        """Add the error to the cell's outputs, as nbformat has it."""
        self.outputs.add("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))


class InThisProcess(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs the cells in this process, which runs no other section."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        on_cell_start: Callable[[int, NotebookNode], None] = lambda _, __: None,
        **_: object,
    ) -> None:
        """Run the cells in order, up to the first that fails without the tag `raises-exception`, and raise its error.

        `on_cell_start` is called before each cell, also of text and again after insertions before it, with its present
        index, which counts inserted cells, and the notebook.
        """
        nb_man.nb.metadata["language_info"] = LANGUAGE
        shell = _shell()
        position = 0
        while position < len(nb_man.nb.cells):
            cell = nb_man.nb.cells[position]
            on_cell_start(position, nb_man.nb)
            with _printing_to(shell.outputs):
                _run(shell, cell)
            if not _insert_written(shell, nb_man.nb.cells, position):
                position += 1


papermill_engines.register(NAME, InThisProcess)


def _run(shell: Shell, cell: NotebookNode) -> None:
    """Run a code cell; raise its error, also `SystemExit`, unless it has the tag `raises-exception`."""
    if cell.cell_type != "code" or not cell.source.strip():
        return
    shell.outputs.begin(cell)
    cell.execution_count = shell.execution_count
    ended = shell.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call]
    if MAY_FAIL not in cell.metadata.get("tags", ()):
        ended.raise_error()


def _insert_written(shell: Shell, cells: list[NotebookNode], position: int) -> bool:
    """Insert the cells that the cell at `position` has written in front of it, so that they run next and it runs again.

    Returns
    -------
    bool
        Whether it has written any.
    """
    written, shell.written_cells = shell.written_cells, []
    for cell in written:
        cell.metadata["papermill"] = {"status": NotebookExecutionManager.COMPLETED}  # papermill looks for it
    cells[position:position] = written
    return bool(written)


def _shell() -> Shell:
    """Create an IPython shell that ignores the user's settings and draws figures into the notebook."""
    os.environ.setdefault("MPLBACKEND", INLINE)
    if pandas := sys.modules.get("pandas"):  # imported outside a notebook, it took the terminal's width and encoding
        pandas.set_option("display.max_columns", COLUMNS_SHOWN, "display.encoding", _Printed.encoding)
    Shell.clear_instance()
    settings = Config()
    settings.HistoryManager.enabled = False
    shell: Shell = Shell.instance(config=settings, ipython_dir=str(Path(".ipython").resolve()), colors="neutral")
    if BACKEND_MODULE in sys.modules:  # it tells a shell of its figures only while it is imported
        shell.enable_matplotlib("inline")  # type: ignore[no-untyped-call]
    if matplotlib := sys.modules.get("matplotlib"):  # it chose where to draw before there was a notebook
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    if pyplot := sys.modules.get("matplotlib.pyplot"):  # and, with a figure drawn, it would stay there
        pyplot.switch_backend(os.environ["MPLBACKEND"])
    return shell


@contextmanager
def _printing_to(outputs: Outputs) -> Iterator[None]:
    """Collect what the `with` block prints as outputs of the running cell."""
    with redirect_stdout(_Printed(outputs, "stdout")), redirect_stderr(_Printed(outputs, "stderr")):
        yield


def _plain(content: Mapping[str, object]) -> dict[str, object]:
    """Return a display bundle as a notebook's JSON holds it: bytes become Base64 text."""
    return {kind: value if isinstance(value, str) else _as_json(value) for kind, value in content.items()}


def _as_json(value: object) -> object:
    """Return a value as JSON holds it; bytes become Base64 text."""
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return json.loads(json.dumps(value))
