"""Single values: steps in which numbers are written, ids that depend on content alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from tasks.load.values import article_id, fixed, in_utc, observation_id, share, written_step
from tasks.records import Bound
from tests.warehouse.samples import qingdao


@pytest.mark.parametrize(
    ("value", "words", "step"),
    [
        ("2697000", "269.7万人", "1000"),
        ("118000", "11.8 万人", "1000"),
        ("26683", "26,683家", "1"),
        ("26683", "２６６８３家", "1"),
        ("3000", "3000人", "1"),
        ("5000", "5000余人", "1"),
        ("40000000", "4000万元", "10000"),
        ("90.3", "90.3%", "0.1"),
        ("0.69", "6.9‰", "0.01"),
        ("12000", "1.2", "1000"),  # the scale stands behind a later number
        ("30000", "三万人", "10000"),
        ("28", "二十八家", "1"),
        ("90", "九成", "10"),
        ("120000000", "1亿2千万", "10000000"),
        ("66.666667", "三分之二", "0.000001"),
        ("0", "0人", "1"),
        ("0", "零", "1"),
        ("-1.2", "1.2%", "0.1"),
        ("7", None, "1"),
    ],
)
def test_the_step_in_which_a_number_is_written(value: str, words: str | None, step: str) -> None:
    assert written_step(Decimal(value), words) == Decimal(step)


def test_ids_depend_on_what_was_read_and_on_nothing_else() -> None:
    seen = qingdao().observations[0]
    key = observation_id("a", seen)
    assert observation_id("a", replace(seen, rule="other", confidence=0.1, quantity=None)) == key
    changes = [
        {"metric": "x"}, {"value": Decimal(1)}, {"bound": Bound.ABOUT}, {"regions": ()},
        {"place": "x"}, {"end": None}, {"quote_start": 0}, {"quote_end": 99},
    ]  # fmt: skip
    ids = {observation_id("a", replace(seen, **change)) for change in changes}  # type: ignore[arg-type]
    assert len(ids | {key, observation_id("b", seen)}) == len(changes) + 2
    assert observation_id("a", replace(seen, value=Decimal("2697000.00"))) == key
    assert article_id("a", "bc", "d") != article_id("ab", "c", "d")


def test_odd_values() -> None:
    assert fixed(Decimal("1e18")) is None
    assert fixed(Decimal("NaN")) is None
    assert fixed(Decimal("66.66666666")) == Decimal("66.666667")
    assert share(1.7) == 1
    assert share(-1) == 0
    noon = datetime(2020, 1, 1, 12)
    assert in_utc(noon) == noon
    assert in_utc(noon.replace(tzinfo=timezone(timedelta(hours=8)))) == datetime(2020, 1, 1, 4)
    assert in_utc(noon.replace(tzinfo=UTC)) == noon
