"""A personal tax code is found wherever it stands in a file; all codes here are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cruscotto.sources.files import scanning, tabular
from cruscotto.sources.privacy import holds_code, mask_codes

CODE = "ZRZLRC80A41H501X"
# what may stand around a code or in its place: letters that fold to ASCII, digits turned letters
CODES = st.sampled_from([CODE, CODE.lower(), "ZRZLRCULAQMHRLMX", "\u017frzlrc80a41h501\u212a"])
AROUND = st.text(alphabet='aZ9 ;"è\n\u212a\t-', max_size=40)


@given(st.lists(st.one_of(AROUND, CODES), max_size=8).map("".join))
def test_bytes_hold_a_code_when_masking_their_text_changes_it(text: str) -> None:
    assert holds_code(text.encode()) == (mask_codes(text) != text)


@pytest.mark.parametrize("before", range(64))
def test_a_code_that_two_pieces_of_a_file_share_is_found(tmp_path, monkeypatch, before) -> None:
    monkeypatch.setattr(scanning, "CHUNK", 32)
    file = tmp_path / "file.csv"
    file.write_text("A;B\n" + " " * before + CODE + ";2\n", encoding="utf-8")
    assert tabular.inspect(file, ";", holds_code).holds


def test_a_file_without_a_code_is_known_to_hold_none(tmp_path) -> None:
    file = tmp_path / "file.csv"
    file.write_text(f"A;B\n{CODE[:8]} {CODE[8:]};QUINDICILETTERE1234567890\n", encoding="utf-8")
    assert not tabular.inspect(file, ";", holds_code).holds
    assert tabular.inspect(file, ";").holds
