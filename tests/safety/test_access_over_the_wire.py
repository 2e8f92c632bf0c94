"""Every way in, for everybody who may not: nothing of other people's changes, and no private word gets out."""

import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa
import structlog

from bot.surfaces import collect, portfolio_words
from bot.views import ids
from storage.rules.authority import MEMBERS_ONLY
from storage.rules.meaning import meaning
from storage.rules.replies import Meaning
from storage.rules.values.place import Place
from storage.tables import item, task
from tests.listened import listened
from tests.safety.all_rows import Changed, all_rows, changed, more_than_their_own, more_than_told
from tests.safety.forging import Forger, Try
from tests.safety.house import PRIVATE, SIGN, House, house
from tests.safety.strangers import ADMIN, FORMER, MEMBER, NEW, OUTSIDE, OWNER, REVIEWER, Stranger
from tests.safety.ways_in import CLOSED, COMMANDS, FORMS, OF_PEOPLE, OF_SLACK, OTHER, PRESSES, SAYS, SHORTCUTS, WaysIn
from tests.world import GENERAL

ALLOWS = ("allow", "allow all", "refuse")
ONLY_APPROVES = frozenset({"approve", "approve.1", ids.ALLOW, ids.ALLOW_ALL, ids.REFUSE})
ONLY_OWNS = frozenset(
    {ids.EDIT, ids.NEW_FILE, ids.TAKE_DUE, ids.TAKE_OTHER_DUE, ids.TAKE_SUGGESTED, ids.ONLY_ME, ids.SERIES_ONLY_ME}
)
SENDS = frozenset({ids.DELIVER_AGAIN, ids.DELIVER_HERE})
# On how many things each tries every button, beside one in a window, on Home and in a message only they see.
MOST = {MEMBER.user: 6, NEW.user: 2, OUTSIDE[0].user: 3, **{former.user: 3 for former in FORMER}}
ADMINS_MAY = frozenset(
    {ids.CANCEL, ids.CANCEL_ALL, ids.STOP, ids.GIVE_UP, ids.PAUSE, ids.RESUME, ids.STOP_REPEATING, ids.CANCEL_ROWS}
)
ADMINS_SAY = ("/sluice stop", "/sluice go on", "event agent_session_stopped")


