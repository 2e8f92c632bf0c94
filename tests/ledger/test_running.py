"""While agents work: questions, permissions, words to them, Stop, and several versions side by side."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import deciding, deliveries, effects, open_items
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import reading
from storage.ledger.tasks import assigning, receipts
from storage.ledger.work import (
    failing,
    halting,
    hearing,
    questions,
    reporting,
    steering,
    still_running,
    taking_up,
    working,
)
from storage.ledger.work.assignment import Assignment
from storage.rules.authority import Claim
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.values.task import Progress, State
from storage.tables import attempt, post
from tests.ledger.hands import ALICE, BOB, TEAM, assign, attempt_of, draft
from tests.refusing import refused

PRICE = Ask(key="i1", kind=Kind.QUESTION, text="Which price?", choices=("39 €", "29 €"))
MAIL = Ask(key="i2", kind=Kind.PERMISSION, text="Send 1 mail", tool="mail", args='{"to": "bob"}')


async def begun(ledger: Ledger, **more: Any) -> Assignment:
    made = await assign(ledger, **more)
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    return given


async def state(ledger: Ledger, given: Assignment) -> State:
    return (await ledger.see(receipts.receipt, ALICE, given.task.key)).task.state


async def answer(ledger: Ledger, key: str, verdict: Verdict, note: str = "", who: Claim = ALICE) -> Item:
    """Answered, and past the time to undo it."""
    done = await ledger.do(deciding.decide, who, Click(key=key, version=0), verdict, (), note)
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    return done


async def promised(ledger: Ledger, kind: str) -> int:
    return len([p for p in await ledger.see(lambda tx: list(tx.jobs.promised(tx.conn))) if p.kind == kind])


async def test_a_question_waits_on_the_shelf_and_its_answer_goes_back_to_the_agent(ledger: Ledger) -> None:
    given = await begun(ledger)
    (key,) = await ledger.do(questions.ask, given, (PRICE,))
    assert await state(ledger, given) is State.ASKING
    assert await ledger.do(taking_up.begin, TEAM, given.attempt) is None  # it does not run while it waits
    shown = (await ledger.see(reading.whole, ALICE, key=key)).item
    assert shown is not None and shown.ask == PRICE
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=0), Verdict.ANSWER, (), "39 €")
    assert await state(ledger, given) is State.ASKING  # until it can't be undone any more
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    assert await state(ledger, given) is State.WORKING
    again = await ledger.do(taking_up.begin, TEAM, given.attempt)
    assert again is not None
    assert (again.answers, again.generation) == ({"i1": "39 €"}, given.generation + 1)
    assert again.replies == ((PRICE.text, "39 €"),)


async def test_it_goes_on_when_the_last_of_several_is_answered(ledger: Ledger) -> None:
    given = await begun(ledger)
    first, second = await ledger.do(questions.ask, given, (PRICE, MAIL))
    await answer(ledger, first, Verdict.ANSWER, "29 €")
    assert await state(ledger, given) is State.ASKING
    await answer(ledger, second, Verdict.ALLOW_ALL)
    again = await ledger.do(taking_up.begin, TEAM, given.attempt)
    assert again is not None
    assert again.answers == {"i1": "29 €", "i2": "allow all"}
    assert again.grants == {"mail"}


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.RETRY, Verdict.ALLOW])
async def test_a_question_takes_an_answer_and_nothing_else(ledger: Ledger, verdict: Verdict) -> None:
    given = await begun(ledger)
    (key,) = await ledger.do(questions.ask, given, (PRICE,))
    with refused(Reason.OUT_OF_DATE, Stale):
        await ledger.do(deciding.decide, ALICE, Click(key=key, version=0), verdict)
    with pytest.raises(Refused, match="Write the answer"):
        await ledger.do(deciding.decide, ALICE, Click(key=key, version=0), Verdict.ANSWER, (), "  ")


async def test_only_the_reviewer_allows(ledger: Ledger) -> None:
    given = await begun(ledger, reviewer=BOB.user)
    (key,) = await ledger.do(questions.ask, given, (MAIL,))
    with refused(Reason.UNKNOWN):
        await ledger.do(deciding.decide, ALICE, Click(key=key, version=0), Verdict.ALLOW)
    await answer(ledger, key, Verdict.REFUSE, who=BOB)
    again = await ledger.do(taking_up.begin, TEAM, given.attempt)
    assert again is not None and (again.answers, again.grants) == ({"i2": "refuse"}, frozenset())


async def test_a_worker_that_was_taken_for_dead_asks_nothing(ledger: Ledger) -> None:
    given = await begun(ledger)
    await ledger.do(taking_up.begin, TEAM, given.attempt)
    with pytest.raises(Stale):
        await ledger.do(questions.ask, given, (PRICE,))


async def test_an_edit_withdraws_the_question(ledger: Ledger) -> None:
    given = await begun(ledger)
    (key,) = await ledger.do(questions.ask, given, (PRICE,))
    await ledger.do(assigning.edit, ALICE, given.task.key, given.task.brief)
    with pytest.raises(Stale):
        await ledger.do(deciding.decide, ALICE, Click(key=key, version=0), Verdict.ANSWER, (), "39 €")
    assert await state(ledger, given) is State.WORKING


async def test_what_people_say_reaches_the_agent_once_and_in_order(ledger: Ledger) -> None:
    ledger.terms = replace(ledger.terms, heeds=True)
    given = await begun(ledger)
    await ledger.do(steering.say, ALICE, given.task.key, "In English", "d:1")
    with pytest.raises(Exception, match=given.task.key):
        await ledger.do(steering.say, ALICE, given.task.key, "In English", "d:1")
    await ledger.do(steering.say, ALICE, given.task.key, "And short")
    said = await ledger.see(hearing.heard, TEAM, given.task.id)
    assert [text for _, text in said] == ["In English", "And short"]
    assert [t for _, t in await ledger.see(hearing.heard, TEAM, given.task.id, said[0][0])] == ["And short"]
    with refused(Reason.UNKNOWN):
        await ledger.do(steering.say, BOB, given.task.key, "Hello")
    with pytest.raises(Refused, match="different"):
        await ledger.do(steering.say, ALICE, given.task.key, " \u200b ")


async def test_stop_ends_it_keeps_what_was_done_and_retry_goes_on(ledger: Ledger) -> None:
    given = await begun(ledger)
    taken = [(given.attempt, given.generation)]
    assert await ledger.see(still_running.running, TEAM, taken) == {given.attempt}
    stopped = await ledger.do(halting.stop, ALICE, number=given.task.number)
    assert stopped.state is State.FAILED
    assert await ledger.see(still_running.running, TEAM, taken) == frozenset()
    with pytest.raises(Stale):
        await ledger.do(working.hand_in, given, draft())
    shown = (await ledger.see(reading.whole, ALICE, number=given.task.number)).item
    assert shown is not None and "Stopped. What was done is kept" in shown.about.text
    await answer(ledger, shown.key, Verdict.RETRY)
    assert await state(ledger, given) is State.WORKING
    assert await promised(ledger, "forget") == 0
    with refused(Reason.UNKNOWN):
        await ledger.do(halting.stop, BOB, number=given.task.number)
    with refused(Reason.UNKNOWN):
        await ledger.do(halting.stop, ALICE, number=99)


async def test_the_same_word_to_stop_twice_stops_once(ledger: Ledger) -> None:
    given = await begun(ledger)
    await ledger.do(halting.stop, ALICE, key=given.task.key, dedup="d:stop")
    with pytest.raises(Duplicate, match=given.task.key):
        await ledger.do(halting.stop, ALICE, key=given.task.key, dedup="d:stop")


async def test_what_an_agent_kept_is_forgotten_when_its_task_closes(ledger: Ledger) -> None:
    given = await begun(ledger)
    await ledger.do(assigning.cancel, ALICE, given.task.key)
    assert await promised(ledger, "forget") == 1


async def test_progress_is_one_message_in_the_thread(ledger: Ledger) -> None:
    brief = (await assign(ledger)).task.brief
    made = await ledger.do(assigning.assign, ALICE, brief, Place("C01GEN", "1.2"))
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    for done in range(3):
        await ledger.do(reporting.report, given, Progress(done, 3, "comparing vendors"))
    seen = await ledger.see(receipts.receipt, ALICE, made.task.key)
    assert seen.task.progress == Progress(2, 3, "comparing vendors")
    rows = await ledger.see(lambda tx: tx.conn.execute(sa.select(post).where(post.c.team == TEAM)).all())
    assert [(r.surface, r.thread) for r in rows if r.surface == "progress"] == [("progress", "1.2")]
    assert await promised(ledger, "redraw") == 1


async def versions(ledger: Ledger, count: int = 2) -> list[Assignment]:
    made = await assign(ledger, versions=count)
    last = await attempt_of(ledger, made.task.id)
    given = [await ledger.do(taking_up.begin, TEAM, n) for n in range(last - count + 1, last + 1)]
    return [g for g in given if g is not None]


async def test_versions_side_by_side_come_as_one_item(ledger: Ledger) -> None:
    a, b = await versions(ledger)
    assert [(g.version, g.candidate) for g in (a, b)] == [(1, 0), (2, 1)]
    assert await ledger.do(working.hand_in, b, draft(2, body="B")) == ""
    assert await state(ledger, a) is State.WORKING
    key = await ledger.do(working.hand_in, a, draft(1, body="A"))
    shown = (await ledger.see(reading.whole, ALICE, key=key)).item
    assert shown is not None
    assert [d.body for d in shown.candidates] == ["A", "B"]
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    assert done.decision is not None and done.decision.draft_version == 1
    await ledger.do(effects.effect, TEAM, done.decision.id)
    made = await ledger.see(deliveries.delivered, TEAM, 1)
    assert made is not None and made.draft.body == "A"


async def test_a_revision_goes_on_from_the_version_that_was_taken(ledger: Ledger) -> None:
    a, b = await versions(ledger)
    await ledger.do(working.hand_in, a, draft(1, body="A"))
    key = await ledger.do(working.hand_in, b, draft(2, body="B"))
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REVISE, (), "shorter")
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, a.task.id))
    assert given is not None and given.previous is not None
    assert (given.version, given.previous.body, given.candidate) == (3, "A", 0)
    last = await ledger.do(working.hand_in, given, draft(3, body="A2"))
    whole = await ledger.see(reading.whole, ALICE, key=last)
    assert whole.previous is not None and whole.previous.body == "A"


async def test_a_revision_that_failed_is_mended_by_an_edit_with_its_points_and_its_version(ledger: Ledger) -> None:
    a, b = await versions(ledger)
    await ledger.do(working.hand_in, a, draft(1, body="A"))
    key = await ledger.do(working.hand_in, b, draft(2, body="B"))
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REVISE, ("short",), "No puns")
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    await ledger.do(failing.fail, TEAM, await attempt_of(ledger, a.task.id), "It broke.")
    await ledger.do(assigning.edit, ALICE, a.task.key, replace(a.task.brief, goal="Write a memo. For Bob."))
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, a.task.id))
    assert given is not None and given.previous is not None
    assert (given.previous.body, given.points, given.note) == ("A", ("short",), "No puns")


async def test_one_of_two_that_fails_does_not_hold_the_other_back(ledger: Ledger) -> None:
    a, b = await versions(ledger)
    await ledger.do(failing.fail, TEAM, a.attempt, "no answer")
    assert await state(ledger, a) is State.WORKING
    key = await ledger.do(working.hand_in, b, draft(2, body="B"))
    shown = (await ledger.see(reading.whole, ALICE, key=key)).item
    assert shown is not None and (shown.draft_version, shown.candidates) == (2, ())
    assert shown.about.aside == "1 of 2 versions did not work: no answer"


async def test_what_failed_before_a_retry_is_no_version_that_is_missing(ledger: Ledger) -> None:
    given = await begun(ledger)
    await ledger.do(failing.fail, TEAM, given.attempt, "no answer")
    problem = (await ledger.see(reading.whole, ALICE, number=given.task.number)).item
    assert problem is not None
    done = await ledger.do(deciding.decide, ALICE, Click(key=problem.key, version=problem.draft_version), Verdict.RETRY)
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    again = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, given.task.id))
    assert again is not None and again.attempt != given.attempt
    key = await ledger.do(working.hand_in, again, draft(1))
    shown = (await ledger.see(reading.whole, ALICE, key=key)).item
    assert shown is not None and shown.about.aside == ""


async def test_when_all_fail_the_reason_is_told_once(ledger: Ledger) -> None:
    a, b = await versions(ledger)
    for given in (a, b):
        await ledger.do(failing.fail, TEAM, given.attempt, "no answer")
    shown = (await ledger.see(reading.whole, ALICE, number=a.task.number)).item
    assert shown is not None and (shown.kind, shown.about.text) == (Kind.PROBLEM, "no answer")


async def test_one_asks_while_the_other_works(ledger: Ledger) -> None:
    a, b = await versions(ledger)
    (key,) = await ledger.do(questions.ask, a, (PRICE,))
    assert await ledger.do(working.hand_in, b, draft(2)) == ""
    await answer(ledger, key, Verdict.ANSWER, "39 €")
    again = await ledger.do(taking_up.begin, TEAM, a.attempt)
    assert again is not None
    assert await ledger.do(working.hand_in, again, draft(1)) != ""


async def test_a_receipt_asks_what_nobody_answered_where_anyone_hears_it(ledger: Ledger) -> None:
    made = await assign(ledger, goal="Write a memo", criteria=())
    assert made.wonders == ()
    ledger.terms = replace(ledger.terms, heeds=True)
    first, *rest = (await ledger.see(receipts.receipt, ALICE, made.task.key)).wonders
    await ledger.do(steering.say, ALICE, made.task.key, f"{first.text} {first.choices[0]}")
    assert (await ledger.see(receipts.receipt, ALICE, made.task.key)).wonders == tuple(rest) != ()


async def test_a_brief_that_names_nothing_is_unclear_until_it_is_edited(ledger: Ledger) -> None:
    made = await assign(ledger, goal="Do it please", title="Do it please", criteria=(), sources=())
    assert (made.task.state, made.missing != "") == (State.UNCLEAR, True)
    assert await promised(ledger, "attempt") == 0
    clear = made.task.brief
    again = await ledger.do(assigning.edit, ALICE, made.task.key, clear)
    assert again.task.state is State.UNCLEAR
    named = await ledger.do(assigning.edit, ALICE, made.task.key, replace(clear, goal="Do it please: a memo on prices"))
    assert named.task.state is State.WORKING
    assert await promised(ledger, "attempt") == 1


async def test_a_task_counts_its_attempts_from_where_drafts_end(ledger: Ledger) -> None:
    """One of two was handed in when the task was stopped: the next ones get numbers that nobody has."""
    a, b = await versions(ledger)
    await ledger.do(working.hand_in, a, draft(1))
    await ledger.do(halting.stop, ALICE, key=a.task.key)
    shown = (await ledger.see(reading.whole, ALICE, number=a.task.number)).item
    assert shown is not None
    await answer(ledger, shown.key, Verdict.RETRY)
    again = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, a.task.id))
    assert again is not None
    assert again.version == b.version == 2  # nothing was handed in under this number
    await ledger.do(working.hand_in, again, draft(2, Finding.MET))
    whole = await ledger.see(reading.whole, ALICE, number=a.task.number)
    assert whole.item is not None
    assert [d.version for d in whole.item.candidates] == [1, 2]


async def test_a_version_that_was_done_is_kept_when_the_other_was_stopped(ledger: Ledger) -> None:
    made = await assign(ledger, versions=2)
    first, _ = await attempts(ledger, made.task.id)
    given = await ledger.do(taking_up.begin, TEAM, first)
    assert given is not None
    await ledger.do(working.hand_in, given, draft(given.version, body="The first of two"))
    await ledger.do(halting.stop, ALICE, key=made.task.key)
    (stopped,) = await ledger.see(open_items.open_items_of, TEAM, made.task.id)
    done = await ledger.do(
        deciding.decide, ALICE, Click(key=stopped.key, version=stopped.draft_version), Verdict.RETRY, (), ""
    )
    assert done.decision is not None
    await ledger.do(effects.effect, TEAM, done.decision.id)
    (again,) = await attempts(ledger, made.task.id)  # the one that was stopped, and no other
    given = await ledger.do(taking_up.begin, TEAM, again)
    assert given is not None
    await ledger.do(working.hand_in, given, draft(given.version, body="The second of two"))
    (shown,) = await ledger.see(open_items.open_items_of, TEAM, made.task.id)
    assert [d.body for d in (*shown.candidates,)] == ["The first of two", "The second of two"]


async def attempts(ledger: Ledger, task_id: int) -> list[int]:
    """Return the attempts of a task that have not ended, in order."""
    live = attempt.c.team == TEAM, attempt.c.task_id == task_id, attempt.c.ended_at.is_(None)
    query = sa.select(attempt.c.id).where(*live).order_by(attempt.c.id)
    return list(await ledger.see(lambda tx: tx.conn.execute(query).scalars().all()))
