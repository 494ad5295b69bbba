"""The form of a day in sentences on a wrong value."""

import pytest

from cruscotto.cli.options import read_date
from cruscotto.errors import WrongValue
from cruscotto.i18n import error_sentence


@pytest.mark.parametrize(("lang", "form"), [("it", "AAAA-MM-GG"), ("en", "YYYY-MM-DD")])
def test_the_form_of_a_day_is_in_the_letters_of_the_language(lang, form) -> None:
    with pytest.raises(WrongValue) as wrong:
        read_date("31/08/2024", "--edition")
    sentence = error_sentence(wrong.value, lang)
    assert f": {form}." in sentence
    assert ("YYYY" in sentence) == (lang == "en")
