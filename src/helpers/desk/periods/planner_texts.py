"""Writes the planner's texts as a Word document, and reads a corrected one back into the period's folder `texto`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.base.display import list_es
from helpers.base.errors import PoaError, UsageError
from helpers.base.system import atomic
from helpers.base.system.digest import text_sha256
from helpers.base.system.workspace import Workspace
from helpers.desk.periods.new_period import TEXTS, Line
from helpers.figures.book import Book
from helpers.outputs.word.planner_document import ReadSection, SectionText, planner_docx, read_planner_docx, tag_of
from helpers.run.compute import compute
from helpers.settings.params import Corrida
from helpers.texts.proofreading.proofread import Reader
from helpers.texts.sentences.plain_reading import ValueWriter, names_of, plain_of, problems_of
from helpers.texts.sentences.text_templates import CHUNK, PIECE, PlannerTemplate

DOCUMENT_FILE = "textos_{institution}_{period}.docx"
"""The usual name of a run's document."""
NO_TEXTS = (
    "no hay textos en {folder}/: escriba uno, o empiece por el borrador de las conclusiones con poa borrador {run}"
)
REFUSED = "No se cambió ningún texto. Lo que hay que corregir en {file}:"
_ASK = 'Pídalo con {{ cifra("…") }}, o permítalo en «numeros_permitidos» de los parámetros, con su fuente.'
_SHOWN = 160


