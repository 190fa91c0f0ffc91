"""The acta in a browser, with checks that pass, differ or could not be verified.

It has no accessibility faults on light or dark ground, on a wide screen or on a phone.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from browsers import faults_on_both_grounds
from small_runs import finished

from helpers.audit.acta import acta_document
from helpers.audit.acta_facts import facts_of
from helpers.audit.audit_result import Difference, Result
from helpers.audit.run_audit import Audit
from helpers.outputs.run_files import ACTA_HTML, MANIFEST_FILE

pytestmark = [pytest.mark.slow, pytest.mark.browser]

GOOD = Result("Lo calculado", "Se calcula otra vez de los insumos.", 1200, "cifras", notes=("Una nota.",))
BAD = Result("Los CSV", "Se comparan con el libro.", 3, "archivos", (Difference("cifras.csv, fila 3", "1,00", "2,00"),) * 3)
PARTLY = Result("El libro", "Se hace otra vez y se compara.", 3, "celdas", unchecked="Se hizo con xlsxwriter 1.")
UNTRIED = Result("El PDF", "Se imprime otra vez y se compara.", unverified="No está.")


@pytest.mark.parametrize(
    ("results", "verdict"), [((GOOD, PARTLY), "SIN VERIFICAR DEL TODO"), ((GOOD, BAD, PARTLY, UNTRIED), "NO PASA")]
)
def test_an_acta_has_no_accessibility_faults(results, verdict, browser, tmp_path):
    case = finished(tmp_path)
    (case.folder / MANIFEST_FILE).write_text("{}", encoding="utf-8")
    page = tmp_path / ACTA_HTML
    audit = Audit(facts_of(case, datetime.now().astimezone(), with_libreoffice=False), results)
    assert audit.verdict == verdict
    page.write_text(acta_document(audit), encoding="utf-8")
    assert faults_on_both_grounds(browser, page) == []


@pytest.mark.pdf
def test_the_acta_of_a_real_report_has_no_accessibility_faults(verified_hospital, browser):
    """It passes, and one check was left out on request."""
    assert faults_on_both_grounds(browser, Path(verified_hospital.folder / ACTA_HTML)) == []
