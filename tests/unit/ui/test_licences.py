"""Every licence that a source or a file states is in the reader's language."""

import pytest

from cruscotto.sources.catalogue import SOURCES
from cruscotto.ui.text.licences import NAMES, WORDED, in_words


@pytest.mark.parametrize("licence", sorted({source.licence for source in SOURCES.values()}))
def test_a_licence_is_a_name_or_has_words_in_both_languages(licence: str) -> None:
    if not licence.startswith(NAMES):
        assert licence in WORDED
        assert in_words(licence, "it") != in_words(licence, "en")


def test_a_licence_of_an_older_file_stays_as_it_is() -> None:
    assert in_words("Licenza di una volta", "en") == "Licenza di una volta"