@asynccontextmanager
async def quietly(home: Path) -> AsyncIterator[House]:
    """Have a house, and no log of the thousands that are refused."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    async with house(home) as made:
        yield made


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[House]:
    async with quietly(tmp_path) as made:
        yield made


async def tried(full: House, tries: Sequence[Try]) -> tuple[list[Changed], list[str], list[str]]:
    """Try all of it; return what is different in the ledger, what was said, and what went wrong."""
    slack, ledger = full.world.slack, full.world.bot.ledger
    before = await all_rows(ledger)
    slack.workspace.log.clear()
    answers = [(one, await slack.delivery.send(one.kind, one.payload)) for one in tries]
    await full.quiet()
    found = changed(before, await all_rows(ledger))
    lines = [(line["what"], line["got" if line["direction"] == "to app" else "sent"]) for line in slack.workspace.log]
    said = [f"{what} says {json.dumps(words)}" for what, words in lines if not _redraws(full, what, words)]
    broken = [f"{one.name} was answered {answer.status}" for one, answer in answers if answer.status not in (200, 503)]
    return found, said, [*broken, *(words for words in said if "went wrong" in words)]


def _redraws(full: House, what: str, words: Any) -> bool:
    """Tell whether a message of the owner's or the reviewer's was drawn again where it stands."""
    return what == "chat.update" and words["channel"] in (full.asked.channel, full.cards.channel)


async def faults(full: House, who: Stranger, tries: Sequence[Try]) -> list[str]:
    """Try all of it; return what must not have come of it."""
    found, said, broken = await tried(full, tries)
    wrong = more_than_their_own(found, who) if who.member else more_than_told(found, who)
    private = [words for words in said if SIGN in words]
    return [f"{who.name}: {fault}"[:1500] for fault in (*wrong, *private, *broken)]


async def test_nobody_else_gets_at_anything(full: House) -> None:
    wrong, count = list[str](), 0
    for who in (MEMBER, NEW, *FORMER, *OUTSIDE):
        ways = WaysIn(full, Forger(full.world.slack), who, most=MOST.get(who.user, 1))
        for some in (ways.commands, ways.presses, ways.forms, ways.talk, ways.events):
            tries = await some()
            count += len(tries)
            wrong += await faults(full, who, tries)
    assert not wrong, wrong[:5]
    assert count > 3_000


async def test_an_administrator_sees_the_state_cancels_and_stops_and_reads_nothing(full: House) -> None:
    ways = WaysIn(full, Forger(full.world.slack), ADMIN, most=10)  # the traffic's log holds 2,000 lines
    tries = [one for some in (ways.presses, ways.forms, ways.talk, ways.events, ways.commands) for one in await some()]
    theirs = [one for one in tries if _names(one) & ADMINS_MAY or one.name.startswith(ADMINS_SAY)]
    found, said, broken = await tried(full, [one for one in tries if one not in theirs])
    assert not broken and not [words for words in said if PRIVATE in words]
    assert not more_than_their_own(found, ADMIN)
    assert any("closed Merger" in words for words in said)  # the title and the state
    found, said, broken = await tried(full, theirs)
    assert not broken and not [words for words in said if PRIVATE in words]
    assert {"canceled"} <= {str(one.now["state"]) for one in found if one.table == "task" and one.now}
    assert {one.row["verdict"] for one in found if one.table == "decision" and one.was is None} <= {"cancel"}


async def test_an_owner_who_is_not_the_reviewer_approves_nothing_and_allows_nothing(full: House) -> None:
    ways = WaysIn(full, Forger(full.world.slack), OWNER)
    tries = [one for one in await ways.presses() if _names(one) & ONLY_APPROVES]
    tries += [
        one
        for one in [*await ways.talk(), *await ways.events()]
        if "approve" in one.name or "allow" in one.name or "+1" in one.name
    ]
    found, _, broken = await tried(full, tries)
    reviewers = {row.id: row.reviewer for row in await full.items()}
    decided = [one.row for one in found if one.table == "decision" and one.row["verdict"] in ("approve", *ALLOWS)]
    decided = [row for row in decided if reviewers[row["item_id"]] != OWNER.user]
    assert not decided and not broken
    assert len(tries) > 100


async def test_a_reviewer_who_is_not_the_owner_edits_nothing_and_sends_nothing_again(full: House) -> None:
    ways, edits = WaysIn(full, Forger(full.world.slack), REVIEWER), f"view_submission {ids.EDIT_VIEW}"
    tries = [one for one in await ways.presses() if _names(one) & (ONLY_OWNS | SENDS)]
    tries += [one for one in await ways.forms() if one.name.startswith(edits)]
    inherited = task.c.assigner == REVIEWER.user  # from who left
    of_tasks = sa.select(task.c.key).where(inherited)
    of_items = sa.select(item.c.key).join(task, task.c.id == item.c.task_id).where(inherited)
    keys = [str(row.key) for row in [*await full.all(of_tasks), *await full.all(of_items)]]
    tries = [one for one in tries if not any(key in str(one) for key in keys)]
    found, said, broken = await tried(full, tries)
    found = [
        one for one in found if one.table != "task" or one.row["assigner"] != REVIEWER.user
    ]  # a leaver's is theirs
    assert not [one for one in found if one.table in ("task", "steer", "attempt", "decision", "delivery", "draft")]
    assert not [words for words in said if "views.open" in words and ids.EDIT_VIEW in words] and not broken
    assert not [one for one in found if one.table == "post" and one.was is not None and one.row["owner"] == OWNER.user]


async def test_who_may_is_let_in_so_that_a_fault_above_would_be_seen(full: House) -> None:
    forger, items = Forger(full.world.slack), {row.title.split()[0]: row for row in await full.items()}
    value = f"{items['drafts'].key}.1"
    opens = [forger.press(REVIEWER, ids.OPEN, value, full.cards)]
    _, said, _ = await tried(full, opens)
    assert any(PRIVATE in words for words in said)
    found, said, _ = await tried(full, [forger.press(REVIEWER, ids.APPROVE, value, full.cards)])
    assert [one.row["who"] for one in found if one.table == "decision"] == [REVIEWER.user]
    assert more_than_their_own(found, MEMBER) and more_than_told(found, OUTSIDE[0])
    assert any("response_url" in words and SIGN in words for words in said)  # the card is drawn again for who sees it


async def test_what_a_refused_person_said_is_not_kept(full: House) -> None:
    guest, forger = OUTSIDE[0], Forger(full.world.slack)
    direct = forger.say(guest, "Write the memo on the tide", Place(f"D{guest.user[1:]}"))
    mention = forger.say(guest, "<@U0BOT> writer: The tide", Place(GENERAL), "app_mention")
    shortcut = forger.shortcut(guest, ids.HAND_OFF, full.thread)
    command = forger.command(guest, "/assign", "writer: The tide", GENERAL)
    found, said, _ = await tried(full, [direct, mention, shortcut, command])
    assert not [one for one in found if "tide" in str(one.now)]
    assert sum(MEMBERS_ONLY in words for words in said) == 4


def test_every_way_in_that_the_app_has_is_tried_here() -> None:
    heard = listened(cast(Any, SimpleNamespace(command=lambda name: f"/{name}")))
    known = {("action", name) for name in PRESSES} | {("view", name) for name in FORMS} | OTHER | CLOSED
    known |= {("command", name) for name in COMMANDS} | {("shortcut", name) for name in SHORTCUTS}
    known |= {("event", name) for name in OF_PEOPLE | OF_SLACK}
    assert heard == known


def test_every_word_that_a_command_knows_is_tried_here() -> None:
    said = {text.split()[0] for text in COMMANDS["/sluice"] if text}
    assert set(portfolio_words.WORDS) <= said
    usage = collect.USAGE.split("I know: /collect ")[1].split(". ")[0].split(" · ")
    assert {words.split()[0] for words in usage} <= {text.split()[0] for text in COMMANDS["/collect"] if text}


def test_words_of_every_meaning_are_said_here() -> None:
    assert {kind: meaning(text).meaning for kind, text in SAYS.items()} == {kind: kind for kind in Meaning}


def _names(one: Try) -> frozenset[str]:
    return frozenset(action["action_id"] for action in one.payload.get("actions", ()))
