"""Indicators of money (planned, committed, paid) and of delays of operations.

Their sources are keys of the source catalogue.
"""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio, total
from cruscotto.kpi.registry.model import Basis, Direction, Kpi, Method, Unit

_FUNDING = (
    "public_funding_eur",
    Text(it="Finanziamento pubblico, euro", en="Public funding, euro"),
)
_COMMITTED = ("commitments_eur", Text(it="Impegni, euro", en="Commitments, euro"))
_PAID = ("payments_eur", Text(it="Pagamenti, euro", en="Payments, euro"))

OPERATIONS_COUNT = total(
    "operation_share",
    "operations_count",
    Text(it="Interventi", en="Operations"),
    Text(
        it="Numero di interventi distinti. Un intervento in più regioni conta una volta in "
        "ciascuna e una volta sola nel totale: le righe possono sommare a più del totale.",
        en="Number of distinct operations. One that spans several regions counts once in each "
        "and once in the total: rows may add up to more than the total.",
    ),
    ("operation_id", Text(it="Interventi distinti", en="Distinct operations")),
    method=Method.COUNT,
)
PUBLIC_FUNDING_EUR = total(
    "operation_share",
    "public_funding_eur",
    Text(it="Finanziamento pubblico", en="Public funding"),
    Text(
        it="Somma del finanziamento totale pubblico degli interventi (FINANZ_TOTALE_PUBBLICO), "
        "al lordo delle economie. Base: costo pubblico.",
        en="Sum of the total public funding of operations (FINANZ_TOTALE_PUBBLICO), savings "
        "included. Basis: public cost.",
    ),
    _FUNDING,
    unit=Unit.EUR,
    basis=Basis.PUBLIC,
)
COMMITMENTS_EUR = total(
    "operation_share",
    "commitments_eur",
    Text(it="Impegni", en="Commitments"),
    Text(
        it="Somma degli impegni giuridicamente vincolanti al netto dei disimpegni "
        "(OC_IMPEGNI_GIURID_VINCOLANTI). Base: importi monitorati.",
        en="Sum of legally binding commitments net of releases (OC_IMPEGNI_GIURID_VINCOLANTI). "
        "Basis: monitored amounts.",
    ),
    _COMMITTED,
    unit=Unit.EUR,
    basis=Basis.MONITORED,
)
PAYMENTS_EUR = total(
    "operation_share",
    "payments_eur",
    Text(it="Pagamenti", en="Payments"),
    Text(
        it="Somma dei pagamenti monitorati al netto dei recuperi (TOT_PAGAMENTI). Non è la spesa "
        "certificata alla Commissione. Base: importi monitorati.",
        en="Sum of monitored payments net of recoveries (TOT_PAGAMENTI). It is not expenditure "
        "certified to the Commission. Basis: monitored amounts.",
    ),
    _PAID,
    unit=Unit.EUR,
    basis=Basis.MONITORED,
)
CERTIFIED_EUR = total(
    "dated_money",
    "certified_eur",
    Text(it="Spesa certificata", en="Certified expenditure"),
    Text(
        it="Somma della spesa ammessa nelle domande di pagamento alla Commissione, al netto delle "
        "rettifiche, degli interventi dei programmi che consegnano i file di scambio (FN09). "
        "Vale il giorno della domanda, fino a quello dei dati. Fra regioni si divide come i "
        "pagamenti dell'intervento. Base: costo totale.",
        en="Sum of the expenditure entered in payment claims to the Commission, net of "
        "corrections, of the operations of programmes that deliver exchange files (FN09). The "
        "day of the claim counts, up to that of the data. Regions share it as they share the "
        "operation's payments. Basis: total cost.",
    ),
    ("certified_eur", Text(it="Spesa certificata, euro", en="Certified expenditure, euro")),
    unit=Unit.EUR,
    basis=Basis.TOTAL,
)
PLANNED_BUDGET_EUR = total(
    "programme_money",
    "planned_budget_eur",
    Text(it="Dotazione programmata", en="Planned budget"),
    Text(
        it="Dotazione FSE e IOG del piano finanziario in vigore il giorno dei dati, quota UE più "
        "cofinanziamento nazionale, REACT-EU compreso. "
        "Per il 2021-2027 la fonte non è disponibile: il valore è mancante, non zero.",
        en="ESF and YEI allocation of the financial plan in force on the day of the data, EU share "
        "plus national co-financing, REACT-EU included. "
        "For 2021-2027 no source is available: the value is missing, not zero.",
    ),
    ("planned_budget_eur", Text(it="Dotazione, euro", en="Planned budget, euro")),
    unit=Unit.EUR,
    basis=Basis.PLAN,
    source="cohesion_open_data",
)


