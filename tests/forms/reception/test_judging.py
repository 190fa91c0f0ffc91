"""Files in the inbox are accepted, rejected with reasons or replaced by later ones, and always logged."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from quarter_files import LATER, NOW, forms_of, hand_in, inbox, make_world, period_folder

from helpers.base.errors import UsageError
from helpers.base.system.digest import file_sha256
from helpers.base.system.processes import LockHeld, locked
from helpers.figures.findings import Severity
from helpers.figures.situations import FormState
from helpers.forms.blank.form_set import FormSet
from helpers.forms.reception.form_judging import Received, judge_inbox
from helpers.forms.reception.inbox_judge import rejection_reason
from helpers.forms.reception.reception_log import COLUMNS, LOG, append_lines, period_folders, read_log
from helpers.settings.params import load_run


@pytest.fixture
def workspace(tmp_path):
    return make_world(tmp_path)


def judge(workspace, now=NOW) -> Received:
    forms = forms_of(workspace)
    folder = period_folders(workspace, load_run(workspace, "mini", "2024-T2"))[0]
    return judge_inbox(workspace, FormSet(forms.entidad, forms.corrida, forms.method, forms.dataset), folder, now)


def states(workspace) -> list[tuple[str, str]]:
    return [(entry.unidad, entry.estado.value) for entry in read_log(workspace, period_folder(workspace)).entries]


def test_a_good_form_is_accepted_whatever_its_name_and_logged_with_its_hash(workspace):
    path = hand_in(workspace, "U1", "envío de la unidad/copia de FINAL (2).xlsx")
    (entry,) = judge(workspace).new
    assert entry.estado is FormState.ACCEPTED
    assert (entry.unidad, entry.version, entry.fecha_presentacion) == ("U1", "v1", "2024-07-05")
    assert (entry.archivo, entry.sha256) == ("envío de la unidad/copia de FINAL (2).xlsx", file_sha256(path))
    assert (entry.recibido, entry.presentado_por) == ("2024-07-09T10:00:00-04:00", "Ana Rojas, Directora")


def test_a_judged_file_is_not_judged_again(workspace):
    hand_in(workspace, "U1")
    judge(workspace)
    before = (period_folder(workspace) / LOG).read_bytes()
    assert judge(workspace, LATER).new == ()
    assert (period_folder(workspace) / LOG).read_bytes() == before


def test_the_log_only_grows(workspace):
    hand_in(workspace, "U1")
    judge(workspace)
    before = (period_folder(workspace) / LOG).read_bytes()
    hand_in(workspace, "U2")
    judge(workspace, LATER)
    after = (period_folder(workspace) / LOG).read_bytes()
    assert after.startswith(before)
    assert len(after) > len(before)
    with (period_folder(workspace) / LOG).open(encoding="utf-8", newline="") as stream:
        assert tuple(next(csv.reader(stream))) == COLUMNS


def test_a_changed_programme_is_rejected_with_the_reason_and_its_cell(workspace):
    path = hand_in(workspace, "U1")
    book = load_workbook(path)
    sheet = book["Seguimiento"]
    line = next(row[0].row for row in sheet.iter_rows() if row[0].value == "T1")
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "Prog. abr")
    sheet.cell(line, column).value = 1
    book.save(path)
    received = judge(workspace)
    assert states(workspace) == [("U1", "rechazado")]
    told = received.rejected["data/mini/2024/T2/formularios/U1 final (1).xlsx"]
    cell = sheet.cell(line, column).coordinate
    assert [(item.codigo, item.celda) for item in told if item.severidad is Severity.ERROR] == [
        ("FOR-PROGRAMA-CAMBIADO", cell)
    ]
    assert cell in received.new[0].motivo


def test_a_file_that_is_no_form_is_rejected_without_a_unit(workspace):
    (inbox(workspace) / "informe.xlsx").write_bytes(b"esto no es un libro")
    received = judge(workspace)
    assert states(workspace) == [("", "rechazado")]
    assert received.new[0].motivo


def test_a_rejected_form_is_reported_again_until_its_unit_sends_another(workspace):
    path = hand_in(workspace, "U1", "primero.xlsx", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    assert judge(workspace).rejected
    assert judge(workspace, LATER).rejected, "still the last word of U1"
    hand_in(workspace, "U1", "segundo.xlsx")
    received = judge(workspace, LATER)
    assert received.rejected == {}
    assert states(workspace) == [("U1", "rechazado"), ("U1", "aceptado")]
    assert path.is_file(), "files are never moved or deleted"


def test_a_rejected_form_that_came_with_its_correction_is_only_noted(workspace, wording):
    hand_in(workspace, "U1", "primero.xlsx", day="03/07/2024", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    hand_in(workspace, "U1", "segundo.xlsx", day="04/07/2024")
    received = judge(workspace)
    (finding,) = [item for item in received.findings if item.codigo == "REC-SUPERADO"]
    assert received.rejected == {} and finding.severidad is Severity.NOTE
    wording(finding.mensaje, "«segundo.xlsx»")
    assert "diez mil y pico" in finding.causa
    assert not [item for item in received.findings if item.severidad is Severity.ERROR]
    assert judge(workspace, LATER).findings == (), "told once; it stays in the log"


def test_a_rejected_correction_stays_an_error_though_an_earlier_form_counts(workspace):
    hand_in(workspace, "U1", "primero.xlsx", day="03/07/2024")
    judge(workspace)
    hand_in(workspace, "U1", "segundo.xlsx", day="05/07/2024", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    for _ in range(2):
        received = judge(workspace, LATER)
        assert list(received.rejected) == ["data/mini/2024/T2/formularios/segundo.xlsx"]
    assert received.log.accepted["U1"].archivo == "primero.xlsx"


def test_a_rejected_form_does_not_replace_its_correction_when_the_plan_is_corrected(workspace):
    hand_in(workspace, "U1", "viejo.xlsx", day="")
    plan = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    right = plan.read_text(encoding="utf-8")
    plan.write_text(right.replace("trámites,30,10,10,10", "trámites,31,11,10,10"), encoding="utf-8")
    judge(workspace)
    hand_in(workspace, "U1", "nuevo.xlsx", day="06/07/2024")
    judge(workspace)
    plan.write_text(right, encoding="utf-8")
    (inbox(workspace) / "nuevo.xlsx").unlink()
    hand_in(workspace, "U1", "bueno.xlsx", day="07/07/2024")
    received = judge(workspace, LATER)
    assert received.log.accepted["U1"].archivo == "bueno.xlsx"


def test_a_rejected_correction_without_date_that_comes_later_stays_an_error(workspace):
    hand_in(workspace, "U1", "primero.xlsx", day="03/07/2024")
    judge(workspace)
    hand_in(workspace, "U1", "segundo.xlsx", day="", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    for _ in range(2):
        received = judge(workspace, LATER)
        assert list(received.rejected) == ["data/mini/2024/T2/formularios/segundo.xlsx"]


def test_a_rejected_form_without_a_date_beside_a_good_one_is_only_noted(workspace):
    hand_in(workspace, "U1", "primero.xlsx", day="", changes={"T1": {"Ejec. abr": "diez mil y pico"}})
    hand_in(workspace, "U1", "segundo.xlsx", day="04/07/2024")
    assert judge(workspace).rejected == {}
    assert judge(workspace, LATER).rejected == {}


def test_a_form_that_the_plan_made_wrong_counts_once_the_plan_is_right_if_it_is_the_last_by_its_date(workspace):
    """An older one had come after it: it stayed rejected, although it had no errors, and nothing said so."""
    hand_in(workspace, "U1", "último.xlsx", day="08/07/2024")
    plan = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    right = plan.read_text(encoding="utf-8")
    plan.write_text(right.replace("trámites,30,10,10,10", "trámites,31,11,10,10"), encoding="utf-8")
    judge(workspace)
    plan.write_text(right, encoding="utf-8")
    hand_in(workspace, "U1", "antiguo.xlsx", day="03/07/2024", changes={"T1": {"Ejec. jun": 9}})
    assert judge(workspace, LATER).log.accepted["U1"].archivo == "último.xlsx"
    assert states(workspace) == [("U1", "rechazado"), ("U1", "reemplazado"), ("U1", "aceptado")]


def test_a_form_sent_again_because_it_had_no_date_counts_with_the_date_that_it_states_now(workspace):
    """Its date, of before the day on which the first one came, made it the older one: the correction was lost."""
    hand_in(workspace, "U1", "sin fecha.xlsx", day="")
    judge(workspace)
    hand_in(workspace, "U1", "con fecha.xlsx", day="05/07/2024", changes={"T1": {"Ejec. jun": 9}})
    received = judge(workspace, LATER)
    assert received.findings == () and received.log.accepted["U1"].archivo == "con fecha.xlsx"


@pytest.mark.parametrize(("old", "new"), [("U1", "U2"), ("2024-T2", "2024-T1"), ("Unidad", "")])
def test_the_log_says_who_signed_a_form_whose_identity_is_wrong_and_when(workspace, old, new):
    path = hand_in(workspace, "U1")
    book = load_workbook(path)
    next(cell for row in book["Seguimiento"].iter_rows() for cell in row if cell.value == old).value = new
    if not new:
        del book.custom_doc_props["poa_unidad"]
    book.save(path)
    (entry,) = judge(workspace).new
    assert (entry.estado, entry.presentado_por) == (FormState.REJECTED, "Ana Rojas, Directora")
    assert entry.fecha_presentacion == "2024-07-05"


class TestPutAside:
    """Files moved to `descartados/` are kept and logged, and are no longer an error."""

    def put_aside(self, workspace, path) -> None:
        (inbox(workspace) / "descartados").mkdir(exist_ok=True)
        path.rename(inbox(workspace) / "descartados" / path.name)

    def test_a_stray_file_is_an_error_until_it_is_put_aside(self, workspace):
        stray = inbox(workspace) / "fotos.xlsx"
        stray.write_bytes(b"esto no es un libro")
        assert judge(workspace).rejected and judge(workspace, LATER).rejected
        self.put_aside(workspace, stray)
        received = judge(workspace, LATER)
        assert received.rejected == {} and [item.codigo for item in received.findings] == ["REC-DESCARTADO"]
        assert states(workspace) == [("", "rechazado"), ("", "descartado")]
        assert judge(workspace, LATER).new == ()

    def test_a_file_put_aside_before_it_was_judged_is_logged(self, workspace):
        stray = inbox(workspace) / "fotos.xlsx"
        stray.write_bytes(b"esto no es un libro")
        self.put_aside(workspace, stray)
        (entry,) = judge(workspace).new
        assert (entry.archivo, entry.estado.value) == ("descartados/fotos.xlsx", "descartado")

    def test_an_accepted_form_counts_wherever_its_file_lies(self, workspace):
        path = hand_in(workspace, "U1")
        judge(workspace)
        self.put_aside(workspace, path)
        assert judge(workspace, LATER).log.accepted["U1"].archivo == path.name


def test_two_checks_at_once_do_not_both_write_the_log(workspace):
    hand_in(workspace, "U1")
    path = period_folder(workspace) / f".{LOG}.bloqueo"
    with locked(path, UsageError), pytest.raises(LockHeld, match=r"recepcion\.csv: ya hay otra revisión .* \(proceso "):
        judge(workspace)
    assert not (period_folder(workspace) / LOG).exists()
    assert judge(workspace).log.accepted
    assert not path.exists()


def test_a_rejected_form_is_accepted_once_its_plan_is_corrected(workspace):
    hand_in(workspace, "U1")
    plan = workspace.root / "data/mini/2024/poa/v1/tareas.csv"
    right = plan.read_text(encoding="utf-8")
    plan.write_text(right.replace("trámites,30,10,10,10", "trámites,31,11,10,10"), encoding="utf-8")
    judge(workspace)
    plan.write_text(right, encoding="utf-8")
    judge(workspace, LATER)
    assert states(workspace) == [("U1", "rechazado"), ("U1", "aceptado")]


def test_a_later_form_replaces_the_earlier_one_and_both_are_kept(workspace):
    first = hand_in(workspace, "U1", "uno.xlsx", day="03/07/2024")
    judge(workspace)
    second = hand_in(workspace, "U1", "dos.xlsx", day="06/07/2024", changes={"T1": {"Ejec. jun": 9}})
    received = judge(workspace, LATER)
    assert [(entry.archivo, entry.estado.value) for entry in received.new] == [
        ("uno.xlsx", "reemplazado"),
        ("dos.xlsx", "aceptado"),
    ]
    assert "dos.xlsx" in received.new[0].motivo
    assert received.log.accepted["U1"].archivo == "dos.xlsx"
    assert first.is_file() and second.is_file()


def test_an_older_form_that_turns_up_later_does_not_replace_the_newer_one(workspace):
    hand_in(workspace, "U1", "nuevo.xlsx", day="06/07/2024")
    judge(workspace)
    hand_in(workspace, "U1", "viejo.xlsx", day="02/07/2024", changes={"T1": {"Ejec. jun": 9}})
    received = judge(workspace, LATER)
    assert received.log.accepted["U1"].archivo == "nuevo.xlsx"
    assert [(entry.archivo, entry.estado.value) for entry in received.new] == [("viejo.xlsx", "reemplazado")]


def test_two_forms_that_come_together_are_taken_in_the_order_they_were_presented(workspace):
    hand_in(workspace, "U1", "a.xlsx", day="06/07/2024")
    hand_in(workspace, "U1", "b.xlsx", day="02/07/2024", changes={"T1": {"Ejec. jun": 9}})
    assert judge(workspace).log.accepted["U1"].archivo == "a.xlsx"


class TestTheSameDay:
    """Two good forms of one unit and date: equal ones count once; of different ones, the later cannot be determined."""

    def hand_in_two(self, workspace, *, same: bool = False) -> None:
        hand_in(workspace, "U1", "a.xlsx")
        hand_in(workspace, "U1", "b.xlsx", changes={} if same else {"T1": {"Ejec. jun": 9}})
        # Saved again by another user, because two files written within one second could be identical in every byte.
        again = load_workbook(inbox(workspace) / "b.xlsx")
        again.properties.lastModifiedBy = "otra computadora"
        again.save(inbox(workspace) / "b.xlsx")

    def put_aside(self, workspace, name: str) -> None:
        (inbox(workspace) / "descartados").mkdir(exist_ok=True)
        (inbox(workspace) / name).rename(inbox(workspace) / "descartados" / name)

    def accepted(self, workspace) -> str:
        entry = judge(workspace, LATER).log.accepted.get("U1")
        return entry.archivo if entry else ""

    def test_neither_counts_and_the_error_names_both_and_the_remedy(self, workspace):
        self.hand_in_two(workspace)
        for _ in range(2):  # a second check does not choose either
            received = judge(workspace)
            assert [(item.codigo, item.severidad) for item in received.findings] == [("REC-MISMO-DIA", Severity.ERROR)]
            (told,) = received.findings
            for words in ("b.xlsx", "«a.xlsx»", "no vale ninguno", "mueva lo demás a formularios/descartados/"):
                assert words in told.mensaje
            assert received.log.accepted == {}
        assert states(workspace) == [("U1", "rechazado"), ("U1", "rechazado")], "logged once"

    @pytest.mark.parametrize(("aside", "kept"), [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
    def test_the_one_that_is_left_counts_when_the_other_is_put_aside(self, workspace, aside, kept):
        self.hand_in_two(workspace)
        judge(workspace)
        self.put_aside(workspace, aside)
        assert self.accepted(workspace) == kept
        assert not [item for item in judge(workspace, LATER).findings if item.severidad is Severity.ERROR]

    @pytest.mark.parametrize(("aside", "kept"), [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
    def test_the_form_accepted_before_counts_until_the_planner_decides(self, workspace, aside, kept, wording):
        hand_in(workspace, "U1", "a.xlsx")
        judge(workspace)
        hand_in(workspace, "U1", "b.xlsx", changes={"T1": {"Ejec. jun": 9}})
        for _ in range(2):
            received = judge(workspace, LATER)
            assert [item.codigo for item in received.findings] == ["REC-MISMO-DIA"]
            wording(received.findings[0].mensaje, "U1", "«a.xlsx»")
            assert received.log.accepted["U1"].archivo == "a.xlsx"
        self.put_aside(workspace, aside)
        assert self.accepted(workspace) == kept

    def test_a_form_of_a_later_day_replaces_both(self, workspace):
        self.hand_in_two(workspace)
        judge(workspace)
        hand_in(workspace, "U1", "c.xlsx", day="06/07/2024")
        received = judge(workspace, LATER)
        assert received.log.accepted["U1"].archivo == "c.xlsx"
        assert [(entry.archivo, entry.estado.value) for entry in received.new] == [
            ("a.xlsx", "reemplazado"), ("b.xlsx", "reemplazado"), ("c.xlsx", "aceptado"),
        ], "neither of the two ever counted"  # fmt: skip
        assert not [item for item in received.findings if item.severidad is Severity.ERROR]
        assert judge(workspace, LATER).new == ()

    def test_the_same_form_saved_twice_counts_once_with_a_note(self, workspace):
        self.hand_in_two(workspace, same=True)
        received = judge(workspace)
        assert [(item.codigo, item.severidad) for item in received.findings] == [("REC-REPETIDO", Severity.NOTE)]
        assert received.log.accepted["U1"].archivo == "a.xlsx"
        assert judge(workspace, LATER).new == ()

    @pytest.mark.parametrize(("day", "changed"), [("05/07/2024", True), ("05/07/2024", False), ("", True)])
    def test_in_place_of_the_accepted_form_it_is_rejected_once(self, workspace, day, changed):
        hand_in(workspace, "U1", "a.xlsx", day=day)
        (before,) = judge(workspace).new
        hand_in(workspace, "U1", "a.xlsx", day=day, changes={"T1": {"Ejec. jun": 9}} if changed else {})
        again = load_workbook(inbox(workspace) / "a.xlsx")
        again.properties.lastModifiedBy = "otra computadora"
        again.save(inbox(workspace) / "a.xlsx")
        for _ in range(2):
            received = judge(workspace, LATER)
            assert received.log.accepted["U1"] == before and received.findings == (), "the run reports the lost form"
        assert states(workspace) == [("U1", "aceptado"), ("U1", "rechazado")]

    @pytest.mark.parametrize(("changed", "codes"), [(True, ["REC-MISMO-DIA"]), (False, ["REC-REPETIDO"])])
    def test_beside_a_lost_form_it_waits_until_the_lost_one_is_back(self, workspace, changed, codes, wording):
        lost = hand_in(workspace, "U1", "a.xlsx")
        judge(workspace)
        hand_in(workspace, "U1", "b.xlsx", changes={"T1": {"Ejec. jun": 9}} if changed else {})
        again = load_workbook(inbox(workspace) / "b.xlsx")
        again.properties.lastModifiedBy = "otra computadora"
        again.save(inbox(workspace) / "b.xlsx")
        lost.rename(workspace.root / "a.xlsx")
        (told,) = judge(workspace, LATER).findings
        assert (told.codigo, told.severidad) == ("REC-MISMO-DIA", Severity.ERROR)
        wording(told.mensaje, "b.xlsx", "«a.xlsx»", "«U1»")
        (workspace.root / "a.xlsx").rename(lost)
        received = judge(workspace, LATER)
        assert [item.codigo for item in received.findings] == codes
        assert received.log.accepted["U1"].archivo == "a.xlsx"

    def test_one_that_lay_in_place_of_the_accepted_form_is_no_copy_of_it(self, workspace):
        """The accepted form was overwritten; then it came back, and the other got another name."""
        accepted = hand_in(workspace, "U1", "a.xlsx")
        judge(workspace)
        shutil.copyfile(accepted, workspace.root / "respaldo.xlsx")
        other = hand_in(workspace, "U1", "a.xlsx", changes={"T1": {"Ejec. jun": 9}})
        judge(workspace, LATER)
        other.rename(other.with_name("b.xlsx"))
        shutil.copyfile(workspace.root / "respaldo.xlsx", accepted)
        assert [item.codigo for item in judge(workspace, LATER).findings] == ["REC-MISMO-DIA"]

    @pytest.mark.parametrize("accepted_before", [False, True])
    def test_a_new_form_without_a_date_may_be_older_than_another_new_one(self, workspace, accepted_before, wording):
        """Both come in one check: that the undated one is dated by its reception does not make it the later one."""
        if accepted_before:
            hand_in(workspace, "U1", "a.xlsx", day="03/07/2024", changes={"T1": {"Ejec. jun": 8}})
            judge(workspace)
        hand_in(workspace, "U1", "b.xlsx", day="05/07/2024")
        undated = hand_in(workspace, "U1", "c.xlsx", day="", changes={"T1": {"Ejec. jun": 9}})
        for _ in range(2):
            received = judge(workspace, LATER)
            (told,) = received.findings
            assert (told.codigo, told.severidad, told.archivo.rpartition("/")[2]) == ("REC-MISMO-DIA", Severity.ERROR, "c.xlsx")
            assert [entry.archivo for entry in received.log.accepted.values()] == ["a.xlsx"] * accepted_before
        wording([told.mensaje, *(entry.motivo for entry in received.log.current if entry.estado is FormState.REJECTED)])
        self.put_aside(workspace, undated.name)
        assert self.accepted(workspace) == "b.xlsx"

    def test_a_form_older_than_the_one_that_counts_leaves_no_doubt_about_an_undated_one(self, workspace):
        hand_in(workspace, "U1", "a.xlsx", day="05/07/2024", changes={"T1": {"Ejec. jun": 8}})
        judge(workspace)
        hand_in(workspace, "U1", "b.xlsx", day="03/07/2024")
        hand_in(workspace, "U1", "c.xlsx", day="", changes={"T1": {"Ejec. jun": 9}})
        received = judge(workspace, LATER)
        assert [item for item in received.findings if item.severidad is Severity.ERROR] == []
        assert received.log.accepted["U1"].archivo == "c.xlsx"

    def test_forms_without_a_date_are_ordered_by_their_reception(self, workspace, wording):
        hand_in(workspace, "U1", "a.xlsx", day="")
        judge(workspace)
        hand_in(workspace, "U1", "b.xlsx", day="", changes={"T1": {"Ejec. jun": 9}})
        assert judge(workspace).log.accepted["U1"].archivo == "b.xlsx", "it came later"
        hand_in(workspace, "U2", "c.xlsx", day="")
        hand_in(workspace, "U2", "d.xlsx", day="", changes={"T4": {"Ejec. jun": 3}})
        (told,) = [item for item in judge(workspace).findings if item.severidad is Severity.ERROR]
        wording(told.mensaje, "«c.xlsx»")


def test_the_same_file_twice_counts_once(workspace):
    path = hand_in(workspace, "U1", "a.xlsx")
    shutil.copyfile(path, inbox(workspace) / "a (copia).xlsx")
    received = judge(workspace)
    assert len(received.new) == 1
    assert [item.codigo for item in received.findings if item.codigo == "REC-COPIA"] == ["REC-COPIA"]


@pytest.mark.parametrize(("day", "told"), [("05/07/2025", ["REC-FECHA"]), ("05/03/2024", ["REC-FECHA"]), ("05/07/2024", [])])
def test_an_impossible_date_is_replaced_by_that_of_reception(workspace, day, told):
    hand_in(workspace, "U1", day=day)
    received = judge(workspace)
    assert [item.codigo for item in received.findings if item.codigo.startswith("REC-")] == told
    assert received.new[0].fecha_presentacion == ("2024-07-09" if told else "2024-07-05")


def test_a_date_after_the_reception_stays_impossible_when_that_day_has_come(workspace):
    """A correction with its right date counted or did not, depending on the day of the check."""
    hand_in(workspace, "U1", "a.xlsx", day="12/07/2024")
    judge(workspace)
    hand_in(workspace, "U1", "b.xlsx", day="08/07/2024", changes={"T1": {"Ejec. jun": 9}})
    assert judge(workspace, LATER).log.accepted["U1"].archivo == "b.xlsx"


def test_a_log_saved_by_a_spreadsheet_is_refused_and_left_alone(workspace):
    hand_in(workspace, "U1")
    judge(workspace)
    log = period_folder(workspace) / LOG
    log.write_text(log.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    before = log.read_bytes()
    hand_in(workspace, "U2")
    received = judge(workspace, LATER)
    assert [item.codigo for item in received.findings] == ["REC-REGISTRO"]
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [(",aceptado,", ",aprobado,"), ("2024-07-05", "5 de julio"), (',"Ana Rojas, Directora",', ",Ana,Rojas,de más,")],
)
def test_an_invalid_line_of_the_log_is_refused(workspace, old, new):
    hand_in(workspace, "U1")
    judge(workspace)
    log = period_folder(workspace) / LOG
    text = log.read_text(encoding="utf-8")
    assert old in text
    log.write_text(text.replace(old, new), encoding="utf-8")
    assert [item.codigo for item in read_log(workspace, period_folder(workspace)).findings] == ["REC-REGISTRO"]


def test_nothing_to_add_writes_no_file(workspace):
    append_lines(read_log(workspace, period_folder(workspace)), ())
    assert not (period_folder(workspace) / LOG).exists()


def test_a_planning_form_is_rejected_as_a_report(workspace, wording):
    from helpers.forms.blank.blank_forms import workbook_of

    forms = forms_of(workspace)
    for name, of in (("plan.xlsx", forms), ("primero.xlsx", replace(forms, dataset=without_plan(forms.dataset)))):
        workbook_of(of, of.form("U1", is_plan=True)).save(inbox(workspace) / name)
    received = judge(workspace)
    assert [entry.estado.value for entry in received.new] == ["rechazado"] * 2
    assert [item.codigo for item in received.findings] == ["REC-PLAN"] * 2
    for item in received.findings:
        wording(item.mensaje, "POA", "2024", "«U1»", "data/mini/2024/poa/")


def test_a_planning_form_in_the_wrong_folder_stays_an_error_beside_a_good_report(workspace):
    """It was passed over with «No hay que corregirlo», and nothing said that the plan lacked it."""
    from helpers.forms.blank.blank_forms import workbook_of

    hand_in(workspace, "U1")
    forms = forms_of(workspace)
    workbook_of(forms, forms.form("U1", is_plan=True)).save(inbox(workspace) / "plan.xlsx")
    for now in (NOW, LATER):
        found = judge(workspace, now).findings
        assert [(item.codigo, item.severidad) for item in found] == [("REC-PLAN", Severity.ERROR)]


def without_plan(dataset):
    """The dataset as when the year's first plan is made, whose forms start from no version."""
    return replace(dataset, tables={name: rows for name, rows in dataset.tables.items() if name != "tareas"})


def test_many_reasons_are_shortened_to_the_first_three():
    from helpers.figures.findings import Finding

    errors = [Finding("X", Severity.ERROR, f"a.xlsx, celda A{n}: mal {n}", archivo="a.xlsx") for n in range(5)]
    assert rejection_reason(errors) == "celda A0: mal 0 · celda A1: mal 1 · celda A2: mal 2 · y 2 más"
    assert rejection_reason([]) == ""
