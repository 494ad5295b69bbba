"""Files that `cruscotto impact` once read wrong, each in the form in which it was met."""

import numpy as np
import pytest

from cruscotto.evaluation.errors import (
    DecimalUndecided,
    NotAPeriod,
    NumbersAndText,
    PeriodsWithoutOrder,
    ValuesMissing,
)
from cruscotto.i18n import error_sentence
from cruscotto.sources.errors import RecordsBroken, RecordsLost

from .impact_asking import ask


def sample(rows=400):
    """People whose effect is known: the treated earn 250 more."""
    draw = np.random.default_rng(7)
    treated, age = np.arange(rows) % 2, draw.integers(20, 60, rows)
    earnings = 980 + 250 * treated + draw.integers(-20, 20, rows)
    return [
        (str(i), str(t), str(a), int(e))
        for i, t, a, e in zip(range(rows), treated, age, earnings, strict=True)
    ]


def write(path, rows, header="id;d;age;y"):
    path.write_text("\n".join([header, *(";".join(map(str, row)) for row in rows)]) + "\n", "utf-8")
    return path


ASKED = ("--outcome", "y", "--treatment", "d", "--covariates", "age")


def test_rows_that_begin_with_a_hash_are_rows_like_the_others(tmp_path) -> None:
    rows = [(f"#{i}" if t == "1" and int(i) % 4 == 1 else i, t, a, e) for i, t, a, e in sample()]
    found = ask(write(tmp_path / "hash.csv", rows), *ASKED)
    clean = ask(write(tmp_path / "clean.csv", sample()), *ASKED)
    assert (found["n_treated"], found["att"]) == (200, pytest.approx(clean["att"]))


def test_a_line_of_other_fields_is_named_with_its_number(tmp_path) -> None:
    rows = sample()
    rows[5] = rows[5][:3]
    with pytest.raises(RecordsBroken) as caught:
        ask(write(tmp_path / "ragged.csv", rows), *ASKED)
    assert (caught.value.facts["line"], caught.value.facts["found"]) == (7, 3)


def test_quotes_that_do_not_pair_never_swallow_lines_in_silence(tmp_path) -> None:
    rows = sample()
    rows[10] = ('"10', *rows[10][1:])
    with pytest.raises((RecordsBroken, RecordsLost)):
        ask(write(tmp_path / "quotes.csv", rows), *ASKED)


def test_thousands_and_decimals_are_asked_about_and_never_guessed(tmp_path) -> None:
    rows = [(i, t, a, f"{e:,}".replace(",", ".")) for i, t, a, e in sample()]
    path = write(tmp_path / "thousands.csv", rows)
    with pytest.raises(DecimalUndecided) as caught:
        ask(path, *ASKED)
    assert "--decimal" in error_sentence(caught.value, "it")
    clean = ask(write(tmp_path / "clean.csv", sample()), *ASKED)
    assert ask(path, *ASKED, "--decimal", "comma")["att"] == pytest.approx(clean["att"])
    rows[0] = (*rows[0][:3], "1.000,0")  # one sure value decides for the column
    assert ask(write(path, rows), *ASKED)["att"] == pytest.approx(clean["att"], abs=1)


def test_a_repeated_header_is_the_value_named(tmp_path) -> None:
    rows = [*sample(100), ("id", "d", "age", "y"), *sample(100)]
    with pytest.raises(NumbersAndText) as caught:
        ask(write(tmp_path / "twice.csv", rows), *ASKED)
    assert (caught.value.facts["value"], caught.value.facts["line"]) == ("y", 102)


@pytest.mark.parametrize("mark", ["n.d.", "..", "-", ":", "nd", "N/A", "np", "NaN"])
def test_the_marks_of_italian_offices_are_missing_values(tmp_path, mark) -> None:
    rows = sample()
    rows[3] = (*rows[3][:3], mark)
    path = write(tmp_path / "marks.csv", rows)
    with pytest.raises(ValuesMissing):
        ask(path, *ASKED)
    assert ask(path, *ASKED, "--drop-missing")["rows_dropped"] == 1


