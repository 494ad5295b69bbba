"""Persons never reach the warehouse: not its tables, not its ledger, not its bytes.

Every name and tax code here is invented.
"""

import hashlib
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cruscotto.sources import opencoesione
from cruscotto.sources.importing import import_files
from cruscotto.warehouse import reader

NAME = "ZORZENONI ILARIUCCIA"
TAX_CODE = "ZRZLRC80A41H501X"
PERSON = {"OC_TITOLO_PROGETTO": f"CORSO DI {NAME}", "OC_SINTESI_PROGETTO": f"PER {NAME}"}
GRANT = {"CUP_COD_NATURA": "06", "FINANZ_TOTALE_PUBBLICO": "3000,00"}


def words(con: duckdb.DuckDBPyConnection) -> str:
    """Return every text of every table and view of a warehouse."""
    tables = con.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_schema in ('raw', 'ledger', 'staging', 'marts')"
    ).fetchall()
    return "\n".join(
        str(con.execute(f'select * from {schema}."{name}"').fetchall()) for schema, name in tables
    )


@pytest.fixture
def kept(tmp_path: Path, database: duckdb.DuckDBPyConnection, write_opencoesione):
    """Return `kept(rows…)`: all that the raw tables and the ledger keep of them."""

    def of(*rows, damage=None, **quirks):
        file = write_opencoesione(tmp_path / "persons.csv", rows, **quirks)
        if damage:
            file.write_bytes(damage(file.read_bytes()))
        opencoesione.load(database, opencoesione.check(file), date(2024, 8, 31))
        return words(database)

    return of


def leaks(text: str) -> list[str]:
    parts = (*NAME.split(), TAX_CODE)
    return [part for part in parts if part in text.upper()]


@pytest.mark.parametrize(
    "changes",
    [
        {"OC_CODFISC_BENEFICIARIO": TAX_CODE, "OC_DENOM_BENEFICIARIO": NAME},
        {"OC_CODFISC_BENEFICIARIO": TAX_CODE.lower(), "OC_DENOM_BENEFICIARIO": NAME},
        {
            "OC_CODFISC_BENEFICIARIO": f"01234567890:::{TAX_CODE}",
            "OC_DENOM_BENEFICIARIO": f"ENTE:::{NAME}",
        },
        {"OC_CODFISC_REALIZZATORE": TAX_CODE, "OC_DENOM_REALIZZATORE": NAME},
        {"OC_CODFISC_ATTUATORE": TAX_CODE, "OC_DENOM_ATTUATORE": NAME},
        {"OC_CODFISC_PROGRAMMATORE": TAX_CODE, "OC_DENOM_PROGRAMMATORE": NAME},
        {"OC_COD_FORMA_GIU_BENEFICIARIO": "1.1.10", "OC_DENOM_BENEFICIARIO": NAME},
        {"OC_DESCR_FORMA_GIU_BENEFICIARIO": "Persona fisica", "OC_DENOM_BENEFICIARIO": NAME},
        {"OC_DESCR_FORMA_GIU_ATTUATORE": "Imprenditore individuale", "OC_DENOM_ATTUATORE": NAME},
        {"OC_COD_FORMA_GIU_PROGRAMMATORE": "1.1.10", "OC_DENOM_PROGRAMMATORE": NAME},
    ],
    ids=lambda changes: "+".join(changes),
)
def test_a_person_among_the_actors_is_masked_with_the_title(kept, operation, changes) -> None:
    assert leaks(kept(operation("OP1", **PERSON, **changes), operation("OP2"))) == []


@pytest.mark.parametrize(
    "title",
    [
        f"TIROCINIO {NAME}",
        f"Borsa di studio {NAME.title()}",
        f"2016/0045 VOUCHER {NAME}",
        f"2016-{NAME.replace(' ', '.')} TIROCINIO",
        f"001/{NAME.replace(' ', '_')}_1 DOTE UNICA",
        f"TIROCINIO {NAME} [NOMINATIVO OMESSO]",
        f"VOUCHER {NAME}, DOCUMENTO OMESSO",
    ],
)
def test_a_grant_to_one_person_does_not_name_the_person(kept, operation, title) -> None:
    grant = operation("OP1", **GRANT, OC_TITOLO_PROGETTO=title, OC_SINTESI_PROGETTO=title)
    assert leaks(kept(grant, operation("OP2"))) == []


