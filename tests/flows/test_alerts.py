"""Which events a run has, and what it says is new: from reports and versions made by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from flows import alerts
from flows.alerts import of_changes, of_fetching, of_news
from flows.news_text import link, news_in_markdown
from tasks.fetch.report import FetchReport, SourceReport
from tasks.fetch.yields import Judgement, Verdict
from tasks.load.reprocess import MetricChange
from warehouse.news import Change, Conflict, News


@pytest.mark.parametrize(
    ("listed", "verdict", "event"),
    [
        (9, Verdict.OK, None),
        (0, Verdict.FAILED, alerts.SILENT),
        (3, Verdict.FAILED, alerts.YIELD),
        (9, Verdict.ALARM, alerts.SILENT),
        (900, Verdict.WARNED, alerts.YIELD),
    ],
)
def test_sources(listed: int, verdict: Verdict, event: str | None) -> None:
    report = SourceReport("qd", listed=listed, judgement=Judgement(verdict, "told"))
    found = list(of_fetching(FetchReport({"qd": report})))
    assert [one.event for one in found] == ([event] if event else [])
    assert all(one.about == "source.qd" and one.message == "qd: told" for one in found)


@pytest.mark.parametrize(("changed", "expected"), [(4, 0), (5, 0), (6, 1)])
def test_readings_that_changed_by_more_than_a_share(changed: int, expected: int) -> None:
    """5 of 100 is not more than a twentieth."""
    changes = [MetricChange("members.total", 100, 100, changed, 0, 0)]
    found = list(of_changes(changes, 0.05))
    assert len(found) == expected
    assert all(one.figures["members.total"] == changed for one in found)


def test_nothing_read_again_is_no_change() -> None:
    assert list(of_changes([], 0.05)) == []
    assert list(of_changes([MetricChange("new", 0, 3, 0, 3, 0)], 0.05)) == []


CONFLICT = Conflict("members.total", "青岛市", Decimal(90), Decimal(100), "file:///a", "https://b/")


def test_conflicts() -> None:
    assert list(of_news(News())) == []
    (found,) = of_news(News(conflicts=(CONFLICT,) * 12))
    assert found.event == alerts.CONFLICT
    assert found.message.startswith("12 new: 青岛市 members.total: 90 or 100; ")
    assert found.message.count("90 or 100") == 10


def test_what_is_new_is_a_table_with_old_and_new_values() -> None:
    url = "https://news.example/a(1).html?x=<b>|"
    change = Change(
        "members.total", "青岛市|<i>", "[x]", date(2013, 2, 28), Decimal(1), Decimal("2.50"), url
    )
    text = news_in_markdown(News(3, 1, 0, (change,), (CONFLICT,)))
    lines = text.splitlines()
    assert lines[0] == "3 facts new, 1 with another value, 0 gone; 1 new conflicts."
    assert lines[4] == (
        "| 青岛市\\|&lt;i&gt;\\[x\\] | members.total | 2013-02-28 | 1 | 2.5 | "
        "[news.example](https://news.example/a%281%29.html?x=%3Cb%3E%7C) |"
    )
    assert "… and 3 more" in text
    assert lines[-1] == "- 青岛市, members.total: 90 (a) or 100 ([b](https://b/))"


def test_the_first_version_says_so() -> None:
    assert news_in_markdown(News(is_first=True)).startswith("First version: 0 facts new")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("javascript:alert(1)", "alert(1)"),
        ("file:///pages/a%20b.html", "a%20b.html"),
        ("http://a.example/工会", "[a.example](http://a.example/%E5%B7%A5%E4%BC%9A)"),
        (
            "https://a.example/x) [y](http://evil/",
            "[a.example](https://a.example/x%29%20%5By%5D%28http://evil/)",
        ),
    ],
)
def test_links_are_only_links_and_only_to_the_web(url: str, expected: str) -> None:
    assert link(url) == expected