def test_napoli_is_no_missing_value(tmp_path) -> None:
    rows = [(*row, ("NA", "PA", "BA")[int(row[0]) % 3]) for row in sample()]
    path = write(tmp_path / "signs.csv", rows, "id;d;age;y;province")
    found = ask(path, "--outcome", "y", "--treatment", "d", "--covariates", "age,province")
    assert (found["rows"], found["rows_dropped"]) == (400, 0)


def test_a_column_with_a_comma_in_its_name_may_be_asked_for(tmp_path) -> None:
    rows = [(*row, int(row[0]) % 3) for row in sample()]
    path = write(tmp_path / "names.csv", rows, 'id;d;age;y;"sex, [class]"')
    asked = ("--outcome", "y", "--treatment", "d", "--covariates", 'age,"sex, [class]"')
    names = [line["covariate"] for line in ask(path, *asked)["balance"]]
    assert names == ["age", "sex, [class]"]


def panel(periods, write_cohort=None):
    """Units whose outcome rises by ten, three periods after they are first treated."""
    draw = np.random.default_rng(3)
    cohorts = [None, periods[2], periods[4]]
    for unit in range(90):
        cohort = cohorts[unit % 3]
        for place, period in enumerate(periods):
            since = place - periods.index(cohort) if cohort else -1
            effect = 0 if since < 0 else (1 if since < 1 else 10)
            y = effect + draw.normal(0, 0.1)
            yield unit, period, (write_cohort or (lambda c: c or "0"))(cohort), f"{y:.4f}"


INDEX = ["1", "2", "3", "4", "5", "6", "7"]
ON_PANEL = ("--outcome", "y", "--unit", "unit", "--time", "t", "--cohort", "g")


@pytest.mark.parametrize(
    "periods",
    [
        ["202309", "202310", "202311", "202312", "202401", "202402", "202403"],
        ["2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"],
        [f"{2022 + q // 4}-Q{q % 4 + 1}" for q in range(2, 9)],
        [f"01/{q % 12 + 1:02d}/{2023 + q // 12}" for q in range(8, 15)],
    ],
)
def test_periods_become_ranks_before_they_are_subtracted(tmp_path, periods) -> None:
    header, more = "unit;t;g;y", (*ON_PANEL, "--aggregate", "dynamic")
    right = ask(write(tmp_path / "index.csv", panel(INDEX), header), *more)
    found = ask(write(tmp_path / "periods.csv", panel(periods), header), *more)
    assert found["att"] == pytest.approx(right["att"], abs=1e-9)
    assert [line["name"] for line in found["effects"]] == [e["name"] for e in right["effects"]]


def test_a_cohort_that_is_no_period_is_refused(tmp_path) -> None:
    periods = ["2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02"]
    rows = list(panel(periods, lambda cohort: "presto" if cohort == "2024-01" else cohort or ""))
    with pytest.raises(NotAPeriod):
        ask(write(tmp_path / "cohort.csv", rows, "unit;t;g;y"), *ON_PANEL)


def test_periods_in_words_are_not_put_in_alphabetical_order(tmp_path) -> None:
    draw = np.random.default_rng(5)
    rows = [
        (unit, when, unit % 2, f"{draw.normal() + (unit % 2) * (when == 'prima'):.3f}")
        for unit in range(60)
        for when in ("prima", "dopo")
    ]
    path = write(tmp_path / "words.csv", rows, "unit;t;d;y")
    asked = ("--outcome", "y", "--treatment", "d", "--unit", "unit", "--time", "t")
    with pytest.raises(PeriodsWithoutOrder):
        ask(path, *asked, "--method", "drdid")
    assert ask(path, *asked, "--periods", "prima,dopo")["att"] < 0
