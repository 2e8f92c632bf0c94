import asyncio
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.queries import portfolio, reading
from storage.ledger.settings import limits
from storage.ledger.tasks import assigning, receipts
from storage.ledger.work import taking_up, working
from storage.rules.authority import Claim
from storage.rules.pages.receipts import Receipt
from storage.rules.refusal import Reason, Refused
from storage.rules.values.brief import Brief
from storage.rules.values.form import Form
from storage.rules.values.profile import Profile
from storage.rules.values.task import State
from storage.rules.values.worker import agent
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, assign, draft, meet, work
from tests.refusing import refused


async def test_a_task_starts_at_once_and_its_attempt_is_promised(ledger: Ledger) -> None:
    made = await assign(ledger)
    assert (made.task.name, made.task.state, made.held) == ("T-1", State.WORKING, None)
    assert (await ledger.do(taking_up.begin, TEAM, 1)) is not None


async def test_the_same_delivery_makes_one_task(ledger: Ledger) -> None:
    first = await assign(ledger, key="c:1")
    with pytest.raises(Duplicate) as before:
        await assign(ledger, key="c:1")
    assert before.value.subject == first.task.key
    assert (await assign(ledger, key="c:2")).task.number == 2  # nothing of the duplicate was kept


async def test_it_waits_for_room_while_the_shelf_is_full_and_starts_by_itself(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 1, None)
    item = await work(ledger, await assign(ledger))
    second = await assign(ledger)
    assert second.held is not None
    assert second.held.decisions == 1
    assert second.quickest is not None
    await ledger.do(assigning.cancel, ALICE, (await ledger.see(receipts.receipt, ALICE, second.task.key)).task.key)
    third = await assign(ledger)
    first = (await ledger.see(reading.whole, ALICE, key=item)).task
    await ledger.do(assigning.cancel, ALICE, first.key)
    assert (await ledger.see(receipts.receipt, ALICE, third.task.key)).task.state is State.WORKING


async def test_urgent_work_may_exceed_the_limit(ledger: Ledger) -> None:
    await ledger.do(limits.set_limits, ALICE, 1, None)
    await work(ledger, await assign(ledger))
    assert (await assign(ledger, urgent=True)).held is None
    assert (await assign(ledger)).held is not None


async def test_two_hundred_at_once_at_two_doors_never_pass_the_gate(ledger: Ledger, database: str) -> None:
    await ledger.do(limits.set_limits, ALICE, 5, None)
    other = new_ledger(database)
    made = await asyncio.gather(*(persisting((ledger, other)[n % 2], f"c:{n}") for n in range(200)))
    other.close()
    assert sum(m.task.state is State.WORKING for m in made) == 5
    assert sorted(m.task.number for m in made) == list(range(1, 201))


async def persisting(ledger: Ledger, key: str) -> Receipt:
    """Assign until it is saved: who is told “not saved”, since others held the lock for too long, tries again."""
    while True:
        try:
            return await assign(ledger, key=key)
        except sa.exc.OperationalError:
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("kind", ["guest", "bot", "deleted", "stranger"])
async def test_a_reviewer_must_be_a_full_member(ledger: Ledger, kind: str) -> None:
    await ledger.do(people.save_profile, TEAM, "U02BOB", Profile(name="bob", zone="UTC", **{kind: True}))
    with refused(Reason.STANDING):
        await assign(ledger, reviewer="U02BOB")


async def test_cancel_stops_the_attempt_and_a_late_result_is_not_kept(ledger: Ledger) -> None:
    made = await assign(ledger)
    given = await ledger.do(taking_up.begin, TEAM, 1)
    assert given is not None
    await ledger.do(assigning.cancel, ALICE, made.task.key)
    with pytest.raises(Refused):
        await ledger.do(working.hand_in, given, draft())
    assert (await ledger.see(portfolio.portfolio, TEAM, "U01ALICE")).tasks == ()