def _rate(name: str, stage: str, label: Text, what: Text, basis: Basis) -> Kpi:
    definition = Text(
        it=f"{what.it} degli interventi FSE e IOG dei programmi con piano finanziario noto, "
        "diviso per la dotazione programmata (UE più cofinanziamento nazionale) dei programmi "
        "e fondi che hanno interventi in archivio. Le regioni sono quelle del programma. "
        "Può superare il 100 %.",
        en=f"{what.en} of ESF and YEI operations of programmes whose financial plan is known, "
        "over the planned budget (EU plus national co-financing) of the programmes and funds "
        "that have operations in the warehouse. Regions are the programme's. It may exceed "
        "100%.",
    )
    parts = (
        (stage, Text(it=f"{what.it}, euro", en=f"{what.en}, euro")),
        (
            "comparable_budget_eur",
            Text(it="Dotazione programmata, euro", en="Planned budget, euro"),
        ),
    )
    return ratio(
        "programme_money",
        name,
        label,
        definition,
        parts,
        direction=Direction.HIGHER_IS_BETTER,
        basis=basis,
    )


SELECTION_RATE = _rate(
    "selection_rate",
    "public_funding_eur",
    Text(it="Tasso di selezione", en="Selection rate"),
    Text(it="Finanziamento pubblico", en="Public funding"),
    Basis.PUBLIC,
)
COMMITMENT_RATE = _rate(
    "commitment_rate",
    "commitments_eur",
    Text(it="Tasso di impegno", en="Commitment rate"),
    Text(it="Impegni", en="Commitments"),
    Basis.MONITORED,
)
PAYMENT_RATE = _rate(
    "payment_rate",
    "payments_eur",
    Text(it="Tasso di pagamento", en="Payment rate"),
    Text(it="Pagamenti", en="Payments"),
    Basis.MONITORED,
)
PAYMENTS_ON_COMMITMENTS = ratio(
    "operation_share",
    "payments_on_commitments",
    Text(it="Pagamenti su impegni", en="Payments on commitments"),
    Text(
        it="Pagamenti monitorati divisi per gli impegni giuridicamente vincolanti: rapporto fra "
        "somme, può superare il 100 %. Dove la fonte non indica pagamenti, gli impegni contano.",
        en="Monitored payments over legally binding commitments: a ratio of sums, it may exceed "
        "100%. Where the source states no payment, commitments count all the same.",
    ),
    (_PAID, _COMMITTED),
    direction=Direction.HIGHER_IS_BETTER,
    basis=Basis.MONITORED,
)
_CONCLUDED = Text(it="Interventi conclusi", en="Concluded operations")
CONCLUDED_SHARE = ratio(
    "operation_share",
    "concluded_share",
    _CONCLUDED,
    Text(
        it="Interventi con stato di progetto «Concluso» divisi per tutti gli interventi.",
        en="Operations whose project status is “Concluso” over all operations.",
    ),
    (("is_concluded", _CONCLUDED), ("operation_id", Text(it="Interventi", en="Operations"))),
    method=Method.SHARE_OF_OPERATIONS,
    direction=Direction.HIGHER_IS_BETTER,
)
AVERAGE_DELAY_DAYS = ratio(
    "operation_share",
    "average_delay_days",
    Text(it="Ritardo medio alla conclusione", en="Average delay at conclusion"),
    Text(
        it="Giorni fra la fine prevista e la fine effettiva, media sugli interventi che hanno "
        "entrambe le date leggibili; negativo se in anticipo. Va letto con gli interventi aperti "
        "oltre la fine prevista: un intervento che non finisce mai non lo peggiora.",
        en="Days between planned and actual end, mean over operations with both dates readable; "
        "negative when early. To be read with the operations open beyond their planned end: one "
        "that never ends does not worsen it.",
    ),
    (
        ("delay_days", Text(it="Giorni di ritardo", en="Days of delay")),
        (
            "operation_id",
            Text(it="Interventi con entrambe le date", en="Operations with both dates"),
        ),
    ),
    method=Method.MEAN_OF_OPERATIONS,
    unit=Unit.DAYS,
    direction=Direction.LOWER_IS_BETTER,
)
_OVERDUE = Text(it="Aperti oltre la fine prevista", en="Open beyond their planned end")
OVERDUE_SHARE = ratio(
    "operation_share",
    "overdue_share",
    _OVERDUE,
    Text(
        it="Interventi non conclusi, senza data di fine effettiva, la cui fine prevista è prima "
        "della data dei dati, divisi per tutti gli interventi.",
        en="Operations not concluded and without an actual end, whose planned end lies before the "
        "day of the data, over all operations.",
    ),
    (("is_overdue", _OVERDUE), ("operation_id", Text(it="Interventi", en="Operations"))),
    method=Method.SHARE_OF_OPERATIONS,
    direction=Direction.LOWER_IS_BETTER,
)
AVERAGE_OVERDUE_DAYS = ratio(
    "operation_share",
    "average_overdue_days",
    Text(it="Ritardo medio degli interventi aperti", en="Average delay of open operations"),
    Text(
        it="Giorni dalla fine prevista alla data dei dati, media sugli interventi aperti oltre la "
        "fine prevista.",
        en="Days from the planned end to the day of the data, mean over operations open beyond "
        "their planned end.",
    ),
    (
        ("overdue_days", Text(it="Giorni oltre la fine prevista", en="Days overdue")),
        ("operation_id", _OVERDUE),
    ),
    method=Method.MEAN_OF_OPERATIONS,
    unit=Unit.DAYS,
    direction=Direction.LOWER_IS_BETTER,
)
MEDIAN_OPERATION_EUR = ratio(
    "operation_share",
    "median_operation_eur",
    Text(it="Intervento mediano", en="Median operation"),
    Text(
        it="Mediana del finanziamento pubblico per intervento: importo intero dell'intervento, "
        "anche quando tocca più regioni.",
        en="Median public funding of an operation: its whole amount, even where it spans several "
        "regions.",
    ),
    (
        ("operation_public_funding_eur", Text(it="Mediana, euro", en="Median, euro")),
        ("operation_id", Text(it="Interventi con importo", en="Operations with an amount")),
    ),
    method=Method.MEDIAN_OF_OPERATIONS,
    unit=Unit.EUR,
    basis=Basis.PUBLIC,
)
FUNDING_CONCENTRATION = ratio(
    "operation_share",
    "funding_concentration",
    Text(it="Concentrazione dei finanziamenti", en="Funding concentration"),
    Text(
        it="Indice di Herfindahl-Hirschman del finanziamento pubblico fra beneficiari: somma dei "
        "quadrati degli importi divisa per il quadrato della somma. 1 = un solo beneficiario.",
        en="Herfindahl-Hirschman index of public funding among beneficiaries: sum of squared "
        "amounts over the squared sum. 1 = a single beneficiary.",
    ),
    (
        ("public_funding_eur", Text(it="Somma dei quadrati, euro²", en="Sum of squares, euro²")),
        ("beneficiary_key", Text(it="Quadrato della somma, euro²", en="Squared sum, euro²")),
    ),
    method=Method.CONCENTRATION,
    unit=Unit.INDEX,
    basis=Basis.PUBLIC,
)

MONEY_KPIS = (
    OPERATIONS_COUNT,
    PUBLIC_FUNDING_EUR,
    COMMITMENTS_EUR,
    PAYMENTS_EUR,
    CERTIFIED_EUR,
    PLANNED_BUDGET_EUR,
    SELECTION_RATE,
    COMMITMENT_RATE,
    PAYMENT_RATE,
    PAYMENTS_ON_COMMITMENTS,
    CONCLUDED_SHARE,
    AVERAGE_DELAY_DAYS,
    OVERDUE_SHARE,
    AVERAGE_OVERDUE_DAYS,
    MEDIAN_OPERATION_EUR,
    FUNDING_CONCENTRATION,
)
