"""A batch that cannot be loaded is halved down to the page that does it; the others are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.halving import in_halves
from tasks.errors import WarehouseError
from tasks.fetch.files import PageFile
from tasks.fetch.lots import Lot
from tasks.records import Reject


def lot(count: int) -> Lot:
    return Lot("s", tuple(PageFile(Path(f"/p/{n}.html"), f"{n}.html") for n in range(count)))


class Loader:
    """Fails for every batch that holds one of the pages `bad`; keeps what it was given."""

    def __init__(self, *bad: str, error: Exception | None = None) -> None:
        self.bad, self.error = bad, error or ValueError("no row\nof this kind")
        self.asked: list[int] = []
        self.rejects: list[Reject] = []

    def __call__(self, part: Lot) -> State[list[str]]:
        self.asked.append(len(part.pages))
        for page in part.pages:
            if isinstance(page, PageFile) and page.page in self.bad:
                return Failed(data=self.error)
            self.rejects += [page] if isinstance(page, Reject) else []
        return Completed(data=[page.page for page in part.pages])


def loaded(load: Loader, count: int) -> list[str]:
    return [page for part in in_halves(lot(count), load, "r") for page in part]


def test_a_good_batch_is_loaded_at_once() -> None:
    load = Loader()
    assert loaded(load, 5) == ["0.html", "1.html", "2.html", "3.html", "4.html"]
    assert load.asked == [5]


@pytest.mark.parametrize(("count", "bad"), [(8, "3"), (8, "0"), (8, "7"), (5, "2"), (1, "0")])
def test_the_one_bad_page_becomes_a_reject(count: int, bad: str) -> None:
    load = Loader(f"{bad}.html")
    assert loaded(load, count) == [f"{n}.html" for n in range(count)]
    (reject,) = load.rejects
    assert (reject.page, reject.url) == (f"{bad}.html", f"file:///p/{bad}.html")
    assert reject.reason == "failed"
    assert reject.detail == "could not be loaded: ValueError: no row"
    assert len(load.asked) <= 2 * count.bit_length() + 1


def test_two_bad_pages() -> None:
    load = Loader("1.html", "6.html")
    assert len(loaded(load, 8)) == 8
    assert [reject.page for reject in load.rejects] == ["1.html", "6.html"]


def test_what_is_no_page_s_fault_ends_the_run() -> None:
    load = Loader("1.html", error=WarehouseError("the disk is full"))
    with pytest.raises(WarehouseError, match="the disk is full"):
        loaded(load, 8)
    assert load.asked == [8]


def test_a_reject_that_cannot_be_loaded_is_not_halved_for_ever() -> None:
    rejects = Lot("s", (Reject("p", "u", None, "s", "empty", ""),))
    with pytest.raises(ValueError, match="no row"):
        list(in_halves(rejects, lambda _: Failed(data=ValueError("no row")), "r"))