def test_a_grant_of_an_unreadable_amount_is_masked_all_the_same(kept, operation) -> None:
    grant = operation(
        "OP1",
        OC_TITOLO_PROGETTO=f"TIROCINIO {NAME}",
        OC_SINTESI_PROGETTO="",
        CUP_COD_NATURA="06",
        FINANZ_TOTALE_PUBBLICO="tremila",
    )
    assert leaks(kept(grant, operation("OP2"))) == []


@pytest.mark.parametrize(
    "column",
    [
        "OC_TITOLO_PROGETTO",
        "OC_SINTESI_PROGETTO",
        "DESCR_PROCED_ATTIVAZIONE",
        "OC_LINK",
        "DESCRIZIONE_GRANDE_PROGETTO",
        "DESCR_INDICATORE_1",
        "COD_LOCALE_PROGETTO",
        "CUP",
        "OC_DATA_INIZIO_PROGETTO",
        "TOT_PAGAMENTI",
    ],
)
def test_a_personal_tax_code_is_kept_in_no_column(kept, operation, column) -> None:
    record = operation("OP1")
    record[column] = f"{record.get(column, '')} {TAX_CODE}".strip()
    assert TAX_CODE not in kept(record, operation("OP2")).upper()


def test_a_title_with_a_persons_tax_code_is_masked_whole(kept, operation) -> None:
    title = f"CORSO PER {NAME} ({TAX_CODE})"
    text = kept(operation("OP1", OC_TITOLO_PROGETTO=title, OC_SINTESI_PROGETTO=""))
    assert leaks(text) == []


@pytest.mark.parametrize(
    "words",
    [
        f"CORSO PER {NAME} (ZRZ LRC 80A41 H501X)",
        f"CORSO PER {NAME} zrz-lrc-80a41-h501x",
        f"CORSO ASSEGNATO ALLA SIG.RA {NAME}",
        f"Corso del sig. {NAME.title()}",
        f"{NAME} NATA A REGGIO NELL'EMILIA IL 1/1/1980",
    ],
)
@pytest.mark.parametrize("column", ["OC_TITOLO_PROGETTO", "OC_SINTESI_PROGETTO"])
def test_words_that_show_a_person_mask_title_and_summary(kept, operation, words, column) -> None:
    assert leaks(kept(operation("OP1", **PERSON | {column: words}))) == []


CONTACTS = (
    "zorzenoni.ilariuccia80@posta.example",
    "IT60X0542811101000000123456",
    "IT60 X054 2811 1010 0000 0123 456",
    "tel. 0522 123 456",
    "Cellulare: 333-1234567",
    "+39 333 1234567",
)


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("column", ["OC_TITOLO_PROGETTO", "OC_SINTESI_PROGETTO"])
def test_mail_telephone_and_account_are_taken_out_of_the_words(
    kept, operation, contact, column
) -> None:
    text = kept(operation("OP1", **{column: f"CORSO ({contact}) PER CUOCHI"}))
    assert contact not in text
    assert "CORSO ([RECAPITO OMESSO]) PER CUOCHI" in text


@pytest.mark.parametrize("words", ["HOTEL 200000 POSTI", "2014IT05SFOP014 SIGLA 3331234567"])
def test_numbers_and_codes_that_are_no_contact_stay(kept, operation, words) -> None:
    assert words in kept(operation("OP1", OC_TITOLO_PROGETTO=words))


def refused_rows(operation):
    person = {**PERSON, "OC_DENOM_BENEFICIARIO": NAME, "OC_CODFISC_BENEFICIARIO": TAX_CODE}
    return operation("OP1", **person), operation("OP2")


def test_a_refused_duplicate_is_masked_in_the_ledger(kept, operation) -> None:
    first, other = refused_rows(operation)
    text = kept(first, first, other, blank=" ")
    assert "duplicate_key" in text
    assert leaks(text) == []


def test_a_refused_row_without_its_key_is_masked_in_the_ledger(kept, operation) -> None:
    first, other = refused_rows(operation)
    text = kept({**first, "COD_LOCALE_PROGETTO": ""}, other)
    assert "missing_key" in text
    assert leaks(text) == []


