"""Every verb and every query of a person's asks the table, with the person as they are known in its own transaction."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.decisions import answering, deciding, effects, looks, open_versions, reacting, replying, undoable
from storage.ledger.decisions.clicks import Click
from storage.ledger.membership import greeting
from storage.ledger.messages import keeping
from storage.ledger.queries import portfolio, reading, searching
from storage.ledger.rows import finding_tasks
from storage.ledger.settings import limits, scheduling, switching_off
from storage.ledger.tasks import assigning, receipts, suggesting
from storage.ledger.work import halting, inquiring, spending, steering, taking_up
from storage.rules.authority import MEMBERS_ONLY, UNKNOWN, WHO_ARE_YOU, Claim, Policy
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.schedule import EVERY_DAY
from storage.rules.values.task import State
from storage.rules.values.worker import agent
from storage.tables import attempt, collection, decision, post
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, attempt_of, meet, work

CARA, DAN = Claim("U03CARA", TEAM), Claim("U04DAN", TEAM)
BRIEF = Brief(goal="Memo", worker=agent("writer"), title="Memo", criteria=("short",))
STANDINGS: Mapping[str, Profile] = {
    "guest": Profile(name="", zone="", guest=True),
    "external": Profile(name="", zone="", stranger=True),
    "deactivated": Profile(name="", zone="", deleted=True),
    "bot": Profile(name="", zone="", bot=True),
}


@dataclass(frozen=True, slots=True)
class Things:
    """One task of Alice's that waits for Bob, and one of hers that is under way for him."""

    task: str
    item: str
    number: int
    at_work: str


Try = Callable[[Ledger, Claim, Things], Awaitable[object]]


def click(things: Things) -> Click:
    return Click(key=things.item, version=1)


TRIES: Mapping[str, Try] = {
    "assign": lambda led, who, t: led.do(assigning.assign, who, BRIEF, HERE),
    "receipt": lambda led, who, t: led.see(receipts.receipt, who, t.task),
    "standing": lambda led, who, t: led.see(reading.standing, who, t.number),
    "whole by item": lambda led, who, t: led.see(reading.whole, who, key=t.item),
    "whole by number": lambda led, who, t: led.see(reading.whole, who, number=t.number),
    "opened": lambda led, who, t: led.do(looks.opened, who, t.item),
    "inquire": lambda led, who, t: led.do(inquiring.inquire, who, t.task, "why?", Place("")),
    "show in words": lambda led, who, t: led.do(replying.post, who, Place("D1"), {"item": t.item}),
    "approve": lambda led, who, t: led.do(deciding.decide, who, click(t), Verdict.APPROVE),
    "approve in words": lambda led, who, t: led.do(answering.decide, who, click(t), Verdict.APPROVE, "", None, {}),
    "approve by reaction": lambda led, who, t: led.do(reacting.react, who, click(t), Verdict.APPROVE, "+1"),
    "revise": lambda led, who, t: led.do(deciding.decide, who, click(t), Verdict.REVISE, (), "shorter"),
    "revise form": lambda led, who, t: led.see(open_versions.revisable, who, t.item, 1),
    "reject": lambda led, who, t: led.do(deciding.decide, who, click(t), Verdict.REJECT),
    "cancel": lambda led, who, t: led.do(assigning.cancel, who, t.task),
    "stop": lambda led, who, t: led.do(halting.stop, who, key=t.at_work),
    "steer": lambda led, who, t: led.do(steering.say, who, t.at_work, "shorter"),
    "edit": lambda led, who, t: led.do(assigning.edit, who, t.at_work, BRIEF),
    "edit form": lambda led, who, t: led.see(assigning.editable, who, t.at_work),
    "due": lambda led, who, t: led.do(
        assigning.set_due, who, t.at_work, led.clock() + timedelta(days=1), lambda text: None
    ),
    "bring": lambda led, who, t: led.do(assigning.bring, who, t.at_work),
    "take suggestions": lambda led, who, t: led.do(suggesting.take, who, t.at_work),
    "portfolio": lambda led, who, t: led.do(portfolio.portfolio, who.team, who.user),
    "find": lambda led, who, t: led.see(searching.search, who.team, who.user, "memo"),
    "undoable": lambda led, who, t: led.see(undoable.undoable, who, 5),
    "times": lambda led, who, t: led.do(scheduling.set_times, who, [time(9)], EVERY_DAY),
    "times off": lambda led, who, t: led.do(switching_off.set_off, who, None),
    "channel times": lambda led, who, t: led.do(
        scheduling.set_channel_times, who, "C1", [time(9)], EVERY_DAY, None, ALICE.user
    ),
    "channel times off": lambda led, who, t: led.do(switching_off.set_off, who, "C1", ALICE.user),
    "limits": lambda led, who, t: led.do(limits.set_limits, who, 5),
    "stop all": lambda led, who, t: led.do(spending.stop_all, who),
    "go on": lambda led, who, t: led.do(spending.go_on, who),
}
OF_MEMBERS = frozenset({"assign", "portfolio", "find", "undoable", "times", "times off", "limits"})
OF_OWNERS = frozenset({"receipt", "edit", "edit form", "due", "take suggestions"})
OF_CREATORS = frozenset({"channel times", "channel times off"})  # of a channel: Alice
OF_REVIEWERS = frozenset({"approve", "approve in words", "approve by reaction"})
OF_ADMINS = frozenset({"stop all", "go on"})
OF_PARTIES = frozenset(TRIES) - OF_MEMBERS - OF_OWNERS - OF_CREATORS - OF_REVIEWERS - OF_ADMINS
ALSO_ADMINS = frozenset({"standing", "cancel", "stop"})


