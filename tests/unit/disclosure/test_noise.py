"""Tables of noise: mean, spread and bound, and what one noise for the same persons withstands."""

import importlib.metadata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.disclosure import Rules, noise_table, perturb, table_for
from cruscotto.disclosure.noise import ListedTable, listed_table, other_keys
from cruscotto.errors import WrongValue

SETTINGS = [(10, 2.0), (5, 2.0), (2, 1.0), (2, 2.0), (3, 1.5), (10, 3.0), (1, 0.5), (5, 5.0)]


@pytest.fixture(scope="module", autouse=True)
def _made_here() -> None:
    """Make the tables in this run: one kept from before would hide that their code has changed."""
    noise_table.cache_clear()
    listed_table.cache_clear()


@pytest.mark.parametrize(("bound", "variance"), SETTINGS)
def test_the_noise_of_every_count_has_mean_zero_and_the_variance_asked(bound, variance):
    chances = noise_table(bound, variance).probabilities
    steps = np.arange(-bound, bound + 1)
    assert np.allclose(chances.sum(axis=1), 1)
    assert np.allclose(chances @ steps, 0, atol=1e-6)
    assert np.allclose((chances @ steps**2)[1:], variance, atol=1e-6)


@pytest.mark.parametrize(("bound", "variance"), SETTINGS)
def test_no_count_falls_below_zero_and_zeros_stay_zero(bound, variance):
    table = noise_table(bound, variance, bits=16)
    keys = np.arange(0, 2**16, 7)
    for count in range(2 * bound + 2):
        noisy = perturb(np.full(len(keys), count), keys, table)
        assert noisy.min() >= max(0, count - bound)
        assert noisy.max() <= count + bound
    assert not perturb(np.zeros(len(keys), dtype=int), keys, table).any()


def test_the_noise_comes_as_often_as_the_table_says():
    table = noise_table(5, 2.0, bits=16)
    noise = table.noise(np.full(2**16, 40), np.arange(2**16))
    counts = np.bincount(noise + 5, minlength=11) / 2**16
    assert np.allclose(counts, table.probabilities[-1])


@pytest.mark.parametrize(("bound", "variance"), SETTINGS)
def test_counts_below_a_threshold_rise_little_above_it_and_keep_mean_and_variance(bound, variance):
    table, steps = noise_table(bound, variance, limits=(5, 10)), np.arange(-bound, bound + 1)
    chances = table.probabilities
    assert np.allclose(chances @ steps, 0, atol=1e-6)
    assert np.allclose((chances @ steps**2)[1:], variance, atol=1e-6)
    for limit in (5, 10):
        assert table.reach(limit) <= limit - 1 + np.ceil(variance)
        noisy = table.noise(np.full(5000, limit - 1), np.linspace(0, 2**32 - 1, 5000))
        assert limit - 1 + noisy.max() <= table.reach(limit)


def test_a_table_from_a_file_knows_how_far_small_counts_rise():
    table = listed_table(shipped())
    counts, keys = np.meshgrid(np.arange(1, 5), np.arange(256))
    assert table.reach(5) == perturb(counts, keys, table).max()


def test_counts_beyond_a_listed_table_use_its_last_rows_again_and_again() -> None:
    """With three rows beyond zero, 4 and 7 have the noise of 1, 5 that of 2, 6 that of 3."""
    table = ListedTable(np.array([[0, 0], [4, -1], [2, -2], [1, -3]]))
    counts, rows = np.arange(8), [0, 1, 2, 3, 1, 2, 3, 1]
    assert table.noise(counts, 0).tolist() == [0, 4, 2, 1, 4, 2, 1, 4]
    assert table.noise(counts, 1).tolist() == [-row for row in rows]
    assert table.noise(counts, 2).tolist() == table.noise(counts, 0).tolist()
    # a count of one becomes five, more than two or three become
    assert [table.reach(limit) for limit in (2, 3, 4)] == [5, 5, 5]
    assert ListedTable(np.array([[9], [0], [0]])).reach(2) == 1
    assert ListedTable(np.array([[0], [0], [3]])).reach(3) == 5


def test_a_variance_that_a_count_of_one_cannot_carry_is_refused():
    with pytest.raises(ValueError, match="variance"):
        noise_table(2, 3.0)


@given(st.integers(0, 200), st.integers(0, 2**40))
def test_the_same_persons_get_the_same_noise_however_they_are_asked_for(count, keys):
    table = noise_table(5, 2.0)
    once = perturb([count], [keys], table)
    again = perturb([3, count, 9], [5, keys % 2**32, 7], table)
    assert once[0] == again[1]


def test_noise_averages_to_nothing_and_spreads_as_told_over_many_cells():
    table, draw = noise_table(5, 2.0), np.random.default_rng(4)
    keys = draw.integers(0, 2**32, size=(20_000, 12)).sum(axis=1)
    noise = table.noise(np.full(20_000, 12), keys)
    assert abs(noise.mean()) < 4 * np.sqrt(2 / 20_000)
    assert noise.var() == pytest.approx(2.0, rel=0.05)