def cut(line: int, fields: int):
    """Return a damage that takes the last fields away from one line."""

    def damage(content: bytes) -> bytes:
        lines = content.split(b"\r\n")
        lines[line] = b";".join(lines[line].split(b";")[:-fields])
        return b"\r\n".join(lines)

    return damage


@pytest.mark.parametrize("shuffle", [None, 1, 2])
def test_a_broken_record_is_masked_in_the_ledger_whatever_the_order_of_columns(
    kept, operation, shuffle
) -> None:
    text = kept(*refused_rows(operation), damage=cut(1, 1), shuffle=shuffle)
    assert "too_few_fields" in text
    assert leaks(text) == []


def test_a_record_broken_many_fields_before_its_names_is_masked_in_the_ledger(
    kept, operation
) -> None:
    def damage(content: bytes) -> bytes:
        lines = content.split(b"\r\n")
        lines[1] = b";".join(lines[1].split(b";")[40:])
        return b"\r\n".join(lines)

    text = kept(*refused_rows(operation), damage=damage)
    assert "too_few_fields" in text
    assert leaks(text) == []


def test_a_mail_that_looks_like_a_code_is_masked_in_the_ledger(kept, operation) -> None:
    person = operation("OP1", OC_TITOLO_PROGETTO=CONTACTS[0])
    text = kept(person, operation("OP2"), damage=cut(1, 1))
    assert "too_few_fields" in text
    assert leaks(text) == []


def test_a_record_with_broken_quotes_is_masked_in_the_ledger(kept, operation) -> None:
    def damage(content: bytes) -> bytes:
        return content.replace(f'"CORSO DI {NAME}"'.encode(), f'"CORSO "DI" {NAME}"'.encode(), 1)

    text = kept(*refused_rows(operation), damage=damage)
    assert leaks(text) == []


def test_an_ordinary_title_is_not_masked(kept, operation) -> None:
    assert "CORSO PER ADDETTI ALLA RISTORAZIONE" in kept(operation("OP1"))


def test_the_leading_code_of_a_masked_title_is_kept(kept, operation) -> None:
    grant = operation(
        "OP1", **GRANT, OC_TITOLO_PROGETTO=f"2016/0045 TIROCINIO {NAME}", OC_SINTESI_PROGETTO=""
    )
    assert "2016/0045 [NOMINATIVO OMESSO]" in kept(grant)


def test_nobody_can_be_found_again_by_hashing_their_tax_code(kept, operation, database) -> None:
    person = {"OC_CODFISC_BENEFICIARIO": TAX_CODE, "OC_DENOM_BENEFICIARIO": NAME}
    kept(operation("OP1", **person), operation("OP2", **person))
    rows = database.execute(
        "select OC_CODFISC_BENEFICIARIO from raw.opencoesione_operations "
        "union all select md5(OC_CODFISC_BENEFICIARIO) from raw.opencoesione_operations"
    ).fetchall()
    # a tax code follows from a name and a birthday: whoever guesses one must not see it confirmed
    tries = (TAX_CODE, f"{TAX_CODE}OP1", f"{TAX_CODE}OP2", f"OP1{TAX_CODE}", f"OP2{TAX_CODE}")
    hashed = [hashlib.md5(text.encode()).hexdigest() for text in tries]
    assert not {code for (code,) in rows} & set(hashed)
    assert len({code for (code,) in rows}) == 4


def test_the_published_file_holds_no_trace_of_a_person(
    tmp_path, operation, write_opencoesione
) -> None:
    person, other = refused_rows(operation)
    grant = operation("OP3", **GRANT, OC_TITOLO_PROGETTO=f"VOUCHER {NAME}", OC_SINTESI_PROGETTO="")
    nameless = {**person, "COD_LOCALE_PROGETTO": ""}
    file = write_opencoesione(tmp_path / "p.csv", [person, other, grant, person, nameless])
    link = tmp_path / "w.duckdb"
    import_files("opencoesione", [file], link, date(2024, 8, 31))
    assert leaks(words(reader(link).cursor())) == []
    for left in tmp_path.glob(".w.duckdb*"):
        assert leaks(left.read_bytes().decode("latin-1")) == []
