"""From WARC records back to visits: how the state is rebuilt, and how foreign files are read.

Our records say for what they were asked; those of other makers do not, and count as pages. From
such files, styles, scripts and pictures are left out without a word: they were never candidates.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tasks.fetch.exchange import Exchange, Purpose, Role
from tasks.fetch.judge import DECODED_CAP
from tasks.fetch.parts import split_part
from tasks.fetch.state import State
from tasks.fetch.visit import Body, Outcome, Visit, settle, settle_unchanged, state_key
from tasks.fetch.warc_read import Record, to_exchange
from tasks.fetch.warc_write import Place, payload_digest

_NO_PAGE = re.compile(
    r"\s*(?:image|audio|video|font)/|[^;]*(?:css|javascript|ecmascript|json|x-font|wasm)",
    re.IGNORECASE,
)


def apply_record(state: State, record: Record, source: str = "", newer_only: bool = False) -> None:
    """Take one record into `state`; records that say nothing of a visit are passed over.

    `source` is that of the page, whatever the record says; by default the record says it.
    `newer_only` leaves alone what the state knows from a record as new as this.
    """
    if "x-gonghui-retried" in record.headers or not record.url.startswith("http"):
        return
    purpose = _purpose(state, record, source)
    known = state.visit(state_key(record.url, purpose))
    if newer_only and known is not None and known.at >= record.at.timestamp():
        return
    if record.kind == "metadata" and "x-gonghui-source" in record.headers:
        state.put(_failure(record, purpose, known))
    elif record.kind in ("response", "revisit", "resource"):
        exchange = _exchange(record)
        if exchange is not None and not _is_no_page(record, exchange):
            visit = _settled(state, record, exchange, purpose, known.body if known else None)
            if visit is not None:
                state.put(visit)


def _exchange(record: Record) -> Exchange | None:
    if record.kind != "resource":
        return to_exchange(record)
    kind = record.headers.get("content-type", "")
    headers = (("Content-Type", kind),)
    return Exchange(record.url, record.at, (), 200, "OK", headers, record.block)


def _is_no_page(record: Record, exchange: Exchange) -> bool:
    foreign = "x-gonghui-source" not in record.headers
    return foreign and _NO_PAGE.match(exchange.header("content-type") or "") is not None


def _settled(
    state: State, record: Record, exchange: Exchange, purpose: Purpose, body: Body | None
) -> Visit | None:
    if record.kind == "revisit":
        body = body or state.body_with(record.headers.get("warc-payload-digest", ""))
        return None if body is None else settle_unchanged(exchange, purpose, body)
    digest = record.headers.get("warc-payload-digest") or payload_digest(exchange.body)
    place = Place(record.file, record.offset)
    return settle(exchange, purpose, place, digest, body, DECODED_CAP)


def _purpose(state: State, record: Record, source: str) -> Purpose:
    ours = record.headers
    if "x-gonghui-source" in ours:
        part = ours.get("x-gonghui-part", "1")
        return Purpose(
            source or ours["x-gonghui-source"],
            Role(ours.get("x-gonghui-role", "page")),
            ours.get("x-gonghui-run", ""),
            ours.get("x-gonghui-page"),
            int(part) if part.isdigit() else 1,
        )
    plain = Purpose(source)
    found = split_part(record.url)
    if found is None:
        return plain
    first = state.visit(found[0])
    if first is None or first.body is None or first.body.next_part is None:
        return plain
    return replace(plain, page=first.url, part=found[1])


def _failure(record: Record, purpose: Purpose, known: Visit | None) -> Visit:
    told = dict(line.split(": ", 1) for line in record.block.decode().splitlines() if ": " in line)
    return Visit(
        state_key(record.url, purpose),
        record.at.timestamp(),
        purpose,
        Outcome.REJECTED,
        told.get("reason", "unknown"),
        told.get("detail", ""),
        body=known.body if known else None,
    )
