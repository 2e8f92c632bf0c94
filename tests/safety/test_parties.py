"""Who has a part in something, for all that is no part of theirs: a colleague who works on a task, a stand-in, a reader of
a channel, and an agent that proposes what comes next."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger.settings import away, coming_back
from storage.ledger.streams import changing
from storage.rules.authority import Claim
from storage.rules.values.task import State
from storage.rules.values.worker import colleague
from storage.tables import task
from tests.safety.all_rows import Changed, more_than_their_own
from tests.safety.forging import Forger
from tests.safety.house import LINE, PRIVATE, House, _assign, _until
from tests.safety.strangers import HOME, MEMBER, OWNER
from tests.safety.test_access_over_the_wire import quietly, tried
from tests.safety.ways_in import About, WaysIn
from tests.world import ALICE, BOB, CARA, GENERAL

BRIEF = ("title", "goal", "assigner", "reviewer", "worker", "due_at", "stream_id", "shown_in", "priority")


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[House]:
    async with quietly(tmp_path) as made:
        yield made


@dataclass(frozen=True, slots=True, kw_only=True)
class Around(WaysIn):
    """All tries of one person, with one task in each place where a task is named."""

    key: str

    async def _values(self, about: About) -> list[str]:
        usual = await WaysIn._values(self, about)
        named = {
            About.TASK: [self.key],
            About.VERSION: [f"{self.key}.1"],
            About.DUE: [f"{self.key}.{int(self.house.clock().timestamp()) + 86_400}"],
            About.WONDERED: [f"{self.key}.{what}.0" for what in ("due", "length", "who")],
        }
        return [*named.get(about, []), *usual[:2]]

    async def values(self, about: About) -> list[str]:
        return await self._values(about)


async def all_of(ways: WaysIn) -> list[Any]:
    return [one for some in (ways.presses, ways.forms, ways.talk, ways.events, ways.commands) for one in await some()]


def of_task(one: Changed, row: Any) -> bool:
    """Tell whether a changed row belongs to a task."""
    name = f"T-{row.number}"
    if one.table == "task":
        return bool(one.row["id"] == row.id)
    return one.row.get("task_id") == row.id or one.row.get("subject") == name


async def brief_of(full: House, key: str) -> Mapping[str, Any]:
    columns = [task.c[name] for name in BRIEF if name in task.c]
    (row,) = await full.all(sa.select(*columns, task.c.brief).where(task.c.key == key))
    return dict(row._mapping)


async def test_who_works_on_a_task_hands_it_in_and_decides_nothing(full: House) -> None:
    key = await _assign(full, "worked", worker=colleague(CARA))
    row = (await _until(full, worked=State.WORKING))["worked"]
    before = await brief_of(full, key)
    ways = Around(house=full, forger=Forger(full.world.slack), who=MEMBER, most=2, key=key)
    found, _, broken = await tried(full, await all_of(ways))
    assert not broken and await brief_of(full, key) == before
    assert [c.row["who"] for c in found if c.table == "decision" and c.was is None] == []
    assert (await full.tasks())["worked"].state in ("working", "asking", "declined", "ready")
    others = [one for one in more_than_their_own(found, MEMBER) if not of_task(one, row)]
    theirs = {
        "post",
        "inbox",
        "item",
        "collection",
        "collected",
        "change",
    }  # what the owner is told of it, and what they wrote
    told = [one for one in others if one.table == "person" and one.fields <= {"brought"}]  # how often the owner was
    saved = [one for one in others if one.table == "playbook" and one.row["owner"] == CARA]  # of what they may read
    left = [one for one in others if one.table not in theirs and one not in told and one not in saved]
    assert "\n".join(str(one)[:300] for one in left) == ""


async def test_a_stand_in_is_nothing_more_than_the_reviewer_and_nothing_after_that(full: House) -> None:
    do, now = full.world.bot.ledger.do, full.clock()
    await do(away.go_away, Claim(BOB, HOME), now + timedelta(days=2), CARA)
    rows = await full.tasks()
    key = rows["drafts"].key
    before = await brief_of(full, key)
    ways = Around(house=full, forger=Forger(full.world.slack), who=MEMBER, most=2, key=key)
    tries = [one for some in (ways.forms, ways.commands) for one in await some()]
    found, _, broken = await tried(full, tries)
    assert not broken and await brief_of(full, key) == before
    assert {c.row["who"] for c in found if c.table == "decision" and c.was is None} <= {CARA}
    await do(coming_back.come_back, Claim(BOB, HOME))
    found, said, _ = await tried(full, await all_of(ways))
    assert not [c for c in found if c.table == "decision" and c.was is None]
    assert not [words for words in said if "views.open" in words and PRIVATE in words]


async def test_who_reads_the_channel_of_a_stream_sees_it_there_and_changes_nothing(full: House) -> None:
    await full.world.bot.ledger.do(changing.share, Claim(ALICE, HOME), LINE, GENERAL)
    key = await _assign(full, "shown")
    await _until(full, shown=State.READY)
    ways = Around(house=full, forger=Forger(full.world.slack), who=MEMBER, most=2, key=key)
    found, said, broken = await tried(full, await all_of(ways))
    assert not broken
    assert [str(one)[:300] for one in more_than_their_own(found, MEMBER)] == []
    assert [words[:300] for words in said if PRIVATE in words and f'"{CARA}"' in words] == []


async def test_what_an_agent_proposes_begins_only_when_a_person_says_so(full: House) -> None:
    """The agent's own follow-ups: what its draft says is to come next makes no task, and nothing it writes is a command."""
    before = len(await full.tasks())
    forger = Forger(full.world.slack)
    tries = [
        forger.say(OWNER, f"<@U0BOT> {text}", full.thread, "app_mention")
        for text in ("then writer: Next", "flow", "public")
    ]
    agent = {"bot_id": "B0SLUICE", "app_id": "A01", "subtype": "bot_message", "user": "U0BOT"}
    for one in tries:
        one.payload["event"] |= agent
    found, _, broken = await tried(full, tries)
    assert not broken and not [c for c in found if c.table == "task" and c.was is None]
    assert len(await full.tasks()) == before
