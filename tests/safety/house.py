"""A house full of what is private: a task in every state, with its items, messages, files and words that were kept."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from agents.roster.contract import Plain
from agents.roster.ends import CannotDo, Waits
from storage.ledger.colleagues import working
from storage.ledger.core.ledger import utc_now
from storage.ledger.decisions import deciding
from storage.ledger.decisions.clicks import Click
from storage.ledger.membership import greeting
from storage.ledger.messages import keeping
from storage.ledger.playbooks import playbooks
from storage.ledger.playbooks.playbooks import New
from storage.ledger.series import fanning, pausing, repeating
from storage.ledger.sittings import beginning
from storage.ledger.tasks import assigning, suggesting
from storage.ledger.work.assignment import Assignment
from storage.rules.authority import Claim
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.source import Source
from storage.rules.values.task import State, Suggested
from storage.rules.values.worker import agent, colleague
from storage.tables import collection, item, job, post, series, task
from tests.far_times import FAR
from tests.ledger.hands import meet_users
from tests.safety.strangers import ADMIN, FORMER, FORMER_OWNER, FORMER_REVIEWER, HOME, MEMBER, NEW, workspace
from tests.world import ALICE, BOB, GENERAL, World, wait_for, world

SIGN = "quoll"  # in every word that nobody else may read, and nowhere else
TITLE, PRIVATE = "quolltitle", "quollprivate"
LINE, BOOK = f"Line {TITLE}", "secret-book"  # a stream, whose name is private, and a playbook
RANDOM = "C02RND"
SOON = timedelta(seconds=0.5)
STATES = {
    "drafts": State.READY,
    "asks": State.ASKING,
    "permits": State.ASKING,
    "breaks": State.FAILED,
    "runs": State.WORKING,
}


class Clock:
    """A clock that can be set ahead."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class Acts(Plain):
    """A worker that does what the title says; of what strangers assign it makes plain words."""

    def __init__(self) -> None:
        self._ends = asyncio.Event()

    def drain(self) -> None:
        self._ends.set()

    async def work(self, given: Assignment) -> Draft:
        title = given.task.brief.title
        if TITLE not in title:
            return Draft(
                version=given.version,
                title="Plain",
                summary="Plain words",
                body="Plain words",
                made_by="made by a test",
            )
        if "asks" in title:
            raise Waits(
                (
                    Ask(
                        key="k",
                        kind=Kind.QUESTION,
                        text=f"Which {PRIVATE}?",
                        choices=(f"The first {PRIVATE}", "Another"),
                    ),
                )
            )
        if "permits" in title:
            raise Waits(
                (
                    Ask(
                        key="p",
                        kind=Kind.PERMISSION,
                        text=f"Send {PRIVATE}",
                        tool="mail",
                        args=f'{{"to": "{PRIVATE}"}}',
                    ),
                )
            )
        if "breaks" in title:
            raise CannotDo(f"There is no {PRIVATE}")
        if "runs" in title:
            await self._ends.wait()
        return Draft(
            version=given.version,
            title=f"Memo {TITLE}",
            summary=f"Short {PRIVATE}",
            body=f"Long {PRIVATE}",
            made_by="made by a test",
        )


@dataclass(slots=True)
class House:
    """
    Attributes:
        thread: where the tasks were assigned.
        cards: the message that shows the reviewer what waits.
        asked: the message that asks the owner “Shall I assign this?”.
        lost: the message that tells the owner of what did not get to its place.
        held: keys of words that were kept for owner and reviewer.
        file: a file that the owner shared with nobody.
    """

    world: World
    clock: Clock
    thread: Place = Place(GENERAL)
    cards: Place = Place("")
    asked: Place = Place("")
    lost: Place = Place("")
    held: tuple[str, ...] = ()
    file: str = ""

    async def all(self, query: sa.Select[Any]) -> list[Any]:
        return await self.world.bot.ledger.see(lambda tx: list(tx.conn.execute(query).all()))

    async def tasks(self) -> Mapping[str, Any]:
        """Return the private tasks by the first word of their title, beside those of strangers."""
        found = await self.all(sa.select(task).where(task.c.title.contains(TITLE)).order_by(task.c.id))
        return {row.title.split()[0]: row for row in found}

    async def series(self) -> list[Any]:
        return await self.all(sa.select(series).where(series.c.title.contains(TITLE)).order_by(series.c.id))

    async def items(self) -> list[Any]:
        of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
        query = sa.select(item, task.c.title).join_from(item, task, of_task).where(task.c.title.contains(TITLE))
        return await self.all(query.order_by(item.c.id))

    async def quiet(self) -> None:
        """Wait until all that was said is worked on and answered; what is drawn again a while after a click is not."""
        kinds = (
            job.c.kind.in_(("post", "redraw", "inbox", "question")),
            job.c.state != "dead",
            ~job.c.key.endswith(":click"),
        )

        async def look() -> bool:
            left = await self.all(sa.select(job.c.lock, job.c.error, job.c.due).where(*kinds))
            stuck = {row.lock for row in left if row.error}  # it waits for Slack to say who somebody is
            busy = [row for row in left if row.lock not in stuck and row.due <= self.clock() + SOON]
            return not busy and not any("_logged" in repr(t.get_coro()) for t in asyncio.all_tasks())

        await wait_for(look, "everything is worked on")


