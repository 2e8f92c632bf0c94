"""A reviewer writes a draft over: the version, its checks, the approval, and who may."""

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from storage import tables
from storage.ledger.core.ledger import Duplicate, Ledger, Terms
from storage.ledger.decisions import deciding, editing, effects, records, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import reading
from storage.ledger.queries.comparing import compared
from storage.ledger.rows import finding_items
from storage.ledger.work import taking_up, working
from storage.rules.authority import Policy
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft, File
from storage.rules.values.item import Item
from storage.rules.values.task import State
from storage.rules.values.worker import colleague
from storage.tables import collection, post
from tests.ledger.hands import ALICE, BOB, TEAM, assign, attempt_of, draft, work
from tests.refusing import refused

MET, NOT_MET = Finding.MET, Finding.NOT_MET


async def ready(ledger: Ledger, finding: Finding = MET, **more) -> str:
    return await work(ledger, await assign(ledger, **more), finding)


async def item(ledger: Ledger, key: str) -> Item:
    found = await ledger.see(finding_items.find_item, TEAM, key)
    assert found is not None
    return found


async def edit(ledger: Ledger, key: str, text: str = "My own words", version: int = 1, actor=ALICE, **more) -> int:
    return await ledger.do(editing.edit, actor, Click(key=key, version=version, **more), text)


async def check(ledger: Ledger, key: str, version: int, finding: Finding = MET) -> None:
    _, written = await ledger.see(editing.to_check, TEAM, f"{key}.{version}")
    seen = replace(written, checks=(Check(criterion="short", finding=finding, evidence="3 words"),))
    await ledger.do(editing.checked, TEAM, f"{key}.{version}", seen)


async def test_an_edited_version_takes_the_place_of_the_one_before(ledger: Ledger) -> None:
    key = await ready(ledger)
    assert await edit(ledger, key) == 2
    now = await item(ledger, key)
    assert now.draft_version == now.task.draft_version == 2
    assert now.task.state is State.READY
    assert now.draft is not None
    assert (now.draft.body, now.draft.base, now.draft.edited_by) == ("My own words", 1, ALICE.user)
    assert now.draft.made_by == "made by a test"
    assert now.decision is None
    assert await ledger.see(editing.looking, TEAM, key, 2)
    with refused(Reason.NEWER, Stale):
        await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)


async def test_what_the_checks_find_nothing_new_in_is_approved_for_who_wrote_it(ledger: Ledger) -> None:
    key = await ready(ledger)
    await edit(ledger, key)
    await check(ledger, key, 2)
    decision = (await item(ledger, key)).decision
    assert decision is not None
    assert (decision.verdict, decision.who, decision.draft_version) == (Verdict.APPROVE, ALICE.user, 2)
    assert not await ledger.see(editing.looking, TEAM, key, 2)
    assert await ledger.do(effects.effect, TEAM, decision.id)
    shown = await ledger.see(reading.whole, ALICE, key=key)
    assert shown.task.state is State.APPROVED
    assert [c.what for c in shown.history if c.who == ALICE.user][-4:] == [
        "edit draft",
        "approve",
        "approve",
        "deliver",
    ]


async def test_its_approval_is_undone_like_any_other(ledger: Ledger) -> None:
    key = await ready(ledger)
    await edit(ledger, key)
    await check(ledger, key, 2)
    await ledger.do(undoing.undo, ALICE, key)
    now = await item(ledger, key)
    assert now.decision is None
    assert now.draft_version == 2
    with pytest.raises(Duplicate):  # a job that comes twice approves nothing
        await check(ledger, key, 2)
    assert (await item(ledger, key)).decision is None


async def test_what_is_worse_waits_for_the_person(ledger: Ledger) -> None:
    key = await ready(ledger)
    await edit(ledger, key)
    before = await brought(ledger)
    await check(ledger, key, 2, NOT_MET)
    now = await item(ledger, key)
    assert now.decision is None
    assert now.open
    assert [c.finding for c in now.draft.checks] == [NOT_MET]
    assert await brought(ledger) == before  # the message that shows its card says so
    again = await edit(ledger, key, "Better words", version=2)
    await check(ledger, key, again)
    assert (await item(ledger, key)).decision is not None


