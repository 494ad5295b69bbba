"""Places: every spelling of a region stands for one area, and Trentino-Alto Adige for none."""

import csv

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.config import REFERENCE
from cruscotto.model.places import (
    NOT_SPLIT,
    PROVINCE_SPELLINGS,
    REGION_SPELLINGS,
    normalised,
    normalised_sql,
    read_province,
    read_region,
)

with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as file:
    REGIONS = list(csv.DictReader(file))
SINGLE = [row for row in REGIONS if row["istat_code"] != "04"]


@given(st.sampled_from(REGIONS), st.sampled_from(["{}", " {} ", "Regione {}"]))
def test_a_name_reads_back_in_any_case_with_or_without_accents(row, way) -> None:
    name = row["name"]
    if "Provincia" in name and "Regione" in way:
        return
    for spelled in (name, name.upper(), name.lower(), name.replace("-", " "), normalised(name)):
        assert read_region(way.format(spelled)) == row["nuts2"]


@given(st.sampled_from(SINGLE), st.sampled_from(["{:d}", "{:02d}", "{:03d}", "{:d}.0", "{:d},00"]))
def test_istat_numbers_read_back_as_data_frames_write_them_too(row, way) -> None:
    assert read_region(way.format(int(row["istat_code"]))) == row["nuts2"]


@given(st.sampled_from(REGIONS))
def test_codes_of_every_edition_of_nuts_read_back(row) -> None:
    assert read_region(row["nuts2"]) == read_region(row["nuts2_2006"].lower()) == row["nuts2"]


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("P.A. Bolzano", "ITH1"),
        ("Bolzano (P.A.)", "ITH1"),
        ("Prov. Aut. Trento", "ITH2"),
        ("VALLE D'AOSTA / VALLÉE D'AOSTE", "ITC2"),
        ("03 - Lombardia", "ITC4"),
        ("Lombardia (ITC4)", "ITC4"),
        ("IT-25", "ITC4"),
        ("P.A. di Trento", "ITH2"),
        ("Provincia Autonoma Bolzano / Bozen", "ITH1"),
        ("Alto Adige/Südtirol", "ITH1"),
        ("21", "ITH1"),
        ("022", "ITH2"),
        ("ITD10", "ITH1"),
        ("IT-BZ", "ITH1"),
        ("IT-82", "ITG1"),
        ("IT-21", "ITC1"),
        ("Valle d’Aosta", "ITC2"),
        ("Friuli V.G.", "ITH4"),
        ("Regione Siciliana", "ITG1"),
        ("Apulia", "ITF4"),
    ],
)
def test_other_spellings_are_known(text, area) -> None:
    assert read_region(text) == area


@pytest.mark.parametrize(
    "text", ["Trentino-Alto Adige", "Trentino Alto Adige / Südtirol", "04", "4", "4.0", "IT-32"]
)
def test_a_name_of_two_areas_is_neither(text) -> None:
    assert read_region(text) is None
    assert normalised(text) in NOT_SPLIT


@pytest.mark.parametrize("text", ["", "Italia", "99", "ITC", "Corsica", "1e1", "Nord", "03 Lazio"])
def test_what_names_no_region_is_not_made_one(text) -> None:
    assert read_region(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PA", "082"),
        ("82", "082"),
        ("82.0", "082"),
        ("Palermo", "082"),
        ("019082", "082"),
        ("19082", "082"),
        ("Reggio Emilia", "035"),
        ("Forlì-Cesena", "040"),
        ("NA", "063"),
    ],
)
def test_provinces_read_back(text, code) -> None:
    assert read_province(text) == code


def test_the_engine_compares_spellings_as_python_does() -> None:
    texts = [*REGION_SPELLINGS, *PROVINCE_SPELLINGS, *(row["name"] for row in REGIONS), "19.0", "–"]
    texts += ["Valle d’Aosta", " P.A.  BOLZANO ", "FORLÌ-CESENA", "Südtirol"]
    rows = duckdb.execute(
        f"select {normalised_sql('t')} from (select unnest($t::varchar[]) as t)", {"t": texts}
    ).fetchall()
    assert [row[0] for row in rows] == [normalised(text) for text in texts]
