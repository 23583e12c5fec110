"""The words around a number, told of whatever it may be read as.

A sentence has them in the number's clause, further away, right behind it and between it and the
number before; a table cell has them in its heads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic

from tasks.extract.candidates import family
from tasks.extract.feature_groups import Groups, T
from tasks.extract.reading import read_words
from tasks.extract.scene import Scene
from tasks.extract.words import segment
from tasks.records import BlockKind, Quantity


@dataclass(frozen=True, slots=True)
class WordsOf(Generic[T]):
    """The words around a number, told of an owner: a metric, its family, or "none".

    `near` in its clause, `around` in its sentence, `following` right behind it, one character long
    too (三个村), `between` it and the number before, and in the `heads` of its table cell.
    """

    near: Callable[[str], T]
    around: Callable[[str], T]
    following: Callable[[str], T]
    between: Callable[[str], T]
    heads: Callable[[str], T]

    def none(self, before: str | None) -> T:
        """Of leaving the number unclaimed, behind one read as `before`."""
        told = self.near("none") + self.following("none") + self.heads("none")
        return told + self.between(f"none.{'unclaimed' if before is None else 'claimed'}")

    def metric(self, code: str, same: str) -> T:
        """Of a metric that is to the one before as `same` tells."""
        told = self.near(code) + self.near(family(code)) + self.around(code)
        told += self.following(code) + self.heads(code)
        return told + self.between(f"after.{same}")


def words_of(scene: Scene, quantity: Quantity, groups: Groups[T]) -> WordsOf[T]:
    """The words around a number, as features of whatever it is read as."""
    document, start, end = scene.document, quantity.start, quantity.end
    clause, sentence = document.clause_at(start), document.sentence_at(start)
    near = _long_words(scene, max(clause.start, start - 25), start)
    near |= _long_words(scene, end, min(clause.end, end + 25))
    further = _long_words(scene, max(sentence.start, start - 45), start)
    further |= _long_words(scene, end, min(sentence.end, end + 30))
    return WordsOf(
        groups.of_words("word", sorted(near)),
        groups.of_words("around", sorted(further - near)),
        groups.of_words("next", scene.words_in(end, end + 1)),
        groups.of_words("between", _words_between(scene, quantity)),
        groups.of_words("head", list(_head_words(scene, quantity))),
    )


def _long_words(scene: Scene, start: int, end: int) -> set[str]:
    words = scene.words_in(start, end)
    return {word for word in words if len(word) > 1 and not word[0].isdigit()}


def _words_between(scene: Scene, quantity: Quantity) -> list[str]:
    """The words between the number before in its sentence and this one; none in a table."""
    previous = scene.previous(quantity)
    if previous is None or scene.is_cell(quantity):
        return []
    words = scene.words_in(previous.end, quantity.start)
    return sorted({word for word in words if not word[0].isdigit()})


def _head_words(scene: Scene, quantity: Quantity) -> Iterator[str]:
    """The words of a cell's two innermost heads of row and column; none outside of tables."""
    segment = scene.document.segment_at(quantity.start)
    if segment is None or segment.block.kind is not BlockKind.CELL:
        return
    for side, heads in (("row", segment.block.row_heads), ("column", segment.block.column_heads)):
        for place, head in zip((side, f"{side} over"), reversed(heads), strict=False):
            for word in _words_in(head):
                yield f"{place} {word}"


@lru_cache(maxsize=4096)
def _words_in(head: str) -> Sequence[str]:
    """The words of a head without figures, each once, in an order of their own."""
    return sorted({word for word, _, _ in segment(read_words(head)) if not word[0].isdigit()})