async def brought(ledger: Ledger) -> int:
    query = sa.select(sa.func.count()).select_from(collection).where(collection.c.team == TEAM)
    return int(await ledger.see(lambda read: read.conn.execute(query).scalar_one()))


async def test_where_no_message_shows_its_card_it_is_brought(ledger: Ledger) -> None:
    ledger.terms = Terms(first=0)
    key = await ready(ledger)
    assert await brought(ledger) == 0
    await edit(ledger, key)
    await check(ledger, key, 2, NOT_MET)
    assert await brought(ledger) == 1
    assert await ledger.see(lambda read: read.conn.execute(sa.select(post.c.owner)).scalars().all()) == [ALICE.user]


async def test_what_was_not_met_before_may_stay_so(ledger: Ledger) -> None:
    key = await ready(ledger, NOT_MET)
    await edit(ledger, key)
    await check(ledger, key, 2, NOT_MET)
    assert (await item(ledger, key)).decision is not None


async def test_an_edit_that_changes_nothing_is_an_approval(ledger: Ledger) -> None:
    key = await ready(ledger)
    assert await edit(ledger, key, "One line\nand another") == 1
    now = await item(ledger, key)
    assert now.draft_version == 1
    assert now.decision is not None
    assert now.decision.verdict is Verdict.APPROVE


async def test_who_may_not_decide_may_not_edit(ledger: Ledger) -> None:
    key = await ready(ledger, reviewer=BOB.user)
    with refused(Reason.UNKNOWN):
        await edit(ledger, key)
    assert (await item(ledger, key)).draft_version == 1
    assert await edit(ledger, key, actor=BOB) == 2


async def test_with_four_eyes_nobody_edits(ledger: Ledger) -> None:
    ledger.terms = Terms(policy=Policy(four_eyes=True))
    key = await ready(ledger, reviewer=BOB.user)
    with refused(Reason.FOUR_EYES):
        await edit(ledger, key, actor=BOB)


async def test_of_two_edits_of_one_version_the_first_counts(ledger: Ledger) -> None:
    key = await ready(ledger)
    both = await asyncio.gather(edit(ledger, key, "First"), edit(ledger, key, "Second"), return_exceptions=True)
    assert sorted(type(one).__name__ for one in both) == ["Stale", "int"]
    assert (await item(ledger, key)).draft_version == 2


async def test_an_edit_comes_too_late_for_what_was_decided(ledger: Ledger) -> None:
    key = await ready(ledger)
    await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REJECT)
    with pytest.raises(Stale, match="rejected"):
        await edit(ledger, key)


async def test_one_delivery_of_slacks_edits_once(ledger: Ledger) -> None:
    key = await ready(ledger)
    await edit(ledger, key, dedup="s:1")
    with pytest.raises(Duplicate):
        await edit(ledger, key, dedup="s:1")
    assert (await item(ledger, key)).draft_version == 2


@pytest.mark.parametrize("text, why", [("", "Write something"), (" \n", "Write something"), ("x" * 200_001, "at most")])
async def test_nothing_and_too_much_are_refused(ledger: Ledger, text: str, why: str) -> None:
    key = await ready(ledger)
    with pytest.raises(Refused, match=why):
        await edit(ledger, key, text)


async def test_a_draft_that_changes_a_repository_is_no_text(ledger: Ledger) -> None:
    made = await assign(ledger)
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    change = Change(repository="shop/billing", base="main", sha256="0" * 64)
    key = await ledger.do(working.hand_in, given, replace(draft(), change=change))
    with pytest.raises(Refused, match="changes a repository"):
        await edit(ledger, key)


