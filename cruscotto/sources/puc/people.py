"""Participants in exchange files (SC01): which of their data are kept and how they are masked.

A tax code becomes a pseudonym before anything is written: the SHA-256 of the warehouse's salt and
the code. A person has the same pseudonym in all operations, and nobody can find the person without
the salt. The salt is a variable of the importing connection, and never part of an SQL statement.
"""

from datetime import date

import duckdb

from cruscotto.errors import SaltMissing
from cruscotto.model.fields import Contract
from cruscotto.sources.privacy import TAX_CODE

SECRET = "cruscotto_secret"
PEOPLE = "SC01"
_LENT = f"getvariable('{SECRET}')"
# Expressions of what is kept of a field, by the raw table.
COARSE = {
    "puc_sc01": {
        "codice_fiscale": f"substr(sha256({_LENT} || ':' || upper(\"codice_fiscale\")), 1, 32)",
        "data_nascita": "cast(date_trunc('month', \"data_nascita_read\") as date)",
        "cod_istat_res": 'substr("cod_istat_res", 1, 6)',
        "cod_istat_dom": 'substr("cod_istat_dom", 1, 6)',
    }
}


def other_order(contract: Contract, first: list[str]) -> tuple[str, ...] | None:
    """Return the fields of SC01 in the order of one exporting program, or `None` for other files.

    That program writes the course before the tax code, and a kind of work before the deletion flag.
    Its files are recognised by a tax code in the third field of their first line.
    """
    names = list(contract.columns)
    more = len(first) - len(names)
    if (
        contract.name != "puc_sc01"
        or more not in (0, 1)
        or not TAX_CODE.fullmatch(first[2].strip())
    ):
        return None
    names[1], names[2] = names[2], names[1]
    return (*names[:-1], *("tipo_lavoro",) * more, names[-1])


def lend_secret(con: duckdb.DuckDBPyConnection, salt: str) -> None:
    """Set the salt as a variable of a connection that will read participants."""
    con.execute(f"set variable {SECRET} = $salt", {"salt": salt})


def require_secret(con: duckdb.DuckDBPyConnection, tracciato: str) -> None:
    """Raise an error if the file to be read has participants and the connection has no salt.

    Raises:
        SaltMissing: the connection has no salt.
    """
    if tracciato != PEOPLE:
        return
    found = con.execute(f"select {_LENT}").fetchone()
    if not found or not found[0]:
        raise SaltMissing(file="salt")


def forget_unread(con: duckdb.DuckDBPyConnection, sha256: str, edition: date) -> None:
    """Remove from the ledger a file that an older version of the program did not read.

    That version only counted the file's rows. Without its entry the file can be imported.
    """
    con.execute(
        "create or replace temp table forgotten as select f.file_id from ledger.file as f "
        "inner join ledger.out_of_scope as o on f.file_id = o.file_id "
        "where o.reason = 'tracciato_not_read' and f.sha256 = $sha256 "
        "and f.edition_date = $edition",
        {"sha256": sha256, "edition": edition},
    )
    for table in ("ledger.file", "ledger.out_of_scope"):
        con.execute(f"delete from {table} where file_id in (select file_id from forgotten)")
