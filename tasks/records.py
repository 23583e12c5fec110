"""The records that flow from step to step: Capture, Article, Quantity, Observation.

All are frozen and picklable, so that a batch of them can cross a process or a cluster unchanged.
Offsets always count characters of `Article.text`, end exclusive. `Article.text` is what the page
shows, traditional characters and injected noise included; what reading must step over is listed
in `Article.repairs`, so that a quote is a literal piece of the page and still reads as it should.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from tasks.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class Capture:
    """One response or file as bytes, before anything has read it.

    `page` is the name that people use for it (a file's name, or the url); `url` is where it came
    from (a file: url for files). `charset` is the one that the transport declared, if any.
    `captured_at` says when we saw it and is part of no identity.
    `parts` are the further pages of an article that its site cut into several; `sha256` is then
    over all of them. `region` is the code that the source's pages are about unless they say
    otherwise.
    """

    page: str
    url: str
    body: bytes = field(repr=False)
    sha256: str
    source: str
    captured_at: datetime | None = None
    status: int | None = None
    content_type: str | None = None
    charset: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None
    parts: tuple[Capture, ...] = ()
    region: str | None = None


class BlockKind(StrEnum):
    """What a block of the article is on the page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table cell: `article.text[start:end]`.

    `level` is 1 to 6 for headings. Cells carry their table's number in the article, their row and
    column (0-based, spans resolved), `row_heads` and `column_heads` (texts of the head cells that
    govern them, outermost first) and `caption` (the words above the table that belong to it, such
    as its title and "单位：万人").
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None
    is_head: bool = False
    row_heads: tuple[str, ...] = ()
    column_heads: tuple[str, ...] = ()
    caption: str = ""


class RepairKind(StrEnum):
    """What was wrong with the page and is read over or was put right."""

    MOJIBAKE = "mojibake"  # decoded anew; `text` holds the repaired characters
    GARBLED = "garbled"  # unrepairable characters; nothing is read across them
    RANDOM_TAIL = "random_tail"  # forum anti-copy noise between paragraphs
    ZERO_WIDTH = "zero_width"
    SPACE_IN_NUMBER = "space_in_number"
    PINYIN = "pinyin"  # （wèn） behind the character it spells
    TRADITIONAL = "traditional"  # the text is read through OpenCC t2s; offsets do not move
    SPAM_TITLE = "spam_title"  # <title> or headline carries an intruder's keywords


# Spans of these kinds are stepped over when the text is read.
SKIPPED = frozenset({RepairKind.RANDOM_TAIL, RepairKind.ZERO_WIDTH, RepairKind.PINYIN})


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of damage at `article.text[start:end]`; 0, 0 where the whole page is meant."""

    kind: RepairKind
    start: int = 0
    end: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """The main article of one page.

    `text` is the headline, then every block in order, divided by newlines; the cells of one table
    row share a line, divided by tabs. `title` is as the page shows it. `flags` are warnings that
    the page's own shape gives (`reprint`, `hacked_title`, `garbled_block`, `noise_injected`).
    `host_names` are names of the site (masthead, breadcrumb, publisher), weakest hint of the
    region; `region` is the code that its source is mostly about. `warnings` say what lowers trust.
    """

    page: str
    url: str
    sha256: str
    title: str | None
    published: PartialDate | None
    publisher: str | None
    author: str | None
    charset: str
    text: str
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    flags: tuple[str, ...] = ()
    host_names: tuple[str, ...] = ()
    site: str | None = None
    description: str | None = None
    region: str | None = None


class Bound(StrEnum):
    """How a stated value limits the true one."""

    EXACT = "="
    ABOVE = ">"
    BELOW = "<"
    ABOUT = "~"


class Measure(StrEnum):
    """What kind of thing a quantity measures; decides its unit."""

    COUNT = "count"  # `unit` is the classifier as written, simplified: 人, 家, 个, …
    MONEY = "money"  # yuan
    PERCENT = "percent"  # 九成 is 90, 6.9‰ is 0.69, 三分之二 is 66.67
    POINTS = "points"  # percentage points
    MULTIPLE = "multiple"  # growth in percent: 翻番 is 100, 增长5倍 is 500
    AREA = "area"  # square metres
    AGE = "age"  # 岁
    DURATION = "duration"  # 3年, 5个工作日: `unit` as written
    OTHER = "other"  # any other measured unit (公里, 吨, …)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text: `text[start:end]` holds number, scale, bound words and unit.

    `value` is in the unit of `measure`, scale and fraction applied: 11.8万人 is 118000.
    `number_start` is where the digits begin. `text` is the literal piece. `range_end` is true on
    the upper part of a range (85%~90%). `relative` is true for X倍 of a base (是上年的3倍), whose
    value is the growth all the same (200).
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    measure: Measure
    bound: Bound = Bound.EXACT
    number_start: int = 0
    number_end: int = 0
    range_end: bool = False
    relative: bool = False


class Statistic(StrEnum):
    """Whether a value is a state, something added in a period, a growth or an aim."""

    LEVEL = "level"
    NEW = "new"
    CHANGE = "change"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Observation:
    """A quantity bound to metric, statistic, region and period, with the words it came from.

    `regions` are the acceptable GB/T 2260 codes, the one in force at publication first; empty
    where the page does not tell. `quote` is `article.text[quote_start:quote_end]`. `rule` names
    the rule that bound it, `unit` is that of the metric (percent for a change), `confidence` is
    its chance (0 to 1) of being right in metric and value.
    """

    metric: str
    value: Decimal
    unit: str
    bound: Bound
    statistic: Statistic
    regions: tuple[str, ...]
    place: str | None
    start: PartialDate | None
    end: PartialDate | None
    quote: str
    quote_start: int
    quote_end: int
    rule: str
    confidence: float
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A quantity that no metric claims: a reason of a closed list, and its figures as detail.

    `head` is the noun that it counts, where that was asked for and the words tell one.
    """

    quantity: Quantity
    reason: str
    detail: str = ""
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """A named way of organising that the page speaks of: “六有”工会, 党建带工建, 小三级.

    `kind` is a short snake_case code; `quote` is `article.text[quote_start:quote_end]`.
    """

    name: str
    kind: str
    quote: str
    quote_start: int
    quote_end: int


OFF_TOPIC = "off_topic"  # the reason of pages that nobody needs to look at


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be handled: never silently gone."""

    page: str
    url: str
    sha256: str | None
    source: str
    reason: str
    detail: str
    archive_file: str | None = None
    archive_offset: int | None = None


@dataclass(frozen=True, slots=True)
class PageResult:
    """All that was read out of one capture.

    `flags` holds those of the article and those that the checks between facts raised. `trust` is
    from 0 to 1, lowered for spun text, mojibake, a hacked title and noise.
    """

    capture: Capture
    article: Article
    observations: tuple[Observation, ...]
    unclaimed: tuple[Unclaimed, ...]
    terms: tuple[tuple[str, int], ...] = ()
    flags: tuple[str, ...] = ()
    practices: tuple[Practice, ...] = ()
    trust: float = 1.0
