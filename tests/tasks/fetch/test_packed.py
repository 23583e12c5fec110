"""Packed lists are sequences like any other, and small."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from tasks.fetch.files import PageFile
from tasks.fetch.packed import BLOCK, Packed


@pytest.mark.parametrize("length", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_it_is_the_sequence_that_it_was_made_of(length: int) -> None:
    packed = Packed(range(length))
    assert len(packed) == length
    assert list(packed) == list(range(length))
    assert [packed[place] for place in range(length)] == list(range(length))
    assert packed[:] == tuple(range(length))
    assert packed[BLOCK - 2 : BLOCK + 2] == tuple(range(length))[BLOCK - 2 : BLOCK + 2]
    assert packed[-3:] == tuple(range(length))[-3:]


def test_beyond_its_end_there_is_nothing() -> None:
    packed = Packed(range(BLOCK + 1))
    assert packed[-1] == BLOCK
    with pytest.raises(IndexError):
        packed[BLOCK + 1]


def test_many_pages_take_little() -> None:
    """Pages of a crawl: 40 bytes each at most, where a path alone takes hundreds."""
    names = [f"{number // 1000:05}/{number:08}.html" for number in range(20_000)]
    files = [PageFile(Path("/data/pages", name), name) for name in names]
    packed = Packed(files)
    assert len(pickle.dumps(packed)) < 40 * len(files)
    assert packed[7_000] == files[7_000]
