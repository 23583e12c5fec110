"""A batch that fails as a whole is tried again in halves, down to the page that does it.

That page becomes a reject, and the others are loaded. What a page alone can do to its reading is a
reject already (tasks/read.py); here is what only shows when a batch is loaded. Errors that we know
by name (a full disk, a database held by others) are no page's fault and end the run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from prefect.client.schemas.objects import State

from flows.logs import log_event
from tasks.errors import GonghuiError
from tasks.fetch.files import PageFile
from tasks.fetch.lots import Lot, Page
from tasks.records import Reject

Done = TypeVar("Done")


def in_halves(lot: Lot, attempt: Callable[[Lot], State[Done]], run: str) -> Iterator[Done]:
    """What `attempt` makes of the lot, or of its parts; raises what is no page's fault."""
    state = attempt(lot)
    error = None if state.is_completed() else state.result(raise_on_failure=False)
    if not _is_fault_of_a_page(error, lot):
        yield state.result()  # or raises
        return
    kind = type(error).__name__
    told = {"run": run, "source": lot.source, "pages": len(lot.pages), "error": kind}
    log_event("batch_failed", logging.WARNING, **told)
    for part in _parts(lot, f"{kind}: {error}".partition("\n")[0]):
        yield from in_halves(part, attempt, run)


def _is_fault_of_a_page(error: object, lot: Lot) -> bool:
    known = not isinstance(error, Exception) or isinstance(error, GonghuiError)
    return not known and not all(isinstance(page, Reject) for page in lot.pages)


def _parts(lot: Lot, why: str) -> list[Lot]:
    """The lot's halves; of a single page the reject in its place."""
    if len(lot.pages) == 1:
        return [replace(lot, pages=(_as_reject(lot.source, lot.pages[0], why),))]
    middle = len(lot.pages) // 2
    return [replace(lot, pages=pages) for pages in (lot.pages[:middle], lot.pages[middle:])]


def _as_reject(source: str, page: Page, why: str) -> Reject:
    url = page.path.absolute().as_uri() if isinstance(page, PageFile) else page.page
    return Reject(page.page, url, None, source, "failed", f"could not be loaded: {why}"[:300])
