"""What an address states is read back, whatever characters the codes have."""

from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as st_

from cruscotto.export.origin import view_address
from cruscotto.kpi.query.selection import Selection, read_codes, written_code
from cruscotto.ui.operations import register
from cruscotto.ui.state import address

CODES = st_.text(min_size=1).map(str.strip).filter(bool)
LISTS = st_.lists(CODES, min_size=1, max_size=4, unique=True)


class Asked(dict):
    """What Streamlit knows of an address: lists of texts."""

    get_all = dict.__getitem__

    def from_dict(self, changed):
        self.clear()
        self.update(changed)


@given(LISTS)
def test_codes_of_any_characters_are_read_as_they_were_written(codes) -> None:
    assert read_codes(",".join(map(written_code, codes))) == codes
    assert set(Selection.parse([f"axis={','.join(map(written_code, codes))}"]).codes("axis")) == (
        set(codes)
    )


@given(LISTS)
def test_a_filter_kept_in_the_address_is_the_filter_chosen(codes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "query_params", Asked())
        address.set_values(programme=codes)
        assert address.values("programme") == codes
        assert address.changed(axis="1, bis") == {**address.present(), "axis": ['"1, bis"']}


@given(LISTS)
def test_the_link_in_a_file_opens_the_rows_of_the_file(codes) -> None:
    link = view_address("interventi", Selection.of(programme=codes))
    asked = parse_qs(urlsplit(link).query)["programme"]
    assert {code for part in asked for code in read_codes(part)} == set(codes)


@pytest.mark.parametrize(
    ("written", "page"), [("2", 2), ("٢", 2), ("२", 2), ("²", 1), ("Ⅱ", 1), ("-2", 1), ("", 1)]
)
def test_a_page_is_a_number_in_any_script_of_digits(monkeypatch, written, page) -> None:
    monkeypatch.setattr(st, "query_params", {"page": written})
    assert register._page_said() == page


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (["Sicilia"], "Sicilia"),
        (["Liguria", "Valle d'Aosta/Vallée d'Aoste"], "Liguria; Valle d'Aosta"),
        (["Provincia Autonoma di Trento", "Toscana", "Veneto"], "P.A. Trento e altre 2"),
    ],
)
def test_a_row_of_the_list_names_the_regions_it_has_room_for(names, written) -> None:
    assert register._cell({"region_names": ":::".join(names)}, "region_names", "it") == written