@asynccontextmanager
async def house(home: Path) -> AsyncIterator[House]:
    """A running bot in which each task waits for its reviewer, or for what they decide next. Slack never holds it to
    its pace: thousands of tries would take longer than a decision can be undone."""
    clock, admins, workers = Clock(), (ADMIN.user,), {"writer": Acts()}
    about = {"config": workspace(), "clock": clock, "workers": workers, "admins": admins, "paced": False}
    async with world(home, undo_seconds=600, limit=60, **about) as sluice:
        made = House(sluice, clock)
        everybody = (ALICE, BOB, MEMBER.user, ADMIN.user, *(s.user for s in FORMER))
        await sluice.bot.ledger.do(meet_users, HOME, *everybody)
        sluice.slack.workspace.users[NEW.user]["id"] = ""  # an answer that names nobody
        root = await sluice.act("message", channel=GENERAL, user=ALICE, text="Let us talk")
        made.thread = Place(GENERAL, root["ts"])
        await _decided(made)
        await _waiting(made)
        await _reviewing(made)
        await _kept(made)
        new = New(
            name=BOOK, text=f"writer: {PRIVATE} {{topic}}", source=(await made.tasks())["closed"].key, examples=True
        )
        await sluice.bot.ledger.do(playbooks.save, Claim(ALICE, HOME), new)
        await _series(made)
        await _turned(made)
        await made.quiet()
        yield made


async def _assign(house: House, word: str, owner: str = ALICE, reviewer: str = BOB, **more: Any) -> str:
    brief = Brief(
        goal=f"Goal {PRIVATE}", title=f"{word} Merger {TITLE}", stream=LINE, criteria=(f"names {PRIVATE}",), reviewer=reviewer,
        sources=(Source("notes.md", f"Notes {PRIVATE}"),), **{"worker": agent("writer"), **more},
    )  # fmt: skip
    made = await house.world.bot.ledger.do(assigning.assign, Claim(owner, HOME), brief, house.thread)
    return made.task.key


async def _series(house: House) -> None:
    """What comes again, is paused, or goes over rows that have not started."""
    do, owner = house.world.bot.ledger.do, Claim(ALICE, HOME)
    words = {"goal": f"Goal {PRIVATE}", "title": f"Merger {TITLE}", "criteria": (f"names {PRIVATE}",), "reviewer": BOB}
    usual = Brief(worker=agent("writer"), **words)
    await do(repeating.repeat, owner, replace(usual, again=f"every weekday {FAR}"), house.thread)
    paused = await do(repeating.repeat, owner, replace(usual, again="every day 8:00"), house.thread)
    await do(pausing.pause, owner, paused.key)
    await do(fanning.offer, owner, replace(usual, each=(f"one {PRIVATE}", f"two {PRIVATE}")), house.thread)


async def _until(house: House, **states: State) -> Mapping[str, Any]:
    async def look() -> Mapping[str, Any] | None:
        now = await house.tasks()
        return now if all(now[word].state == state for word, state in states.items()) else None

    found: Mapping[str, Any] = await wait_for(look, f"the tasks are {states}")
    return found


async def _decide(house: House, word: str, who: str, verdict: Verdict) -> None:
    found = next(i for i in await house.items() if i.title.startswith(word))
    click = Click(key=found.key, version=found.draft_version)
    await house.world.bot.ledger.do(deciding.decide, Claim(who, HOME), click, verdict)


