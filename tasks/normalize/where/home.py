"""The page's own region: what its text, headline, source and site speak of.

Every place name is a vote, heavier in the headline, in the lead and before 总工会; towns vote for
their county; words such as 全县 and 区总工会 say how high the region stands. Text and headline go
before the source, the source before the site's name. A name with several meanings votes for the
one whose province the page speaks of. Surprise: a headline that names a parent and a child
(沈阳铁西) is about the child.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from tasks.extract.document import Document
from tasks.normalize.gazetteer import COUNTRY, Gazetteer, Level, level_of
from tasks.normalize.places import PlaceKind
from tasks.normalize.where.bodies import BodyMention
from tasks.normalize.where.generic import HERE, TOWN_UNITS, GenericMention
from tasks.normalize.where.hints import Vote, hint_votes, meant
from tasks.normalize.where.mentions import RegionMention
from tasks.normalize.where.roles import Role, role_behind
from tasks.records import BlockKind

_FEDERATION = re.compile(r"[省市县区旗州]?(?:总工会|工会|各级工会|市委|县委|区委|统计局|人民政府)")
_ELSEWHERE_BEFORE = re.compile(r"(?:来自|赴|到|去|往|籍|家住|祖籍|比|与|同|跑|驶往|嫁到|老家)$")
_ELSEWHERE_BEHIND = re.compile(
    r"人(?!民|均|大|社|口|次|数|员)|籍|老乡|专线|\d+[日月]电|农商|农信|农村商业|村镇银行|大?地震"
)
# 在宜昌市总工会的领导下: the body above the one that tells.
_LEADS = re.compile(
    r"[省市县区州盟旗]?(?:[省市县区州]?(?:总工会|工会|委|政府|局)|[、和及与]){0,6}的?(?:正确|坚强|有力|精心|统一|具体|大力|悉心)?"
    r"(?:领导|指导|关心|支持|帮助|部署)(?:[、和与]?(?:领导|指导|关心|支持|帮助|部署))*下"
)
# Bodies that bear the name of a place without speaking for it.
_NAMESAKE = re.compile(r"(?:公司|集团|厂|油田|景区|景区管理局)$")
# Named for their investors and papers more often than for themselves.
_OFFSHORE = frozenset({"710000", "810000", "820000"})

_IDLE_COUNTRY = re.compile(
    r"(?:模范|五一|劳动|劳模|工人先锋|先进|优秀|首|第|人大|两会|各地|一|百|技)"
)


@dataclass(frozen=True, slots=True)
class Home:
    """The page's own region: its code as the page's day knew it, and the words that told."""

    code: str | None
    reason: str


def unit_of(code: str, gazetteer: Gazetteer) -> str:
    """The character by which a region calls itself: 省, 市, 县, 区, 旗, 州, 盟, or 国."""
    if code == COUNTRY:
        return "国"
    name = gazetteer.name(code) or "省"
    return "自治区" if name.endswith("自治区") else name[-1]


class HomeFinder:
    """Collects the votes of one document; `find()` counts them."""

    def __init__(
        self,
        document: Document,
        paths: list[RegionMention],
        generics: list[GenericMention],
        bodies: list[BodyMention],
        gazetteer: Gazetteer,
    ) -> None:
        self.document = document
        self.paths = paths
        self.generics = generics
        self.namesakes = {body.start for body in bodies if _NAMESAKE.search(body.name)}
        self.gazetteer = gazetteer

    def find(self) -> Home:
        """The region with most support; None where nothing names one."""
        votes, units = self._votes(), self._units()
        hints = hint_votes(self.document.article)
        text_votes = self._tally(votes, hints)
        text_votes = self._tally([*votes, *self._weak_title_votes(text_votes)], hints)
        told = self._best(text_votes, units)
        if told and text_votes.get(told, 0.0) >= 2 and self._fit(told, units) > 0.5:
            return Home(told, "text")
        votes += hints
        votes += self._weak_title_votes(self._tally(votes))
        together = self._tally(votes)
        best = self._best(together, units)
        if best is not None:
            return Home(best, "text" if best == told else "source")
        best = self._best(self._tally(self._weak_votes()), units)
        return Home(best, "common word as a name" if best else "nothing names a region")

    def _votes(self) -> list[Vote]:
        text, votes = self.document.text, []
        lead = self._lead_end()
        for path in self.paths:
            if path.weak or path.kind is PlaceKind.TOWN:
                continue
            weight = self._weight(path, lead)
            if _LEADS.match(text, path.end):
                weight *= 0.2
            elif _FEDERATION.match(text, path.end):
                weight += 1.5
            elif self._is_elsewhere(path):
                weight *= 0.2
            votes.append((meant(path), weight))
        return [*votes, *self._town_votes()]

    def _is_elsewhere(self, path: RegionMention) -> bool:
        """Whether a name stands for where someone comes from, goes to, or writes from."""
        before = self.document.text[max(0, path.start - 3) : path.start]
        return bool(
            _ELSEWHERE_BEFORE.search(before)
            or _ELSEWHERE_BEHIND.match(self.document.text, path.end)
            or role_behind(self.document.text[path.end : path.end + 8]) is Role.IDLE
            or path.start in self.namesakes
            or path.candidates[0] in _OFFSHORE
        )

    def _town_votes(self) -> list[Vote]:
        """Towns vote for a county that two of them share, or that has the only such town."""
        towns = {p.name: p.candidates for p in self.paths if p.kind is PlaceKind.TOWN}
        shared = Counter(code for codes in towns.values() for code in codes)
        votes: list[Vote] = []
        for codes in towns.values():
            agreed = tuple(code for code in codes if shared[code] > 1)
            if agreed:
                votes.append((agreed, 1.5 if len(agreed) == 1 else 1.0))
            else:
                votes.append((codes, 0.5 / len(codes)))
        return votes

    def _weak_title_votes(self, tally: dict[str, float]) -> list[Vote]:
        """A common word in the headline is a place where something else names that place too."""
        votes: list[Vote] = []
        for path in self.paths:
            if path.weak and self._in_title(path.start):
                known = tuple(code for code in path.candidates if tally.get(code))
                if known:
                    votes.append((known, 5.0))
        return votes

    def _weak_votes(self) -> list[Vote]:
        """Last resort: common words that open the headline or a sentence as a place would."""
        votes: list[Vote] = []
        for path in self.paths:
            opens = path.start == self.document.sentence_at(path.start).start
            behind = self.document.text[path.end : path.end + 1]
            if path.weak and opens and behind in "市县区工今去已共有：":
                votes.append((path.candidates, 1.0))
        return votes

    def _weight(self, path: RegionMention, lead: int) -> float:
        """A vote by where and how the name stands."""
        weight = 1.0
        if self._in_title(path.start):
            weight = 9.0
        elif path.start < lead:
            weight = 2.5
        if path.kind is PlaceKind.HINT:
            return weight * (0.6 if weight > 5 and len(path.candidates) == 1 else 0.3)
        if path.kind is PlaceKind.COUNTRY:
            idle = _IDLE_COUNTRY.match(self.document.text, path.end)
            return 0.0 if idle else weight * (1.0 if weight > 5 else 0.4)
        return weight

    def _in_title(self, position: int) -> bool:
        segment = self.document.segment_at(position)
        return bool(segment and segment.block.kind is BlockKind.TITLE)

    def _lead_end(self) -> int:
        """Where the second paragraph of the article ends."""
        ends = [s.end for s in self.document.segments if s.block.kind is BlockKind.PARAGRAPH]
        return ends[min(1, len(ends) - 1)] if ends else 0

    def _tally(self, votes: list[Vote], others: list[Vote] | None = None) -> dict[str, float]:
        """Votes by code; a name with several meanings goes with the province that is spoken of."""
        tally: defaultdict[str, float] = defaultdict(float)
        support: defaultdict[str, float] = defaultdict(float)
        for candidates, weight in (*votes, *(others or [])):
            if len(candidates) == 1:
                for area in {candidates[0][:2], candidates[0][:4], candidates[0]}:
                    support[area] += weight
        for candidates, weight in votes:
            for code in self._likely(candidates, support):
                tally[code] += weight
        return tally

    def _likely(self, candidates: tuple[str, ...], support: dict[str, float]) -> list[str]:
        """The one candidate that fits best; none where nothing decides.

        A region named in full elsewhere on the page comes first, then the larger one (河北 is the
        province, not the district of Tianjin), then the one whose neighbours are named.
        """
        ranked = {
            code: (
                support.get(code, 0),
                -level_of(code),
                support.get(code[:4], 0) + support.get(code[:2], 0),
            )
            for code in candidates
        }
        best = max(ranked.values())
        chosen = [code for code, rank in ranked.items() if rank == best]
        return chosen if len(chosen) == 1 else []

    def _units(self) -> Counter[str]:
        """How often the text calls its region 省, 市, 县, 区, … ."""
        units: Counter[str] = Counter()
        for generic in self.generics:
            if generic.unit not in TOWN_UNITS and generic.unit != HERE:
                weight = 0.3 if generic.idle else 1.0
                units[generic.unit] += 1
                units[generic.unit] += int(weight * (2 if self._in_title(generic.start) else 1))
        units["省"] //= 2  # every page has something to say of its province
        units["国"] //= 3
        return units

    def _best(self, tally: dict[str, float], units: Counter[str]) -> str | None:
        scores: dict[str, float] = {}
        for code in {*tally, *self._common_parents(tally)}:
            fit = self._fit(code, units)
            scores[code] = tally.get(code, 0.0) * (0.3 + 0.7 * fit)
            scores[code] += self._children(code, tally) * fit * fit
        best = max(sorted(scores), key=lambda code: scores[code], default=None)
        return best if best and scores[best] > 0 else None

    def _fit(self, code: str, units: Counter[str]) -> float:
        """How well the text's 全县, 区总工会, … suit a region: 0 to 1."""
        most = max(units.values(), default=0)
        if not most:
            return 1.0
        unit = unit_of(code, self.gazetteer)
        count = units[unit] + (units["区"] if unit == "自治区" else 0)
        count += units["地区"] if unit == "区" and level_of(code) is Level.PREFECTURE else 0
        return min(count / most, 1.0)

    def _common_parents(self, tally: dict[str, float]) -> set[str]:
        return {up for code in tally for up in self.gazetteer.parents(code) if up != COUNTRY}

    def _children(self, code: str, tally: dict[str, float]) -> float:
        """What the parts of a region add to it: little each, more where many are named."""
        if level_of(code) is Level.COUNTY:
            return 0.0
        if code == COUNTRY:
            provinces = {c[:2] for c in tally if c != COUNTRY}
            return len(provinces) * 0.5 if len(provinces) > 2 and code in tally else 0.0
        parts = {c: v for c, v in tally.items() if c != code and self.gazetteer.is_within(c, code)}
        many = len(parts) > 2 and (
            level_of(code) is not Level.PROVINCE or len({c[:4] for c in parts}) > 1
        )
        return min(3.0, sum(min(v, 1.5) for v in parts.values()) * (0.8 if many else 0.3))
