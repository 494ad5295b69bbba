"""The description of an operation in exchange files: title, place, body, funding, state."""

from collections.abc import Callable
from datetime import date

from cruscotto.demo.exchange.delivering import Delivery, Operation, day, euros, parts
from cruscotto.demo.labels import body_name
from cruscotto.demo.operations.tracciato import MARK, NOTICE
from cruscotto.demo.territory.programmes import FIRST
from cruscotto.demo.territory.territory import areas


def add_registry(delivery: Delivery, operation: Operation, edition: date) -> None:
    """Add an operation's title, place, body, funding and state to a delivery."""

    def add(code: str, **fields: str) -> None:
        delivery[code].append({"cod_locale_progetto": operation.code, **fields})

    area = areas()[operation.area]
    title = f"{MARK}PERCORSO FORMATIVO {operation.number}"
    add(
        "AP00",
        titolo_progetto=title,
        sintesi_prg=f"{NOTICE}{title}",
        tipo_operazione="02.11",
        cup=f"SINT{operation.number:011}",
        tipo_aiuto="Z",
        data_inizio=day(operation.start),
        data_fine_prevista=day(operation.planned_end),
        data_fine_effettiva=day(operation.end) if operation.end else "",
    )
    add("AP04", cod_programma=operation.line.programme, stato="1")
    province = area.provinces[operation.number % len(area.provinces)].code
    add("AP06", cod_regione=area.published_code, cod_provincia=province[-3:], cod_comune="999")
    add(
        "SC00",
        cod_ruolo_sog="2",
        codice_fiscale=f"SINT{operation.number % 97:07}",
        flag_soggetto_pubblico="N",
        denominazione_sog=body_name(operation.number % 97),
        forma_giuridica="1.7.90",
    )
    _add_funding(add, operation, area.published_code)
    state = "4" if operation.end else "2"
    add("PR01", stato_progetto=state, data_riferimento=day(edition))


def _add_funding(add: Callable[..., None], operation: Operation, region: str) -> None:
    fund = (
        "FSE+"
        if operation.line.fund == "FSE" and operation.line.period != FIRST
        else operation.line.fund
    )
    for source, cents in ((fund, operation.eu), ("FDR", operation.public - operation.eu)):
        if cents:
            add(
                "FN00",
                cod_fondo=source,
                cod_norma="99999",
                cod_del_cipe="99999",
                cod_localizzazione=f"{region}999",
                cf_cofinanz="9999",
                importo=euros(cents),
            )
    for level, cents in parts(operation, 0, operation.public):
        add(
            "FN01",
            cod_programma=operation.line.programme,
            cod_liv_gerarchico=level,
            importo_ammesso=euros(cents),
        )
