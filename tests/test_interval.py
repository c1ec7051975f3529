"""Days of limited precision and bounded numbers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from moonpact.graph.conclusion.interval import Days, Numbers, days, written


def span(first: str, last: str) -> Days:
    """Return the days from one to the other."""
    return Days(date.fromisoformat(first), date.fromisoformat(last))


def numbers(least: str | None, most: str | None) -> Numbers:
    """Return the numbers from one bound to the other."""
    return Numbers(None if least is None else Decimal(least), None if most is None else Decimal(most))


@pytest.mark.parametrize(
    ("start", "precision", "expected", "text"),
    [
        ("2023-10-18", "day", span("2023-10-18", "2023-10-18"), "2023-10-18"),
        ("2023-10-01", "month", span("2023-10-01", "2023-10-31"), "2023-10"),
        ("2024-02-01", "month", span("2024-02-01", "2024-02-29"), "2024-02"),
        ("2023-02-01", "month", span("2023-02-01", "2023-02-28"), "2023-02"),
        ("2023-01-01", "year", span("2023-01-01", "2023-12-31"), "2023"),
    ],
)
def test_a_date_means_the_days_of_its_precision(start: str, precision: str, expected: Days, text: str) -> None:
    first = date.fromisoformat(start)
    assert (days(first, precision), written(first, precision)) == (expected, text)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (span("2023-05-01", "2023-05-31"), span("2023-05-31", "2023-06-30"), True),
        (span("2023-05-01", "2023-05-31"), span("2023-06-01", "2023-06-30"), False),
        (span("2023-01-01", "2023-12-31"), span("2023-05-01", "2023-05-01"), True),
        (span("2023-05-01", "2023-05-01"), span("2023-05-02", "2023-05-02"), False),
    ],
)
def test_days_overlap_both_ways(one: Days, other: Days, overlap: bool) -> None:
    assert (one.overlaps(other), other.overlaps(one)) == (overlap, overlap)


def test_a_day_has_no_width_and_a_year_has_one() -> None:
    assert span("2023-05-01", "2023-05-01").width == timedelta(0)
    assert span("2023-01-01", "2023-12-31").width == timedelta(364)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (numbers("12", "12"), numbers("11", None), True),
        (numbers("12", "12"), numbers("12", None), True),
        (numbers("12", "12"), numbers("13", None), False),
        (numbers("12", "12"), numbers(None, "12"), True),
        (numbers("12", "12"), numbers(None, "11"), False),
        (numbers("12", "12"), numbers("12.0", "12.0"), True),
        (numbers("10", "12"), numbers("12", "14"), True),
        (numbers("10", "11"), numbers("12", "14"), False),
        (numbers("13", None), numbers(None, "12"), False),
        (numbers("13", None), numbers("5", None), True),
        (numbers(None, None), numbers("5", "5"), True),
    ],
)
def test_numbers_overlap_both_ways(one: Numbers, other: Numbers, overlap: bool) -> None:
    assert (one.overlaps(other), other.overlaps(one)) == (overlap, overlap)


@pytest.mark.parametrize(
    ("held", "exact"),
    [
        (numbers("12", "12"), True),
        (numbers("0", "0"), True),
        (numbers("12", None), False),
        (numbers(None, "12"), False),
        (numbers("12", "13"), False),
        (numbers(None, None), False),
    ],
)
def test_a_number_is_exact_if_no_other_is_possible(held: Numbers, exact: bool) -> None:
    assert held.exact is exact
