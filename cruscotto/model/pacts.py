"""The data contracts of Patti Formativi Locali and of their signatories.

A pact is a negotiated agreement of a territory on what to train for: analysis of needs, then
negotiation, signature, courses. A later edition of a pact, or of its signatories, replaces the
earlier one.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes, need_codes
from cruscotto.model.fields import Contract, Field, Kind


def _field(name: str, kind: Kind, it: str, en: str, example: str, **more: object) -> Field:
    described = {"name": name, "kind": kind, "description": Text(it=it, en=en), "example": example}
    return Field.model_validate(described | more)


PUBLISHER = "Regioni e sottoscrittori dei patti"
LICENCE = "Dati pubblici"
PACT_ID = _field(
    "pact_id",
    Kind.TEXT,
    "Identificativo del patto",
    "Identifier of the pact",
    "PFL-PA",
    is_required=True,
)

PACTS = Contract(
    name="pacts",
    title=Text(it="Patti formativi locali", en="Local training pacts"),
    description=Text(it="Una riga per patto.", en="One row per pact."),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="a ogni cambio di fase", en="with each change of phase"),
    fields=(
        PACT_ID,
        _field(
            "name",
            Kind.TEXT,
            "Nome del patto",
            "Name of the pact",
            "Patto formativo locale di Palermo",
            is_required=True,
        ),
        _field(
            "region",
            Kind.CODE,
            "Regione (NUTS 2)",
            "Region (NUTS 2)",
            "ITG1",
            is_required=True,
            codes=codes.REGIONS,
            is_place=True,
        ),
        _field(
            "municipalities",
            Kind.TEXT,
            "Comuni del territorio, separati da virgole",
            "Municipalities of the territory, with commas between them",
            "Palermo, Bagheria, Monreale",
        ),
        _field("signed_on", Kind.DATE, "Data della firma", "Day of the signature", "2024-03-15"),
        _field(
            "phase", Kind.CODE, "Fase", "Phase", "active", is_required=True, codes=need_codes.PHASES
        ),
        _field(
            "valid_from", Kind.DATE, "Inizio di validità", "First day of validity", "2024-04-01"
        ),
        _field("valid_to", Kind.DATE, "Fine di validità", "Last day of validity", "2027-12-31"),
    ),
    key=("pact_id",),
    subject="pact_id",
)

SIGNATORIES = Contract(
    name="signatories",
    title=Text(it="Sottoscrittori dei patti", en="Signatories of pacts"),
    description=Text(
        it="Una riga per patto, soggetto e ruolo.", en="One row per pact, body and role."
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="a ogni firma", en="with each signature"),
    fields=(
        PACT_ID,
        _field(
            "body",
            Kind.TEXT,
            "Soggetto che firma: enti e imprese, mai persone fisiche",
            "Body that signs: institutions and firms, never natural persons",
            "Città metropolitana di Palermo",
            is_required=True,
        ),
        _field(
            "role",
            Kind.CODE,
            "Ruolo",
            "Role",
            "local_authority",
            is_required=True,
            codes=need_codes.ROLES,
        ),
    ),
    key=("pact_id", "body", "role"),
    subject="pact_id",
)
