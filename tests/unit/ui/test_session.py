"""Questions that visitors share are worked out once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from cruscotto.ui.state.session import asked_once


def test_visitors_who_ask_at_the_same_moment_get_one_answer() -> None:
    here, worked_out = Barrier(3), []

    @asked_once
    def answer(edition: str) -> list[str]:
        worked_out.append(edition)
        return [edition]

    def visit(edition: str) -> list[str]:
        here.wait(10)
        return answer(edition)

    with ThreadPoolExecutor(3) as visitors:
        first, second, other = visitors.map(visit, ["new", "new", "old"])
    assert first is second
    assert other == ["old"]
    assert sorted(worked_out) == ["new", "old"]


def test_a_question_that_failed_is_asked_again() -> None:
    answers = iter([ZeroDivisionError(), "found"])

    @asked_once
    def answer(edition: str) -> str:
        found = next(answers)
        if isinstance(found, Exception):
            raise found
        return found

    with pytest.raises(ZeroDivisionError):
        answer("new")
    assert answer("new") == "found"