def shown(keys, method, draw, repeats):
    """What a page shows of a group, asked so many times: exactly, or with either noise."""
    if method == "exact":
        return np.full(repeats, len(keys))
    key = keys.sum() if method == "cell key" else draw.integers(0, 2**32, repeats)
    counts = np.full(repeats, len(keys))
    return perturb(counts, np.broadcast_to(key, (repeats,)), noise_table(5, 2.0))


def recovers(method, draw, repeats):
    """Subtract a filter without one to four persons from one with them, and take the mean."""
    keys, target = draw.integers(0, 2**32, 60), int(draw.integers(1, 5))
    wide = shown(keys, method, draw, repeats)
    narrow = shown(keys[target:], method, draw, repeats)
    return round(float(np.mean(wide - narrow))) == target


@pytest.mark.parametrize(
    ("method", "repeats", "recovered"),
    [
        ("cell key", 1, False),
        ("cell key", 200, False),
        ("noise of each query", 200, True),
        ("exact", 1, True),
    ],
)
def test_subtracting_two_filters_recovers_nobody_only_with_the_cell_key(method, repeats, recovered):
    draw = np.random.default_rng(6)
    share = np.mean([recovers(method, draw, repeats) for _ in range(3000)])
    # two noises cancel in one case of five, whatever the attacker does
    assert share > 0.95 if recovered else share < 0.22


# ---------------------------------------------------------------- the reference implementation
def shipped() -> Path:
    """Return the table that the package of the ONS brings along, wherever it was installed."""
    files = importlib.metadata.files("cell-key-perturbation") or []
    [found] = [one for one in files if one.name == "ptable_10_5_rule.csv"]
    return Path(str(found.locate()))


def own_table(folder: Path, bits: int) -> Path:
    """Write a table of ours as the package reads them: 750 counts, one row for each key."""
    table, keys = noise_table(5, 2.0, bits), np.arange(2**bits)
    file = folder / "table.csv"
    entries = [
        pd.DataFrame({"pcv": n, "ckey": keys, "pvalue": table.noise(np.full(len(keys), n), keys)})
        for n in range(1, 751)
    ]
    pd.concat(entries).to_csv(file, index=False)
    return file


def microdata(keys: int) -> pd.DataFrame:
    draw, n = np.random.default_rng(2021), 6000
    columns = {
        "region": draw.choice([f"R{i}" for i in range(20)], n, p=draw.dirichlet(np.ones(20))),
        "sex": draw.choice(["F", "M", "X"], n, p=(0.5, 0.49, 0.01)),
        "age": draw.choice(["0-17", "18-24", "25-54", "55+"], n, p=(0.02, 0.3, 0.6, 0.08)),
    }
    return pd.DataFrame(columns | {"record_key": draw.integers(0, keys, n)})


@pytest.mark.parametrize("by", [["region"], ["region", "sex"], ["region", "sex", "age"]])
@pytest.mark.parametrize("which", ["shipped", "own"])
def test_counts_equal_those_of_the_reference_implementation(tmp_path, which, by):
    file = shipped() if which == "shipped" else own_table(tmp_path, 8)
    data = microdata(256)
    theirs = create_perturbed_table(
        data, pd.read_csv(file), [], by, "record_key", threshold=0
    ).set_index(by)
    cells = data.groupby(by).agg(n=("record_key", "size"), key=("record_key", "sum"))
    rules = Rules(noise_table=file)
    ours = pd.Series(perturb(cells.n, cells.key, table_for(rules)), cells.index)
    assert (ours == theirs["count"].loc[ours.index].astype(int)).all()
    assert (ours != cells.n).any()
    if which == "own" and by == ["region"]:
        own = perturb(cells.n, cells.key, noise_table(5, 2.0, 8))
        assert (ours == own).all()
        assert cells.n.max() > 750


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pcv,ckey\n1,0\n",
        "pcv,ckey,pvalue\n1,0,x\n",
        "pcv,ckey,pvalue\n1,0,-2\n",
        "pcv,ckey,pvalue\n1,0,0\n1,1,0\n2,0,0\n",
    ],
    ids=["empty", "column missing", "no number", "below zero", "entry missing"],
)
def test_a_table_that_is_none_is_refused_in_one_sentence(tmp_path, text):
    file = tmp_path / "wrong.csv"
    file.write_text(text)
    with pytest.raises(WrongValue):
        listed_table(file)


def test_a_second_key_is_the_published_mix_of_the_first() -> None:
    """SplitMix64 from the seed 0 gives these; the mix here leaves out the last shift of its top."""
    published = (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC)
    expected = [(number >> 32) ^ (number >> 63) for number in published]
    assert other_keys(np.arange(4)).tolist() == expected


def test_a_second_key_does_not_depend_on_the_first_noise():
    keys = np.random.default_rng(8).integers(0, 2**40, 200_000)
    table = noise_table(10, 2.0)
    first, second = (table.noise(np.full(len(keys), 50), k) for k in (keys, other_keys(keys)))
    assert (other_keys(keys) == other_keys(keys % 2**32)).all()
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.01
    assert second.var() == pytest.approx(2.0, rel=0.03)
