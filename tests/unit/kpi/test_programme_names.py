"""Names of programmes that files publish in capitals are written as a sentence is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.kpi.wording.programme_names import written


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("POR SICILIA FSE", "POR Sicilia FSE"),
        ("PR FRIULI-VENEZIA GIULIA FSE+", "PR Friuli-Venezia Giulia FSE+"),
        ("POR VALLE D'AOSTA FSE", "POR Valle d'Aosta FSE"),
        ("PN CAPACITA' PER LA COESIONE", "PN Capacità per la coesione"),
        ("PN GIOVANI, DONNE E LAVORO", "PN Giovani, donne e lavoro"),
        ("PN METRO PLUS E CITTA' MEDIE SUD", "PN Metro plus e città medie Sud"),
        ("Amministrazione titolare del PON SCUOLA", "Amministrazione titolare del PON Scuola"),
        ("Regione Umbria (FSC, dimostrativo)", "Regione Umbria (FSC, dimostrativo)"),
    ],
)
def test_a_name_in_capitals_keeps_them_where_a_sentence_has_them(published, name) -> None:
    assert written(published) == name


@given(st.text())
def test_a_name_written_once_stays_as_it_is_and_loses_no_word(name) -> None:
    found = written(name)
    assert written(found) == found
    assert len(found.split(" ")) == len(name.split(" "))
