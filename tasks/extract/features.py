"""What speaks for and against a candidate, as named features.

Each feature is a string that a person can read (`rel=L0`, `link=达到`, `veto=clause`), so that the
ranker's weights are its explanation. Most are shared by all metrics: a metric that the model
never saw is judged by them alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tasks.extract.alignment import Alignment
from tasks.extract.candidates import Candidate, covers
from tasks.extract.lexicon import Mention, Role
from tasks.extract.scene import Near, Scene
from tasks.records import BlockKind, Bound, Quantity

_NUMBER = re.compile(r"[0-9.,]+[万亿千百]?|[一二三四五六七八九十百千万亿两]{2,}")
_PART = re.compile(r"其中|含|包括|分别|内有")
_AIM = re.compile(r"力争|确保|计划|目标|不低于|不少于|争取|将|要|任务")
_BUCKETS = (0, 1, 2, 4, 7, 11, 20, 40)


def bucket(distance: int) -> int:
    """The largest bound that `distance` reaches: distances matter less the larger they are."""
    return max(bound for bound in _BUCKETS if distance >= bound)


def masked(words: str) -> str:
    """`words` with every number replaced by #, so that a link is the same whatever it links."""
    return _NUMBER.sub("#", words)


class Describer:
    """Makes the features of one page's quantities; holds what they share."""

    def __init__(self, scene: Scene, alignment: Alignment) -> None:
        self.scene = scene
        self.alignment = alignment
        self.anchor_near = re.compile("工会|总工会|职工")

    def of_candidate(
        self, quantity: Quantity, candidate: Candidate, before: str | None, first: bool
    ) -> list[str]:
        """Features of one reading; `before` is the metric given to the number before it."""
        metric, code = candidate.metric, candidate.metric.code
        features = ["bias", f"unit={metric.unit}|{quantity.unit}", f"metric={code}"]
        features.append(f"{code}|unit={quantity.unit}")
        kind = "change" if candidate.is_change else "plain"
        features.append(f"kind={kind}|{metric.unit}")
        features.append(f"{code}|{kind}")
        features.extend(self._of_heads(quantity, candidate))
        features.extend(self._of_company(quantity, candidate))
        features.extend(self._of_sequence(quantity, candidate, before, first))
        features.extend(f"{code}|word={word}" for word in self._clause_words(quantity))
        return features

    def of_none(self, quantity: Quantity, before: str | None, has_heads: bool) -> list[str]:
        """Features of leaving the quantity unclaimed."""
        scene = self.scene
        sentence = scene.document.sentence_at(quantity.start)
        segment = scene.document.segment_at(quantity.start)
        clause = scene.document.clause_at(quantity.start)
        features = [
            "none",
            f"none|unit={quantity.unit}",
            f"none|measure={quantity.measure}",
            f"none|heads={has_heads}",
            f"none|before={before or 'none'}",
            f"none|bound={quantity.bound is Bound.EXACT}",
            f"none|left={scene.text[max(0, quantity.start - 2) : quantity.start]}",
            f"none|right={scene.text[quantity.end : quantity.end + 2]}",
            f"none|small={quantity.value < 10}",
        ]
        if segment is not None:
            features.append(f"none|block={segment.block.kind}")
        for name, span in (("clause", clause), ("sentence", sentence)):
            found = self.anchor_near.search(scene.text, span.start, span.end)
            features.append(f"none|anchor in {name}={bool(found)}")
        features.extend(f"none|word={word}" for word in self._clause_words(quantity))
        return features

    def _clause_words(self, quantity: Quantity) -> set[str]:
        clause = self.scene.document.clause_at(quantity.start)
        start = max(clause.start, quantity.start - 25)
        end = min(clause.end, quantity.end + 25)
        words = self.scene.words_in(start, quantity.start)
        words += self.scene.words_in(quantity.end, end)
        return {word for word in words if len(word) > 1 and not word[0].isdigit()}

    def _of_heads(self, quantity: Quantity, candidate: Candidate) -> Iterator[str]:
        """How the best head stands to the number, and what else is there."""
        code = candidate.metric.code
        if not candidate.near:
            yield "rel=carried"
            yield f"{code}|rel=carried"
            return
        best = self._best(candidate)
        relation = best.relation
        term = best.mention.term
        weight = min(term.weight, 8)
        yield f"rel={relation}"
        yield f"rel={relation}|d={bucket(best.distance)}"
        yield f"rel={relation}|w={weight}"
        yield f"rel={relation}|unit={candidate.metric.unit}"
        yield f"{code}|rel={relation}"
        yield f"{code}|term={'…'.join(term.parts)}"
        yield f"parts={len(term.parts)}|{relation}"
        if relation in {"L0", "R0"} and best.distance <= 12:
            link = masked(best.link)
            tail = link[-2:] if relation == "L0" else link[:2]
            yield f"link={relation}|{link[:6]}"
            yield f"tail={relation}|{tail}"
        for other in sorted({near.relation for near in candidate.near} - {relation}):
            yield f"also={other}"
        if self._shadowed(best, candidate):
            yield f"shadowed|{relation[0]}"
            yield f"{code}|shadowed"

    def _best(self, candidate: Candidate) -> Near:
        """The closest head that is not only a piece of another metric's longer word."""
        for near in candidate.near:
            if not self._shadowed(near, candidate):
                return near
        return candidate.near[0]

    def _shadowed(self, near: Near, candidate: Candidate) -> bool:
        mention = near.mention
        if near.relation in {"TC", "TR", "TP", "H", "T"}:
            return False
        return any(
            other.term.role is Role.HEAD
            and other.term.metric != candidate.metric.code
            and covers(other, mention)
            for other in self._around(mention)
        )

    def _around(self, mention: Mention) -> list[Mention]:
        return self.scene.mentions_in(max(0, mention.start - 12), mention.end)

    def _of_company(self, quantity: Quantity, candidate: Candidate) -> Iterator[str]:
        """Clues and vetoes by how near they stand."""
        code = candidate.metric.code
        for name, nears in (("clue", candidate.clues), ("veto", candidate.vetoes)):
            relations = {near.relation for near in nears}
            places = sorted({_place(relation) for relation in relations})
            for place in places:
                yield f"{name}={place}"
                yield f"{code}|{name}={place}"
            if not places:
                yield f"{name}=none"

    def _of_sequence(
        self, quantity: Quantity, candidate: Candidate, before: str | None, first: bool
    ) -> Iterator[str]:
        """How the reading goes with that of the number before, and with an enumeration."""
        code = candidate.metric.code
        previous = self.scene.previous(quantity)
        aligned = self.alignment.metrics_for(quantity)
        if aligned is not None:
            yield f"aligned={code in aligned}"
        if previous is not None:
            link = masked(self.scene.text[previous.end : quantity.start])
            short = link[:8] if len(link) <= 8 else "long"
            yield f"before={_same(code, before)}"
            yield f"before={_same(code, before)}|{short}"
            yield f"before={_same(code, before)}|part={bool(_PART.search(link))}"
            yield f"before={_same(code, before)}|unit={previous.unit == quantity.unit}"
        else:
            yield f"start|before={_same(code, before)}"
        yield f"{before}>{code}"
        segment = self.scene.document.segment_at(quantity.start)
        if segment is not None:
            yield f"block={segment.block.kind}"
            if segment.block.kind is BlockKind.TITLE:
                yield f"{code}|title"
        clause = self.scene.document.clause_at(quantity.start)
        if _AIM.search(self.scene.text, clause.start, quantity.end):
            yield "aim"
        yield f"seen={not first}"


def _same(code: str, before: str | None) -> str:
    if before is None:
        return "none"
    if before == code:
        return "same"
    return "kin" if before.split(".")[0] == code.split(".")[0] else "other"


def _place(relation: str) -> str:
    if relation in {"span", "L0", "R0"}:
        return "clause"
    if relation[0] in "LR":
        return "sentence"
    if relation[0] == "P":
        return "paragraph"
    return "table" if relation in {"TC", "TR", "TP"} else "head"
