"""The span of what happened, and of the growth of wages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.normalize.levels import Levels
from tasks.normalize.scope import NO_DATE, PAGE_DATE, Asked, Dates, Scope
from tasks.normalize.times import TimeKind, TimeMention, TimeRole
from tasks.partial_date import PartialDate

_MORE = re.compile("净增|增[加长]?|[多少]|提高|减少")
_SO_FAR = re.compile("先后|已|至今|到眼下|目前|眼下")
_STOCK = re.compile("在档|建档|在册|入档|列入档案")
_HELPED = re.compile("慰问|救助|走访|帮扶|发放|脱困(?!攻坚)|解困|用[到于]|送")
_STOCK_CODE = "aid.households"
_TOTAL = re.compile("累计|先后|共|已")
_BUILDING = "facility.investment"
_REACH = 200  # characters around the sum in which its building is told of
_BREAKS_GROUND = re.compile("[^，。；、]{0,8}?(?:动工|开工|破土|奠基|始建|启动)")
_OPENS = re.compile(
    "[^，。；、]{0,8}?(?:竣工|验收|交付|投用|使用|建成|完工|封顶|启用|落成|开放|移交)"
)
_BASES = (TimeRole.COMPARED, TimeRole.ORIGIN)


class Flows:
    """Dates what happened within one scope."""

    def __init__(self, scope: Scope, levels: Levels) -> None:
        self.scope, self.levels = scope, levels
        self.governors, self.now, self.text = scope.governors, scope.now, scope.text

    def period(self, asked: Asked) -> Dates:
        """Both ends where the page tells them; a mere total so far has no start."""
        position = asked.position
        if asked.metric == _STOCK_CODE and self._is_stock(position):
            end, reason = self.levels.moment(position)
            return None, end, reason
        if asked.metric == _BUILDING:
            built = self._built(position)
            if built is not None:
                return built
        return self._of_pair(position) or self._added_since(position) or self._spent(asked)

    def _built(self, position: int) -> Dates | None:
        """From the beginning of a building to its end, where the sentence tells both."""
        document = self.governors.document
        sentence = document.sentence_at(position)
        begun: TimeMention | None = None
        near = (max(sentence.start, position - _REACH), min(sentence.end, position + _REACH))
        for mention in self.governors.between(*near):
            if mention.last is None or mention.role is TimeRole.NAMED:
                continue
            if _BREAKS_GROUND.match(self.text, mention.end):
                begun = mention
            elif begun is not None and _OPENS.match(self.text, mention.end):
                reason = f"{self.scope.said(begun)}, {self.scope.said(mention)}"
                return begun.first, mention.last, reason
        return None

    def _spent(self, asked: Asked) -> Dates:
        """The nearest span; 截至2月底 or 目前 only ends it, and the start is sought on."""
        position = asked.position
        limit: TimeMention | None = None
        for mention, own in self._mentions(asked):
            if mention.kind is TimeKind.NOW or mention.as_of:
                if limit is None and (own or self._is_recent(mention)):
                    limit = mention
                continue
            if own and mention.role in _BASES:
                if self.governors.is_of(mention, position):
                    return mention.first, mention.last, self.scope.said(mention)
                continue
            return self._limited(mention, limit, position)
        if limit is not None and limit.last is not None:
            total = limit.kind is TimeKind.NOW or "累计" in self.text[limit.end : position]
            start = None if total else PartialDate(limit.last.year)
            return start, limit.last, self.scope.said(limit)
        return None, self.now, PAGE_DATE if self.now else NO_DATE

    def _mentions(self, asked: Asked) -> Iterator[tuple[TimeMention, bool]]:
        """Every mention that may give the span, nearest first; the second member: same sentence."""
        for near in (
            self.governors.bracketed(asked.position),
            self.governors.shared_out(asked.position),
            self.governors.behind(asked.position),
        ):
            if near is not None and not self.scope.is_future(near):
                yield near, True
        for mention in self.governors.before(asked.position):
            if self.governors.same_period(mention):
                continue
            if mention.last is not None and not self.scope.is_future(mention):
                yield mention, True
        for mention in self.scope.outwards(asked.position):
            if mention.last is None or self.scope.is_future(mention):
                continue
            if mention.kind is TimeKind.VAGUE or mention.role in (TimeRole.REPORT, *_BASES):
                continue
            is_event = mention.kind is TimeKind.INSTANT and not mention.as_of
            if is_event and not (asked.on_a_day and mention.last.day):
                continue
            if not self.governors.same_period(mention):
                yield mention, False

    def _is_recent(self, mention: TimeMention) -> bool:
        """Whether the mention ends in the page's year or the one before."""
        if self.now is None or mention.last is None:
            return True
        return mention.last.year >= self.now.year - 1

    def _limited(self, mention: TimeMention, limit: TimeMention | None, position: int) -> Dates:
        """The span of a mention, ended earlier by 截至… or 目前, or by 已 and 先后 now."""
        first, last, reason = mention.first, mention.last, self.scope.said(mention)
        if self.scope.is_beginning(mention, position) and _TOTAL.search(
            self.text, mention.end, position
        ):
            return first, self.now, reason
        if first is None:  # 几个月下来: from the day last told
            first = self._last_told(mention)
        limited = limit.last if limit is not None else None
        if limit and limited and first and first.first() <= limited.last():
            return first, limited, f"{reason}, {self.scope.said(limit)}"
        if self.now and first and last and first.year < self.now.year <= last.year:
            last = self.now  # “十三五”时期, told in its last year
        this_year = self.now is not None and mention.last == PartialDate(self.now.year)
        if this_year and _SO_FAR.search(self.text[mention.end : position][:80]):
            last = self.now
        return first, last, reason

    def _last_told(self, mention: TimeMention) -> PartialDate | None:
        if mention.kind is not TimeKind.DURATION:
            return None
        for earlier in self.governors.openings(mention.start):
            if earlier.first is not None:
                return earlier.first.to_month()
        return None

    def _of_pair(self, position: int) -> Dates | None:
        """新建工会2007年612家，2008年905家；新会员由4.1万人增加到7.3万人."""
        first = self.governors.is_first_of_pair(position)
        if not first and not self.governors.is_second_of_pair(position):
            return None
        parallel = self.levels.parallel(position)
        if parallel is None:
            return None
        mention = parallel[0] if first else parallel[1]
        return mention.first, mention.last, self.scope.said(mention)

    def _added_since(self, position: int) -> Dates | None:
        """比2013年底净增987个: from the moment compared with to that of the level."""
        document = self.governors.document
        clause = document.clause_at(position)
        begin = self.governors.sentence_start(position)
        for mention in reversed(self.governors.between(begin, position)):
            if mention.role is not TimeRole.COMPARED or mention.start < clause.start:
                continue
            if mention.last is not None and _MORE.search(self.text, mention.end, position):
                end, reason = self.levels.moment(position, change=True)
                start = self.levels.base_date(mention, end)
                return start, end, f"{self.scope.said(mention)}, {reason}"
        return None

    def _is_stock(self, position: int) -> bool:
        document = self.governors.document
        start, clause = self.governors.sentence_start(position), document.clause_at(position)
        if _HELPED.search(self.text, clause.start, clause.end):
            return False
        return bool(_STOCK.search(self.text, start, position))

    def growth(self, position: int) -> Dates:
        """Wages grow in a year, or over a stated run of years."""
        own = [m for m in self.governors.before(position) if m.role is not TimeRole.COMPARED]
        for mention in (*own, *self.scope.outwards(position)):
            if mention.last is None or self.scope.is_future(mention):
                continue
            whole_years = mention.kind is TimeKind.SPAN and mention.last.month is None
            if mention.kind is TimeKind.DURATION or whole_years:
                return mention.first, mention.last, self.scope.said(mention)
            year = PartialDate(mention.last.year)
            return year, year, self.scope.said(mention)
        year_now = PartialDate(self.now.year) if self.now else None
        return year_now, year_now, PAGE_DATE if year_now else NO_DATE
