"""Files as people met them: the right figure, or a sentence, and nothing left out in silence."""

import csv
import json
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.warehouse import reader

ENTRY, EDITION = date(2024, 2, 12), "2025-08-31"


@pytest.fixture(scope="module")
def base(tmp_path_factory, operation, write_opencoesione, salted):
    folder = tmp_path_factory.mktemp("base")
    link = salted(folder / "w.duckdb")
    file = write_opencoesione(folder / "o.csv", [operation("OP1")])
    run(link, "import", "opencoesione", file)
    return link


@pytest.fixture(autouse=True)
def exact(setting):
    """Look at the records as they were read, before counts of persons are perturbed."""
    setting(audience="exact")


@pytest.fixture
def place(base, tmp_path, copy_warehouse):
    return copy_warehouse(base, tmp_path)


def run(link, *arguments):
    done = CliRunner().invoke(app, ["--warehouse", str(link), *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done


def figures(link, kpi, *arguments):
    return json.loads(run(link, "kpi", kpi, *arguments, "--format", "json").stdout)


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def leavers(written, count=200):
    """Return leavers of whom every second one works; `written` writes the day of the exit."""
    for number in range(count):
        left = date(2024, 7, 1) + timedelta(number % 28)
        yield {
            "participation_id": f"P{number:04}",
            "person_id": f"A{number}",
            "operation_code": "OP1",
            "sex": "FM"[number % 2],
            "status_at_entry": "unemployed",
            "entry_date": ENTRY.isoformat(),
            "exit_date": written(number, left),
            "exit_reason": "completed",
            "status_6m": ("employed", "searching")[number // 2 % 2],
            "outcome_source": "register",
        }


def placed(link, path):
    run(link, "import", "participations", path, "--edition", EDITION)
    return figures(link, "placement_rate_6m")[0]


@pytest.mark.parametrize(
    "written",
    [
        lambda n, day: f"{day.day}/{day.month}/{day.year}",
        lambda n, day: (day - date(1899, 12, 30)).days if n % 2 else f"{day.day} luglio {day.year}",
    ],
)
def test_days_as_a_spreadsheet_writes_them_give_the_same_rate(place, tmp_path, written) -> None:
    found = placed(place, write(tmp_path / "p.csv", list(leavers(written))))
    assert (found["numerator"], found["denominator"], found["unknown_share"]) == (100, 200, 0)


def test_who_has_an_unread_day_of_exit_is_unknown_and_not_still_attending(place, tmp_path) -> None:
    def written(number, day):
        return ("boh", "99/07/2024", "n.d.")[number % 3] if number % 4 == 0 else day.isoformat()

    found = placed(place, write(tmp_path / "p.csv", list(leavers(written))))
    assert (found["denominator"], found["unknown_share"]) == (150, 0.25)
    assert (found["worst_case_low"], found["worst_case_high"]) == (50 / 200, 100 / 200)


def test_days_that_read_in_two_ways_beside_the_month_first_are_unknown(place, tmp_path) -> None:
    path = write(tmp_path / "p.csv", list(leavers(lambda n, day: f"{day:%m/%d/%Y}")))
    assert placed(place, path)["unknown_share"] > 0.9


def test_a_region_in_words_or_numbers_is_read_and_an_unread_one_is_not_the_operations(
    place, tmp_path
) -> None:
    regions = ["Puglia"] * 20 + ["016"] * 15 + ["16.0"] * 15 + ["Sicilia"] * 15 + [""] * 15
    regions += ["Padania"] * 12
    rows = list(leavers(lambda n, day: day.isoformat(), len(regions)))
    for row, region in zip(rows, regions, strict=True):
        row["region"] = region
    path = write(tmp_path / "p.csv", rows)
    run(place, "import", "participations", path, "--edition", EDITION)
    found = figures(place, "participants_count", "--by", "region")
    counts = {row["region"]: row["numerator"] for row in found}
    assert counts == {"ITF4": 50, "ITG1": 30, "not_regionalised": 12}


def test_a_column_whose_numbers_read_in_two_ways_is_read_again_with_the_sign_named(
    place, tmp_path
) -> None:
    rows = list(leavers(lambda n, day: day.isoformat(), 4))
    for row in rows:
        row["hours_attended"] = "1.250"
    path = write(tmp_path / "p.csv", rows)
    hours = "select list(distinct hours_attended), count(*) from raw.participations"

    def found(*more):
        done = run(place, "import", "participations", path, "--edition", EDITION, *more)
        with reader(place).cursor() as con:
            return done, con.execute(hours).fetchone()

    done, (read, count) = found()
    assert "--decimal" in done.stderr
    assert (read, count) == ([None], 4)
    _, (read, count) = found("--decimal", "comma")
    assert ([*map(int, read)], count) == ([1250], 4)
