"""A sound delivery of exchange files in the protocol's format, to be spoilt by the tests."""

from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pytest

from cruscotto.model.puc.tracciati import TRACCIATI
from cruscotto.sources.puc import importing as puc
from cruscotto.sources.puc.people import lend_secret
from cruscotto.warehouse.build import build

Rows = list[dict[str, str]]
Delivery = dict[str, Rows]
Load = Callable[..., duckdb.DuckDBPyConnection]

PROGRAMME = "2014IT05SFOP014"
LEVEL = f"{PROGRAMME}#LDR#1#08#8i#8.5"
SECOND_LEVEL = f"{PROGRAMME}#LDR#3#10#10i#10.1"
COMMITMENT = {"cod_impegno": "I1", "tipologia_impegno": "I", "data_impegno": "15/03/2018"}
PAYMENT = {"cod_pagamento": "P1", "tipologia_pag": "P", "data_pagamento": "10/05/2018"}

OPERATION: Delivery = {
    "AP00": [
        {
            "titolo_progetto": "CORSO",
            "sintesi_prg": "CORSO DI 600 ORE",
            "cup": "G00A18000000001",
            "tipo_operazione": "02.11",
            "tipo_aiuto": "Z",
            "data_inizio": "01/03/2018",
            "data_fine_prevista": "31/12/2019",
            "data_fine_effettiva": "10/12/2019",
        }
    ],
    "AP04": [{"cod_programma": PROGRAMME, "stato": "1"}],
    "AP06": [{"cod_regione": "019", "cod_provincia": "082", "cod_comune": "053"}],
    "SC00": [
        {
            "cod_ruolo_sog": "2",
            "codice_fiscale": "01234567890",
            "flag_soggetto_pubblico": "N",
            "denominazione_sog": "ENTE ALFA",
            "forma_giuridica": "1.7.90",
        }
    ],
    "FN00": [
        {
            "cod_fondo": "FSE",
            "cod_norma": "99999",
            "cod_del_cipe": "99999",
            "cod_localizzazione": "019082053",
            "cf_cofinanz": "9999",
            "importo": "750,00",
        },
        {
            "cod_fondo": "FDR",
            "cod_norma": "99999",
            "cod_del_cipe": "99999",
            "cod_localizzazione": "019082053",
            "cf_cofinanz": "9999",
            "importo": "250,00",
        },
    ],
    "FN01": [
        {"cod_programma": PROGRAMME, "cod_liv_gerarchico": LEVEL, "importo_ammesso": "950,00"}
    ],
    "FN04": [{**COMMITMENT, "importo_impegno": "900,00"}],
    "FN05": [
        {
            **COMMITMENT,
            "cod_programma": PROGRAMME,
            "cod_liv_gerarchico": LEVEL,
            "data_imp_amm": "16/03/2018",
            "tipologia_imp_amm": "I",
            "importo_imp_amm": "900,00",
        }
    ],
    "FN06": [{**PAYMENT, "importo_pag": "600,00", "causale_pag": "A"}],
    "FN07": [
        {
            **PAYMENT,
            "cod_programma": PROGRAMME,
            "cod_liv_gerarchico": LEVEL,
            "data_pag_amm": "11/05/2018",
            "tipologia_pag_amm": "P",
            "causale_pag_amm": "A",
            "importo_pag_amm": "600,00",
        }
    ],
    "FN08": [
        {**PAYMENT, "codice_fiscale": "01234567890", "tipo_percettore": "1", "importo": "600,00"}
    ],
    "FN09": [
        {
            "data_domanda": "15/12/2018",
            "id_domanda_pagamento": "1",
            "tipologia_importo": "C",
            "cod_liv_gerarchico": LEVEL,
            "importo_spesa_tot": "500,00",
            "importo_spesa_pub": "500,00",
        }
    ],
    "FN10": [{"cod_fondo": "FSE", "importo": "50,00"}],
    "IN00": [{"tipo_indicatore_di_risultato": "COM", "cod_indicatore": "CR06"}],
    "IN01": [
        {
            "tipo_indicatore_di_output": "COM",
            "cod_indicatore": "CO01",
            "val_programmato": "20",
            "valore_realizzato": "18",
        }
    ],
    "PR00": [
        {
            "cod_fase": "0201",
            "data_inizio_prevista": "01/03/2018",
            "data_inizio_effettiva": "01/03/2018",
            "data_fine_prevista": "01/06/2018",
            "data_fine_effettiva": "01/06/2018",
        },
        {
            "cod_fase": "0202",
            "data_inizio_prevista": "01/06/2018",
            "data_inizio_effettiva": "02/06/2018",
            "data_fine_prevista": "31/12/2019",
            "data_fine_effettiva": "10/12/2019",
        },
    ],
    "PR01": [{"stato_progetto": "4", "data_riferimento": "31/12/2019"}],
}


def line(code: str, row: dict[str, str]) -> str:
    """Write one record as the protocol orders its fields."""
    return "|".join(row.get(name, "") for name in TRACCIATI[code].columns)


@pytest.fixture(scope="session")
def sound() -> Callable[..., Delivery]:
    """Return `sound("OP1", "OP2")`: a delivery of operations that keep every rule."""

    def delivery(*operations: str) -> Delivery:
        return {
            code: [
                {"cod_locale_progetto": name, **deepcopy(row)}
                for name in operations or ("OP1",)
                for row in rows
            ]
            for code, rows in OPERATION.items()
        }

    return delivery


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return `write(delivery, "20200131")`: a folder of its files, named by edition."""
    return partial(_write, tmp_path)


def _write(folder: Path, delivery: Delivery, day: str = "20200131", end: str = "\n") -> Path:
    folder = folder / f"puc_{day}"
    folder.mkdir(exist_ok=True)
    for code, rows in delivery.items():
        text = "".join(f"{line(code, row)}{end}" for row in rows)
        (folder / f"{code}.txt").write_text(text, "utf-8", newline="")
    return folder


@pytest.fixture
def load(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> Load:
    """Return `load(delivery, day)`: the delivery read into a warehouse in memory, marts built."""
    return partial(_load, database, tmp_path)


@pytest.fixture(scope="module")
def load_once(
    new_database: Callable[[], duckdb.DuckDBPyConnection], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Load]:
    """Return `load_once(delivery)`, as `load`: for the tests of a file that only read."""
    with closing(new_database()) as con:
        yield partial(_load, con, tmp_path_factory.mktemp("delivery"))


def _load(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    delivery: Delivery,
    day: str = "20200131",
    secret: str = "",
) -> duckdb.DuckDBPyConnection:
    if secret:
        lend_secret(con, secret)
    for path in sorted(_write(folder, delivery, day).iterdir()):
        when = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        if delivery.get(path.stem):
            puc.load(con, puc.check(path), when)
    build(con, salt="0f" * 32)
    return con
