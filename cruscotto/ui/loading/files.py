"""Files to load, in four steps: upload, trial, review, import. Reloading the page loses nothing."""

from datetime import date
from pathlib import Path

import streamlit as st

from cruscotto.access import Access, current
from cruscotto.i18n import Lang, format_number, t
from cruscotto.loading import jobs
from cruscotto.loading.jobs import Job, Phase
from cruscotto.sources.catalogue import SOURCES
from cruscotto.sources.importers import IMPORTERS
from cruscotto.ui.exhibit import tables
from cruscotto.ui.exhibit.tables import Table
from cruscotto.ui.loading import acts
from cruscotto.ui.text import words
from cruscotto.warehouse import drafts

ENDINGS = ["csv", "txt", "parquet", "xlsx", "xlsm", "ods", "xls", "zip", "dat", "tsv"]
SECONDS = 1
# The uploader of the next files has another name: what was handed over leaves the memory.
ROUND, SEEN = "load_round", "load_phase"
COUNTS = ("read", "loaded", "out_of_scope", "refused")


def draw(link: Path, lang: Lang) -> None:
    """Draw the steward's job at its present step; without a job, the field to upload files.

    A job is the loading of the files that a steward handed over.

    While the job's process runs, this part of the page refreshes itself.
    """
    st.header(t("load.files", lang), anchor=False)
    acts.outcome()
    job = jobs.of_person(link, current().person)
    st.session_state[SEEN] = job and job.phase
    if job is None:
        _uploader(link, lang)
    elif job.phase in jobs.RUNNING:
        st.fragment(_watch, run_every=SECONDS)(link, lang)
    else:
        _ended(link, job, lang)


def _uploader(link: Path, lang: Lang) -> None:
    number = st.session_state.setdefault(ROUND, 0)
    given = st.file_uploader(
        t("load.drop", lang),
        type=ENDINGS,
        accept_multiple_files=True,
        key=f"load_files_{number}",
        help=t("load.drop_help", lang),
    )
    left, right, last = st.columns(3)
    source = left.selectbox(
        t("load.source", lang),
        ["", *IMPORTERS],
        format_func=lambda name: _source(name, lang) if name else t("load.recognise", lang),
        key="load_source",
    )
    edition = right.date_input(
        t("load.edition", lang),
        value=None,
        key="load_edition",
        format="DD/MM/YYYY",
        help=t("load.edition_help", lang),
    )
    chosen = edition if isinstance(edition, date) else None
    rows = last.number_input(
        t("load.rows", lang),
        min_value=0,
        value=None,
        step=1,
        key="load_rows",
        help=t("load.rows_help", lang),
    )
    stated = None if rows is None else int(rows)
    st.button(
        t("load.try", lang),
        type="primary",
        disabled=not given,
        on_click=acts.act,
        args=(lang, lambda access: _try(link, access, number, source, chosen, stated)),
    )


def _source(name: str, lang: Lang) -> str:
    return SOURCES[name].name.in_(lang) if name in SOURCES else t(f"load.sources.{name}", lang)


def _try(
    link: Path, access: Access, number: int, source: str, edition: date | None, rows: int | None
) -> str:
    given = st.session_state.get(f"load_files_{number}") or []
    handed_over = ((file.name, file.getbuffer()) for file in given)
    job = jobs.create(link, access.person, handed_over, source, edition, rows)
    st.session_state[ROUND] = number + 1
    jobs.start(link, job, Phase.TRYING)
    return ""


def _watch(link: Path, lang: Lang) -> None:
    """Draw the progress of the running process, and run the whole page again when it ends."""
    job = jobs.of_person(link, current().person)
    if job is None or job.phase not in jobs.RUNNING:
        st.rerun()
        return
    share = job.done / job.total if job.total else 0.0
    step = words.plain(job.step or "…")
    st.progress(min(share, 1.0), text=t(f"load.{job.phase}", lang, step=step))
    st.caption(t("load.may_leave", lang))


def _ended(link: Path, job: Job, lang: Lang) -> None:
    if job.phase is Phase.FAILED:
        st.error(words.with_commands(job.error.get(lang) or t("load.interrupted", lang)))
        _again(link, job, t("load.other_files", lang), lang)
        return
    if job.phase is Phase.IMPORTED:
        waits = t("cli.draft_kept", lang, draft=job.draft) if job.draft else ""
        st.success(waits or t("load.imported_now", lang))
    _account(job, lang)
    if job.phase is Phase.TRIED:
        st.markdown(t("load.nothing_written", lang))
        label = "load.import_draft" if drafts.are_kept() else "load.import_publish"
        st.button(
            t(label, lang),
            type="primary",
            on_click=acts.act,
            args=(lang, lambda access: _import(link, access, lang)),
        )
    _again(link, job, t("load.other_files", lang), lang)


def _import(link: Path, access: Access, lang: Lang) -> str:
    job = jobs.of_person(link, access.person)
    if job and job.phase is Phase.TRIED:
        jobs.start(link, job, Phase.IMPORTING)
    return ""


def _again(link: Path, job: Job, label: str, lang: Lang) -> None:
    st.button(label, on_click=acts.act, args=(lang, lambda access: _forget(link, job)))


def _forget(link: Path, job: Job) -> str:
    jobs.forget(link, job)
    return ""


def _account(job: Job, lang: Lang) -> None:
    """Draw a table of each file's rows, and the sentences that explain it.

    The columns have the numbers of rows read, loaded, out of scope and refused.
    """
    rows = [
        {
            t("review.file_name", lang): account["file"],
            t("review.source", lang): _source(account["source"], lang),
            t("review.edition_date", lang): account["edition"],
            **{
                t(f"review.rows_{name}", lang): format_number(int(account[name]), lang)
                for name in COUNTS
            },
        }
        for account in job.accounts
    ]
    if rows:
        tables.draw(Table.of_records(rows), lang, key="load_account", alt=t("load.account", lang))
    for sentence in job.sentences.get(lang, ()):
        st.markdown(f"- {words.plain(sentence)}")
