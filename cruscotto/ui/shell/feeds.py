"""A calendar of due dates and a feed of alerts, for any selection.

The addresses `/api/scadenze.ics` and `/api/avvisi.atom` take filters, data set and language in the
same form as the address of a page. Like a page, they show each person only what that person may
see. No entry contains the time of the request, so a feed reader marks an entry as new only if the
data are new.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from cruscotto.access import context, log
from cruscotto.alerts import Alert, found
from cruscotto.config import DEMONSTRATION, OFFICIAL, settings
from cruscotto.errors import CruscottoError
from cruscotto.facts import Edition, kept, programmes
from cruscotto.facts.targets import of_programmes
from cruscotto.i18n import Lang, error_sentence, t
from cruscotto.kpi.query.selection import STARTING_FUND, Selection, read_codes
from cruscotto.kpi.wording.names import require_known_codes
from cruscotto.ui.shell import gate
from cruscotto.ui.state import address, filters, session, sitemap, version
from cruscotto.ui.text import alerts as wordings
from cruscotto.ui.text import words

ICS = address.ICS
_TYPES = {ICS: "text/calendar", address.ATOM: "application/atom+xml"}
# Octets of a line of a calendar, RFC 5545.
_LINE = 73
# A line end would begin a calendar's next property; the others are in no XML.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
Event = tuple[str, date, str, str]


def answer(request: Request) -> Response:
    """Return the calendar or feed of a selection, limited to what the person who asks may see."""
    path, lang = request.url.path, _language(request)
    with context.entered(gate.access_of(request.scope)):
        try:
            edition = Edition.published(_link(request))
            with version.showing(edition):
                wanted = _selection(request, edition)
                if path == address.ATOM and context.current().reads_exactly:
                    # sizes of alerts count persons; dates and amounts of the calendar do not
                    asked = {"path": path, "filters": wanted.as_dict()}
                    log.record("answer", **asked, edition=edition.file_name)
                text = (_calendar if path == ICS else _feed)(wanted, edition, lang, request)
        except CruscottoError as error:
            return PlainTextResponse(error_sentence(error, lang, is_served=True), 400)
    return Response(text, media_type=_TYPES[path], headers={"Cache-Control": "no-store"})


def _language(request: Request) -> Lang:
    asked = request.query_params.get(address.LANG)
    return "en" if asked == "en" else "it" if asked == "it" else settings().lang


def _link(request: Request) -> Path:
    sets = settings().data_sets
    asked = request.query_params.get(address.DATA)
    return sets[DEMONSTRATION if asked == DEMONSTRATION and DEMONSTRATION in sets else OFFICIAL]


def _selection(request: Request, edition: Edition) -> Selection:
    """Return the selection in a request's query; without a fund it has the default fund.

    An unknown code raises an error.
    """
    codes = {
        name: [c for part in request.query_params.getlist(name) for c in read_codes(part)]
        for name in filters.FILTERS
    }
    if not codes["fund"] and session.has_operations():
        codes["fund"] = [STARTING_FUND]
    chosen = {name: [] if listed == [address.ALL] else listed for name, listed in codes.items()}
    selection = Selection.from_codes(chosen)
    require_known_codes(edition.con, selection)
    return selection


# ---------------------------------------------------------------- dates
def _calendar(selection: Selection, edition: Edition, lang: Lang, request: Request) -> str:
    stamp = kept.newest_day(edition).replace("-", "")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cruscotto Strategico//IT",
        f"X-WR-CALNAME:{_text(t('feeds.calendar', lang))}",
    ]
    for name, day, title, about in sorted(_events(selection, edition, lang)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(name)}@cruscotto",
            f"DTSTAMP:{stamp}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
            f"SUMMARY:{_text(title)}",
            f"DESCRIPTION:{_text(about)}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _events(selection: Selection, edition: Edition, lang: Lang) -> Iterator[Event]:
    """Yield calendar events: due days of decommitment, and year ends of milestones and targets.

    Only programmes of the selection and days that are not past have events.
    """
    chosen = programmes.answerable(edition, selection)
    names = session.names("programme", lang)
    for standing in programmes.standings(edition):
        place, day = standing.place, standing.position.day
        if place.programme in chosen and day and not standing.is_past:
            gap = words.spoken(standing.position.gap_eur, "eur", lang)
            name = names.get(place.programme, place.programme)
            title = t("feeds.decommitment", lang, programme=name, gap=gap)
            category = place.category or "tutte"
            yield f"n3-{place.programme}-{category}-{day}", day, title, t("feeds.note", lang)
    for row in of_programmes(edition, chosen):
        for goal in ("milestone", "target"):
            year = row[f"{goal}_year"]
            if row[goal] and year and year >= row["edition_date"].year:
                facts = {"programme": names.get(row["programme_code"], row["programme_code"])}
                title = t(f"feeds.{goal}", lang, **facts, indicator=row["indicator_code"])
                key = "-".join(
                    str(row[k]) for k in ("programme_code", "axis_code", "indicator_code")
                )
                yield f"{goal}-{key}-{year}", date(int(year), 12, 31), title, t("feeds.note", lang)


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return _CONTROL.sub(" ", words)


def _folded(line: str) -> str:
    """Return a calendar line folded into short lines, as RFC 5545 requires; no character is cut."""
    parts, now = [], ""
    for sign in line:
        if len((now + sign).encode()) > _LINE:
            parts.append(now)
            now = ""
        now += sign
    return "\r\n ".join([*parts, now])


# ---------------------------------------------------------------- alerts
def _feed(selection: Selection, edition: Edition, lang: Lang, request: Request) -> str:
    day = kept.newest_day(edition)
    here = str(request.url)
    head = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(t('feeds.alerts', lang))}</title><id>{escape(here)}</id>"
        f"<link rel={quoteattr('self')} href={quoteattr(here)}/><updated>{day}T00:00:00Z</updated>"
        f"<author><name>{escape(settings().owner or t('app.title', lang))}</name></author>"
    )
    base, data_set = str(request.base_url), request.query_params.get(address.DATA)
    carried = {address.LANG: lang, **({address.DATA: data_set} if data_set else {})}
    entries = "".join(
        _entry(alert, day, base, lang, carried) for alert in found(edition, selection)
    )
    return f"{head}{entries}</feed>\n"


def _entry(alert: Alert, day: str, base: str, lang: Lang, carried: dict[str, str]) -> str:
    about = "-".join([str(alert.rule), *(f"{k}:{v}" for k, v in sorted(alert.about.items()))])
    asked = urlencode({**alert.filters, **carried})
    link = f"{base.rstrip('/')}/{sitemap.PAGES[alert.page]}?{asked}"
    title = f"{wordings.size(alert, lang)}: {wordings.title(alert, lang)}"
    return (
        f"<entry><id>urn:cruscotto:{_xml(about)}:{day}</id><title>{_xml(title)}</title>"
        f"<updated>{day}T00:00:00Z</updated><link href={quoteattr(link)}/>"
        f"<category term={quoteattr(str(alert.kind))}/>"
        f"<summary>{_xml(wordings.reason(alert, lang))}</summary></entry>"
    )


def _xml(text: str) -> str:
    return escape(_CONTROL.sub(" ", text))
