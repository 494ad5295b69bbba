"""How many changes of the code the tests notice: the mutation score of small rooms of pure rules.

    python benchmarks/mutants.py [PATTERN ...]     # as `cruscotto.finance*`; all otherwise

mutmut changes one thing at a time (`[tool.mutmut]` in pyproject.toml lists the files) and runs the
tests that reach it. A change that no test notices survives: it is listed, to be judged by hand.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from report import record

ROOT = Path(__file__).resolve().parent.parent
# Exit codes of a mutant's tests, as mutmut keeps them: failed or too slow, passed, none there.
NOTICED, SURVIVED, UNREACHED = {1, 3, 24, 36, 152, -24}, {0}, {5, 33}


def outcomes() -> dict[str, Counter[str]]:
    """Return, for each room, how many mutants were noticed, survived, or are reached by no test."""
    rooms: dict[str, Counter[str]] = {}
    for path in sorted((ROOT / "mutants" / "cruscotto").rglob("*.meta")):
        room = rooms.setdefault(
            path.relative_to(ROOT / "mutants" / "cruscotto").parts[0], Counter()
        )
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items():
            kind = "noticed" if code in NOTICED else "survived" if code in SURVIVED else "unreached"
            room["other" if code is None else kind] += 1
            if code in SURVIVED:
                print(f"survived: {name}")
    return rooms


def main() -> None:
    """Change, test, count; a figure for each room."""
    subprocess.run([sys.executable, "-m", "mutmut", "run", *sys.argv[1:]], cwd=ROOT, check=False)
    for room, found in outcomes().items():
        judged = found["noticed"] + found["survived"] + found["unreached"]
        if judged:
            score = 100 * found["noticed"] / judged
            print(f"{room:12} {score:5.1f} % of {judged} changes noticed {dict(found)}")
            record(f"mutants noticed in {room} ({judged})", score, "%")


if __name__ == "__main__":
    main()
