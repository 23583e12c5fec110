"""News without union statistics, full of numbers: nothing may be read from it.

`off_topic.txt` holds the texts, written before any was run. Those marked `train` also stand in
`warehouse/training/c_off_topic.txt`, as pages without observations; the others are never trained
on. What is known to fail stays here, strictly, with the numbers that were claimed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tasks.pipeline import read_page
from tasks.records import Capture

TEXTS = Path(__file__).parent / "off_topic.txt"
TRAINING = Path(__file__).parents[3] / "warehouse" / "training" / "c_off_topic.txt"


@dataclass(frozen=True)
class Text:
    """One text: its field (`economy train` is of the training half), title, date, paragraphs."""

    field: str
    title: str
    published: str
    paragraphs: tuple[str, ...]

    def capture(self) -> Capture:
        """The text as the page of a news site."""
        body = "".join(f"<p>　　{paragraph}</p>" for paragraph in self.paragraphs)
        html = (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{self.title}-海棠新闻网</title>"
            f"</head><body><div class=article><h1>{self.title}</h1><div class=info>"
            f"{self.published} 09:30　来源：海棠日报</div><div class=content>{body}</div>"
            "</div></body></html>"
        ).encode()
        digest = hashlib.sha256(html).hexdigest()
        return Capture("page.html", "file:///page.html", html, digest, "test")


def _texts() -> list[Text]:
    texts = []
    for chunk in re.split(r"(?m)^=== ", TEXTS.read_text("utf-8"))[1:]:
        field, title, date, *paragraphs = chunk.strip().split("\n")
        texts.append(Text(field, title, date.removeprefix("date: "), tuple(paragraphs)))
    return texts


@pytest.mark.parametrize("text", [pytest.param(text, id=text.field) for text in _texts()])
def test_nothing_is_read_from_other_news(text: Text) -> None:
    claimed = [(o.quote, o.metric) for o in read_page(text.capture()).observations]
    assert claimed == []


def test_every_second_text_is_for_training() -> None:
    texts = _texts()
    assert len(texts) >= 36
    assert [text.field.endswith("train") for text in texts] == [False, True] * (len(texts) // 2)
    assert all(150 <= sum(map(len, text.paragraphs)) <= 400 for text in texts)


def test_training_pages_are_the_marked_half() -> None:
    chunks = re.split(r"(?m)^=== ", TRAINING.read_text("utf-8"))[1:]
    marked = [text for text in _texts() if text.field.endswith("train")]
    assert [chunk.strip().split("\n") for chunk in chunks] == [
        [text.title, f"date: {text.published}", *text.paragraphs] for text in marked
    ]
