"""Explained changes: parts that add up, recomputed apart from the package, guarded as results."""

import random
import shutil
from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from cruscotto.disclosure import Rules
from cruscotto.errors import NotExplained, UnknownName, WrongValue
from cruscotto.kpi.change import persons
from cruscotto.kpi.change.explained import Apart, Cause
from cruscotto.kpi.change.explaining import explain
from cruscotto.kpi.change.persons import KINDS, LEAST
from cruscotto.kpi.change.sides import sides_of
from cruscotto.kpi.query.measuring import measure
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.wording.changes import sentence
from cruscotto.warehouse.build import build

EXACT, PROTECTED, PUBLIC = (Rules(audience=name) for name in ("exact", "protected", "public"))
PLACEMENT, COMPLETION = KPIS["placement_rate_6m"], KPIS["completion_rate"]
RATES = [KPIS[n] for n in ("placement_rate_6m", "completion_rate", "dropout_rate")]
SALT = "0f" * 32
COLUMNS = {
    "placement_rate_6m": ("placed_6m_register", "known_6m_register"),
    "completion_rate": ("completions", "known_exits"),
    "dropout_rate": ("dropouts", "known_exits"),
}


def asked(con: Any, kpi: Any, start: str, end: str, rules: Rules = EXACT, **where: Any) -> Any:
    axis, sides = sides_of(con, [start], [end], Selection.of(**where))
    return explain(con, kpi, axis, sides, rules)


@pytest.fixture(scope="module")
def two_editions(_country: Any, tmp_path_factory: Any) -> Any:
    """Return the country of 1,000 participations with the edition of a year before."""
    path = tmp_path_factory.mktemp("change") / "w.duckdb"
    shutil.copyfile(_country, path)
    con = duckdb.connect(str(path))
    con.execute(
        """
        insert into raw.participations
        select * replace (
            'p0' as file_id,
            case when row_number % 7 = 0 then null else status_6m end as status_6m,
            case when row_number % 11 = 0 then 'searching' else status_12m end as status_12m
        )
        from raw.participations
        where row_number % 5 <> 0 and entry_date < date '2022-06-30' and operation_code <> 'OP7'
        """
    )
    rows = con.execute("select count(*) from raw.participations where file_id = 'p0'").fetchone()
    con.execute(
        "insert into ledger.file values ('p0', 8, 'participations', 'q.csv', 'p0', '', '', "
        "'2022-08-31', now()::timestamp, $n, $n, 0, 0, 0, false, '')",
        {"n": rows[0]},
    )
    build(con, SALT)
    yield con
    con.close()


# ---------------------------------------------------------------- exactness
def test_parts_of_random_selections_add_up_for_every_audience(two_editions) -> None:
    rng, seen = random.Random(5), Counter()
    axes = {
        "year": ["2019", "2020", "2021", "2022", "2023"],
        "sex": ["F", "M"],
        "programme": ["2014IT05SFOP014", "2014IT05SFOP015", "2014IT05SFOP013"],
        "edition": ["previous", "current"],
        "age_band": ["18-24", "25-29", "30-54", "55-64"],
    }
    for _ in range(80):
        axis, kpi = rng.choice(list(axes)), rng.choice(RATES)
        rules = rng.choice([EXACT, PROTECTED, PUBLIC])
        start, end = rng.sample(axes[axis], 2)
        where = (
            {}
            if rng.random() < 0.6
            else {"entry_status": rng.sample(["unemployed", "inactive"], rng.randint(1, 2))}
        )
        found = asked(two_editions, kpi, f"{axis}={start}", f"{axis}={end}", rules, **where)
        seen[bool(found.parts)] += 1
        if found.parts:
            assert abs(found.residual) < 1e-9
            one, two = (row.value for row in found.ends)
            assert found.change == two - one
            plain = measure(two_editions, kpi, (), found.last.selection, rules).value()
            assert plain == two
    assert seen[True] > 50


def pooled_apart(first, second, least):
    """Pool kinds as the package says it does, in its own few lines."""
    done, left = [], sorted({*first, *second})
    for depth in (4, 3, 2, 1, 0):
        groups = defaultdict(list)
        for code in left:
            groups[code[:depth]].append(code)
        left = []
        for group in groups.values():
            sizes = [sum(side[c][1] for c in group if c in side) for side in (first, second)]
            if min(sizes) >= least:
                done.append(group)
            else:
                left += group
    if left and done:
        largest = max(
            done, key=lambda g: sum(s[c][1] for s in (first, second) for c in g if c in s)
        )
        largest += left
    return done or [left]


