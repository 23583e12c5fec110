"""An article that its site cut into several pages: the parts' articles as one.

Title, date and source are those of the first part; a later part gives what the first does not
tell (the author often stands at the very end). Its repeated headline is left out, all else follows
on a new line, with offsets and numbers of tables moved up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tasks.records import Article, Block, BlockKind, Repair


def join_parts(first: Article, further: Iterable[Article]) -> Article:
    """`first` with the text of the further parts behind it, in their order."""
    joined = first
    for part in further:
        joined = _append(joined, part)
    return joined


def _append(article: Article, part: Article) -> Article:
    blocks = [block for block in part.blocks if block.kind is not BlockKind.TITLE]
    if not blocks:
        return article
    cut = blocks[0].start
    shift = len(article.text) + 1 - cut
    tables = 1 + max((b.table for b in article.blocks if b.table is not None), default=-1)
    repairs = [_moved_repair(repair, cut, shift) for repair in part.repairs]
    return replace(
        article,
        text=f"{article.text}\n{part.text[cut:]}",
        blocks=(*article.blocks, *(_moved_block(block, shift, tables) for block in blocks)),
        repairs=(*article.repairs, *(repair for repair in repairs if repair is not None)),
        published=article.published or part.published,
        publisher=article.publisher or part.publisher,
        author=article.author or part.author,
        flags=tuple(dict.fromkeys([*article.flags, *part.flags])),
    )


def _moved_block(block: Block, shift: int, tables: int) -> Block:
    table = None if block.table is None else block.table + tables
    return replace(block, start=block.start + shift, end=block.end + shift, table=table)


def _moved_repair(repair: Repair, cut: int, shift: int) -> Repair | None:
    """The repair where its words stand now; None if they were left out with the headline."""
    if repair.start == repair.end == 0:
        return repair
    if repair.start < cut:
        return None
    return replace(repair, start=repair.start + shift, end=repair.end + shift)
