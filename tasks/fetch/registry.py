"""Where pages come from: `deployments/sources.yaml` as typed records.

The file is written by people, so each mistake is told with its line and with what would be right.
The kinds themselves are in tasks/fetch/kinds.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from tasks.errors import InputError
from tasks.fetch.kinds import MODELS, NAME, AnySource, Normal, Polite, Source
from tasks.fetch.options import FetchOptions


class Registry(BaseModel):
    """The whole file: who answers for what is fetched, and the sources.

    `contact` is a mail address or a page; it stands in the User-Agent of every request.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    contact: str = ""
    fetch: FetchOptions = FetchOptions()
    sources: tuple[AnySource, ...]


def read_sources(path: Path) -> dict[str, Source]:
    """The sources of a YAML file by name, in its order; raises InputError naming file and line."""
    return {source.name: source for source in read_registry(path).sources}


def read_registry(path: Path) -> Registry:
    """The whole of a sources file; raises InputError naming file and line."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    tree, content = _load(path, text)
    try:
        return Registry.model_validate(content)
    except ValidationError as error:
        raise InputError(_explain(path, tree, error)) from error


def _load(path: Path, text: str) -> tuple[yaml.Node | None, object]:
    """The YAML tree with line numbers, and its content; what stands twice is refused."""
    try:
        tree, content = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = f" line {place.line + 1}" if place else ""
        raise InputError(f"{path}{line}: no YAML: {getattr(error, 'problem', error)}") from error
    for node, what in _twice(tree):
        raise InputError(f"{path} line {node.start_mark.line + 1}: {what}")
    return tree, content


def _twice(tree: yaml.Node | None) -> Iterator[tuple[yaml.Node, str]]:
    names: set[str] = set()
    for mapping in _mappings(tree):
        keys: set[str] = set()
        for key, value in mapping.value:
            if key.value in keys:
                yield key, f"the key '{key.value}' stands twice"
            keys.add(key.value)
            if key.value == "name" and value.value in names:
                yield value, f"another source is called '{value.value}' already"
            if key.value == "name":
                names.add(value.value)


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item)


def _explain(path: Path, tree: yaml.Node | None, error: ValidationError) -> str:
    """One line for the first mistake, misspelt keys before all; the rest is counted."""
    first, *more = sorted(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    place = _without_tags(first["loc"])
    line = _line_of(tree, place)
    where = f"{path} line {line}" if line else str(path)
    rest = f" (and {len(more)} more)" if more else ""
    known = _known_keys(first["loc"])
    return f"{where}: {_say(first['type'], place, first['msg'], known)}{rest}"


_INNER: dict[str, type[BaseModel]] = {"normal": Normal, "polite": Polite}


def _without_tags(place: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """`place` without the kind that pydantic writes behind the number of a source."""
    return place[:2] + place[3:] if len(place) > 2 and place[2] in MODELS else place


def _known_keys(place: tuple[int | str, ...]) -> list[str]:
    """The keys that the mapping around `place` may have."""
    if len(place) > 1 and place[0] == "fetch":
        return list(FetchOptions.model_fields)
    if len(place) < 3:
        return list(Registry.model_fields)
    inner = _INNER.get(str(place[3])) if len(place) > 4 else None
    model = inner or MODELS[str(place[2])]
    return list(model.model_fields)


def _say(kind: str, place: tuple[int | str, ...], message: str, known: list[str]) -> str:
    key = str(place[-1]) if place else "the file"
    if kind == "extra_forbidden":
        return f"unknown key '{key}'; known are {', '.join(known)}"
    if kind == "missing":
        return f"the key '{key}' is missing"
    if kind == "union_tag_not_found":
        return "the key 'kind' is missing"
    if kind == "union_tag_invalid":
        return f"'kind' is wrong: it is one of {', '.join(MODELS)}"
    if kind in ("model_type", "model_attributes_type"):
        return f"{key} should be a mapping of keys to values"
    return f"'{key}' is wrong: {message[0].lower()}{message[1:]}"


def _line_of(tree: yaml.Node | None, place: tuple[int | str, ...]) -> int | None:
    """The line of what `place` points at, or of the nearest thing around it."""
    line, node = None, tree
    for step in place:
        key: Any = None
        if isinstance(node, yaml.MappingNode):
            key, node = next(((k, v) for k, v in node.value if k.value == step), (None, None))
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = key = node.value[step]
        else:
            break
        line = key.start_mark.line + 1 if key is not None else line
    return line


__all__ = ["NAME", "Registry", "Source", "read_registry", "read_sources"]
