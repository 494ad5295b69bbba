"""The data contracts of decommitment: yearly tranches, pre-financing, payment claims.

All amounts are EU share. A file has everything about a programme up to its edition, so the newest
edition with a programme replaces all earlier editions of that programme.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes
from cruscotto.model.fields import Contract, Field, Kind

FIRST_YEAR, LAST_YEAR = 2007, 2027
LARGEST = 10**13
PUBLISHER = "Autorità di gestione e di certificazione"
LICENCE = "Dati pubblici dei programmi"

FUNDS = (
    codes.code("FSE", "FSE e FSE+", "ESF and ESF+", "FSE+", "ESF", "ESF+"),
    codes.code("IOG", "Iniziativa occupazione giovani", "Youth Employment Initiative", "YEI"),
    codes.code("FESR", "FESR", "ERDF", "ERDF"),
)
# REACT-EU is a category of region of its own, with its own rule of decommitment.
CATEGORIES = (
    *codes.REGION_CATEGORIES,
    codes.code("react_eu", "REACT-EU", "REACT-EU", "REACT-EU", "REACT EU"),
)


def _field(name: str, kind: Kind, it: str, en: str, example: str, **more: object) -> Field:
    described = {"name": name, "kind": kind, "description": Text(it=it, en=en), "example": example}
    return Field.model_validate(described | more)


def _amount(name: str, it: str, en: str, example: str, **more: object) -> Field:
    return _field(
        name, Kind.DECIMAL, it, en, example, digits=18, low=-LARGEST, high=LARGEST, **more
    )


PLACE = (
    _field(
        "programme",
        Kind.TEXT,
        "Codice CCI del programma",
        "CCI code of the programme",
        "2014IT05SFOP014",
        is_required=True,
    ),
    _field("fund", Kind.CODE, "Fondo", "Fund", "FSE", is_required=True, codes=FUNDS),
    _field(
        "category_of_region",
        Kind.CODE,
        "Categoria di regione; vuoto: tutto il programma",
        "Category of region; empty: the whole programme",
        "less_developed",
        is_strict=True,
        codes=CATEGORIES,
    ),
)
SYNTHETIC = _field(
    "is_synthetic",
    Kind.FLAG,
    "Vero se la riga è dimostrativa",
    "True if the row is a demonstration",
    "false",
    in_template=False,
)

COMMITMENT_TRANCHES = Contract(
    name="commitment_tranches",
    title=Text(it="Impegni annuali del bilancio UE", en="Yearly EU budget commitments"),
    description=Text(
        it="Una riga per programma, fondo, categoria di regione e anno, dal piano finanziario in "
        "vigore.",
        en="One row per programme, fund, category of region and year, of the plan in force.",
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(
        it="a ogni modifica del piano finanziario", en="with each change of the financial plan"
    ),
    fields=(
        *PLACE,
        _field(
            "year",
            Kind.INTEGER,
            "Anno dell'impegno",
            "Year of the commitment",
            "2014",
            is_required=True,
            low=FIRST_YEAR,
            high=LAST_YEAR,
        ),
        _amount(
            "eu_amount_eur",
            "Impegno UE dell'anno, riserva compresa, euro",
            "EU commitment of the year, reserve included, euro",
            "100000000",
            is_required=True,
        ),
        _amount(
            "reserve_eur",
            "Riserva di efficacia compresa nell'impegno, euro; vuoto: nessuna",
            "Performance reserve within the commitment, euro; empty: none",
            "6000000",
            is_strict=True,
        ),
        SYNTHETIC,
    ),
    key=("programme", "fund", "category_of_region", "year"),
    subject="programme",
)

PREFINANCING = Contract(
    name="prefinancing",
    title=Text(it="Prefinanziamenti ricevuti", en="Pre-financing received"),
    description=Text(
        it="Una riga per programma, fondo, categoria di regione e giorno di accredito. Un acconto "
        "annuale liquidato si toglie con una riga negativa nel giorno della liquidazione: copre "
        "solo ciò che non è liquidato.",
        en="One row per programme, fund, category of region and day of payment. A yearly advance "
        "that was cleared is taken off by a negative row on the day of its clearing: only what is "
        "not cleared covers.",
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="a ogni accredito", en="with each payment"),
    fields=(
        *PLACE,
        _field(
            "date",
            Kind.DATE,
            "Giorno dell'accredito",
            "Day of the payment",
            "2015-02-16",
            is_required=True,
        ),
        _amount(
            "eu_amount_eur", "Importo UE, euro", "EU amount, euro", "3000000", is_required=True
        ),
        SYNTHETIC,
    ),
    key=("programme", "fund", "category_of_region", "date"),
    subject="programme",
)

PAYMENT_CLAIMS = Contract(
    name="payment_claims",
    title=Text(it="Domande di pagamento alla Commissione", en="Payment claims to the Commission"),
    description=Text(
        it="Una riga per domanda di pagamento, fondo e categoria di regione: quota UE.",
        en="One row per payment claim, fund and category of region: EU share.",
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="a ogni domanda di pagamento", en="with each payment claim"),
    fields=(
        *PLACE,
        _field(
            "date",
            Kind.DATE,
            "Giorno della domanda",
            "Day of the claim",
            "2017-12-15",
            is_required=True,
        ),
        _field(
            "claim",
            Kind.TEXT,
            "Numero della domanda, se nello stesso giorno ce n'è più d'una",
            "Number of the claim, where one day has several",
            "1",
        ),
        _amount(
            "eu_amount_eur",
            "Quota UE domandata, senza quella sospesa, euro",
            "EU share claimed, without what is suspended, euro",
            "60000000",
            is_required=True,
        ),
        _amount(
            "suspended_eur",
            "Quota UE sospesa o in contenzioso, euro; vale come coperta",
            "EU share suspended or under appeal, euro; it counts as covered",
            "0",
            is_strict=True,
        ),
        SYNTHETIC,
    ),
    key=("programme", "fund", "category_of_region", "date", "claim"),
    subject="programme",
)
