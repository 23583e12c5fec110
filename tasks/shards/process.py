"""The process that reads shards for a worker: `python -m tasks.shards.process DESCRIPTOR`.

It stands apart from the worker so that a page that hangs, or takes its process down, costs that
process and not the worker. It says through a socket which page it is about to touch, and hands
over rows. It ends when its standard input does, so it never outlives the worker; and where a page
keeps the interpreter itself from running (a regular expression that never ends), by a timer that
does not need it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
from multiprocessing.connection import Connection

from tasks.errors import GonghuiError, PageRejected
from tasks.pipeline import read_for_warehouse
from tasks.records import Capture
from tasks.shards.messages import Ended, Order, Ready, Rows, Step, pack
from tasks.shards.reading import read_shard

_ANY_PAGE = "<p>截至2023年底，全市共有工会会员300人。</p>"
_GRACE = 10.0  # seconds that the worker has to end us before we end ourselves


def main() -> None:
    """Read one shard after the other until the worker is gone."""
    connection = Connection(int(sys.argv[1]))
    threading.Thread(target=_end_with_worker, daemon=True).start()
    try:
        warm_up()
        connection.send(Ready())
        while True:
            _obey(connection.recv(), connection)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def warm_up() -> None:
    """Load models and words, so that no page is charged with that."""
    with contextlib.suppress(PageRejected):
        read_for_warehouse(Capture("", "", _ANY_PAGE.encode(), "", ""))


def _end_with_worker() -> None:
    while os.read(0, 1024):  # sys.stdin would hold a lock that the interpreter's end waits for
        pass
    os._exit(1)


def _obey(order: Order, connection: Connection) -> None:
    def tell(step: Step) -> None:
        faulthandler.dump_traceback_later(order.seconds + _GRACE, exit=True)
        connection.send(step)

    try:
        for batch in read_shard(order.shard, tell, order.begin, order.given_up):
            connection.send(Rows(batch.end, pack(batch.rows)))
    except (GonghuiError, OSError) as error:
        connection.send(Ended(f"{type(error).__name__}: {error}"[:500]))
        return
    finally:
        faulthandler.cancel_dump_traceback_later()
    connection.send(Ended())


if __name__ == "__main__":
    main()
