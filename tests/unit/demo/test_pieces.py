"""The small shared pieces on which later kinds of demonstration data will stand."""

from datetime import date

import numpy as np
import pytest

from cruscotto import demo
from cruscotto.demo import formats, manifest
from cruscotto.demo.chance import stream
from cruscotto.demo.territory.territory import areas, habits
from cruscotto.demo.texts_of_operations import themes
from cruscotto.model.reference import reference_rows


def test_a_stream_depends_on_seed_and_purpose_only():
    first, again = stream(1, "money").random(3), stream(1, "money").random(3)
    assert (first == again).all()
    assert (first != stream(1, "places").random(3)).any()
    assert (first != stream(2, "money").random(3)).any()


def test_amounts_have_a_decimal_comma_and_nothing_is_blank():
    cents = np.array([0, 5, 123_456_789_012])
    assert formats.amount(cents).to_pylist() == ["", "0,05", "1234567890,12"]
    assert formats.amount(cents, blank_zero=False).to_pylist()[0] == "0,00"


def test_days_are_written_without_separators():
    days = np.array(["2026-08-31", "2020-02-29"], dtype="datetime64[D]")
    assert formats.day(days).to_pylist() == ["20260831", "20200229"]
    assert formats.day(days, np.array([True, False])).to_pylist() == ["20260831", ""]


def test_put_keeps_each_text_with_its_place():
    column = formats.constant("-", 4)
    assert formats.put(column, np.array([3, 1]), ["c", "a"]).to_pylist() == ["-", "a", "-", "c"]


def test_the_manifest_keeps_what_other_generators_entered(tmp_path):
    needs = manifest.Batch("needs", None, [tmp_path / "needs.csv"])
    first = manifest.Batch("opencoesione", date(2026, 4, 30), [tmp_path / "a.csv"])
    second = manifest.Batch("opencoesione", date(2026, 8, 31), [tmp_path / "b.csv"])
    manifest.record(tmp_path, [first], seed=1)
    manifest.record(tmp_path, [needs], seed=1)
    manifest.record(tmp_path, [second], seed=1)
    assert demo.sources(tmp_path) == [needs, second]


def test_a_folder_without_demonstration_data_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=manifest.NAME):
        demo.sources(tmp_path)


def test_every_area_has_its_provinces_population_and_unemployment():
    assert len(areas()) == 21
    assert sum(len(area.provinces) for area in areas()) == 107
    for area in areas():
        assert area.population > 100_000
        assert 1 < area.unemployment_pct < 25
        assert all(p.code.startswith(area.published_code) for p in area.provinces)


def test_habits_stay_within_what_is_plausible():
    for seed in range(20):
        ways = habits(seed)
        assert (ways.delay_days >= 15).all()
        assert ((ways.ambition >= 0.87) & (ways.ambition <= 1.30)).all()
        assert ((ways.stuck_share > 0) & (ways.stuck_share < 0.5)).all()


def test_every_objective_has_words_and_none_names_a_person():
    for theme in themes().values():
        assert theme.titles
        assert theme.programmes
        assert theme.calls
        assert theme.months > 6


def test_each_managing_authority_has_one_name_and_national_ones_a_programme():
    rows = reference_rows("managing_authorities.csv")
    codes = [row["managing_authority_code"] for row in rows]
    assert len(codes) == len(set(codes)) == 21 + 18
    regional = {row["managing_authority_code"] for row in rows if row["region_code"]}
    assert regional == {area.region_code for area in areas()}


def test_programmes_of_2021_2027_point_at_known_regions_and_authorities():
    authorities = {
        row["managing_authority_code"] for row in reference_rows("managing_authorities.csv")
    }
    rows = reference_rows("programmes_2021_2027.csv")
    assert len(rows) == len({row["cci"] for row in rows}) == 28
    assert {row["region_code"] for row in rows} == {a.region_code for a in areas()} | {""}
    assert {row["managing_authority_code"] for row in rows} <= authorities
    assert {row["confidence"] for row in rows} == {"S", "I"}