@pytest.mark.parametrize("kpi", RATES, ids=lambda kpi: kpi.name)
@pytest.mark.parametrize(("start", "end"), [("2019", "2020"), ("2020", "2021"), ("2019", "2022")])
def test_years_are_parted_as_records_counted_one_by_one(people, kpi, start, end) -> None:
    """Recompute from the rows of the mart, in fractions."""
    met, known = COLUMNS[kpi.name]
    rows = people.execute(
        f"select exit_year_code, operation_code, entry_status_code, education_code, age_band_code, "
        f"sex_code, {met}, {known} from marts.participation"
    ).fetchall()
    sides = [[r for r in rows if r[0] == year] for year in (start, end)]
    there = [{r[1] for r in side} for side in sides]
    same = [[r for r in side if r[1] in there[0] & there[1]] for side in sides]

    def rate(side):
        return Fraction(sum(r[6] for r in side), sum(r[7] for r in side))

    def cells(side):
        found = {}
        for r in side:
            n, d = found.get(r[2:6], (0, 0))
            found[r[2:6]] = (n + r[6], d + r[7])
        return found

    one, two = map(cells, same)
    kinds = pooled_apart(one, two, LEAST)
    sums = [
        [[sum(side[c][i] for c in kind if c in side) for i in (0, 1)] for kind in kinds]
        for side in (one, two)
    ]
    totals = [sum(d for _, d in side) for side in sums]
    composition = rates = Fraction(0)
    for (n1, d1), (n2, d2) in zip(*sums, strict=True):
        r1, r2 = Fraction(n1, d1), Fraction(n2, d2)
        s1, s2 = Fraction(d1, totals[0]), Fraction(d2, totals[1])
        composition += (s2 - s1) * (r1 + r2) / 2
        rates += (r2 - r1) * (s1 + s2) / 2
    found = asked(people, kpi, f"year={start}", f"year={end}")
    assert found.apart is Apart.YES
    assert float(found.value_of(Cause.COMPOSITION)) == pytest.approx(float(composition), abs=1e-12)
    assert float(found.value_of(Cause.RATE)) == pytest.approx(float(rates), abs=1e-12)
    new = rate(sides[1]) - rate(same[1])
    assert float(found.value_of(Cause.NEW_OPERATIONS)) == pytest.approx(float(new), abs=1e-12)


def test_editions_are_parted_as_records_followed_one_by_one(two_editions) -> None:
    rows = two_editions.execute(
        "select slot, operation_code, person_number, entry_month, known_6m_register, "
        "placed_6m_register, mature_6m, edition_date from marts.participation"
    ).fetchall()
    old, new = ({r[1:3]: r for r in rows if r[0] == slot} for slot in ("previous", "current"))
    day = next(iter(old.values()))[7]
    operations = [{key[0] for key in side} for side in (old, new)]
    moved: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for key in {*old, *new}:
        a, b = old.get(key), new.get(key)
        before, after = (r[4] if r else 0 for r in (a, b))
        if not before and not after:
            continue
        if before and after:
            cause = "corrected"
        elif after and a is None:
            late = b[3] is not None and b[3] <= day
            cause = "late_records" if late else "new_records"
            cause = cause if key[0] in operations[0] else "new_operations"
        elif after:
            cause = "now_known" if a[6] else "ripened"
        elif b is None:
            cause = "withdrawn" if key[0] in operations[1] else "closed_operations"
        else:
            cause = "corrected"
        moved[cause][0] += (b[5] if b else 0) - (a[5] if a else 0)
        moved[cause][1] += after - before
    totals = [(sum(r[5] for r in s.values()), sum(r[4] for r in s.values())) for s in (old, new)]
    mean = sum(Fraction(n, d) for n, d in totals) / 2
    size = Fraction(sum(d for _, d in totals), 2)
    found = asked(two_editions, PLACEMENT, "edition=previous", "edition=current")
    parts = {str(part.cause): float(part.value) for part in found.parts}
    assert parts.pop("rules") == 0
    assert set(parts) == set(moved) >= {"late_records", "ripened", "now_known", "new_operations"}
    for cause, (n, d) in moved.items():
        assert parts[cause] == pytest.approx(float((n - mean * d) / size), abs=1e-12)


