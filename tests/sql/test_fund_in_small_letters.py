"""A fund that a file of the Commission writes in small letters."""

from datetime import date

import duckdb

from cruscotto.config import SQL
from cruscotto.warehouse.build import prepare


def test_a_plan_of_the_yei_in_small_letters_replaces_the_carried_one() -> None:
    con = duckdb.connect(config={"threads": 1})
    prepare(con)
    programme, day = "2014IT05M9OP001", date(2022, 10, 27)
    con.execute(
        "insert into ledger.file by name select 'f' as file_id, 'cohesion_plans' as source, "
        "'f.csv' as file_name, '0' as sha256, 'p' as publisher, 'l' as licence, "
        "$day as edition_date, 1 as import_sequence, 1 as rows_read, 1 as rows_loaded, "
        "0 as rows_out_of_scope, 0 as rows_refused, 0 as field_issues, false as is_synthetic, "
        "'' as unknown_columns, now() as imported_at",
        {"day": day},
    )
    con.execute(
        "insert into raw.cohesion_plans by name select 'f' as file_id, 1 as row_number, "
        "$programme as cci, 'yei' as fund, '1' as priority, '08' as \"to\", "
        "10 as eu_amount, 15 as total_amount",
        {"programme": programme},
    )
    plans = (SQL / "staging" / "int_plans.sql").read_text("utf-8")
    found = con.execute(
        f"select planned_budget_eur from ({plans}) as plans where programme_code = $programme "
        "and edition_date = $day and fund_code = 'IOG'",
        {"programme": programme, "day": day},
    ).fetchall()
    assert found == [(15,)]