@dataclass(frozen=True)
class PlannerTexts:
    """The texts of a run, and the Book that their numbers come from."""

    workspace: Workspace
    run: Corrida
    book: Book

    @cached_property
    def folder(self) -> Path:
        """The period's folder `texto`, which has the texts."""
        window = self.run.period
        return self.workspace.year_data(self.run.entidad, window.year) / window.window / TEXTS

    @cached_property
    def present(self) -> tuple[SectionText, ...]:
        """The texts in the folder, in the order of their file names.

        Raises
        ------
        UsageError
            If there is none, or one is not UTF-8.
        """
        try:
            found = [(path.stem, path.read_text(encoding="utf-8-sig")) for path in sorted(self.folder.glob("*.md"))]
        except UnicodeDecodeError as problem:
            raise UsageError(f"un texto de {self._place}/ no está en UTF-8: poa comprobar dice cuál.") from problem
        if not found:
            run = f"{self.run.entidad}/{self.run.periodo}"
            raise UsageError(f"{NO_TEXTS.format(folder=self._place, run=run)}.")
        return tuple(SectionText(name, source) for name, source in found)

    def write(self, path: Path | None = None) -> Path:
        """Write the texts (`present`) to a new Word file, and return its path.

        Parameters
        ----------
        path : Path, optional
            The file; by default `textos_<institución>_<periodo>.docx` in the working folder.

        Raises
        ------
        UsageError
            If there are no texts, one is not UTF-8, or the file exists.
        """
        place = path or Path(DOCUMENT_FILE.format(institution=self.run.entidad, period=self.run.periodo))
        if place.exists():
            raise UsageError(
                f"{place} ya existe y puede tener correcciones: léalo (--leer), muévalo o nombre otro con --salida."
            )
        run = self.run
        content = planner_docx(f"{run.titulo} · {run.period.words}", self.present, self.shown, run.cutoff(run.period))
        atomic.write_bytes(place, content)
        return place

    def shown(self, piece: str) -> str:
        """Return what a reader sees of a piece: the value of a call; a statement or a faulty call as it is written."""
        if not CHUNK.fullmatch(piece):
            return piece
        template = PlannerTemplate(self.book, ValueWriter(), str)
        value = template.render(piece, names_of(self.book))
        return piece if template.problems else " ".join(value.split("\n"))

    def read(self, path: Path) -> tuple[Line, ...]:
        """Read a corrected document into the texts; `output/` keeps the earlier text of each section that changed.

        Each text has its line, whose state is `igual` or `corregido`.

        Raises
        ------
        PoaError
            With every problem of the document; then no text is changed.
        UsageError
            If the file is not a document of texts, or the run has no texts.
        """
        pieces = {tag_of(found[0]): found[0] for text in self.present for found in PIECE.finditer(text.source)}
        sections = read_planner_docx(path, pieces, self.shown)
        before = {text.name: text for text in self.present}
        problems = [problem for section in sections for problem in self._problems(section, before)]
        names = [section.name for section in sections]
        problems += self._without_title(sections, before)
        problems += [f"la sección «{name}» está más de una vez." for name in sorted({*names}) if names.count(name) > 1]
        if problems:
            raise PoaError("\n".join([REFUSED.format(file=path.name), *(f"  - {one}" for one in problems)]))
        absent = [f"{self._place}/{name}.md" for name in before if name not in names]
        left = (Line("igual", name, "no está en el documento: queda como estaba") for name in absent)
        return (*(self._take(section, before[section.name]) for section in sections), *left)

    # --- problems -------------------------------------------------------------------------------------------------

    def _problems(self, section: ReadSection, before: dict[str, SectionText]) -> Iterator[str]:
        """Yield every reason not to read a section, in Spanish; only one if its text is gone or is another now."""
        text = before.get(section.name)
        if text is None:
            yield f"la sección «{section.name}» ya no tiene texto en {self._place}/."
            return
        if not text.tag.endswith(f":{section.digest}"):
            yield (
                f"{section.name}.md cambió después de que se escribió el documento: escriba otro con poa textos y pase "
                "a él las correcciones."
            )
            return
        for number, piece, said in section.overtyped:
            yield (
                f"párrafo {number} ({section.name}): sobre «{self.shown(piece)}» ({piece}) se escribió «{said}»: "
                "deshaga el cambio o borre el número con su frase."
            )
        for number in section.tables:
            yield (
                f"párrafo {number} ({section.name}): hay una tabla de Word, que el texto no conserva. Quítela y "
                f"escríbala en {self._place}/{section.name}.md, una fila por línea: | una celda | otra |."
            )
        for number, plain, markdown in section.changed(text.source):
            yield from self._of_paragraph(f"párrafo {number} ({section.name})", plain, markdown)
        yield from self._of_whole(section, text)

    @staticmethod
    def _without_title(sections: Sequence[ReadSection], before: dict[str, SectionText]) -> Iterator[str]:
        """Yield the sections whose title was deleted, so that their text now stands in another section too."""
        there = {section.name for section in sections}
        for lost in (name for name in before if name not in there):
            for section in sections:
                own = before.get(section.name)
                if own and (number := section.taken(own.source, before[lost].source)):
                    yield (
                        f"párrafo {number} ({section.name}): es de la sección «{lost}», cuyo título se borró; su texto "
                        "saldría dos veces. Deshaga el cambio; si ya no va aparte, borre su archivo."
                    )

    def _of_paragraph(self, place: str, plain: str, markdown: str) -> Iterator[str]:
        """Yield the typed numbers of a new or changed paragraph, with its text."""
        said = " ".join(PIECE.sub(lambda found: self.shown(found[0]) if found["chunk"] else "", plain).split())
        short = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
        declared = [one.texto for one in self.run.numeros_permitidos]
        for remark in Reader(self.book).read(plain_of(self.book, markdown), declared):
            equal = () if remark.contradicts else remark.proposed
            may_be = f'Puede ser {{{{ cifra("{equal[0]}") }}}}.' if equal else _ASK
            yield f"{place}: «{remark.text}» está escrito a mano en «{short}». {may_be}"

    def _of_whole(self, section: ReadSection, text: SectionText) -> Iterator[str]:
        """Yield why the new text cannot be composed; faults that the present text has already are left out."""
        book = self.book
        old = {problem.message for problem in problems_of(book, text.source)}
        for problem in problems_of(book, section.merged(text.source)):
            if problem.message not in old:
                yield f"{section.name}: {problem.message}"

    # --- writing ----------------------------------------------------------------------------------------------------

    @property
    def _place(self) -> str:
        return self.workspace.relative(self.folder)

    def _take(self, section: ReadSection, before: SectionText) -> Line:
        """Write a section's corrected text and keep the earlier one; do nothing if they are equal."""
        path = self.folder / f"{section.name}.md"
        name, new = self.workspace.relative(path), section.merged(before.source)
        renewed = dict.fromkeys(f"«{was}» es ahora «{self.shown(piece)}»" for piece, was in section.renewed)
        remarks = [f"cambiaron los datos desde que se hizo el documento: {list_es(list(renewed))}"] if renewed else []
        if new == before.source:
            return Line("igual", name, "; ".join(remarks))
        earlier = self.workspace.output / self.run.entidad / f"{self.run.periodo}-textos"
        kept = earlier / f"{section.name}-{text_sha256(before.source)[:8]}.md"
        kept.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_text(kept, before.source)
        atomic.write_text(path, new)
        lost = [one for one in _calls(before.source) if one not in _calls(new)]
        remarks += [f"ya no pide {list_es(lost)}"] if lost else []
        remarks += [f"el anterior está en {self.workspace.relative(kept)}"]
        return Line("corregido", name, "; ".join(remarks))


def texts_of_run(workspace: Workspace, institution: str, period: str) -> PlannerTexts:
    """Compute a run, which gives the numbers of its texts, and return its texts, which are not read yet.

    It raises UsageError, ConfigError or InputsFailed, as `compute` does.
    """
    computed = compute(workspace, institution, period)
    return PlannerTexts(workspace, computed.corrida, computed.book)


def _calls(source: str) -> list[str]:
    """The pieces of a text that print a value (`{{ … }}`), in order and without repetition."""
    return list(dict.fromkeys(found[0] for found in CHUNK.finditer(source)))
