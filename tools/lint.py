"""Read every file for what the compiler and the tests cannot see, and print what is amiss.

    python tools/lint.py            # prints path:line: what is wrong, and how many
    python tools/lint.py --lower    # writes down how many words of the house's dialect are left

The rules are functions from a file to its faults, in `tools/lints`.
"""

import sys
from pathlib import Path

from lints import python_files, sql_files, words
from lints.fault import Fault

ROOT = Path(__file__).resolve().parent.parent


def faults(root: Path) -> list[Fault]:
    """Return the faults of a clone, in the order of its files."""
    rules = (python_files.faults, sql_files.faults, words.faults)
    return sorted(fault for rule in rules for fault in rule(root))


def main(arguments: list[str]) -> int:
    """Print the faults; return 1 where there are any."""
    if arguments == ["--lower"]:
        words.lower(ROOT)
        return 0
    found = faults(ROOT)
    for fault in found:
        print(fault)
    print(f"{len(found)} faults" if found else "No faults")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