def test_money_is_parted_into_volume_mix_and_price(marts, operation) -> None:
    """Two operations of 100 and one of 400 become two of 400 and one of 100: mix alone."""
    cheap, dear = {"OC_COD_ARTICOLAZ_PROGRAMMA": "1"}, {"OC_COD_ARTICOLAZ_PROGRAMMA": "2"}

    def one(code, kind, year, paid):
        return operation(code, TOT_PAGAMENTI=paid, OC_DATA_INIZIO_PROGETTO=f"{year}0115", **kind)

    con = marts(
        *(one(f"A{n}", cheap, 2019, "100,00") for n in range(2)),
        one("A2", dear, 2019, "400,00"),
        one("B0", cheap, 2020, "100,00"),
        *(one(f"B{n}", dear, 2020, "400,00") for n in (1, 2)),
        *(one(f"C{n}", kind, 2021, "200,00") for n, kind in enumerate((cheap, cheap, dear) * 2)),
    )
    kpi = KPIS["payments_eur"]
    mix = asked(con, kpi, "year=2019", "year=2020")
    assert {str(p.cause): float(p.value) for p in mix.parts} == {
        "volume": 0,
        "mix": 300,
        "price": 0,
    }
    both = asked(con, kpi, "year=2019", "year=2021")
    assert both.change == 600
    assert both.residual == 0
    assert both.value_of(Cause.MIX) == 0
    assert both.value_of(Cause.VOLUME) == 600


def test_money_of_two_editions_tells_revisions_from_new_operations(marts, operation) -> None:
    con = marts(
        {
            "2024-06-30": [operation("A"), operation("B"), operation("GONE")],
            "2024-08-31": [
                operation("A", TOT_PAGAMENTI="700,00"),
                operation("B", TOT_PAGAMENTI="450,00"),
                operation("NEW", TOT_PAGAMENTI="80,00"),
            ],
        }
    )
    found = asked(con, KPIS["payments_eur"], "edition=2024-06-30", "edition=current")
    parts = {str(p.cause): float(p.value) for p in found.parts}
    expected = {"new_operations": 80, "closed_operations": -500, "revised_up": 200}
    assert parts == {**expected, "revised_down": -50, "rules": 0}
    for name in ("payments_on_commitments", "concluded_share", "average_delay_days"):
        ratio = asked(con, KPIS[name], "edition=2024-06-30", "edition=current")
        assert abs(ratio.residual) < 1e-9


# ---------------------------------------------------------------- guarded as a result
def test_the_same_question_has_the_same_noise_and_other_persons_have_other_noise(people) -> None:
    first, again = (asked(people, PLACEMENT, "sex=F", "sex=M", PROTECTED) for _ in "ab")
    assert first.parts == again.parts
    exact = asked(people, PLACEMENT, "sex=F", "sex=M", EXACT)
    assert first.value_of(Cause.RATE) != exact.value_of(Cause.RATE)
    assert float(first.value_of(Cause.RATE)) == pytest.approx(
        float(exact.value_of(Cause.RATE)), abs=0.15
    )


def test_too_few_persons_on_one_side_hide_the_comparison(people) -> None:
    found = asked(people, PLACEMENT, "sex=F", "sex=X", PROTECTED)
    assert found.state is State.HIDDEN
    assert not found.parts
    assert found.change is None
    assert "nascosto" in sentence(found, lambda name: {}, "it")


def test_no_kind_is_small_enough_for_one_person_to_be_read_off() -> None:
    assert LEAST >= 10
    assert set(KINDS) == {"entry_status", "education", "age_band", "sex"}


def test_parts_are_worked_out_from_the_counts_that_readers_may_see(people, monkeypatch) -> None:
    """Rows with other counts and the same noisy ones give the same parts: nothing exact goes in."""
    seen: dict[Any, Any] = {}
    noisy, rows = persons.Heads.of, persons.rows_of

    def remembered(counts, keys, *others):
        return seen.setdefault(tuple(keys), noisy(counts, keys, *others))

    monkeypatch.setattr(persons.Heads, "of", remembered)
    before = asked(people, COMPLETION, "sex=F", "sex=M", PROTECTED)
    monkeypatch.setattr(
        persons,
        "rows_of",
        lambda *args: [row | {n: row[n] + 7 for n in persons.COUNTS} for row in rows(*args)],
    )
    assert asked(people, COMPLETION, "sex=F", "sex=M", PROTECTED).parts == before.parts
    monkeypatch.setattr(persons.Heads, "of", noisy)
    assert asked(people, COMPLETION, "sex=F", "sex=M", PROTECTED).parts != before.parts


