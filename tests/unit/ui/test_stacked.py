"""Tables on a phone: every figure beside its header, nothing lost, nothing run."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from cruscotto.ui.text import stacked

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(WORDS, min_size=width, max_size=width),
        st.lists(st.lists(WORDS, min_size=width, max_size=width), max_size=50),
    )
)


@given(TABLES)
def test_every_cell_stands_beside_its_header_in_the_order_of_the_table(
    table: tuple[list[str], list[list[str]]],
) -> None:
    heads, rows = table
    written = stacked.html(heads, rows, "it")
    names = [unescape(found) for found in re.findall(r"<li><b>(.*?)</b>", written)]
    assert names == [row[0] for row in rows]
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", written)
    expected = [pair for row in rows for pair in zip(heads[1:], row[1:], strict=True)]
    assert [(unescape(head), unescape(cell)) for head, cell in pairs] == expected


def test_a_figure_is_never_broken_and_long_words_may_be() -> None:
    # before: "852.60" on one line and "0" on the next
    written = stacked.html(["a", "b", "c"], [["x", "852.600", "9f" * 32]], "it")
    assert '<dd class="cs-figure">852.600</dd>' in written
    assert f"<dd>{'9f' * 32}</dd>" in written


def test_headers_of_one_short_figure_to_a_name_stand_above_the_list_once() -> None:
    heads = ["Regione", "Tasso (%)", "Nota"]
    short = stacked.html(heads, [["Veneto", "66,3", "stimato"]], "it")
    assert '<p class="cs-heads" aria-hidden="true">' in short
    assert short.count("Regione") == 1
    long = stacked.html(heads, [["Veneto", "66,3", "una nota di molte parole"]], "it")
    assert "cs-heads" not in long


def test_rows_of_many_lines_are_folded_after_the_first_and_the_last_are_counted() -> None:
    heads = ["a", "b", "c", "d", "e"]
    written = stacked.html(heads, [[str(n)] * 5 for n in range(103)], "it", name="Elenco")
    is_open, folded = written.split("<details>")
    assert (is_open.count("<li>"), folded.count("<li>")) == (12, 88)
    assert "Altre righe: 88" in folded
    assert "Altre righe, nel file CSV: 3." in folded
    assert '<ul aria-label="Elenco">' in is_open


def test_a_row_leads_where_its_row_of_the_wide_table_does_and_runs_no_markup() -> None:
    written = stacked.html(["a"], [["<b>x"]], "it", links=['?operation=1&lang="it"'])
    assert '<a href="?operation=1&amp;lang=&quot;it&quot;">&lt;b&gt;x</a>' in written
