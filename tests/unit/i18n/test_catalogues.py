"""Two catalogues with the same keys and placeholders; every error has its sentence in both."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

import cruscotto
from cruscotto.config import ROOT
from cruscotto.errors import CruscottoError
from cruscotto.i18n import error_sentence, format_date, format_number, format_value
from cruscotto.i18n.catalogue import Text, catalogue

PACKAGE = Path(cruscotto.__file__).parent


def placeholders(sentence: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def error_classes() -> list[type[CruscottoError]]:
    for module in pkgutil.walk_packages([str(PACKAGE)], "cruscotto."):
        if module.name.endswith(".errors"):
            importlib.import_module(module.name)
    found: list[type[CruscottoError]] = [CruscottoError]
    for kind in found:
        found += kind.__subclasses__()
    return sorted({*found}, key=lambda kind: kind.__name__)


every_error = pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.__name__)


def test_both_catalogues_have_the_same_keys() -> None:
    assert set(catalogue("it")) == set(catalogue("en"))


def test_both_catalogues_fill_in_the_same_facts() -> None:
    italian, english = catalogue("it"), catalogue("en")
    different = [
        key
        for key in italian
        if placeholders(italian[key]) != placeholders(english.get(key, italian[key]))
    ]
    assert different == []


def test_no_sentence_is_empty_or_padded() -> None:
    for lang in ("it", "en"):
        odd = [key for key, text in catalogue(lang).items() if not text or text != text.strip()]
        assert odd == []


def test_screens_are_in_sentence_case_without_exclamation_marks() -> None:
    for lang in ("it", "en"):
        assert [key for key, text in catalogue(lang).items() if "!" in text] == []


@every_error
def test_every_error_has_a_sentence_in_both_languages(kind) -> None:
    for lang in ("it", "en"):
        assert catalogue(lang)[kind.key].endswith(".")


def test_every_error_has_an_exit_code_of_its_own() -> None:
    kinds = error_classes()
    assert len({kind.exit_code for kind in kinds}) == len(kinds)
    assert all(kind.__doc__ for kind in kinds)


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Yield (place, class, facts) of every error raised with its facts spelled out."""
    names = {kind.__name__ for kind in error_classes()}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                facts = [keyword.arg for keyword in node.keywords]
                if node.func.id in names and None not in facts and facts:
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield place, node.func.id, {str(fact) for fact in facts}


def test_every_error_raised_brings_the_facts_its_sentence_needs() -> None:
    keys = {kind.__name__: kind.key for kind in error_classes()}
    short = [
        (place, name, sorted(placeholders(catalogue(lang)[keys[name]]) - facts))
        for place, name, facts in raised()
        for lang in ("it", "en")
        if not placeholders(catalogue(lang)[keys[name]]) <= facts
    ]
    assert short == []


def test_every_key_asked_for_by_the_code_is_in_the_catalogues() -> None:
    missing = []
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_t = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t"
            if is_t and node.args and isinstance(node.args[0], ast.Constant):
                key = node.args[0].value
                if key not in catalogue("it") or key not in catalogue("en"):
                    missing.append((path.name, node.lineno, key))
    assert missing == []


def test_an_error_sentence_survives_braces_in_its_facts() -> None:
    from cruscotto.errors import FileNotReadable

    sentence = error_sentence(FileNotReadable(file="{x}{0}.csv", why="{y}"), "it")
    assert "{x}{0}.csv" in sentence


@pytest.mark.parametrize(
    ("value", "unit", "italian", "english"),
    [
        (1234567.8, "eur", "1.234.568 €", "€1,234,568"),
        (-1234567.8, "eur", "−1.234.568 €", "−€1,234,568"),
        (Decimal("0.123"), "share", "12,3 %", "12.3%"),
        (1.5, "share", "150,0 %", "150.0%"),
        (-12.34, "days", "−12,3 giorni", "−12.3 days"),
        (622.96, "days", "623 giorni", "623 days"),
        (10, "days", "10 giorni", "10 days"),
        (412.5, "days", "412,5 giorni", "412.5 days"),
        (1.04, "days", "1 giorno", "1 day"),
        (-0.04, "days", "0 giorni", "0 days"),
        (-0.0004, "share", "0,0 %", "0.0%"),
        (None, "eur", "–", "–"),
        (0, "count", "0", "0"),
        (1234, "count", "1.234", "1,234"),
    ],
)
def test_figures_are_written_as_the_reader_writes_them(value, unit, italian, english) -> None:
    for lang, wanted in (("it", italian), ("en", english)):
        found = format_value(value, unit, lang).replace("\u00a0", " ")
        assert found == wanted


def test_numbers_and_dates_are_italian_in_italian() -> None:
    assert format_number(1234567.8, "it", 1) == "1.234.567,8"
    assert format_date(date(2024, 8, 31), "it") == "31 agosto 2024"
    assert format_date(date(2024, 8, 31), "en") == "31 August 2024"
    assert format_date(date(2026, 12, 1), "it") == "1º dicembre 2026"
    assert format_date(date(2026, 12, 1), "en") == "1 December 2026"
    assert format_date(date(2026, 12, 11), "it") == "11 dicembre 2026"


def test_a_wording_needs_both_languages() -> None:
    with pytest.raises(ValueError, match="en"):
        Text(it="solo")


def test_equal_numbers_are_written_alike_whatever_they_are_made_of() -> None:
    for decimals, written in ((0, "1.235"), (2, "1.234,50")):
        for value in (1234.5, Decimal("1234.5"), Decimal("1234.500")):
            expected = "1.234" if decimals == 0 else written
            assert format_number(value, "it", decimals) == expected
    assert [format_number(v, "it", 1) for v in (-0.0, 0.0, 0, Decimal("-0"))] == ["0,0"] * 4
    assert [format_number(v, "it") for v in (True + 0, 1, 1.0)] == ["1"] * 3
