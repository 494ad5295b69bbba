"""A server of official data alone asks what its own overview shows, and loads no more for it."""

import subprocess
import sys
from pathlib import Path

from cruscotto.config import ROOT

ASKED = """
import sys
import app
from cruscotto.facts import figures
from cruscotto.ui.shell import warmup
warmup.run()
asked = []
plain = figures.measured
figures.measured = lambda con, kpi, *rest: asked.append(kpi.name) or plain(con, kpi, *rest)
from streamlit.testing.v1 import AppTest
page = AppTest.from_file(f"{sys.argv[1]}/cruscotto/ui/shell/frame.py", default_timeout=60).run()
assert not page.exception, page.exception
assert "scipy.optimize" not in sys.modules, "an optimiser for the noise of nobody"
print("headings", len(page.title), "asked", sorted(set(asked)))
"""


def test_the_first_visitor_of_official_data_waits_for_no_figure_of_the_first_tab(
    official: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKED, str(ROOT)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"CRUSCOTTO_WAREHOUSE": str(official), "PATH": "", "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]
    assert "headings 1 asked []" in done.stdout