@pytest.fixture
async def ruled(database: str):
    made = new_ledger(database, Terms(room=60, policy=Policy(admins=frozenset({CARA.user}))))
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user, CARA.user, DAN.user)
    yield made
    made.close()


async def things(ledger: Ledger) -> Things:
    ready = await assign(ledger, reviewer=BOB.user)
    item = await work(ledger, ready)
    at_work = await assign(ledger, reviewer=BOB.user)
    await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, at_work.task.id))
    return Things(ready.task.key, item, ready.task.number, at_work.task.key)


async def refused(ledger: Ledger, name: str, who: Claim, about: Things) -> str:
    """Return the words of a refusal for what they are to a thing; empty where the table lets them do it."""
    try:
        await TRIES[name](ledger, who, about)
    except Refused as no:
        return no.why if no.why in (UNKNOWN, MEMBERS_ONLY, WHO_ARE_YOU) or "administrator" in no.why else ""
    return ""


@pytest.mark.parametrize("name", sorted(TRIES))
async def test_members_do_what_the_table_lets_them(ruled: Ledger, name: str) -> None:
    may = {
        "owner": name in OF_PARTIES | OF_OWNERS | OF_CREATORS | OF_MEMBERS,
        "reviewer": name in OF_PARTIES | OF_REVIEWERS | OF_MEMBERS,
        "admin": name in OF_ADMINS | OF_CREATORS | OF_MEMBERS | ALSO_ADMINS,
        "member": name in OF_MEMBERS,
    }
    subjects = (("member", DAN), ("admin", CARA), ("reviewer", BOB), ("owner", ALICE))
    tried = [(who, claim, await things(ruled)) for who, claim in subjects]
    for who, claim, about in tried:
        assert (await refused(ruled, name, claim, about) == "") is may[who], who


@pytest.mark.parametrize("standing", STANDINGS)
async def test_who_is_no_full_member_any_more_is_refused_everything_of_theirs(ledger: Ledger, standing: str) -> None:
    about = await things(ledger)
    for who in (ALICE, BOB):
        await ledger.do(people.save_profile, TEAM, who.user, STANDINGS[standing])
        for name in TRIES:
            assert await refused(ledger, name, who, about) == MEMBERS_ONLY, (name, who)


async def test_who_is_not_known_is_shown_nothing_and_has_no_effect(ledger: Ledger) -> None:
    about = await things(ledger)
    for name in TRIES:
        expected = "" if name == "assign" else WHO_ARE_YOU
        assert await refused(ledger, name, Claim("U09NEW", TEAM), about) == expected, name


async def test_another_workspace_reaches_nothing(ledger: Ledger) -> None:
    about = await things(ledger)
    await ledger.do(people.ensure_workspace, "T02", "Other")
    await ledger.do(meet, "T02", ALICE.user)
    own = OF_MEMBERS | OF_CREATORS
    for name in sorted(TRIES, key=lambda name: name in own):  # what makes something there comes last
        why = await refused(ledger, name, Claim(ALICE.user, "T02"), about)
        assert why == (UNKNOWN if name in OF_PARTIES | OF_OWNERS | OF_REVIEWERS else why), name
        assert (why == "") is (name in own), name  # in their own workspace they may


@pytest.mark.parametrize("who", [DAN, Claim("U09NEW", TEAM)])
async def test_what_does_not_exist_is_refused_in_the_same_words(ledger: Ledger, who: Claim) -> None:
    about = await things(ledger)
    await ledger.do(meet, TEAM, DAN.user)
    none = Things("AAAAAAAAAAAA", "BBBBBBBBBBBB", 999, "CCCCCCCCCCCC")
    for name in sorted(OF_PARTIES | OF_OWNERS | OF_REVIEWERS):
        assert await refused(ledger, name, who, about) == await refused(ledger, name, who, none) != ""


async def test_an_administrator_sees_where_a_task_stands_and_not_what_is_in_it(ruled: Ledger) -> None:
    about = await things(ruled)
    task, item = await ruled.see(reading.standing, CARA, about.number)
    assert (task.state, item) == (State.READY, None)
    assert (await ruled.see(reading.standing, BOB, about.number))[1] is not None


