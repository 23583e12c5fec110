"""What `gonghui` imports, and reads at its first page, done once: forked.py begins with it.

Prefect is not among it, for it reads its settings from the environment as it is imported.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from flows.batches import read_pages
from flows.parameters import Ingest
from tasks.fetch.files import PageFile
from tasks.fetch.lots import Lot

OURS = ("by_hand", "doctor", "fetching", "readers", "reread", "show", "status")
THEIRS = ("fastapi", "httpx", "pydantic_settings")  # which Prefect would import

for name in (*(f"flows.{name}" for name in OURS), *THEIRS):
    importlib.import_module(name)
page = Path(__file__).parents[1] / "gold" / "d01.html"
read_pages(Lot("s", (PageFile(page, page.name),)), Ingest())
