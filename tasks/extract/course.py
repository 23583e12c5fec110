"""The course of a page's claims: what those beside a claim tell of its statistic.

Statistics run in rows: after `新建工会12家` the next count is most likely new as well, and of two
counts of one metric in a sentence the smaller is seldom the level. So each claim follows another:
the one before it in the text, or for a table cell the one above it in its column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tasks.extract.binding import Claim
from tasks.extract.cues import cues
from tasks.extract.links import masked
from tasks.extract.scene import Scene
from tasks.records import Measure, Quantity

_LONG = 12  # characters between two numbers, above which they are no mere link
_FAR = 5  # times as large: hardly the same thing a year later
_MOST = 100  # numbers of one metric on a page are compared


class Course:
    """The claims of a page in order of its text, and how each goes with the others."""

    def __init__(self, scene: Scene, claims: Sequence[Claim]) -> None:
        self.scene = scene
        self._metrics = scene.lexicon.codebook.metrics
        self.claims = claims
        self._alike: dict[tuple[str, Measure], list[Quantity]] = defaultdict(list)
        for claim in claims:
            alike = self._alike[claim.metric, claim.quantity.measure]
            if len(alike) < _MOST:
                alike.append(claim.quantity)
        self.before = self._predecessors()

    def features(self, index: int) -> Iterator[str]:
        """Readable features of the claim's size among those of its metric, and of what follows."""
        yield from self._sizes(self.claims[index])
        if not self.scene.is_cell(self.claims[index].quantity):
            yield from self._after(index)

    def links(self, index: int) -> Iterator[str]:
        """Readable features of how the claim follows the one before it; none where there is none.

        The statistics of both are judged by them: `new>level|gap:reached`.
        """
        before = self.before[index]
        if before is None:
            return
        last, claim = self.claims[before], self.claims[index]
        flow = self._flow(claim)
        if self.scene.is_cell(claim.quantity):
            yield "cell"
            yield f"cell|{flow}"
            return
        place = self._place(last.quantity.start, claim.quantity.start)
        yield place
        yield f"{place}|{self._kinship(last, claim)}|{flow}"
        if place == "sentence":
            yield from self._within_sentence(last, claim)
        elif place != "number":
            yield from self._over_sentences(place, claim)

    def _predecessors(self) -> list[int | None]:
        """For each claim the index of the one that it follows."""
        before: list[int | None] = []
        latest: int | None = None
        in_column: dict[tuple[int | None, int | None], int] = {}
        for index, claim in enumerate(self.claims):
            start = claim.quantity.start
            segment = self.scene.document.segment_at(start)
            if segment is not None and self.scene.is_cell(claim.quantity):
                column = segment.block.table, segment.block.column
                before.append(in_column.get(column))
                in_column[column] = index
            else:
                before.append(latest)
                latest = index
        return before

    def _place(self, last: int, start: int) -> str:
        """Where the number at `last` stands for that at `start`."""
        document = self.scene.document
        if last == start:
            return "number"
        if last >= document.sentence_at(start).start:
            return "sentence"
        segment = document.segment_at(start)
        return "paragraph" if segment is not None and last >= segment.start else "page"

    def _within_sentence(self, last: Claim, claim: Claim) -> Iterator[str]:
        scene, flow = self.scene, self._flow(claim)
        first, end = last.quantity.end, claim.quantity.start
        text = scene.text[first:end]
        previous = scene.previous(claim.quantity)
        yield f"adjacent={previous is not None and previous.start == last.quantity.start}"
        yield f"link={masked(text)[:2] if len(text) <= _LONG else 'long'}|{flow}"
        yield from _cues("gap", text, flow)
        for word in scene.words_in(first, end):
            if not word[0].isdigit():
                yield f"gap word={word}"
        if last.metric == claim.metric:
            yield f"larger={claim.quantity.value > last.quantity.value}"

    def _over_sentences(self, place: str, claim: Claim) -> Iterator[str]:
        document, start = self.scene.document, claim.quantity.start
        sentence, segment = document.sentence_at(start), document.segment_at(start)
        opening = sentence.start if place == "paragraph" or segment is None else segment.start
        yield from _cues(f"{place} gap", self.scene.text[opening:start], self._flow(claim))

    def _after(self, index: int) -> Iterator[str]:
        """The cues between a claim and the next of its sentence."""
        claim = self.claims[index]
        quantity, flow = claim.quantity, self._flow(claim)
        end = self.scene.document.sentence_at(quantity.start).end
        following = index + 1
        while following < len(self.claims) and self._start(following) == quantity.start:
            following += 1
        if following == len(self.claims) or self._start(following) >= end:
            yield "next=none"
            return
        yield f"next same={self.claims[following].metric == claim.metric}|{flow}"
        gap = self.scene.text[quantity.end : self._start(following)]
        for name in cues("around").classes(gap):
            yield f"next gap:{name}|{flow}"

    def _sizes(self, claim: Claim) -> Iterator[str]:
        """Whether the claim is the largest of its metric in the sentence, paragraph and page."""
        start, value, flow = claim.quantity.start, claim.quantity.value, self._flow(claim)
        document, family = self.scene.document, claim.metric.partition(".")[0]
        sentence, segment = document.sentence_at(start), document.segment_at(start)
        spans = {"sentence": sentence, "paragraph": segment or sentence, "page": None}
        alike = self._alike[claim.metric, claim.quantity.measure]
        others = [quantity for quantity in alike if quantity.start != start]
        for place, span in spans.items():
            values = [q.value for q in others if span is None or span.start <= q.start < span.end]
            if not values:
                yield f"{place} only|{flow}"
                continue
            high, low = max(values), min(values)
            size = "largest" if value >= high else "smallest" if value <= low else "middle"
            far = "far " if high > _FAR * value or value > _FAR * high else ""
            yield f"{place} {size}|{flow}"
            yield f"{place} {far}{size}|{family}"

    def _start(self, index: int) -> int:
        return self.claims[index].quantity.start

    def _flow(self, claim: Claim) -> str:
        return f"flow={self._metrics[claim.metric].is_flow}"

    def _kinship(self, last: Claim, claim: Claim) -> str:
        if last.metric == claim.metric:
            return "same"
        return "flow" if self._metrics[last.metric].is_flow else "stock"


def _cues(place: str, text: str, flow: str) -> Iterator[str]:
    """The classes of cues that `text` holds; where it holds none, that."""
    found = cues("around").classes(text)
    for name in found:
        yield f"{place}:{name}"
    if not found:
        yield f"{place}:none|{flow}"
