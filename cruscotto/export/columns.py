"""Definitions of the columns of exported tables, in Italian and English."""

from cruscotto.export.table import Definition
from cruscotto.i18n import Text
from cruscotto.kpi.registry.dimensions import DIMENSIONS
from cruscotto.kpi.registry.model import Unit

_EUR = str(Unit.EUR)
_UNITS = ", ".join(Unit)


def _column(
    name: str,
    it: str,
    en: str,
    unit: str | None = None,
    basis: str | None = None,
    codes: str | None = None,
) -> Definition:
    members = DIMENSIONS[codes].members if codes else {}
    return Definition(
        name=name, definition=Text(it=it, en=en), unit=unit, basis=basis, codes=members
    )


def _selected(name: str, it: str, en: str, basis: str) -> Definition:
    return _column(
        f"{name}_in_selection_eur",
        f"Parte di {name}_eur che cade nei filtri del file: la somma della colonna è il totale "
        f"della pagina. {it}",
        f"Part of {name}_eur that falls in the file's filters: the column adds up to the page's "
        f"total. {en}",
        _EUR,
        basis,
    )


_KIND = _column(
    "data_kind",
    "Specie del dato: published (pubblicato dalla fonte) o synthetic (di dimostrazione, non reale)",
    "Kind of data: published (by the source) or synthetic (demonstration, not real)",
)
_ESTIMATED = _column(
    "is_estimated",
    "Vero se l'importo è ripartito fra più regioni, fondi o assi secondo una stima",
    "True if the amount is divided among several regions, funds or axes by an estimate",
)

OPERATION_COLUMNS: tuple[Definition, ...] = (
    _column(
        "operation_code",
        "Codice locale del progetto (COD_LOCALE_PROGETTO)",
        "Local code of the operation (COD_LOCALE_PROGETTO)",
    ),
    _column("cup", "Codice unico di progetto (CUP)", "Unique project code (CUP)"),
    _column(
        "title",
        "Titolo pubblicato; i nomi di persone fisiche sono omessi",
        "Published title; names of natural persons are left out",
    ),
    _column(
        "summary",
        "Sintesi pubblicata; i nomi di persone fisiche sono omessi",
        "Published summary; names of natural persons are left out",
    ),
    _column("link", "Pagina pubblica dell'intervento", "Public page of the operation"),
    _column("period_code", "Periodo di programmazione", "Programming period", codes="period"),
    _column(
        "programme_code",
        "Codice del programma (CCI o codice della fonte); più codici con |",
        "Programme code (CCI or the publisher's); several joined by |",
    ),
    _column("programme_name", "Nome del programma", "Name of the programme"),
    _column(
        "axis_code",
        "Codice dell'asse nel programma; più codici con |",
        "Code of the axis in the programme; several joined by |",
    ),
    _column("axis_name", "Nome pubblicato dell'asse", "Published name of the axis"),
    _column(
        "theme_code",
        "Obiettivo tematico o specifico normalizzato",
        "Normalised thematic or specific objective",
        codes="theme",
    ),
    _column("fund_codes", "Fondi, uniti da |", "Funds, joined by |", codes="fund"),
    _column("region_codes", "Regioni (NUTS 2), unite da |", "Regions (NUTS 2), joined by |"),
    _column("region_names", "Nomi delle regioni", "Names of the regions"),
    _column("province_names", "Province pubblicate", "Published provinces"),
    _column("municipality_names", "Comuni pubblicati", "Published municipalities"),
    _column(
        "managing_authority_code",
        "Codice dell'autorità di gestione",
        "Code of the managing authority",
    ),
    _column(
        "managing_authority_name",
        "Nome dell'autorità di gestione",
        "Name of the managing authority",
    ),
    _column(
        "status_code", "Stato di avanzamento normalizzato", "Normalised status", codes="status"
    ),
    _column(
        "status_published",
        "Stato come pubblicato (OC_STATO_PROGETTO)",
        "Status as published (OC_STATO_PROGETTO)",
    ),
    _column(
        "start_date",
        "Data di inizio; vuota se assente o impossibile",
        "Start date; empty where absent or impossible",
    ),
    _column("planned_end_date", "Data di fine prevista", "Planned end date"),
    _column("actual_end_date", "Data di fine effettiva", "Actual end date"),
    _column(
        "delay_days",
        "Giorni fra fine prevista ed effettiva; negativi se in anticipo",
        "Days between planned and actual end; negative when early",
        "days",
    ),
    _column(
        "public_funding_eur",
        "Finanziamento totale pubblico dell'intervento intero (FINANZ_TOTALE_PUBBLICO)",
        "Total public funding of the whole operation (FINANZ_TOTALE_PUBBLICO)",
        _EUR,
        "public",
    ),
    _column(
        "commitments_eur",
        "Impegni giuridicamente vincolanti dell'intervento intero, al netto dei disimpegni",
        "Legally binding commitments of the whole operation, net of releases",
        _EUR,
        "monitored",
    ),
    _column(
        "payments_eur",
        "Pagamenti monitorati dell'intervento intero, al netto dei recuperi",
        "Monitored payments of the whole operation, net of recoveries",
        _EUR,
        "monitored",
    ),
    _selected("public_funding", "Base: costo pubblico.", "Basis: public cost.", "public"),
    _selected("commitments", "Base: importi monitorati.", "Basis: monitored amounts.", "monitored"),
    _selected("payments", "Base: importi monitorati.", "Basis: monitored amounts.", "monitored"),
    _ESTIMATED,
    _column(
        "eu_esf_funding_eur",
        "Quota dell'Unione del Fondo sociale europeo (FINANZ_UE_FSE)",
        "European Union share of the European Social Fund (FINANZ_UE_FSE)",
        _EUR,
        "public",
    ),
    _column(
        "private_funding_eur",
        "Finanziamento privato, fuori dal costo pubblico",
        "Private funding, not part of the public cost",
        _EUR,
    ),
    _column(
        "beneficiary_name",
        "Ente beneficiario; le persone fisiche sono omesse",
        "Beneficiary body; natural persons are left out",
    ),
    _column("implementing_body_name", "Ente attuatore", "Implementing body"),
    _column("call_name", "Procedura di attivazione", "Call or activation procedure"),
    _column("cup_nature", "Natura del CUP", "Nature of the CUP"),
    _column("cup_sector", "Settore del CUP", "Sector of the CUP"),
    _column("edition_date", "Edizione dei dati", "Edition of the data"),
    _column("source", "Fonte importata", "Imported source"),
    _column("file_name", "File importato", "Imported file"),
    _KIND,
)