async def test_an_edit_starts_the_work_again_on_the_new_brief(ledger: Ledger) -> None:
    made = await assign(ledger)
    old = await ledger.do(taking_up.begin, TEAM, 1)
    await ledger.do(assigning.edit, ALICE, made.task.key, Brief(goal="Other", worker=agent("assistant"), title="Other"))
    assert old is not None
    with pytest.raises(Refused):
        await ledger.do(working.hand_in, old, draft())
    new = await ledger.do(taking_up.begin, TEAM, 2)
    assert new is not None
    assert (new.task.brief.goal, new.version) == ("Other", 1)


async def test_only_the_owner_edits_and_nobody_else_learns_that_it_exists(ledger: Ledger) -> None:
    made = await assign(ledger)
    for key in (made.task.key, "AAAAAAAAAAAA"):
        with refused(Reason.UNKNOWN):
            await ledger.do(assigning.edit, BOB, key, Brief(goal="x", worker=agent("writer"), title="x"))


async def test_a_profile_moves_the_times_to_its_zone(ledger: Ledger) -> None:
    await ledger.do(people.ensure, TEAM, "U01ALICE")
    await ledger.do(people.save_profile, TEAM, "U01ALICE", Profile(name="alice", zone="America/New_York"))
    who = await ledger.see(people.find, TEAM, "U01ALICE")
    assert who is not None
    assert who.schedule is not None
    assert who.schedule.zone == "America/New_York"


async def test_a_due_time_read_as_text_can_be_taken(ledger: Ledger) -> None:
    made = await assign(ledger)
    due = ledger.clock() + timedelta(days=1)
    assert (await ledger.do(assigning.set_due, ALICE, made.task.key, due, lambda text: None)).task.brief.due is not None
    with pytest.raises(Refused, match="passed"):
        await ledger.do(assigning.set_due, ALICE, made.task.key, ledger.clock() - timedelta(days=1), lambda text: None)


async def test_streams_are_found_by_name_whatever_its_case(ledger: Ledger) -> None:
    first = await assign(ledger, stream="Beta launch")
    second = await assign(ledger, stream="beta  Launch")
    assert first.task.stream_id == second.task.stream_id
    assert HERE.channel == first.task.source.channel


async def test_a_due_time_read_before_the_zone_was_known_keeps_its_wall_time(ledger: Ledger) -> None:
    day = (ledger.clock() + timedelta(days=2)).replace(hour=17, minute=0, second=0, microsecond=0)
    new, brief = Claim("U09NEW", TEAM), Brief(goal="Memo", worker=agent("writer"), title="Memo", due=day)
    fixed = await ledger.do(assigning.assign, new, brief, HERE)
    soon = replace(brief, due=ledger.clock() + timedelta(hours=2))
    relative = await ledger.do(assigning.assign, new, soon, HERE)
    await ledger.do(people.save_profile, TEAM, new.user, Profile(name="new", zone="America/New_York"))
    moved = (await ledger.see(receipts.receipt, new, fixed.task.key)).task.brief.due
    assert moved is not None
    assert f"{moved.astimezone(ZoneInfo('America/New_York')):%H:%M}" == "17:00"
    assert (await ledger.see(receipts.receipt, new, relative.task.key)).task.brief.due == relative.task.brief.due


async def test_an_edit_keeps_what_the_form_was_too_small_to_show(ledger: Ledger) -> None:
    pasted = "Bob: We decided to ship on 3 March.\n" * 200
    made = await assign(ledger, goal=f"Memo\n{pasted}")
    edited = await ledger.do(
        assigning.edit, ALICE, made.task.key, Brief(goal="Better memo", worker=agent("writer"), title="Better memo")
    )
    assert edited.task.brief.goal == "Better memo"
    assert edited.task.brief.sources[-1].text == pasted


async def test_an_edit_keeps_where_the_result_goes_and_as_what(ledger: Ledger) -> None:
    await ledger.do(meet, TEAM, BOB.user)
    made = await assign(ledger, to=(BOB.user,), form=Form.FILE)
    other = Brief(goal="Other", worker=agent("writer"), title="Other")
    edited = await ledger.do(assigning.edit, ALICE, made.task.key, other)
    assert (edited.task.brief.to, edited.task.brief.form) == ((BOB.user,), Form.FILE)