async def test_of_several_versions_one_is_edited_and_the_others_stay(ledger: Ledger) -> None:
    made = await assign(ledger, versions=2)
    keys = []
    for number in (1, 2):
        attempts = await ledger.see(lambda read: read.conn.execute(sa.text("select id from attempt order by id")).all())
        given = await ledger.do(taking_up.begin, TEAM, attempts[number - 1][0])
        keys.append(await ledger.do(working.hand_in, given, draft(number, body=f"Version {number}")))
    key = keys[-1]
    assert key
    assert await edit(ledger, key, "Mine", version=1) == 3
    now = await item(ledger, key)
    assert [one.version for one in now.candidates] == [3, 2]
    assert now.candidates[0].base == 1
    await check(ledger, key, 3)
    decision = (await item(ledger, key)).decision
    assert decision is not None
    assert decision.draft_version == 3
    assert made.task.name == "T-1"


async def test_the_next_version_starts_from_the_edited_text(ledger: Ledger) -> None:
    made = await assign(ledger)
    key = await work(ledger, made)
    await edit(ledger, key, "My own words")
    await check(ledger, key, 2, NOT_MET)
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=2), Verdict.REVISE, (), "shorter")
    await ledger.do(effects.effect, TEAM, done.decision.id)
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, made.task.id))
    assert given is not None
    assert given.version == 3
    assert given.previous is not None
    assert (given.previous.body, given.previous.edited_by) == ("My own words", ALICE.user)


async def test_a_worker_is_not_praised_for_what_its_reviewer_wrote(ledger: Ledger) -> None:
    for text in ("One line\nand another", "My own words"):
        key = await ready(ledger)
        version = await edit(ledger, key, text)
        if version == 2:
            await check(ledger, key, 2)
        decision = (await item(ledger, key)).decision
        assert decision is not None
        await ledger.do(effects.effect, TEAM, decision.id)
    record = (await ledger.see(records.records, TEAM))["writer"]
    assert (record.decided, record.at_once) == (2, 1)


async def test_what_a_colleague_handed_in_can_be_edited_too(ledger: Ledger) -> None:
    made = await assign(ledger, worker=colleague(BOB.user))
    from storage.ledger.colleagues import proposing, submitting

    handed = Draft(
        version=0, title="", summary="", body="Net", made_by="", files=(File("a.md", "text/markdown", b"Net"),)
    )
    await ledger.do(proposing.propose, BOB, made.task.key, handed)
    await ledger.do(submitting.submit_anyway, BOB, made.task.key, 1)
    key = (await ledger.see(reading.whole, ALICE, number=1)).item.key
    assert await edit(ledger, key, "Net revenue") == 2
    await check(ledger, key, 2)
    assert (await item(ledger, key)).decision is not None


async def test_a_text_that_lost_is_offered_on_the_newest_version(ledger: Ledger) -> None:
    made = await assign(ledger)
    key = await work(ledger, made)
    done = await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.REVISE, (), "shorter")
    await ledger.do(effects.effect, TEAM, done.decision.id)
    newer = await work(ledger, made, body="Version two")
    with pytest.raises(Stale):
        await edit(ledger, key)
    assert (await ledger.see(editing.newest, ALICE, key)).key == newer
    assert (await ledger.see(compared, ALICE, key, 1))[1].body == "One line\nand another"
    with pytest.raises(Refused):
        await ledger.see(editing.newest, BOB, key)


async def test_a_check_that_comes_late_says_nothing_of_a_newer_version(ledger: Ledger) -> None:
    key = await ready(ledger)
    await edit(ledger, key, "Second words")
    late = await ledger.see(editing.to_check, TEAM, f"{key}.2")
    await edit(ledger, key, "Third words", version=2)
    assert late is not None and await ledger.see(editing.to_check, TEAM, f"{key}.2") is None
    await check(ledger, key, 3, NOT_MET)
    seen = replace(late[1], checks=(Check(criterion="short", finding=MET, evidence="3 words"),))
    await ledger.do(editing.checked, TEAM, f"{key}.2", seen)
    doubts = sa.select(tables.item.c.doubts).where(tables.item.c.key == key)
    assert await ledger.see(lambda read: read.conn.execute(doubts).scalar()) == 1