KPI_COLUMNS: tuple[Definition, ...] = (
    _column(
        "kpi",
        "Nome dell'indicatore; la definizione è in definitions",
        "Name of the indicator; its definition is in definitions",
    ),
    _column("numerator", "Numeratore", "Numerator"),
    _column(
        "denominator",
        "Denominatore; vuoto dove l'indicatore non è un rapporto",
        "Denominator; empty where the indicator is not a ratio",
    ),
    _column(
        "value",
        "Valore; quote e punti percentuali sono frazioni di uno (0,123 = 12,3 %; 0,05 = 5 pp)",
        "Value; shares and points are fractions of one (0.123 = 12.3 %; 0.05 = 5 pp)",
    ),
    _column("unit", f"Unità del valore: {_UNITS}", f"Unit of the value: {_UNITS}"),
    _column(
        "state",
        "shown: mostrato; hidden: nascosto per riservatezza; missing: mancante; "
        "immature: non ancora maturo",
        "shown; hidden for confidentiality; missing; immature: not yet mature",
    ),
    _ESTIMATED,
    _column(
        "data_kind",
        "Specie dei dati dietro la cifra: published, synthetic o mixed",
        "Kind of data behind the figure: published, synthetic or mixed",
    ),
    _column(
        "editions",
        "Edizioni dietro la cifra, unite da |",
        "Editions behind the figure, joined by |",
    ),
)

# beside figures of people only
PEOPLE_COLUMNS: tuple[Definition, ...] = (
    _column("low", "Estremo inferiore dell'intervallo al 95 %", "Lower end of the 95 % interval"),
    _column("high", "Estremo superiore dell'intervallo al 95 %", "Upper end of the 95 % interval"),
    _column(
        "worst_case_low",
        "Quota se tutti gli esiti ignoti fossero negativi",
        "Share if every unknown outcome were a failure",
    ),
    _column(
        "worst_case_high",
        "Quota se tutti gli esiti ignoti fossero positivi",
        "Share if every unknown outcome were a success",
    ),
    _column(
        "unknown_share",
        "Quota di esiti ignoti fra chi doveva averne uno",
        "Share of unknown outcomes among those who should have one",
    ),
    _column("eligible", "Persone che dovevano avere un esito", "People who should have an outcome"),
    _column(
        "immature",
        "Persone il cui esito non è ancora maturo",
        "People whose outcome is not mature yet",
    ),
    _column(
        "against_numerator",
        "Numeratore del gruppo con cui si confronta",
        "Numerator of the group compared with",
    ),
    _column(
        "against_denominator",
        "Denominatore del gruppo con cui si confronta",
        "Denominator of the group compared with",
    ),
    _column(
        "audience",
        "Per chi sono i dati sulle persone: exact, protected o public",
        "For whom figures of persons are: exact, protected or public",
    ),
)

INDICATOR_COLUMNS: tuple[Definition, ...] = (
    _column("indicator_code", "Nome dell'indicatore di contesto", "Name of the context indicator"),
    _column(
        "region_code",
        "Regione (NUTS 2) o aggregato della fonte",
        "Region (NUTS 2) or the publisher's aggregate",
    ),
    _column("region_name", "Nome della regione", "Name of the region"),
    _column("macro_area_code", "Ripartizione", "Macro-area", codes="macro_area"),
    _column("year", "Anno di riferimento", "Reference year", "year"),
    _column("sex", "Sesso: T totale, M maschi, F femmine", "Sex: T total, M men, F women"),
    _column(
        "value",
        "Valore nell'unità della serie; vuoto se la fonte non lo pubblica",
        "Value in the unit of its series; empty where not published",
    ),
    _column(
        "series",
        "Serie della fonte; due serie non si uniscono mai",
        "The publisher's series; two series are never joined",
    ),
    _column("edition", "Edizione della serie", "Edition of the series"),
    _column(
        "flag",
        "Segnalazione della fonte (stima, interruzione, riservato)",
        "The publisher's flag (estimate, break, confidential)",
    ),
    _KIND,
)


def dimension_columns(by: tuple[str, ...]) -> tuple[Definition, ...]:
    """Return the definitions of two columns for each dimension: one of codes, one of names."""
    found: list[Definition] = []
    for name in by:
        label = DIMENSIONS[name].label
        found.append(_column(name, f"{label.it}, codice", f"{label.en}, code", codes=name))
        found.append(
            _column(f"{name}_name", f"{label.it}, nome in italiano", f"{label.en}, Italian name")
        )
    return tuple(found)
