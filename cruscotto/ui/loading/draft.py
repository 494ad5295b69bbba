"""The draft that waits for a second person, who may publish or discard it."""

from pathlib import Path

import streamlit as st

from cruscotto.access import Access, current
from cruscotto.facts import review, review_words
from cruscotto.facts.review import Check, Looked
from cruscotto.i18n import Lang, format_number, t
from cruscotto.loading import jobs
from cruscotto.loading.jobs import Phase
from cruscotto.ui.exhibit import tables
from cruscotto.ui.exhibit.tables import Table
from cruscotto.ui.loading import acts
from cruscotto.warehouse import drafts
from cruscotto.warehouse.drafts import Draft

MOST_SHOWN = 50


def draw(link: Path, lang: Lang) -> None:
    """Draw the draft that waits for approval, or nothing if no draft waits.

    A person who made the draft can only discard it. Anybody else can publish it, too, once
    disclosure attacks have run and every check is ticked.
    """
    draft = drafts.waiting(link) if drafts.are_kept() else None
    if draft is None:
        return
    st.header(t("load.draft", lang), anchor=False)
    made = f"{draft.made_at:%Y-%m-%d %H:%M} UTC"
    st.markdown(t("load.draft_by", lang, by=", ".join(draft.by), made=made))
    if current().person in draft.by:
        st.info(t("load.own_draft", lang))
    elif review.are_attacked(draft):
        _checks(link, draft, lang)
    else:
        _wait_for_attacks(link, lang)
    st.button(
        t("load.discard", lang),
        on_click=acts.act,
        args=(lang, lambda access: _discard(link, draft.stamp, access, lang)),
    )


def _checks(link: Path, draft: Draft, lang: Lang) -> None:
    for looked in review.checklist(link, draft):
        _check(draft, looked, lang)
    ticked = [check for check in Check if st.session_state.get(_key(draft, check))]
    st.button(
        t("load.approve", lang),
        type="primary",
        disabled=len(ticked) < len(Check),
        on_click=acts.act,
        args=(lang, lambda access: _approve(link, draft.stamp, ticked, access, lang)),
    )


def _key(draft: Draft, check: Check) -> str:
    return f"checked_{check}_{draft.stamp}"


def _check(draft: Draft, looked: Looked, lang: Lang) -> None:
    with st.container(border=True):
        st.markdown(review_words.sentence(looked, lang))
        rows = review_words.rows(looked, lang)
        if rows:
            table = Table.of_records(rows[:MOST_SHOWN])
            name = review_words.title(looked.check, lang)
            tables.draw(table, lang, key=f"review_{looked.check}", alt=name)
        if len(rows) > MOST_SHOWN:
            st.caption(t("load.more", lang, n=format_number(len(rows) - MOST_SHOWN, lang)))
        st.checkbox(review_words.title(looked.check, lang), key=_key(draft, looked.check))


def _wait_for_attacks(link: Path, lang: Lang) -> None:
    """Draw the button that starts disclosure attacks on the draft, or a notice while they run."""
    job = jobs.of_person(link, current().person)
    if job and job.phase in jobs.RUNNING:
        st.info(t("load.attacking", lang, step=""))
        return
    st.button(
        t("load.attack", lang),
        on_click=acts.act,
        args=(lang, lambda access: _attack(link, access, lang)),
    )


def _attack(link: Path, access: Access, lang: Lang) -> str:
    jobs.start(link, jobs.create(link, access.person, ()), Phase.ATTACKING)
    return ""


def _approve(link: Path, stamp: int, ticked: list[Check], access: Access, lang: Lang) -> str:
    done = review.approve(link, stamp, ticked, access)
    return t("cli.approved", lang, draft=stamp, by=", ".join(done.by), person=done.approved_by)


def _discard(link: Path, stamp: int, access: Access, lang: Lang) -> str:
    review.discard(link, stamp, access)
    return t("cli.discarded", lang, draft=stamp)
