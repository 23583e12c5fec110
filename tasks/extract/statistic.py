"""Statistic: whether a claimed number is a level, something new, a change or a target.

A change is known from its form. Between the other three a small model decides for all claims of
the page at once: on the words around each number (力争, 新建, 累计, 目前; `warehouse/cues.yaml`),
the time told before it, the metric's nature, and how it follows the claim before.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tasks.extract.binding import Claim
from tasks.extract.chains import marginals
from tasks.extract.course import Course
from tasks.extract.cues import cues
from tasks.extract.links import masked
from tasks.extract.ranker import Model
from tasks.extract.reading import read_words
from tasks.extract.scene import Scene
from tasks.extract.words import segment as segment_words
from tasks.normalize.frames import speaking_date
from tasks.normalize.times import find_times
from tasks.records import BlockKind, Measure, Statistic

CHOICES = (Statistic.LEVEL, Statistic.NEW, Statistic.TARGET)
STEPS = tuple(f"{before}>{choice}" for before in CHOICES for choice in CHOICES)
STATES = frozenset({"percent", "year"})  # shares and ages are states or aims, never new
WAGE_GROWTH = "wage.growth"
_NEITHER, _PLANNED = "none", "nearest=plan"
_STATED = frozenset({Statistic.LEVEL, Statistic.TARGET})
_FLOWING = frozenset({Statistic.NEW, Statistic.TARGET})
# A verb of coming into being between the number before and this one: no level.
_FRESH = re.compile(
    r"新(?:建|增|组建|发展|成立|吸收|签|创|评|命名|添|聘|入会)[^的，；]{0,14}$|净增加?[^，；]{0,10}$"
)


class StatisticReader:
    """Tells the statistics of one page's claims."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._metrics = scene.lexicon.codebook.metrics
        self._told_from = speaking_date(scene.document)
        self._times = find_times(scene.text, self._told_from)
        self._time_starts = [time.start for time in self._times]

    def tell(self, claims: Sequence[Claim], model: Model) -> list[Statistic]:
        """The statistic of each of the page's claims, which stand in order of the text.

        Wage growth is a growth unless it is aimed at.
        """
        told = {claim: Statistic.CHANGE for claim in claims if is_surely_change(claim)}
        course = Course(self.scene, [claim for claim in claims if claim not in told])
        indexes = range(len(course.claims))
        states = [self._scores(course, index, model) for index in indexes]
        steps = [_in_rows(model.scores(STEPS, course.links(index))) for index in indexes]
        shares = marginals(states, steps, course.before)
        for claim, share in zip(course.claims, shares, strict=True):
            likeliest = CHOICES[max(range(len(CHOICES)), key=share.__getitem__)]
            is_growth = claim.metric == WAGE_GROWTH and likeliest is Statistic.LEVEL
            told[claim] = Statistic.CHANGE if is_growth else likeliest
        return [told[claim] for claim in claims]

    def possible(self, claim: Claim) -> frozenset[Statistic]:
        """What the statistic of a claim can be; a growth of wages stands as their level here."""
        metric = self._metrics[claim.metric]
        if metric.unit in STATES or metric.code == WAGE_GROWTH:
            return _STATED
        is_fresh = metric.unit != "m2" and _FRESH.search(self._surroundings(claim)["gap"])
        return _FLOWING if metric.is_flow or is_fresh else frozenset(CHOICES)

    def _scores(self, course: Course, index: int, model: Model) -> list[float]:
        """A score for each of CHOICES, minus infinity for what the claim cannot be."""
        claim = course.claims[index]
        possible = self.possible(claim)
        scores = model.scores(CHOICES, [*self.features(claim), *course.features(index)])
        return [
            score if choice in possible else -math.inf
            for choice, score in zip(CHOICES, scores, strict=True)
        ]

    def features(self, claim: Claim) -> list[str]:
        """Readable features of a claim's surroundings: which class of words stands where."""
        metric = self._metrics[claim.metric]
        flow, code = metric.is_flow, metric.code
        features = ["bias", f"metric={code}", f"flow={flow}", f"unit={metric.unit}"]
        features += [f"measure={claim.quantity.measure}", f"rule={claim.rule}"]
        heads = list(self._of_heads(claim))
        spans = self._surroundings(claim)
        for place, words in spans.items():
            for name in cues("around").classes(words):
                if name == "new" and _PLANNED in heads and self.scene.is_cell(claim.quantity):
                    continue  # 新建 in a table of tasks tells what is asked for
                features += [f"{place}:{name}", f"{place}:{name}|flow={flow}"]
                if place in {"gap", "clause"}:
                    features.append(f"{place}:{name}|{code}")
        tail = masked(spans["gap"])[-4:]
        features += [f"tail={tail[-2:]}", f"tail={tail}"]
        near = "cell word" if self.scene.is_cell(claim.quantity) else "word"
        features += [f"{near}={word}" for word in self._near_words(claim)]
        features += [f"gap word={word}" for word in self._gap_words(claim)]
        for said in heads:
            features += [said, f"{said}|flow={flow}"]
        for cue in _last_cues(spans):
            features += [cue, f"{cue}|flow={flow}", f"{cue}|{metric.unit}"]
        family = code.partition(".")[0]
        for time in self._of_times(claim):
            features += [f"{time}|flow={flow}", f"{time}|{family}"]
        return features

    def _surroundings(self, claim: Claim) -> dict[str, str]:
        """The texts whose words may decide, by place."""
        scene, document, quantity = self.scene, self.scene.document, claim.quantity
        clause = document.clause_at(quantity.start)
        sentence = document.sentence_at(quantity.start)
        gap = scene.left_gap(quantity)
        spans = {
            "gap": scene.text[gap.start : gap.end],
            "clause": scene.text[clause.start : clause.end],
            "left": scene.text[sentence.start : quantity.start],
            "after": scene.text[quantity.end : clause.end],
            "title": document.headline,
        }
        headings = document.headings_over(quantity.start)
        if headings:
            spans["heading"] = scene.text[headings[-1].start : headings[-1].end]
        segment = document.segment_at(quantity.start)
        if segment is not None:
            spans["opening"] = scene.text[segment.start : segment.start + 30]
            if segment.block.kind is BlockKind.CELL:
                spans["gap"] = spans["clause"] = spans["left"] = self.scene.surrounding_words(
                    claim.quantity
                )
                spans["caption"] = read_words(segment.block.caption)
        return spans

    def _near_words(self, claim: Claim) -> set[str]:
        scene, start = self.scene, claim.quantity.start
        segment = scene.document.segment_at(start)
        if segment is not None and segment.block.kind is BlockKind.CELL:
            return {
                word for word, _, _ in segment_words(self.scene.surrounding_words(claim.quantity))
            }
        first = max(scene.document.clause_at(start).start, start - 20)
        return {w for w in scene.words_in(first, start) if not w[0].isdigit()}

    def _gap_words(self, claim: Claim) -> set[str]:
        """The words between the number before and this one; none in a table."""
        if self.scene.is_cell(claim.quantity):
            return set()
        gap = self.scene.left_gap(claim.quantity)
        words = self.scene.words_in(max(gap.start, gap.end - 20), gap.end)
        return {word for word in words if not word[0].isdigit()}

    def _of_heads(self, claim: Claim) -> Iterator[str]:
        """Whether headings, caption and column heads tell plans, what is done, both or neither."""
        document, start = self.scene.document, claim.quantity.start
        headings = " ".join(self.scene.text[h.start : h.end] for h in document.headings_over(start))
        told = {"headings": _classes(headings, "headings")}
        segment = document.segment_at(start)
        if segment is not None and segment.block.kind is BlockKind.CELL:
            column = read_words("".join(segment.block.column_heads))
            told["caption"] = _classes(read_words(segment.block.caption), "headings")
            told["column"] = _classes(column, "columns")
            for word, _, _ in segment_words(column):
                yield f"column word={word}"
        yield from (f"{place}={classes}" for place, classes in told.items())
        yield f"nearest={next((c for c in reversed(told.values()) if c != _NEITHER), _NEITHER)}"

    def _of_times(self, claim: Claim) -> Iterator[str]:
        """The kind of the last time told in the sentence, else in the paragraph."""
        start = claim.quantity.start
        sentence = self.scene.document.sentence_at(start)
        segment = self.scene.document.segment_at(start)
        index = bisect_left(self._time_starts, start) - 1
        if index < 0 or segment is None or self._times[index].start < segment.start:
            yield "time=none"
            return
        time = self._times[index]
        place = "sentence" if time.start >= sentence.start else "paragraph"
        yield f"time={place}|{time.kind}|{time.as_of}"
        told = self._told_from
        if told is not None and time.last is not None:
            ahead = time.last.last() > told.last()
            yield f"ahead={ahead}|{place}"
            yield f"ahead={ahead}|{place}|{time.kind}"
        if time.start >= self.scene.document.clause_at(start).start:
            yield f"time=clause|{time.kind}|{time.as_of}"


def is_surely_change(claim: Claim) -> bool:
    """Whether the number tells a growth, whatever stands around it."""
    return claim.is_change or claim.quantity.measure in {Measure.POINTS, Measure.MULTIPLE}


def _in_rows(steps: Sequence[float]) -> list[Sequence[float]]:
    """The scores of STEPS, by the choice before."""
    size = len(CHOICES)
    return [steps[start : start + size] for start in range(0, size * size, size)]


def _classes(words: str, place: str) -> str:
    """The classes of cues of `place` that `words` hold, joined; "none" for none."""
    return "+".join(cues(place).classes(words)) or _NEITHER


def _last_cues(spans: dict[str, str]) -> Iterator[str]:
    """The class of the cue nearest before the number, in its clause part and its sentence."""
    for place in ("gap", "left"):
        found = cues("around").places(spans[place])
        if found:
            yield f"last in {place}={found[-1][1]}"
            if len(found) > 1:
                yield f"last in {place}={found[-1][1]} after {found[-2][1]}"
        else:
            yield f"last in {place}=none"
