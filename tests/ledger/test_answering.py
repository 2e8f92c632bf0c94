"""Words and reactions in the ledger: decided and answered in one transaction, and once."""

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Duplicate, Ledger, Tx
from storage.ledger.decisions import answering, deciding, effects, looks, reacting, shown_before, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.messages import keeping, posting, proposals
from storage.ledger.queries import reading
from storage.ledger.work import inquiries, inquiring
from storage.rules.authority import Claim
from storage.rules.posts import PostKind
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.rules.values.task import State
from storage.tables import change, decision, draft, job, post, task
from tests.ledger.hands import ALICE, BOB, TEAM, assign, work, work_on_all
from tests.refusing import refused

DM = Place("D01ALICE", "1.0")


async def count(ledger: Ledger, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(table.c.team == TEAM, *where)
    return int(await ledger.see(lambda tx: tx.conn.execute(query).scalar_one()))


async def said(ledger: Ledger, key: str, verdict: Verdict = Verdict.APPROVE, place: Place | None = DM) -> Item:
    held = {"item": key, "version": 1, "why": "decided", "text": "ok"}
    click = Click(key=key, version=1, place=None, dedup="D01ALICE:1.1:reply")
    return await ledger.do(answering.decide, ALICE, click, verdict, "shorter", place, held)


async def test_a_decision_in_words_and_its_answer_are_one(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await said(ledger, key)
    with pytest.raises(Duplicate):
        await said(ledger, key)
    assert await count(ledger, decision) == 1
    assert await count(ledger, post, post.c.surface == "reply", post.c.thread == "1.0") == 1


async def test_a_decision_that_is_refused_leaves_no_answer(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REJECT)
    with pytest.raises(Stale):
        await said(ledger, key)
    assert await count(ledger, post, post.c.surface == "reply") == 0


async def test_where_others_read_no_message_is_promised(ledger: Ledger) -> None:
    await said(ledger, await work(ledger, await assign(ledger)), place=None)
    assert await count(ledger, post, post.c.surface == "reply") == 0


async def test_a_reaction_undoes_only_what_it_decided(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    assert await ledger.do(reacting.unreact, ALICE, key, "+1", "e:1") is None
    await ledger.do(undoing.undo, ALICE, key)
    await ledger.do(reacting.react, ALICE, Click(key=key, version=1, place=None, dedup="e:2"), Verdict.APPROVE, "+1")
    assert await ledger.do(reacting.unreact, BOB, key, "+1", "e:3") is None
    assert await ledger.do(reacting.unreact, ALICE, key, "white_check_mark", "e:4") is None
    undone = await ledger.do(reacting.unreact, ALICE, key, "+1", "e:5")
    assert undone is not None and undone.decision is None


async def test_only_what_slack_has_or_somebody_opened_was_shown(ledger: Ledger) -> None:
    """An item that is brought stands in a message that may still be held back."""
    key = await work(ledger, await assign(ledger))
    item = (await ledger.see(reading.whole, ALICE, key=key)).item
    assert item is not None
    await ledger.do(asked_for.collect_now, await ledger.see(people.find, TEAM, "U01ALICE"))
    assert not await ledger.see(shown_before.was_shown, item)
    waiting = sa.select(post.c.id).where(post.c.team == TEAM, post.c.surface == "digest").order_by(post.c.id.desc())
    number = await ledger.see(lambda tx: tx.conn.execute(waiting).scalar())
    await ledger.do(posting.mark_sent, TEAM, number, Place("D01ALICE", "1.1"))
    assert await ledger.see(shown_before.was_shown, item)


async def test_what_was_opened_was_shown(ledger: Ledger) -> None:
    key = await work(ledger, await assign(ledger))
    item = (await ledger.see(reading.whole, ALICE, key=key)).item
    assert item is not None and not await ledger.see(shown_before.was_shown, item)
    await ledger.do(looks.opened, ALICE, key)
    assert await ledger.see(shown_before.was_shown, item)


async def test_a_question_changes_neither_the_draft_nor_its_item(ledger: Ledger) -> None:
    made = await assign(ledger)
    key = await work(ledger, made)
    await ledger.do(inquiring.inquire, ALICE, made.task.key, "why 39 €?", DM, "q:1")
    with pytest.raises(Duplicate):
        await ledger.do(inquiring.inquire, ALICE, made.task.key, "why 39 €?", DM, "q:1")
    waiting = sa.select(job.c.key).where(job.c.team == TEAM, job.c.kind == "question")
    held = await ledger.see(lambda tx: tx.conn.execute(waiting).scalar())
    if held is None:  # on PostgreSQL the jobs are elsewhere: the post names it
        shown = sa.select(post.c.subject).where(post.c.team == TEAM, post.c.surface == "question")
        held = await ledger.see(lambda tx: tx.conn.execute(shown).scalar_one())
    await ledger.do(inquiries.answer, TEAM, held, "Hosting costs 20 €.")
    with pytest.raises(Duplicate):
        await ledger.do(inquiries.answer, TEAM, held, "Something else.")
    asked = await ledger.see(inquiries.find_inquiry, TEAM, held)
    assert asked is not None and asked.answer == "Hosting costs 20 €."
    whole = await ledger.see(reading.whole, ALICE, key=key)
    assert whole.task.state is State.READY and whole.item is not None and whole.item.open
    assert await count(ledger, draft) == 1 and await count(ledger, decision) == 0
    assert await count(ledger, change, change.c.what.in_(("wondered", "explained"))) == 2


async def test_a_question_after_an_approval_is_about_the_version_that_was_approved(ledger: Ledger) -> None:
    made = await assign(ledger, versions=2)
    click = Click(key=await work_on_all(ledger, made), version=1)
    decided = (await ledger.do(deciding.decide, ALICE, click, Verdict.APPROVE)).decision
    assert decided is not None
    await ledger.do(effects.effect, TEAM, decided.id)
    await ledger.do(inquiring.inquire, ALICE, made.task.key, "why?", DM)
    shown = sa.select(post.c.subject).where(post.c.team == TEAM, post.c.surface == "question")
    held = await ledger.see(lambda tx: tx.conn.execute(shown).scalar_one())
    asked = await ledger.see(inquiries.find_inquiry, TEAM, held)
    assert asked is not None and asked.draft.body == "Version 1"


async def test_a_question_is_for_who_may_see_the_task(ledger: Ledger) -> None:
    made = await assign(ledger)
    with pytest.raises(Refused, match="has no draft yet"):
        await ledger.do(inquiring.inquire, ALICE, made.task.key, "why?", DM)
    await work(ledger, made)
    with refused(Reason.UNKNOWN):
        await ledger.do(inquiring.inquire, Claim("U03CARA", TEAM), made.task.key, "why?", DM)


async def test_a_task_and_a_no_exclude_each_other(ledger: Ledger) -> None:
    for key in ("first", "second"):
        await ledger.do(keeping.hold, TEAM, {"text": key})
    made = await assign(ledger, key=proposals.outcome_key("first"))
    with pytest.raises(Duplicate, match=made.task.key):
        await ledger.do(proposals.close_proposal, TEAM, "first")
    assert await ledger.see(proposals.proposal_outcome, TEAM, "first") == made.task.key
    await ledger.do(proposals.close_proposal, TEAM, "second")
    with pytest.raises(Duplicate):
        await assign(ledger, key=proposals.outcome_key("second"))
    assert await ledger.see(proposals.proposal_outcome, TEAM, "second") == ""
    assert await ledger.see(proposals.proposal_outcome, TEAM, "third") is None
    assert await count(ledger, task) == 1


async def test_what_an_older_release_kept_of_a_proposal_is_read(ledger: Ledger) -> None:
    for key, became in (("first", "task-key"), ("second", "")):
        await ledger.do(lambda tx, team, k, b: tx.once(team, f"{k}:settled", kept={"task": b}), TEAM, key, became)
        assert await ledger.see(proposals.proposal_outcome, TEAM, key) == became


def post_at(tx: Tx, team: str, ts: str, kind: str = "line", thread: str = "") -> int:
    number = posting.put_post(tx, team, PostKind(kind), "x", channel="D01ALICE", thread=thread, owner="U01ALICE")
    posting.mark_sent(tx, team, number, Place("D01ALICE", ts))
    return number


async def test_the_newest_message_is_the_last_one_that_slack_has(ledger: Ledger) -> None:
    async def newest(ts: str | None = None, kind: PostKind | None = None) -> str:
        found = await ledger.see(posting.newest, TEAM, Place("D01ALICE", ts), kind)
        return found.ts if found else ""

    assert await newest() == ""
    await ledger.do(post_at, TEAM, "1700000009.000001", "digest")
    await ledger.do(post_at, TEAM, "1700000002.000001")
    await ledger.do(post_at, TEAM, "1700000012.000001", "reply", "1700000002.000001")
    await ledger.do(post_at, TEAM, "F0123456789")
    await ledger.do(posting.put_post, TEAM, "line", "x", channel="D01ALICE", owner="U01ALICE")
    assert await newest() == "1700000009.000001" and await newest(kind=PostKind.DIGEST) == "1700000009.000001"
    assert await newest("1700000002.000001") == "1700000012.000001"
    assert await newest("1700000009.000001") == "1700000009.000001"
    assert await newest("1700000001.000001") == "" and await newest(kind=PostKind.REPLY) == ""
