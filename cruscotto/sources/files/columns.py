"""Find, by similar names, the known column that an unknown column of a file may be."""

from difflib import get_close_matches

from cruscotto.model.places import normalised

MOST_NEAR = 2
NEAR = 0.6


def near_columns(
    unknown: tuple[str, ...], absent: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return, for each unknown column of a file, the known columns with similar names.

    Args:
        unknown: columns of the file that are not in the contract.
        absent: the contract's columns that the file lacks, each with other names for the column.
    """
    words = {normalised(word): name for name, others in absent.items() for word in (name, *others)}
    found = {name: get_close_matches(normalised(name), words, MOST_NEAR, NEAR) for name in unknown}
    return {
        name: tuple(dict.fromkeys(words[match] for match in matches))
        for name, matches in found.items()
        if matches
    }
