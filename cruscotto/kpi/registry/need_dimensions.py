"""The dimensions by which figures of needs, places and pooled money can be split."""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.dimension import UNKNOWN, Dimension
from cruscotto.model import codes, need_codes


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


PACT = Dimension(
    name="pact",
    label=Text(it="Patto formativo locale", en="Local training pact"),
    column="pact_code",
    members={"none": Text(it="Nessun patto", en="No pact")},
    table="pact",
)
OCCUPATION = Dimension(
    name="occupation",
    label=Text(it="Professione (CP2021)", en="Occupation (CP2021)"),
    column="occupation_code",
    members={"none": Text(it="Nessun fabbisogno", en="No need"), "unknown": UNKNOWN},
    table="occupation",
)
SECTOR_SEP = Dimension(
    name="sector_sep",
    label=Text(it="Settore (Atlante del lavoro)", en="Sector (Atlante del lavoro)"),
    column="sector_sep_code",
    members={
        **{
            code.code: Text(it=_capital(code.label.it), en=_capital(code.label.en))
            for code in codes.SECTORS
        },
        "none": Text(it="Nessun fabbisogno", en="No need"),
        "unknown": UNKNOWN,
    },
)
HOLDER = Dimension(
    name="holder",
    label=Text(it="Titolare delle risorse", en="Holder of the money"),
    column="holder_code",
    members={
        **{
            code.code: Text(it=_capital(code.label.it), en=_capital(code.label.en))
            for code in need_codes.HOLDERS
        },
        "difference": Text(
            it="Differenza dal costo dell'operazione", en="Difference from the operation's cost"
        ),
    },
)
EVIDENCE = Dimension(
    name="evidence",
    label=Text(it="Evidenza del fabbisogno", en="Evidence of the need"),
    column="evidence_code",
    members={
        code.code: Text(it=_capital(code.label.it), en=_capital(code.label.en))
        for code in need_codes.EVIDENCES
    },
)
NEED_FOUNDED = Dimension(
    name="need_founded",
    label=Text(it="Fondata su un fabbisogno", en="Founded on a need"),
    column="need_founded_code",
    members={
        "yes": Text(it="Fondata su un fabbisogno", en="Founded on a need"),
        "no": Text(it="Non fondata su fabbisogno", en="Not founded on a need"),
    },
)
MATCH_LEVEL = Dimension(
    name="match_level",
    label=Text(it="Livello di confronto", en="Level of comparison"),
    column="match_level_code",
    members={
        **{
            f"{figures}_{place}": Text(
                it=f"CP a {figures} cifre, {it}", en=f"CP {figures} digits, {en}"
            )
            for figures in (5, 4, 3, 2)
            for place, it, en in (
                ("province", "provincia", "province"),
                ("region", "regione", "region"),
            )
        },
        "1_province": Text(it="CP a 1 cifra, provincia", en="CP 1 digit, province"),
        "1_region": Text(it="CP a 1 cifra, regione", en="CP 1 digit, region"),
        "sector": Text(it="settore, regione", en="sector, region"),
    },
)

NEED_DIMENSIONS: tuple[Dimension, ...] = (
    PACT,
    OCCUPATION,
    SECTOR_SEP,
    HOLDER,
    EVIDENCE,
    NEED_FOUNDED,
    MATCH_LEVEL,
)