async def _decided(house: House) -> None:
    """Tasks that are closed: approved, and not delivered since its channel was put away; rejected; a former reviewer's."""
    await _assign(house, "closed", to=(RANDOM,))
    await _assign(house, "rejected")
    await _assign(house, "formerly", reviewer=FORMER_REVIEWER.user)
    await _until(house, closed=State.READY, rejected=State.READY, formerly=State.READY)
    house.world.slack.workspace.channels[RANDOM]["is_archived"] = True
    await _decide(house, "closed", BOB, Verdict.APPROVE)
    await _decide(house, "rejected", BOB, Verdict.REJECT)
    await _decide(house, "formerly", FORMER_REVIEWER.user, Verdict.APPROVE)
    house.clock.ahead = timedelta(minutes=11)
    await _until(house, closed=State.APPROVED, rejected=State.REJECTED, formerly=State.APPROVED)
    house.lost = await _sent(house, "undelivered")


async def _reviewing(house: House) -> None:
    """A sitting that the reviewer is in."""
    claim, ledger = Claim(BOB, HOME), house.world.bot.ledger
    assert await ledger.do(beginning.begin, claim, await ledger.see(beginning.plan, claim)) is not None


async def _waiting(house: House) -> None:
    """Tasks that wait or run, one that is decided and can be undone, and the reviewer's message with all of them."""
    for word in STATES:
        await _assign(house, word)
    await _assign(house, "undoable")
    await _assign(house, "several", versions=2)
    await _assign(house, "theirs", owner=FORMER_OWNER.user)
    await _assign(house, "given", reviewer=FORMER_REVIEWER.user)
    await _assign(house, "owed", reviewer=ALICE, worker=colleague(BOB))
    back = await _assign(house, "back", reviewer=ALICE, worker=colleague(BOB))
    await house.world.bot.ledger.do(working.decline, Claim(BOB, HOME), back, f"No {PRIVATE}", MEMBER.user)
    found = await _until(
        house, **STATES, undoable=State.READY, several=State.READY, theirs=State.READY, given=State.READY
    )
    more = Suggested((f"also {PRIVATE}",))
    await house.world.bot.ledger.do(suggesting.suggest, HOME, found["runs"].id, more)
    await house.world.said("/collect now", user=BOB)
    await house.quiet()
    shown = sa.select(post).join(collection, post.c.subject == sa.cast(collection.c.id, sa.String))
    newest = shown.where(post.c.surface == "digest", post.c.owner == BOB, post.c.ts != "").order_by(post.c.id.desc())
    cards = (await house.all(newest.limit(1)))[0]
    house.cards = Place(cards.channel, cards.ts)
    await _decide(house, "undoable", BOB, Verdict.APPROVE)


async def _kept(house: House) -> None:
    """What owner and reviewer wrote and nothing came of yet, a file of the owner's, and a question to her."""
    sluice, items = house.world, await house.items()
    draft = next(i for i in items if i.title.startswith("drafts"))
    asks = next(i for i in items if i.title.startswith("asks"))
    words = {"text": f"Words {PRIVATE}", "channel": sluice.dm(), "ts": "1.1"}
    answers = {"note": f"Note {PRIVATE}", "link": "", "files": [], "answers": asks.key, "whys": [PRIVATE]}
    about = {"item": draft.key, "version": 1, "why": "unclear", "text": f"shorter {PRIVATE}", "files": False}
    kept = ({**words, "user": ALICE}, {**answers, "user": BOB}, {**about, "user": BOB})
    held = [await sluice.bot.ledger.do(keeping.hold, HOME, what) for what in kept]
    uploaded = await sluice.act("file", user=ALICE, name="private.txt", text=f"File {PRIVATE}")
    house.file = uploaded["body"]["id"]
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text=f"Write the plan for {PRIVATE}")
    house.asked = await _sent(house, "understood")
    (asked,) = await house.all(sa.select(post.c.subject).where(post.c.surface == "understood"))
    house.held = (*held, asked.subject)


async def _sent(house: House, surface: str) -> Place:
    sent = sa.select(post.c.channel, post.c.ts).where(post.c.surface == surface, post.c.state == "sent")

    async def look() -> list[Any]:
        return await house.all(sent)

    (found,) = await wait_for(look, f"a message of {surface}")
    return Place(found.channel, found.ts)


async def _turned(house: House) -> None:
    """Slack says now that some are guests; what waited for them has been handed over."""

    for former in FORMER:
        house.world.slack.workspace.users[former.user]["is_restricted"] = True
        guest = Profile(name=former.user, zone="UTC", guest=True)
        await house.world.bot.ledger.do(greeting.meet, HOME, former.user, guest)