def test_unions_of_years_are_not_told_apart_by_their_operations(people) -> None:
    """Each union would leave other operations of a year: one more group, with fresh noise."""
    for rules, apart in ((PROTECTED, Apart.SEVERAL_YEARS), (EXACT, Apart.YES)):
        found = asked(people, COMPLETION, "year=2019", "year=2020,2021", rules)
        assert found.parts
        assert found.apart is apart
    assert asked(people, COMPLETION, "year=2019", "year=2020", PROTECTED).apart is Apart.YES


def test_a_public_figure_has_further_noise(people) -> None:
    protected, public = (
        asked(people, COMPLETION, "sex=F", "sex=M", r) for r in (PROTECTED, PUBLIC)
    )
    assert protected.parts != public.parts


# ---------------------------------------------------------------- questions and words
def test_what_cannot_be_parted_is_named_with_what_can(people) -> None:
    with pytest.raises(NotExplained):
        asked(people, KPIS["median_operation_eur"], "year=2019", "year=2020")


@pytest.mark.parametrize(
    ("start", "end", "fault"),
    [
        ("year=2019", "sex=F", WrongValue),
        ("2019", "year=2020", WrongValue),
        ("edition=1999-01-01", "edition=current", UnknownName),
        ("colour=red", "colour=blue", UnknownName),
    ],
)
def test_sides_that_do_not_agree_are_refused(people, start, end, fault) -> None:
    with pytest.raises(fault):
        asked(people, PLACEMENT, start, end)


def test_everywhere_lifts_the_filter(people) -> None:
    axis, (first, last) = sides_of(people, ["region=ITG1"], ["region=Italia"], Selection())
    assert axis == "region"
    assert first.codes("region") == ("ITG1",)
    assert not last.codes("region")


def test_a_fall_that_is_composition_alone_is_said_to_be_one() -> None:
    from cruscotto.kpi.change.explained import Explained, Part
    from cruscotto.kpi.query.result import KpiResult, KpiRow

    def result(year, value):
        rows = (KpiRow((), int(value * 1000), 1000, value),)
        return KpiResult(PLACEMENT, (), Selection.of(year=year), rows)

    parts = (Part(Cause.COMPOSITION, -0.1, (-0.1, -0.1)), Part(Cause.RATE, 0.0, (-0.02, 0.02)))
    found = Explained(
        PLACEMENT, "year", result("2019", 0.6), result("2020", 0.5), parts, (-0.14, -0.06)
    )
    said = sentence(found, lambda name: {}, "it")
    assert "60,0\u00a0% (2019), poi 50,0\u00a0% (2020)" in said
    assert "non si distingue dal caso: cambia chi è stato servito" in said
    turned = replace(
        found, parts=(Part(Cause.COMPOSITION, -0.15, None), Part(Cause.RATE, 0.05, (0.02, 0.08)))
    )
    assert "invece più alto di 5,0\u00a0p.p." in sentence(turned, lambda name: {}, "it")


def test_a_difference_that_rounding_hides_is_worked_out_before_it() -> None:
    from cruscotto.kpi.change.explained import Explained
    from cruscotto.kpi.query.result import KpiResult, KpiRow
    from cruscotto.kpi.wording.changes import cause_label

    def result(year, value):
        return KpiResult(PLACEMENT, (), Selection.of(year=year), (KpiRow((), 1, 2, value),))

    found = Explained(PLACEMENT, "year", result("2019", 0.91649), result("2020", 0.85551))
    assert "prima di arrotondare" in sentence(found, lambda name: {}, "it")
    even = replace(found, first=result("2019", 0.9), last=result("2020", 0.8))
    assert "arrotondare" not in sentence(even, lambda name: {}, "it")
    assert cause_label(found, Cause.COMPOSITION, "it") == "Peso dei tipi di interventi"
    of_persons = replace(found, first=replace(found.first, audience="protected"))
    assert cause_label(of_persons, Cause.COMPOSITION, "it") == "Chi è stato servito"
