"""Pages as JSON lines, rules as a fingerprint, and bugs as rejects."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tasks.errors import PageRejected
from tasks.partial_date import PartialDate
from tasks.read import read_capture
from tasks.records import Article, Bound, Capture, Observation, PageResult, Reject, Statistic
from tasks.rows import page_row, plain_number, reject_row
from tasks.version import rules_version

CAPTURE = Capture("a.html", "file:///a.html", "工会".encode(), "00", "files")


def observed(value: str = "118000", regions: tuple[str, ...] = ("320924",)) -> Observation:
    return Observation(
        metric="members.total",
        value=Decimal(value),
        unit="person",
        bound=Bound.ABOVE,
        statistic=Statistic.LEVEL,
        regions=regions,
        place=None,
        start=None,
        end=PartialDate(2020, 5),
        quote="会员11.8万余人",
        quote_start=3,
        quote_end=11,
        rule="ranker",
        confidence=0.98765,
    )


def result(*observations: Observation) -> PageResult:
    article = Article(
        "a.html",
        "file:///a.html",
        "00",
        "标题",
        PartialDate(2020, 6, 1),
        "新华社",
        None,
        "utf-8",
        "正文",
        (),
        flags=("reprint",),
    )
    return PageResult(CAPTURE, article, observations, (), flags=("sum_mismatch", "reprint"))


def test_page_row_has_the_shape_of_a_gold_row() -> None:
    row = page_row(result(observed()))
    assert row == {
        "page": "a.html",
        "title": "标题",
        "published": "2020-06-01",
        "source": "新华社",
        "region": ["320924"],
        "flags": ["reprint", "sum_mismatch"],
        "observations": [
            {
                "metric": "members.total",
                "value": 118000,
                "unit": "person",
                "bound": ">",
                "statistic": "level",
                "region": ["320924"],
                "place": None,
                "start": None,
                "end": "2020-05",
                "quote": "会员11.8万余人",
                "quote_start": 3,
                "quote_end": 11,
                "confidence": 0.988,
                "rule": "ranker",
            }
        ],
    }
    json.dumps(row)


def test_region_of_a_page_is_that_of_most_of_its_numbers() -> None:
    two, one = observed(regions=("330402",)), observed(regions=())
    assert page_row(result(observed(), two, two, one))["region"] == ["330402"]
    assert page_row(result(one))["region"] == []


@pytest.mark.parametrize(
    ("value", "number"),
    [("118000", "118000"), ("1.2E+8", "120000000"), ("90.30", "90.3"), ("-1.2", "-1.2")],
)
def test_plain_number(value: str, number: str) -> None:
    assert json.dumps(plain_number(Decimal(value))) == number


def test_reject_row_says_why() -> None:
    row = reject_row(Reject("a.html", "file:///a.html", None, "files", "empty", "0 bytes"))
    assert (row["observations"], row["reject"], row["detail"]) == ([], "empty", "0 bytes")


def test_rejected_page_is_a_reject() -> None:
    def refuse(capture: Capture) -> PageResult:
        raise PageRejected("not_an_article", "nothing but links")

    found = read_capture(CAPTURE, refuse)
    assert found == Reject(
        "a.html", "file:///a.html", "00", "files", "not_an_article", "nothing but links"
    )


def test_a_bug_is_a_reject_that_names_its_place() -> None:
    def stumble(capture: Capture) -> PageResult:
        raise KeyError(capture.page)

    found = read_capture(CAPTURE, stumble)
    assert isinstance(found, Reject)
    assert found.reason == "failed"
    assert "KeyError in test_rows.py:" in found.detail


def test_rules_version_is_stable_and_short() -> None:
    assert rules_version() == rules_version()
    version, _, fingerprint = rules_version().partition("+")
    assert version[0].isdigit()
    assert len(fingerprint) == 12
