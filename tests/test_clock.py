"""The clock: the machine in UTC, days and schedules in China, midnight, 29 February, a clock set
back by a day. What is loaded is the same whenever it was loaded.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from prefect.client.schemas.schedules import CronSchedule
from prefect.server.schemas.schedules import CronSchedule as ServerSchedule

from flows.schedules import plan
from flows.settings import Settings
from tasks.clock import CHINA, ZONE, chinese_day
from tasks.fetch.files import list_files, read_file
from tasks.fetch.kinds import FilesSource
from tasks.fetch.status import next_time
from tasks.load import steps
from tasks.load.steps import Run
from tasks.pipeline import read_page
from tasks.read import read_found
from tasks.records import PageResult
from warehouse.database import open_reader
from warehouse.hashing import content_hash
from warehouse.layout import Layout

PAGE = """<meta charset=utf-8><h1>青岛市工会会员达{count}万人</h1>
<div>2024-02-29 来源：某某日报</div>
<p>记者从市总工会获悉，截至昨天，青岛市工会会员达{count}万人，比上年有所增加，今年新建工会26家。</p>
<p>下一步，全市各级工会将继续推进组建工作，把更多职工吸引到工会中来，维护他们的权益。</p>"""
NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)


@pytest.fixture(params=["UTC", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the machine."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 16, 0, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2024, 2, 28, 16, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2024, 2, 29, 16, tzinfo=UTC), date(2024, 3, 1)),
        (datetime(2023, 2, 28, 16, tzinfo=UTC), date(2023, 3, 1)),
    ],
)
def test_it_is_a_chinese_day(moment: datetime, day: date) -> None:
    assert chinese_day(moment) == day


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("line", "now", "expected"),
    [
        ("15 6 * * *", datetime(2026, 11, 21, 22, 14, tzinfo=UTC), datetime(2026, 11, 21, 22, 15)),
        ("15 6 * * *", datetime(2026, 11, 21, 22, 15, tzinfo=UTC), datetime(2026, 11, 22, 22, 15)),
        ("0 0 29 2 *", NOON, datetime(2028, 2, 28, 16)),
        ("30 23 28 2 *", datetime(2028, 2, 1, tzinfo=UTC), datetime(2028, 2, 28, 15, 30)),
    ],
)
def test_schedules_are_chinese_for_us_and_for_prefect(
    line: str, now: datetime, expected: datetime
) -> None:
    """`expected` is in UTC: 06:15 in China is 22:15 of the day before."""
    ours = next_time(line, now.astimezone(CHINA))
    assert ours is not None
    assert ours.astimezone(UTC) == expected.replace(tzinfo=UTC)
    schedule = ServerSchedule(**CronSchedule(cron=line, timezone=ZONE).model_dump())
    (theirs,) = asyncio.run(schedule.get_dates(1, start=now + timedelta(seconds=1)))
    assert theirs.astimezone(UTC) == expected.replace(tzinfo=UTC)


def test_the_plan_is_in_chinese_time(tmp_path: Path) -> None:
    entry = "{name: a, kind: files, publisher: p, paths: [.], schedule: 15 6 * * *}"
    (tmp_path / "s.yaml").write_text(f"sources: [{entry}]")
    assert plan(Settings(tmp_path, tmp_path / "s.yaml"))[0].cron == "15 6 * * *"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Layout]:
    """Loads the page with a count as a run between two moments, into the warehouse of a name."""
    pages = tmp_path / "pages"
    pages.mkdir()

    def load(name: str, begun: datetime, ended: datetime, count: str = "269.7") -> Layout:
        (pages / "a.html").write_text(PAGE.format(count=count), "utf-8")
        layout = Layout(tmp_path / name)
        layout.folder.mkdir(exist_ok=True)
        run = Run(f"{begun:%Y%m%d%H%M}", "test", "rules-1")
        source = FilesSource(name="s", kind="files", publisher="p", paths=(".",))
        with time_machine.travel(begun, tick=False) as clock:
            steps.open_run(layout, run, [source])
            (file,) = list_files([pages])
            read = read_found(read_file(file, "s"), read_page)
            assert isinstance(read, PageResult)
            counts = steps.load_pages(layout, run, [read], [])
            clock.move_to(ended)
            steps.close_run(layout, run, counts)
        return layout

    return load


def said(layout: Layout) -> tuple[str, list[tuple[object, ...]]]:
    """What the published file says, with ids and periods."""
    query = """
        SELECT observation_id, metric, value, period_start, period_end FROM observation ORDER BY ALL
    """
    with open_reader(layout.published) as con:
        return content_hash(con), con.execute(query).fetchall()


MIDNIGHT = datetime(2026, 11, 21, 16, tzinfo=UTC)  # in China


def test_the_same_page_says_the_same_on_every_day(load: Callable[..., Layout]) -> None:
    usual = said(load("usual", NOON, NOON + timedelta(minutes=1)))
    assert [(row[2], row[3], row[4]) for row in usual[1] if row[1] == "members.total"] != []
    seconds = timedelta(seconds=5)
    assert said(load("midnight", MIDNIGHT - seconds, MIDNIGHT + seconds)) == usual
    leap = datetime(2028, 2, 28, 15, 59, 55, tzinfo=UTC)
    assert said(load("leap", leap, leap + 2 * seconds)) == usual
    past = datetime(2001, 1, 1, tzinfo=UTC)
    assert said(load("past", past, past + seconds)) == usual


def test_a_clock_that_is_set_back_loses_nothing(load: Callable[..., Layout]) -> None:
    load("data", NOON, NOON + timedelta(minutes=1))
    yesterday = NOON - timedelta(days=1)
    layout = load("data", yesterday, yesterday - timedelta(minutes=1), count="270.1")
    with open_reader(layout.published) as con:
        members = "SELECT value FROM observation WHERE metric = 'members.total'"
        values = con.execute(members).fetchall()
        assert {value for (value,) in values} == {2701000}
        assert con.execute("SELECT DISTINCT run_status FROM run").fetchall() == [("succeeded",)]
    again = load("data", NOON + timedelta(days=1), NOON + timedelta(days=1), count="270.1")
    assert said(again) == said(load("fresh", NOON, NOON, count="270.1"))
