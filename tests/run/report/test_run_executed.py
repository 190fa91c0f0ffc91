"""What an executed notebook keeps, what is removed from it and how a failure is marked."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.run.report.section_execution import execution_number, mark_failure, tidy

ROOTS = [("/home/ana/libro/output", "<corrida>"), ("/home/ana/libro", "<libro>"), ("/home/ana", "~")]


def executed(*outputs, **metadata):
    cell = new_code_cell("f()", outputs=list(outputs), metadata=metadata)
    return new_notebook(cells=[cell], metadata={"papermill": {"input_path": "/home/ana/x.ipynb"}})


def test_metadata_and_times_of_papermill_are_removed():
    notebook = executed(papermill={"duration": 1.5}, execution={"iopub.execute_input": "ayer"}, tags=[])
    tidy(notebook, ROOTS)
    assert notebook.metadata == {}
    assert notebook.cells[0].metadata == {}


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", text="en /home/ana/libro/output/x"),
        new_output(
            "error",
            ename="E",
            evalue="en /home/ana/libro/output/x",
            traceback=["en /home/ana/libro/output/x"],
        ),
        new_output("execute_result", data={"text/html": "en /home/ana/libro/output/x"}),
    ],
)
def test_folders_of_the_machine_are_replaced(output):
    notebook = executed(output)
    tidy(notebook, ROOTS)
    assert "ana" not in str(notebook)
    assert "en <corrida>/x" in str(notebook)


def test_pictures_are_left_alone():
    notebook = executed(new_output("display_data", data={"image/png": "/home/ana/AAAA"}))
    tidy(notebook, ROOTS)
    assert notebook.cells[0].outputs[0].data["image/png"] == "/home/ana/AAAA"


def test_the_cell_with_the_parameters_has_the_same_id_in_every_run():
    first, second = (executed(tags=["injected-parameters"]) for _ in range(2))
    tidy(first, ROOTS)
    tidy(second, ROOTS)
    assert first.cells[0].id == second.cells[0].id


def test_the_parameters_of_the_run_become_the_notebooks_defaults():
    """Papermill replaces the injected cell. If it is then given only another period, the institution must stay."""
    declared = new_code_cell('entidad = "mre"\nperiodo = "2024-T2"\notro = "igual"', metadata={"tags": ["parameters"]})
    injected = new_code_cell('# Parameters\nentidad = "demo"\nperiodo = "2024-T3"\n', metadata={"tags": ["injected-parameters"]})
    notebook = new_notebook(cells=[declared, injected])
    tidy(notebook, ROOTS)
    assert notebook.cells[0].source == 'entidad = "demo"\nperiodo = "2024-T3"\notro = "igual"'


def test_the_failed_cell_is_marked_and_linked_from_the_top():
    notebook = executed(new_output("error", ename="ValueError", evalue="mal", traceback=[]))
    mark_failure(notebook, 0, "ValueError: mal")
    top, notice, failed = notebook.cells
    assert "(#fallo)" in top.source
    assert 'id="fallo"' in notice.source
    assert failed.metadata.tags == ["fallo"]
    assert len(failed.outputs) == 1
    assert len({cell.id for cell in notebook.cells}) == 3


def test_a_dead_kernel_is_reported_in_its_cell():
    notebook = executed()
    mark_failure(notebook, 0, "DeadKernelError: murió")
    assert notebook.cells[2].outputs[0].evalue == "murió"


def test_a_process_that_dies_after_a_cell_of_text_marks_that_cell():
    """Cells of text start too. A process may be killed after the last one, while it saves the notebook."""
    notebook = new_notebook(cells=[new_code_cell("1"), new_markdown_cell("texto")])
    mark_failure(notebook, 1, "murió")
    assert (notebook.cells[3].source, notebook.cells[3].metadata.tags) == ("texto", ["fallo"])
    nbformat.validate(notebook)


def test_cells_are_numbered_as_jupyterlab_does():
    notebook = new_notebook(cells=[new_code_cell("1"), new_code_cell(""), new_code_cell("2")])
    assert [execution_number(notebook, position) for position in (0, 2)] == [1, 2]
