"""What a worker does with a shard, wherever it works: read it, write its part, say how it went.

A plain function over plain records, so that any engine can send it about. It never raises for what
a shard holds: what went wrong is in what it returns.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass

from tasks.errors import GonghuiError
from tasks.shards.parts import Parts
from tasks.shards.shard import Shard
from tasks.shards.watch import Reader, ShardFailed, read_watched, reader_of_thread
from tasks.version import rules_version


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard; `why` and `page` say what it failed of, `worker` who read it."""

    shard: str
    pages: int = 0
    seconds: float = 0.0
    why: str = ""
    page: str = ""
    worker: str = ""


def work(
    shard: Shard, folder: str, rules: str, seconds: float, reader: Reader | None = None
) -> Outcome:
    """Read a shard into a part in `folder`; a page may take `seconds`.

    `rules` are those of whoever loads the parts: a worker with other rules refuses.
    """
    begun, me = time.monotonic(), f"{socket.gethostname()}:{os.getpid()}"
    if rules_version() != rules:
        why = f"the worker has the rules {rules_version()}, not {rules}: install the same gonghui"
        return Outcome(str(shard), why=why, worker=me)
    try:
        with Parts(folder).writing(shard.key) as part:
            for batch in read_watched(shard, seconds, reader or reader_of_thread()):
                part.add(batch.rows)
            spent = round(time.monotonic() - begun, 3)
            part.finish(str(shard), rules, spent)
    except ShardFailed as error:
        return Outcome(str(shard), why=error.why, page=error.page, worker=me)
    except (GonghuiError, OSError) as error:
        return Outcome(str(shard), why=str(error)[:500], worker=me)
    return Outcome(str(shard), part.pages, spent, worker=me)
