"""Columns of a file that nobody knows, and which known one each may be."""

from difflib import get_close_matches

from cruscotto.model.places import normalised

MOST_NEAR = 2
NEAR = 0.6


def near_columns(
    unknown: tuple[str, ...], absent: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the columns that the file lacks and that an unknown one may be.

    Args:
        unknown: the columns nobody knows.
        absent: the columns the file lacks, each with the other words that name it.
    """
    words = {normalised(word): name for name, others in absent.items() for word in (name, *others)}
    found = {name: get_close_matches(normalised(name), words, MOST_NEAR, NEAR) for name in unknown}
    return {
        name: tuple(dict.fromkeys(words[match] for match in matches))
        for name, matches in found.items()
        if matches
    }
