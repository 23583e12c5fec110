"""The log: one line an event, with the ids of run and pages, for people or as JSON.

Events go to the logger `gonghui`; Prefect, where it is there, shows them with its own. What stands
on a page is logged at DEBUG only: at INFO there are names, counts and reasons of a closed list.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

LOGGER = logging.getLogger("gonghui")


def log_event(name: str, level: int = logging.INFO, /, **fields: object) -> None:
    """Log the event `name`, such as `batch_loaded`, with its fields; None is left out."""
    if LOGGER.isEnabledFor(level):
        told = {key: value for key, value in fields.items() if value is not None}
        line = " ".join([name, *(f"{key}={_plain(value)}" for key, value in told.items())])
        # %s: a percent sign of a page's name is no placeholder.
        LOGGER.log(level, "%s", line, extra={"event": name, "fields": told})


def _plain(value: object) -> str:
    text = str(value)
    quoted = json.dumps(text, ensure_ascii=False)
    return text if text and not set(text) & set(' "=') and quoted == f'"{text}"' else quoted


class JsonLines(logging.Formatter):
    """One JSON object a record: time (UTC), level, logger, event, its fields; else the message.

    What Prefect adds to its records (ids of flow run and task run) is taken along. Made to stand
    in the place of Prefect's own formatter, which is called with the name of a layout.
    """

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__()

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row: dict[str, object] = {
            "time": moment,
            "level": record.levelname,
            "logger": record.name,
            "event": getattr(record, "event", "log"),
        }
        fields = getattr(record, "fields", None)
        row |= {"message": record.getMessage()} if fields is None else fields
        row |= {key: str(getattr(record, key)) for key in _OF_PREFECT if hasattr(record, key)}
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False, default=str)


_OF_PREFECT = ("flow_run_id", "flow_run_name", "task_run_id", "task_run_name")
