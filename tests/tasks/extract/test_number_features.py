"""What a number's form says of whatever it counts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tasks.extract.number_features import size_of
from tasks.records import Measure, Quantity


@pytest.mark.parametrize(
    ("value", "measure", "size"),
    [
        ("9", Measure.COUNT, "1e0"),
        ("999", Measure.COUNT, "1e2"),
        ("1000", Measure.COUNT, "1e3"),
        ("1.2E+6", Measure.MONEY, "1e6"),
        ("0.5", Measure.COUNT, "0"),
        ("0", Measure.COUNT, "0"),
        ("-1.2", Measure.PERCENT, "0%"),
        ("19.9", Measure.PERCENT, "0%"),
        ("85.2", Measure.PERCENT, "80%"),
        ("100", Measure.PERCENT, "100%"),
        ("300", Measure.PERCENT, "100%"),
        ("38.4", Measure.AGE, "age"),
        ("384", Measure.AGE, "age"),
        ("3.5", Measure.POINTS, "0%"),
    ],
)
def test_the_size_of_a_number(value: str, measure: Measure, size: str) -> None:
    assert size_of(Quantity(0, 1, "", Decimal(value), "", measure)) == size
