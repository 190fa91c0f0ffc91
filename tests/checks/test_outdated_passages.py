"""What a kept draft claims is compared with what its rules say of the data of today."""

from __future__ import annotations

from builders import make_corrida, make_dataset, make_scored

from helpers.checks.follow_up.written_texts import outdated_passages
from helpers.figures.records import Prose
from helpers.texts.conclusions import conclusions_draft
from helpers.texts.decisions import decisions_draft

CORRIDA = make_corrida(secciones=["resumen", "conclusiones"])
DRAFTS = {"asuntos": decisions_draft.draft_text, "conclusiones": conclusions_draft.draft_text}


def book_with(first: str, second: str, post: str = "Jefe"):
    structure = "nivel | codigo | nombre | padre | cargo\nentidad | E | Entidad | |\n"
    structure += f"unidad | U1 | Uno | E | {post}\nunidad | U2 | Dos | E |\n"
    reported = f"nivel | codigo | indicador | periodo | valor\nunidad | U1 | avance_fisico | 2024-T2 | {first}\n"
    reported += f"unidad | U2 | avance_fisico | 2024-T2 | {second}\n"
    return make_scored(make_dataset(estructura=structure, avances=reported))


def drafts_of(book) -> tuple[Prose, ...]:
    return tuple(Prose(f"texto/{name}.md", name, draft(book, (), CORRIDA.cutoff(CORRIDA.period))) for name, draft in DRAFTS.items())


def test_a_kept_claim_is_reported_once_another_unit_is_the_lowest(wording):
    """Other figures of the same lowest unit change no claim. The matter keeps its rule, with another comment; where all
    did everything, the rule says nothing."""
    kept = drafts_of(book_with("40", "45"))
    assert outdated_passages(book_with("40", "45"), (), CORRIDA, kept) == ()
    assert outdated_passages(book_with("41", "46"), (), CORRIDA, kept) == ()
    other_post = outdated_passages(book_with("40", "45", "Jefa"), (), CORRIDA, kept)
    assert [one.archivo for one in other_post] == ["texto/asuntos.md"]  # who answers is told from the structure
    corrected = book_with("49", "45")
    found = outdated_passages(corrected, (), CORRIDA, kept)
    assert {(one.codigo, one.severidad.value, one.archivo) for one in found} == {
        ("TEX-CAMBIADO", "advertencia", f"texto/{name}.md") for name in DRAFTS
    }
    assert "cambiaron los datos" in found[0].causa
    comment = found[0].mensaje.partition("escribir ")[2].partition(" en lugar")[0]
    assert comment in drafts_of(corrected)[0].text
    line = int(found[0].celda.removeprefix("línea "))
    assert "{# regla: unidades_rezagadas " in kept[0].text.splitlines()[line - 1]
    wording(found[0].mensaje.replace(comment, "…"), "texto/asuntos.md", f"línea {line}", "«unidades_rezagadas»", "--mostrar", "…")
    wording(outdated_passages(book_with("100", "100"), (), CORRIDA, kept)[0].mensaje, "eliminar su comentario")
    assert outdated_passages(corrected, (), CORRIDA, drafts_of(corrected)) == ()


def test_a_text_without_comments_of_rules_claims_nothing_of_theirs():
    assert outdated_passages(book_with("49", "45"), (), CORRIDA, (Prose("texto/asuntos.md", "asuntos", "Uno es el menor."),)) == ()
