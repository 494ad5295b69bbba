"""Write every sentence of both catalogues with eight figures, to be read by a person.

    python tools/sentences.py [FILE]     # var/sentences.txt where none is named

The figures are those whose articles, plurals and marks differ. A fact that is a name takes the same
figure: what is looked at is the grammar around it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from cruscotto.config import ROOT
from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.catalogue import catalogue

FIGURES = (0, 1, 2, 8, 11, 80, 86.8, 1_000_000)


def rendered(lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield the key and the text of each sentence, once for each figure that it can hold."""
    for key, template in catalogue(lang).items():
        names = [name for _, name, _, _ in Formatter().parse(template) if name]
        if not names:
            yield key, template
        for figure in FIGURES if names else ():
            shown = format_number(figure, lang, 0 if isinstance(figure, int) else 1)
            yield key, t(key, lang, **dict.fromkeys(names, shown))


def write(path: Path) -> int:
    """Write the file and return how many sentences it holds."""
    lines = [f"{lang} {key}: {text}" for lang in ("it", "en") for key, text in rendered(lang)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "sentences.txt"
    print(f"{write(target)} sentences in {target}")
