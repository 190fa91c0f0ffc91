"""The cover and the last section state only what a run's files give; dates of the calendar are marked as foreseen."""

from datetime import date

import pytest
from builders import make_corrida

from helpers.run.report.cover_text import closing, next_report
from helpers.settings.institution import Entidad

OFFICE = {"codigo": "OF", "nombre": "Oficina", "sigla": "OF"}


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2024-T2", "El próximo informe, el del tercer trimestre de 2024, tiene su corte el 30 de septiembre de 2024 (fecha prevista)."),
        ("2024-T4", "El próximo informe, el del primer trimestre de 2025, tiene su corte el 31 de marzo de 2025 (fecha prevista)."),
        ("2024-poa", ""),
    ],
)  # fmt: skip
def test_the_date_of_the_next_report_is_the_calendars(period, words):
    assert next_report(make_corrida(periodo=period)) == words


def test_a_date_that_the_parameters_give_is_not_marked_as_foreseen(wording):
    run = make_corrida(proximo_informe={"fecha": date(2024, 10, 20), "fuente": "Instructivo 3"})
    wording(next_report(run), "tercer", "2024", "20 de octubre de 2024")


def test_contact_and_licence_are_those_of_the_institution():
    run = make_corrida()
    nothing = closing(run, Entidad.model_validate(OFFICE))
    assert (nothing.contact, nothing.licence) == ((), "")
    given = {"contacto": {"correo": "dgp@of.bo"}, "licencia": {"nombre": "CC-BY-4.0", "direccion": "https://x/"}}
    said = closing(run, Entidad.model_validate(OFFICE | given))
    assert (said.contact, said.licence, said.licence_address) == ((("Correo", "dgp@of.bo"),), "CC-BY-4.0", "https://x/")
