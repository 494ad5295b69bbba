"""A folder in which the commands of the docs run on the demonstration."""

import shutil
from pathlib import Path
from random import Random

import pytest

# Files that the pages name, and which of the demonstration's stand for them.
STAND_FOR = {
    "partecipazioni.csv": "sintetico_partecipazioni_2021-2027.csv",
    "patti.csv": "sintetico_patti.csv",
    "sottoscrittori.csv": "sintetico_sottoscrittori.csv",
    "fabbisogni.csv": "sintetico_fabbisogni.csv",
    "fabbisogni_interventi.csv": "sintetico_fabbisogni_interventi.csv",
    "titolari_risorse.csv": "sintetico_titolari_risorse.csv",
    "progetti_esteso_2021-2027.csv": "sintetico_progetti_esteso_2021-2027_20260831.csv",
    "progetti.csv": "sintetico_progetti_esteso_2021-2027_20260831.csv",
    "puc_ITG1": "puc_sintetico_ITG1_20260831",
}


@pytest.fixture(scope="session")
def at_work(whole_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the demonstration's warehouse and the files the pages name."""
    folder = tmp_path_factory.mktemp("at_work")
    shutil.copyfile((whole_demonstration / "cruscotto.duckdb").resolve(), folder / "version")
    (folder / "cruscotto.duckdb").symlink_to("version")
    shutil.copy(whole_demonstration / "cruscotto.duckdb.salt", folder)
    _persons(folder / "persone.csv")
    for named, file in STAND_FOR.items():
        (folder / named).symlink_to(whole_demonstration / file)
    for path in whole_demonstration.iterdir():
        if path.name.startswith(("sintetico_", "puc_")):
            (folder / path.name).symlink_to(path)
    return folder


def _persons(path: Path) -> None:
    """Write people of whom half took part, for the command that estimates from any file."""
    draw = Random(7)
    rows = ["employed;trained;age;sex;region;employed_before"]
    for number in range(800):
        before, sex, region = draw.randint(0, 1), draw.choice("FM"), draw.choice(("ITG1", "ITC4"))
        after = int(draw.random() < 0.4 + 0.1 * before + 0.1 * (number % 2))
        rows.append(f"{after};{number % 2};{draw.randint(18, 60)};{sex};{region};{before}")
    path.write_text("\n".join(rows), "utf-8")
