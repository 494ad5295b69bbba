"""Write demonstration pacts, signatories, needs, places put to needs, and amounts by holder.

Places and amounts refer to the courses that `participations.write` wrote to the same folder. Some
rows are wrong on purpose, one for each reason of refusal. Codes begin with `SINT-`; bodies are
fictional.
"""

from pathlib import Path

import pyarrow as pa

from cruscotto.demo import manifest
from cruscotto.demo.chance import DEFAULT_SEED, stream
from cruscotto.demo.needs.offers import Offer, by_occupation, offers
from cruscotto.demo.needs.pacts import Pact, draw_pacts, signatories
from cruscotto.demo.needs.payers import funding_rows
from cruscotto.demo.needs.stated_needs import Stated, state
from cruscotto.demo.operations import layouts
from cruscotto.demo.operations.operations import NEWEST
from cruscotto.demo.operations.portfolio import Portfolio, portfolio
from cruscotto.demo.territory.territory import areas

NAMES = {
    "pacts": "sintetico_patti.csv",
    "signatories": "sintetico_sottoscrittori.csv",
    "needs": "sintetico_fabbisogni.csv",
    "need_operations": "sintetico_fabbisogni_interventi.csv",
    "funding_sources": "sintetico_titolari_risorse.csv",
}
Row = dict[str, str]


def write(folder: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write files of pacts, signatories, needs, places put to needs, and amounts by holder.

    The files are entered in the manifest, and their paths are returned.

    Args:
        folder: the folder to which the courses were written.
        seed: the seed of the random numbers; equal seeds give equal files.
    """
    whole = portfolio(seed)
    found = offers(whole, folder)
    pacts = [draw_pacts(area, NEWEST, stream(seed, "pacts", area.region_code)) for area in areas()]
    stated = _stated(found, pacts, seed)
    flat = [pact for group in pacts for pact in group]
    rng = stream(seed, "signatories")
    needs, links = [n for s in stated for n in s.needs], [x for s in stated for x in s.links]
    tables = {
        "pacts": [pact.row() for pact in flat],
        "signatories": [row for pact in flat for row in signatories(pact, rng)],
        "needs": needs + _wrong_needs(needs),
        "need_operations": links + _wrong_links(links, needs, found),
        "funding_sources": _money(whole, found, needs, links, seed),
    }
    paths = {name: folder / NAMES[name] for name in tables}
    for name, rows in tables.items():
        layouts.write_csv(paths[name], pa.Table.from_pylist(rows))
    batches = [manifest.Batch(name, NEWEST, [path]) for name, path in paths.items()]
    manifest.record(folder, batches, seed)
    return list(paths.values())


def _stated(found: list[Offer], pacts: list[list[Pact]], seed: int) -> list[Stated]:
    groups = by_occupation(found)
    return [
        state(area, index, pacts[index], groups, stream(seed, "needs", area.region_code))
        for index, area in enumerate(areas())
    ]


def _money(
    whole: Portfolio, found: list[Offer], needs: list[Row], links: list[Row], seed: int
) -> list[Row]:
    place = {offer.code: offer.operation for offer in found}
    with_pact = {need["need_id"] for need in needs if need["pact_id"]}
    linked = {place[link["operation_code"]] for link in links}
    of_pacts = {place[x["operation_code"]] for x in links if x["need_id"] in with_pact}
    operations = {
        number: code for code, number in place.items() if number in linked or number % 3 == 0
    }
    return funding_rows(whole, operations, of_pacts, stream(seed, "payers"))


def _wrong_needs(needs: list[Row]) -> list[Row]:
    first = next(need for need in needs if need["pact_id"])
    region = first["region"]
    return [
        first | {"need_id": "SINT-F-ERR-1", "pact_id": "SINT-PFL-NESSUNO"},
        first | {"need_id": "SINT-F-ERR-2", "occupation_code": "9999"},
        first | {"need_id": "SINT-F-ERR-3", "province": "ZZ"},
        # the same need, counted in another pact of the region
        first | {"need_id": "SINT-F-ERR-4", "pact_id": f"SINT-PFL-{region}-2"},
    ]


def _wrong_links(links: list[Row], needs: list[Row], found: list[Offer]) -> list[Row]:
    """Return wrong rows of the file that puts places to needs.

    Some have a code that does not exist; two together put more places than an operation has.
    """
    linked = {link["operation_code"] for link in links}
    free = next(offer for offer in found if offer.code not in linked and offer.occupation)
    capacity = sum(offer.places for offer in found if offer.code == free.code)
    return [
        {"need_id": "SINT-F-NESSUNO", "operation_code": free.code, "places": "5"},
        {"need_id": needs[0]["need_id"], "operation_code": "SINT-NESSUNA", "places": "5"},
        {"need_id": needs[0]["need_id"], "operation_code": free.code, "places": str(capacity)},
        {"need_id": needs[1]["need_id"], "operation_code": free.code, "places": "6"},
    ]
