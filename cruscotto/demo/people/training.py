"""Write the providers and the courses of the demonstration's participants.

A body that carries out an operation delivers its courses itself, except a few that another body of
the area delivers. A provider has the same code here as in the files of operations.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from cruscotto.demo import formats, labels
from cruscotto.demo.chance import Ints
from cruscotto.demo.formats import Column
from cruscotto.demo.operations import layouts
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.people.cohorts import Cohorts
from cruscotto.demo.people.stories import BETTER_BODY
from cruscotto.demo.territory.territory import areas

PROVIDERS, COURSES = "sintetico_enti.csv", "sintetico_corsi.csv"
SECOND_FROM, THIRD_FROM = 60, 200  # participants of an operation with two courses, with three
LEFT_TO_OTHERS = 12  # of so many operations one leaves its second course to another body
UNNAMED_EVERY = 3  # of so many operations with one course one does not name it
KINDS = ("training_body", "other", "other", "training_body")
REPLY = "I nostri corsi sono per disoccupati di lunga durata inviati dai centri per l'impiego."


@dataclass(frozen=True)
class Courses:
    """The courses of the operations that have participants: arrays with one entry per course.

    Attributes:
        operation: the index of the course's operation in the portfolio.
        number: the course's number within the operation, from one.
        body: the number of the body that delivers the course.
        count: how many courses the operation has.
        enrolled: how many participants the operation has.
    """

    operation: Ints
    number: Ints
    body: Ints
    count: Ints
    enrolled: Ints


def draw_courses(cohorts: Cohorts) -> Courses:
    """Return one to three courses for every operation: the more participants, the more courses."""
    whole = cohorts.firsts.whole
    operations, enrolled = np.unique(cohorts.firsts.enrolled.operation, return_counts=True)
    count = 1 + (enrolled >= SECOND_FROM) + (enrolled >= THIRD_FROM)
    operation = np.repeat(operations, count)
    number = np.arange(operation.size) - np.repeat(np.cumsum(count) - count, count) + 1
    body = whole.labels.body[operation]
    # bodies of an area have numbers that follow one another: the one before is a neighbour
    is_left = (operation % LEFT_TO_OTHERS == 0) & (number == 2) & (body > 1)
    body = np.where(is_left & (body != BETTER_BODY), body - 1, body)
    return Courses(operation, number, body, np.repeat(count, count), np.repeat(enrolled, count))


def course_column(cohorts: Cohorts) -> Column:
    """Return a column with each participation's course, blank for some operations with one course.

    Returns to an operation come after all first entries.
    """
    enrolled = cohorts.firsts.enrolled.operation
    operations, place, size = np.unique(enrolled, return_inverse=True, return_counts=True)
    count = 1 + (size >= SECOND_FROM) + (size >= THIRD_FROM)
    # first entries stand in the order of operations and of entry
    rank = np.arange(enrolled.size) - (np.cumsum(size) - size)[place]
    first = rank * count[place] // size[place] + 1
    again = np.searchsorted(operations, cohorts.returns.enrolled.operation)
    number = np.concatenate((first, count[again]))
    operation = np.concatenate((enrolled, operations[again]))
    is_named = (np.concatenate((count[place], count[again])) > 1) | (operation % UNNAMED_EVERY != 0)
    return formats.blank_unless(is_named, formats.glue("C", formats.number(number)))


def write_training(folder: Path, cohorts: Cohorts, codes: Column, courses: Courses) -> list[Path]:
    """Write the file of providers and the file of courses; return their paths.

    Args:
        folder: the folder to write to.
        cohorts: the participations.
        codes: the code of each course's operation.
        courses: the courses from `draw_courses`.
    """
    whole = cohorts.firsts.whole
    paths = [folder / PROVIDERS, folder / COURSES]
    layouts.write_csv(paths[0], _provider_table(whole, courses))
    layouts.write_csv(paths[1], _course_table(whole, courses, codes))
    return paths


def _provider_table(whole: Portfolio, courses: Courses) -> pa.Table:
    body, first = np.unique(courses.body, return_index=True)
    area = whole.area[courses.operation[first]]
    return pa.table(
        {
            "provider_id": provider_codes(body),
            "name": formats.pick([labels.body_name(n) for n in range(body.max() + 1)], body),
            "kind": formats.pick(KINDS, body % len(KINDS)),
            "region": formats.pick([place.region_code for place in areas()], area),
            "province": formats.pick([place.provinces[0].code for place in areas()], area),
            "accreditation": formats.glue("SINT-ACC-", formats.number(body)),
            "reply": formats.choose(body == BETTER_BODY, REPLY, ""),
        }
    )


def _course_table(whole: Portfolio, courses: Courses, codes: Column) -> pa.Table:
    titles = labels.titles().words
    places = np.ceil(courses.enrolled / courses.count * 1.1).astype(np.int64)
    return pa.table(
        {
            "course_id": formats.glue("C", formats.number(courses.number)),
            "operation_code": codes,
            "provider_id": provider_codes(courses.body),
            "title": formats.glue(
                "[SINTETICO] ",
                formats.pick(titles, whole.labels.title[courses.operation]),
                " - ",
                formats.number(courses.number),
            ),
            "hours": formats.number(80 + courses.operation % 12 * 40),
            "places": formats.number(places),
        }
    )


def provider_codes(body: Ints) -> Column:
    """Return the codes of bodies by their numbers, as the files of operations write them."""
    return formats.glue("SINT", formats.number(body, 7))
