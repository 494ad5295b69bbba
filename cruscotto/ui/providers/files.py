"""A download of the rows that a provider must correct, for people who may read them."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from cruscotto.disclosure.thresholds import Audience
from cruscotto.export.to_mend import rows_to_mend
from cruscotto.i18n import Lang, format_number, reason_words, t
from cruscotto.kpi.query.own import own_operations
from cruscotto.ui.exhibit import download, files
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import session

Row = dict[str, Any]


def to_mend(provider: str, lang: Lang) -> None:
    """Draw the download of a provider's doubtful fields, which the provider must correct.

    The file has rows of this provider's operations only. A reader who may see exact figures gets
    the rows of all these operations. Other readers get the rows of those that belong to their own
    authorities.
    """
    st.subheader(t("providers.to_mend", lang), anchor=False)
    listed = session.rows("operations_of_provider", provider=provider)
    operations = [str(row["operation_code"]) for row in listed]
    rules = session.rules()
    seen = set(operations)
    if rules.audience is not Audience.EXACT:
        seen &= own_operations(session.warehouse(), operations, rules)
    if not seen:
        st.markdown(t("providers.not_yours", lang))
        return
    exact = rules.model_copy(update={"audience": Audience.EXACT})
    rows = rows_to_mend(session.warehouse(), "field_issues", exact)
    mine = [row for row in rows if row["operation_code"] in seen]
    st.markdown(t("providers.mend_rows", lang, n=format_number(len(mine), lang)))
    if mine:
        made = files.of_table("provider_rows", lambda spoken: (provider, _table(mine, spoken)))
        download.buttons(made, "provider_rows", lang)


def _table(rows: Sequence[Row], lang: Lang) -> Table:
    shown = [{**row, "explanation": reason_words(str(row["reason"]), lang)} for row in rows]
    return Table.of(
        [Column(name, name) for name in shown[0]], [list(row.values()) for row in shown]
    )
