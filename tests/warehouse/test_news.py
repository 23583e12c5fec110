"""What a version says that the one before did not: new facts, other values, conflicts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tasks.load.load import load_batch
from tasks.load.runs import begin_run
from tests.warehouse.conftest import RULES, copy_template
from tests.warehouse.samples import QINGDAO, linan, observed, page_of, qingdao
from warehouse.database import open_writer
from warehouse.layout import Layout
from warehouse.news import News, news_between
from warehouse.publish import publish, versions

MEMBERS = "青岛市总工会会员达250万人，比上年增加。"


@pytest.fixture
def published(layout: Layout, template: Path) -> Layout:
    copy_template(template, layout)
    load(layout, "r1", qingdao())
    return layout


def load(layout: Layout, run: str, *pages: object) -> None:
    with open_writer(layout) as con:
        begin_run(con, run, "test", RULES)
        load_batch(con, list(pages), [], run)  # type: ignore[arg-type]
        publish(con, layout)


def news(layout: Layout) -> News:
    kept = versions(layout)
    return news_between(kept[-1] if kept else None, layout.published)


def test_of_the_first_version_everything_is_new(published: Layout) -> None:
    found = news(published)
    assert (found.fresh, found.other, found.gone, found.is_first) == (3, 0, 0, True)
    assert [one.metric for one in found.changes] == [
        "members.total",
        "rate.membership",
        "unions.total",
    ]


def test_the_same_again_is_no_news(published: Layout) -> None:
    load(published, "r2")
    assert news(published) == News()


def test_other_values_come_first_then_what_is_gone_then_what_is_new(published: Layout) -> None:
    text = QINGDAO.replace("269.7", "270").replace("入会率约九成。", "")
    changed = page_of(
        "qingdao.html",
        text,
        observed(text, "工会会员270万人", "members.total", 2700000, "370200"),
        observed(text, "工会组织26683家", "unions.total", 26683, "370200", unit="org"),
    )
    load(published, "r2", changed, linan())
    found = news(published)
    assert (found.fresh, found.other, found.gone) == (1, 1, 1)
    told = [(one.metric, one.region, one.place, one.old, one.new) for one in found.changes]
    assert told == [
        ("members.total", "青岛市", "", Decimal(2697000), Decimal(2700000)),
        ("rate.membership", "青岛市", "", Decimal(90), None),
        ("unions.total", "临安市", "昌化镇", None, Decimal(235)),
    ]
    assert found.changes[0].url == "file:///pages/qingdao.html"


def test_a_new_conflict(published: Layout) -> None:
    other = page_of(
        "other.html",
        MEMBERS,
        observed(MEMBERS, "会员达250万人", "members.total", 2500000, "370200"),
    )
    load(published, "r2", other)
    (conflict,) = news(published).conflicts
    assert (conflict.low, conflict.high) == (Decimal(2500000), Decimal(2697000))
    load(published, "r3")
    assert news(published).conflicts == ()


def test_what_is_no_version_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error):
        news_between(None, tmp_path / "none.duckdb")
