"""How claims go with one another: what each follows, and how it is told of the one before."""

from __future__ import annotations

from tasks.extract.binding import Claim
from tasks.extract.course import Course
from tasks.extract.document import Document
from tasks.extract.lexicon import default_lexicon
from tasks.extract.scene import Scene
from tasks.parse import parse_article
from tests.tasks.parse.pages import capture, paragraphs

TITLE = "海棠县总工会工作情况"


def course(body: str, *metrics: str) -> Course:
    """The course of a page whose counted numbers are claimed as `metrics`, in order."""
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
        f"<div>2019-03-07　来源：海棠日报</div>{body}</body></html>"
    )
    scene = Scene(Document(parse_article(capture(html))), default_lexicon())
    claims = [
        Claim(quantity, metric, False, 1.0, "gold")
        for quantity, metric in zip(scene.quantities, metrics, strict=True)
    ]
    return Course(scene, claims)


def test_each_follows_the_one_before_it() -> None:
    told = course(
        paragraphs("全县新建工会12家，新发展会员3000人。基层工会已有800家，工会会员共有9万人。"),
        *("unions.total", "members.total", "unions.total", "members.total"),
    )
    assert told.before == [None, 0, 1, 2]
    assert list(told.links(0)) == []
    assert "sentence" in list(told.links(1))
    assert "paragraph" in list(told.links(2))


def test_the_same_metric_and_what_stands_between_are_told() -> None:
    told = course(
        paragraphs("全县新发展工会会员3000人，目前工会会员总数已达到90000人，请各单位继续努力。"),
        *("members.total", "members.total"),
    )
    links = list(told.links(1))
    assert {"adjacent=True", "larger=True", "gap:reached"} <= set(links)
    assert "sentence smallest|flow=False" in list(told.features(0))
    assert "sentence far largest|members" in list(told.features(1))
    assert "next same=True|flow=False" in list(told.features(0))
    assert "next=none" in list(told.features(1))


def test_a_cell_follows_the_one_above_it() -> None:
    rows = (("镇", "基层工会（个）", "会员（人）"), ("东镇", "12", "3000"), ("西镇", "15", "4000"))
    cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    intro = "现将全县各镇工会工作有关数据通报如下，请各级工会认真对照检查，抓好工会组织建设工作。"
    told = course(
        f"{paragraphs(intro)}<table>{cells}</table>",
        *("unions.total", "members.total", "unions.total", "members.total"),
    )
    assert told.before == [None, None, 0, 1]
    assert list(told.links(2)) == ["cell", "cell|flow=False"]


def test_two_metrics_of_one_number() -> None:
    body = paragraphs("全县建会率、入会率均达到98%，工会组织建设走在全市各县（市、区）的前列。")
    told = course(body, "rate.membership")
    (claim,) = told.claims
    both = Course(told.scene, [claim, Claim(claim.quantity, "rate.establishment", False, 1.0, "x")])
    assert list(both.links(1)) == ["number", "number|stock|flow=False"]
    assert "next=none" in list(both.features(0))
