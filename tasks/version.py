"""Which rules read a page: the version of the program and a fingerprint of all that decides.

Same bytes and same rules give the same rows, so a page is read again only when this changes. The
fingerprint covers the steps from bytes to observations and their data, so that nobody has to
remember to raise a number; it takes some ten milliseconds.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_FOLDERS = ("tasks/parse", "tasks/extract", "tasks/normalize", "warehouse")
_FILES = (
    "tasks/records.py",
    "tasks/partial_date.py",
    "tasks/pipeline.py",
    "tasks/relevance.py",
    "tasks/script.py",
)
_NO_RULES = frozenset({".sql", ".md"})
_COMPILED = "__pycache__"  # where files come and go under other names while Python writes them
_NO_RULE = "corrections.yaml"  # what people say of what the rules read
_PACKAGES = ("beautifulsoup4", "lxml", "opencc", "rjieba")


def program_version() -> str:
    """The version of gonghui."""
    try:
        return version("gonghui")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


@cache
def rules_version() -> str:
    """Such as `0.1.0+1f2e3d4c5b6a`; equal where the same pages give the same rows."""
    digest = hashlib.sha256()
    for path in _inputs():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(_ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    for package in _PACKAGES:
        digest.update(f"{package}={version(package)}\0".encode())
    return f"{program_version()}+{digest.hexdigest()[:12]}"


def _inputs() -> list[Path]:
    """Code and data of the steps; of the warehouse its data alone, for that is where words live."""
    found = [_ROOT / name for name in _FILES]
    for folder in _FOLDERS:
        for path in (_ROOT / folder).rglob("*"):
            is_code_of_warehouse = folder == "warehouse" and path.suffix == ".py"
            is_rule = path.suffix not in _NO_RULES and path.name != _NO_RULE
            is_rule = is_rule and path.parent.name != _COMPILED
            if path.is_file() and is_rule and not is_code_of_warehouse:
                found.append(path)
    return sorted(found)
