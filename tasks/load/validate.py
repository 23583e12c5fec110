"""Page results that contradict themselves are turned away before they are loaded.

A quote that is not in its article or a period that ends before it begins is a fault of a rule on
this one page: the page becomes a reject with the words, and the batch goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasks.records import Observation, PageResult, Practice, Quantity, Reject

INCONSISTENT = "inconsistent"


def split_valid(results: Sequence[PageResult]) -> tuple[list[PageResult], list[Reject]]:
    """The results that hold together, and a reject for each of the others."""
    valid, rejects = [], []
    for result in results:
        fault = next(iter(_faults(result)), None)
        if fault is None:
            valid.append(result)
        else:
            capture = result.capture
            rejects.append(
                Reject(
                    capture.page, capture.url, capture.sha256, capture.source, INCONSISTENT, fault
                )
            )
    return valid, rejects


def _faults(result: PageResult) -> Iterable[str]:
    text = result.article.text
    for seen in result.observations:
        yield from _quote_fault(text, seen)
        if seen.start and seen.end and seen.start.first() > seen.end.last():
            yield f"period of {seen.metric} ends before it begins: {seen.start} to {seen.end}"
        if seen.quantity is not None:
            yield from _quantity_fault(text, seen.quantity)
    for practice in result.practices:
        yield from _quote_fault(text, practice)
    for left in result.unclaimed:
        yield from _quantity_fault(text, left.quantity)


def _quote_fault(text: str, seen: Observation | Practice) -> Iterable[str]:
    if not seen.quote or text[seen.quote_start : seen.quote_end] != seen.quote:
        yield f"quote is not at {seen.quote_start} to {seen.quote_end}: {seen.quote}"


def _quantity_fault(text: str, quantity: Quantity) -> Iterable[str]:
    if text[quantity.start : quantity.end] != quantity.text:
        yield f"number is not at {quantity.start} to {quantity.end}: {quantity.text}"
