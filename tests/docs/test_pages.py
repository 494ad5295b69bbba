"""README and docs: short, whole, up to date, and valid where a format says what is valid."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

import cruscotto
from cruscotto.cli.commands import COMMANDS
from cruscotto.config import PREFIX, ROOT, Settings

from .shown import PAGES

LINK = re.compile(r"\]\(([^)#\s]+)(?:#([\w-]+))?\)")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_readme_is_read_in_a_minute() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= 90
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_link_leads_to_a_file_and_to_its_heading(path) -> None:
    for target, heading in LINK.findall(path.read_text("utf-8")):
        if not target.startswith(("http", "mailto")):
            place = path.parent / target
            assert place.exists(), target
            if heading:
                titles = re.findall(r"^#+ (.+)$", place.read_text("utf-8"), re.MULTILINE)
                assert heading in {
                    re.sub(r"[^\w-]", "", t.lower().replace(" ", "-")) for t in titles
                }


def test_every_file_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = re.findall(r"`((?:cruscotto|sql|data|pages|tests)/[\w./*]+)`", text)
    assert len(names) > 15
    assert [name for name in names if not list(ROOT.glob(name.rstrip("/")))] == []


def test_every_setting_and_every_command_is_documented() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description
        assert f"`{PREFIX}{name.upper()}`" in operations
    commands = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"## {name}\n" not in commands] == []


def test_every_variable_that_the_docs_name_is_a_setting() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {"CRUSCOTTO_CHROMIUM", "CRUSCOTTO_SUPERSET"}  # of tests and benchmarks
    for path in PAGES:
        if path.name != "CHANGELOG.md":
            found = set(re.findall(r"\bCRUSCOTTO_[A-Z_]*[A-Z]\b(?!_)", path.read_text("utf-8")))
            assert {name for name in found if not any(k.startswith(name) for k in known)} == set()


def test_a_version_is_the_same_wherever_it_is_written() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    catalogue = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert project["version"] == cruscotto.__version__ == catalogue["softwareVersion"]
    (newest, day), *_ = re.findall(r"^## \[?(\d+\.\d+\.\d+)\]? - (\d{4}-\d\d-\d\d)$", changes, re.M)
    assert (newest, day) == (project["version"], catalogue["releaseDate"])


# The parts of publiccode.yml 0.7 that this project uses: key, what its value must be.
TEXT, TEXTS = str, [str]
PUBLICCODE = {
    "publiccodeYmlVersion": {"0.7"},
    "name": TEXT,
    "url": TEXT,
    "softwareVersion": TEXT,
    "releaseDate": TEXT,
    "logo": TEXT,
    "platforms": TEXTS,
    "categories": TEXTS,
    "developmentStatus": {"concept", "development", "beta", "stable", "obsolete"},
    "softwareType": {"standalone/web"},
    "supports": [{"id": TEXT}],
    "intendedAudience": {"countries": TEXTS, "scope": TEXTS},
    "description": {
        lang: {
            "genericName": TEXT,
            "shortDescription": TEXT,
            "longDescription": TEXT,
            "documentation": TEXT,
            "features": TEXTS,
        }
        for lang in ("it", "en")
    },
    "legal": {"license": {"EUPL-1.2"}},
    "maintenance": {"type": {"internal", "contract", "community", "none"}, "contacts": [dict]},
    "localisation": {"localisationReady": bool, "availableLanguages": TEXTS},
    "dependsOn": {"open": [dict]},
}


def faults(value, wanted, place: str = "") -> list[str]:
    """Return where a value is not what the format wants."""
    if isinstance(wanted, dict):
        keys = set(value) ^ set(wanted)
        parts = [faults(value[k], wanted[k], f"{place}/{k}") for k in set(value) & set(wanted)]
        return [f"{place}/{key}" for key in keys] + [fault for part in parts for fault in part]
    if isinstance(wanted, list):
        return [f for n, item in enumerate(value) for f in faults(item, wanted[0], f"{place}/{n}")]
    fits = value in wanted if isinstance(wanted, set) else isinstance(value, wanted)
    return [] if fits else [place]


def test_the_publiccode_file_is_valid() -> None:
    found = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert faults(found, PUBLICCODE) == []
    assert (ROOT / found["logo"]).exists()
    for words in found["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
    aliases = {"gdpr", "eidas", "nis2", "cra", "spid", "cie", "anpr", "pagopa", "io"}
    for support in found["supports"]:
        assert re.fullmatch(rf"alias:({'|'.join(aliases)})|https?://\S+", support["id"])
    assert not {"it", "IT"} & set(found)


def test_the_unit_of_systemd_is_valid(tmp_path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    text = (ROOT / "deploy" / "cruscotto.service").read_text("utf-8")
    # only the program is not on this machine
    unit = tmp_path / "cruscotto.service"
    unit.write_text(text.replace("/opt/cruscotto/bin/cruscotto", "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "DynamicUser=yes" in text
    assert re.search(r"^ExecStart=.* serve --workers \d", text, re.MULTILINE)
