"""A page from its file to its result, whatever the file holds: nothing here stops the other pages.

This is the edge at which what a page can do to us is translated into a Reject, once for all
commands and flows. A fault of our own rules (a bug that one page in ten thousand wakes) is a
Reject too, with reason `failed` and the place in the code, so that it is seen and can be mended.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable

from tasks.errors import PageRejected
from tasks.fetch.files import PageFile, read_file
from tasks.records import OFF_TOPIC, Capture, PageResult, Reject
from tasks.relevance import is_off_topic

Reader = Callable[[Capture], PageResult]


def read_capture(capture: Capture, read_page: Reader) -> PageResult | Reject:
    """What `read_page` (tasks.pipeline) makes of one capture, or the Reject with its reason."""
    if is_off_topic(capture):
        return _reject(capture, OFF_TOPIC, "none of the codebook's relevant words in its bytes")
    try:
        return read_page(capture)
    except PageRejected as error:
        return _reject(capture, error.reason, error.detail)
    except Exception as error:  # noqa: BLE001 - the one edge where a bug must not stop a run
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rpartition('/')[2]}:{place.lineno}"
        return _reject(capture, "failed", f"{type(error).__name__} in {where}: {error}"[:300])


def read_page_file(file: PageFile, source: str, read_page: Reader) -> PageResult | Reject:
    """The same for a file, read as part of `source`."""
    return read_found(read_file(file, source), read_page)


def read_found(found: Capture | Reject, read_page: Reader) -> PageResult | Reject:
    """The same for what may have been rejected before it could be read."""
    return found if isinstance(found, Reject) else read_capture(found, read_page)


def _reject(capture: Capture, reason: str, detail: str) -> Reject:
    return Reject(
        capture.page, capture.url, capture.sha256, capture.source, reason, detail,
        capture.archive_file, capture.archive_offset,
    )  # fmt: skip
