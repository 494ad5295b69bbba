"""The command `approve`: it publishes an import after a second person has approved it."""

from typing import Annotated, Any

import typer

from cruscotto.cli.options import Chosen, Format, OutputFormat
from cruscotto.cli.printing import print_json, print_rows
from cruscotto.config import settings
from cruscotto.errors import WrongValue
from cruscotto.facts import review, review_words
from cruscotto.facts.review import Check
from cruscotto.i18n import t
from cruscotto.warehouse import drafts
from cruscotto.warehouse.errors import NothingWaits


def approve(
    draft: Annotated[
        int | None, typer.Argument(help="Which draft to publish, by the number that is listed.")
    ] = None,
    checked: Annotated[
        str, typer.Option(help="What you looked at, with commas: all five checks.")
    ] = "",
    discard: Annotated[
        bool, typer.Option("--discard", help="Throw the draft away instead.")
    ] = False,
    format: Format = OutputFormat.TABLE,
) -> None:
    """Show the draft that waits for approval, with its checks; or publish or discard it.

    A draft is a warehouse with new imports, not yet published. To publish or discard it, state its
    number. Somebody who imported into it cannot publish it.

    Example: cruscotto approve

    Example: cruscotto approve 1795999943099709562 --discard
    """
    link, lang = Chosen.warehouse, settings().lang
    if draft is None:
        _show(format)
    elif discard:
        review.discard(link, draft)
        print(t("cli.discarded", lang, draft=draft))
    else:
        done = review.approve(link, draft, _read(checked))
        print(t("cli.approved", lang, draft=draft, by=", ".join(done.by), person=done.approved_by))


def _read(checked: str) -> list[str]:
    given = [word.strip() for word in checked.split(",") if word.strip()]
    unknown = [word for word in given if word not in set(Check)]
    if unknown:
        raise WrongValue(option="--checked", value=unknown[0], expected=", ".join(Check))
    return given


def _show(format: OutputFormat) -> None:
    link, lang = Chosen.warehouse, settings().lang
    draft = drafts.waiting(link)
    if draft is None:
        raise NothingWaits(warehouse=link)
    looked = list(review.checklist(link, draft))
    if format is OutputFormat.JSON:
        print_json(_as_dict(draft, looked))
        return
    made = f"{draft.made_at:%Y-%m-%d %H:%M:%S} UTC"
    print(t("cli.waits", lang, draft=draft.stamp, by=", ".join(draft.by), made=made))
    for one in looked:
        print(f"\n{review_words.title(one.check, lang)}\n{review_words.sentence(one, lang)}")
        if one.rows:
            print_rows(review_words.rows(one, lang), format)


def _as_dict(draft: drafts.Draft, looked: list[review.Looked]) -> dict[str, Any]:
    lang = settings().lang
    return {
        "draft": draft.stamp,
        "by": list(draft.by),
        "checks": [
            {
                "check": str(one.check),
                "level": str(one.level),
                "words": review_words.sentence(one, lang),
                "rows": review_words.rows(one, lang),
            }
            for one in looked
        ],
    }
