"""Page results made by hand, for the tests of warehouse and load."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal

from tasks.partial_date import PartialDate
from tasks.records import (
    Article,
    Block,
    BlockKind,
    Bound,
    Capture,
    Measure,
    Observation,
    PageResult,
    Practice,
    Quantity,
    Reject,
    Statistic,
    Unclaimed,
)

# A dimension row each, as tasks/load/dimensions.py makes them.
METRICS: list[tuple[object, ...]] = [
    ("members.total", "person", "工会会员数", "Union members", "all", False, None, None),
    ("unions.total", "org", "基层工会组织数", "Primary unions", "all forms", False, None, None),
    ("rate.membership", "percent", "职工入会率", "Membership rate", "share", False, 0, 100),
]


def _region(
    code: str, name: str, level: str, parent: str | None, since: int | None,
    until: int | None = None, today: str | None = None, *former: tuple[str, int, int],
) -> tuple[object, ...]:  # fmt: skip
    """A row of `region`; `former` are earlier names with their years."""
    successors = [today] if today else []
    names = [(name, since, until), *former]
    if former:
        names[0] = (name, former[0][2], until)
    short = name[:-1] if parent else None
    years = (since, until, successors, today or code, names)
    return code, name, short, level, parent, *years


REGIONS: list[tuple[object, ...]] = [
    _region("100000", "全国", "country", None, None),
    _region("370000", "山东省", "province", "100000", 1981),
    _region("370200", "青岛市", "prefecture", "370000", 1981),
    _region("330100", "杭州市", "prefecture", "330000", 1981),
    _region("330112", "临安区", "county", "330100", 2017),
    _region("330185", "临安市", "county", "330100", 1996, 2017, "330112"),
    _region("330402", "南湖区", "county", "330400", 1993, None, None, ("秀城区", 1993, 2005)),
]
DIMENSIONS: dict[str, list[tuple[object, ...]]] = {
    "metric": METRICS,
    "region": REGIONS,
    "place": [("330112", "昌化镇", True)],
}


def observed(
    text: str,
    quote: str,
    metric: str,
    value: float | str,
    *regions: str,
    end: str | None = "2013-02",
    start: str | None = None,
    bound: str = "=",
    statistic: str = "level",
    place: str | None = None,
    unit: str = "person",
    rule: str = "clause",
    confidence: float = 0.9,
) -> Observation:
    """An observation of `quote`, which stands in `text`."""
    at = text.index(quote)
    number = Quantity(
        at, at + len(quote), quote, Decimal(str(value)), "人", Measure.COUNT, Bound(bound)
    )
    return Observation(
        metric, Decimal(str(value)), unit, Bound(bound), Statistic(statistic), regions, place,
        PartialDate.parse(start) if start else None, PartialDate.parse(end) if end else None,
        quote, at, at + len(quote), rule, confidence, number,
    )  # fmt: skip


def page_of(
    page: str,
    text: str,
    *observations: Observation,
    source: str = "files",
    published: str | None = "2013-02-26",
    title: str | None = None,
    publisher: str | None = "工人日报",
    captured_at: datetime | None = None,
    body: bytes | None = None,
    unclaimed: tuple[Unclaimed, ...] = (),
    terms: tuple[tuple[str, int], ...] = (),
    flags: tuple[str, ...] = (),
    practices: tuple[Practice, ...] = (),
    trust: float = 1.0,
) -> PageResult:
    """A page whose article is `text`, with what was read out of it."""
    content = text.encode("utf-8", "surrogatepass") if body is None else body
    digest = hashlib.sha256(content).hexdigest()
    url = f"file:///pages/{page}"
    article = Article(
        page, url, digest, title or text.split("\n")[0],
        PartialDate.parse(published) if published else None, publisher, None, "utf-8", text,
        (Block(BlockKind.PARAGRAPH, 0, len(text)),),
    )  # fmt: skip
    capture = Capture(page, url, content, digest, source, captured_at)
    return PageResult(
        capture, article, observations, unclaimed, terms, flags, practices, trust
    )  # fmt: skip


QINGDAO = "青岛工会\n全市工会会员269.7万人，工会组织26683家。入会率约九成。"


def qingdao(**changes: object) -> PageResult:
    """A page with three observations of 青岛 and one number that nobody claims."""
    year = Quantity(0, 2, "青岛", Decimal(7), "", Measure.OTHER)
    return page_of(
        "qingdao.html",
        QINGDAO,
        observed(QINGDAO, "工会会员269.7万人", "members.total", 2697000, "370200"),
        observed(QINGDAO, "工会组织26683家", "unions.total", 26683, "370200", unit="org"),
        observed(
            QINGDAO, "入会率约九成", "rate.membership", 90, "370200", bound="~", unit="percent"
        ),
        unclaimed=(Unclaimed(year, "no_head"),),
        terms=(("工会", 3), ("会员", 1)),
        flags=("reprint",),
        practices=(Practice("六有", "quoted_number", "青岛", 0, 2),),
        **changes,  # type: ignore[arg-type]
    )


LINAN = "临安市工会\n昌化镇共有工会235家。"


def linan() -> PageResult:
    """A page about a town of a county whose code has changed since."""
    return page_of(
        "linan.html",
        LINAN,
        observed(
            LINAN, "共有工会235家", "unions.total", 235, "330185", "330112",
            place="昌化镇", end="2017-01", unit="org",
        ),
        published="2017-01-10",
        publisher=None,
    )  # fmt: skip


def rejected(page: str = "broken.html", reason: str = "binary") -> Reject:
    """A page that could not be read."""
    return Reject(page, f"file:///pages/{page}", "00" * 32, "files", reason, "not a text")