async def attempts(ledger: Ledger) -> int:
    return int(await ledger.see(lambda tx: tx.conn.execute(sa.select(sa.func.count(attempt.c.id))).scalar_one()))


async def test_the_task_of_who_is_not_known_is_held_and_their_profile_starts_it(ledger: Ledger) -> None:
    new = Claim("U09NEW", TEAM)
    made = await ledger.do(assigning.assign, new, BRIEF, HERE)
    assert made.task.state is State.WAITING
    assert made.held is not None and "who you are" in made.held.why
    assert (made.quickest, made.asked, await attempts(ledger)) == (None, 0, 0)
    again = await ledger.see(receipts.receipt, new, made.task.key)  # what Slack sends twice is answered the same
    assert again.held is not None
    await ledger.do(greeting.meet, TEAM, new.user, Profile(name="new", zone="UTC"))
    assert (await ledger.see(receipts.receipt, new, made.task.key)).task.state is State.WORKING
    assert await attempts(ledger) == 1


async def test_a_held_task_keeps_its_place_and_the_gate(ledger: Ledger) -> None:
    new = Claim("U09NEW", TEAM)
    for _ in range(14):
        await ledger.do(assigning.assign, new, BRIEF, HERE)
    await ledger.do(greeting.meet, TEAM, new.user, Profile(name="new", zone="UTC"))
    assert await attempts(ledger) == 12


@pytest.mark.parametrize("standing", sorted(STANDINGS))
async def test_the_held_task_of_who_turns_out_to_be_no_member_is_closed_and_they_are_told(
    ledger: Ledger, standing: str
) -> None:
    new = Claim("U09NEW", TEAM)
    made = await ledger.do(assigning.assign, new, BRIEF, HERE)
    await ledger.do(greeting.meet, TEAM, new.user, STANDINGS[standing])
    now = await ledger.see(finding_tasks.get_task, TEAM, made.task.id)
    assert (now.state, await attempts(ledger)) == (State.CANCELED, 0)
    lines = sa.select(post.c.subject).where(post.c.team == TEAM, post.c.surface == "line", post.c.owner == new.user)
    (key,) = await ledger.see(lambda tx: tx.conn.execute(lines).scalars().all())
    held = await ledger.see(keeping.kept, TEAM, key)
    assert held is not None and made.task.name in held["text"] and "full members" in held["text"]


async def test_a_task_waits_for_its_reviewer_to_be_known(ledger: Ledger) -> None:
    made = await ledger.do(assigning.assign, ALICE, replace(BRIEF, reviewer="U09NEW"), HERE)
    assert made.held is not None and "<@U09NEW>" in made.held.why
    assert await attempts(ledger) == 0
    await ledger.do(greeting.meet, TEAM, "U09NEW", Profile(name="new", zone="UTC"))
    assert await attempts(ledger) == 1


async def test_a_reviewer_who_turns_out_to_be_a_guest_decides_nothing_and_the_assigner_does(ledger: Ledger) -> None:
    made = await ledger.do(assigning.assign, ALICE, replace(BRIEF, reviewer="U09NEW"), HERE)
    await ledger.do(greeting.meet, TEAM, "U09NEW", Profile(name="new", zone="UTC", guest=True))
    now = (await ledger.see(receipts.receipt, ALICE, made.task.key)).task
    assert (now.reviewer, now.state) == (ALICE.user, State.WORKING)


async def test_nothing_is_brought_to_who_became_a_guest(ledger: Ledger) -> None:
    await work(ledger, await assign(ledger, reviewer=BOB.user))
    bob = await ledger.see(people.find, TEAM, BOB.user)
    await ledger.do(people.save_profile, TEAM, BOB.user, STANDINGS["guest"])
    query = sa.select(sa.func.count(collection.c.id)).where(collection.c.team == TEAM)
    before = await ledger.see(lambda tx: tx.conn.execute(query).scalar_one())
    with pytest.raises(Refused):
        await ledger.do(asked_for.collect_now, bob)
    with pytest.raises(Refused):
        await ledger.do(asked_for.bring_quickest, bob)
    assert await ledger.see(lambda tx: tx.conn.execute(query).scalar_one()) == before


async def test_what_a_guest_to_be_decided_before_is_taken_back_when_it_would_take_effect(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    assert done.decision is not None
    await ledger.do(people.save_profile, TEAM, ALICE.user, STANDINGS["guest"])
    assert not await ledger.do(effects.effect, TEAM, done.decision.id)
    undone = sa.select(decision.c.undone_at).where(decision.c.team == TEAM)
    assert (await ledger.see(lambda tx: tx.conn.execute(undone).scalar_one())) is not None


def test_every_try_has_its_row() -> None:
    rows: list[Any] = [OF_MEMBERS, OF_OWNERS, OF_CREATORS, OF_REVIEWERS, OF_ADMINS, OF_PARTIES]
    assert sum(map(len, rows)) == len(TRIES)
