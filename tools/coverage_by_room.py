"""Print how much of each room the tests reached: lines, and the ways through their branches."""

import json
import sys
from collections import Counter
from pathlib import Path


def rooms(report: Path) -> dict[str, tuple[int, int]]:
    """Return (reached, all) of each room and of the package, from a report of coverage in JSON."""
    reached, whole = Counter[str](), Counter[str]()
    for file, found in json.loads(report.read_text("utf-8"))["files"].items():
        parts, part = Path(file).parts, found["summary"]
        for room in (parts[1] if len(parts) > 2 else "(top)", "cruscotto"):
            reached[room] += part["covered_lines"] + part["covered_branches"]
            whole[room] += part["num_statements"] + part["num_branches"]
    return {room: (reached[room], whole[room]) for room in sorted(whole) if whole[room]}


if __name__ == "__main__":
    for name, (some, every) in rooms(Path(sys.argv[1])).items():
        print(f"{name:12} {some / every:6.1%} of {every}")
