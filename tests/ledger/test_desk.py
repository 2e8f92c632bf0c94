"""What is decided together, said of a check, and asked again a week later, on both databases."""

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.collections import asked_for
from storage.ledger.core.ledger import Ledger, Terms
from storage.ledger.decisions import (
    approving_many,
    clicks,
    confirming,
    deciding,
    effects,
    records,
    reopening,
    still_right,
    thumbs,
)
from storage.ledger.privacy.erasing import erase_task
from storage.ledger.queries import portfolio, reading
from storage.ledger.rows.finding_items import find_item
from storage.ledger.shelf import load
from storage.rules.authority import Policy
from storage.rules.needs import needed
from storage.rules.people import Person
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.still_right import comes_back
from storage.rules.values.ask import Kind
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.need import Need
from storage.rules.values.profile import Profile
from storage.tables import collected, item
from tests.ledger.hands import ALICE, BOB, TEAM, assign, work
from tests.refusing import refused


async def shelved(ledger: Ledger, finding: Finding = Finding.MET) -> Item:
    found = await ledger.see(find_item, TEAM, await work(ledger, await assign(ledger), finding))
    assert found is not None
    return found


def click(of: Item) -> clicks.Click:
    return clicks.Click(key=of.key, version=1)


async def alice(ledger: Ledger) -> Person:
    known = await ledger.see(people.find, TEAM, ALICE.user)
    assert known is not None
    return known


async def test_of_a_list_only_what_is_met_is_approved_and_is_marked(ledger: Ledger) -> None:
    met, doubtful = await shelved(ledger), await shelved(ledger, Finding.IN_DOUBT)
    made = await ledger.do(approving_many.approve, ALICE, click(met))
    assert made.decision is not None
    kept = await ledger.see(find_item, TEAM, met.key)
    assert kept is not None and kept.decision is not None and kept.decision.together
    with pytest.raises(Stale, match="in doubt there"):
        await ledger.do(approving_many.approve, ALICE, click(doubtful))
    with refused(Reason.UNKNOWN):
        await ledger.do(approving_many.approve, BOB, click(doubtful))


async def test_with_four_eyes_a_list_approves_nothing_of_ones_own(ledger: Ledger) -> None:
    own = await shelved(ledger)
    ledger.terms = Terms(policy=Policy(four_eyes=True))
    with refused(Reason.FOUR_EYES):
        await ledger.do(approving_many.approve, ALICE, click(own))


async def test_a_check_said_to_be_wrong_is_no_doubt_and_counts_in_the_record(ledger: Ledger) -> None:
    doubtful = await shelved(ledger, Finding.IN_DOUBT)
    assert needed(doubtful).need is Need.ONE_THING
    said = await ledger.do(thumbs.toggle, ALICE, doubtful.key, 1, 0)
    assert needed(said).need is Need.ONE_TAP
    for who, number in ((BOB, 0), (ALICE, 1), (ALICE, 999)):
        with pytest.raises(Refused):
            await ledger.do(thumbs.toggle, who, doubtful.key, 1, number)
    assert needed(await ledger.do(thumbs.toggle, ALICE, doubtful.key, 1, 0)).need is Need.ONE_THING
    await ledger.do(thumbs.toggle, ALICE, doubtful.key, 1, 0)
    await approve(ledger, doubtful)
    seen = await ledger.see(records.overruled, TEAM)
    assert (seen.doubted, seen.wrong) == (1, 1)
    with pytest.raises(Stale):
        await ledger.do(thumbs.toggle, ALICE, doubtful.key, 1, 0)


async def test_what_is_met_cannot_be_said_to_be_wrong(ledger: Ledger) -> None:
    met = await shelved(ledger)
    with refused(Reason.UNKNOWN):
        await ledger.do(thumbs.toggle, ALICE, met.key, 1, 0)


async def approve(ledger: Ledger, of: Item) -> int:
    made = await ledger.do(deciding.decide, ALICE, click(of), Verdict.APPROVE)
    assert made.decision is not None
    assert await ledger.do(effects.effect, TEAM, made.decision.id)
    return made.decision.id


async def asked(ledger: Ledger, decision_id: int) -> Item | None:
    if not await ledger.do(still_right.ask, TEAM, decision_id):
        return None
    query = sa.select(item.c.key).where(item.c.team == TEAM, item.c.kind == str(Kind.STILL_RIGHT))
    key = await ledger.see(lambda read: read.conn.execute(query.order_by(item.c.id.desc())).scalars().first())
    return await ledger.see(find_item, TEAM, str(key))


async def test_what_is_asked_again_counts_nowhere(ledger: Ledger) -> None:
    question = await asked(ledger, await approve(ledger, await shelved(ledger)))
    assert question is not None and question.open
    person = await alice(ledger)
    assert (await ledger.see(load.load, person, ALICE.user)).total == 0
    assert await ledger.see(portfolio.shelf, TEAM, ALICE.user) == ()
    last = await ledger.see(reading.last_item, question.task)
    assert last is not None and last.kind is Kind.DRAFT
    with pytest.raises(Stale):
        await ledger.do(deciding.decide, ALICE, click(question), Verdict.APPROVE)


async def test_a_job_that_comes_twice_asks_once(ledger: Ledger) -> None:
    made = await approve(ledger, await shelved(ledger))
    assert [await ledger.do(still_right.ask, TEAM, made) for _ in range(2)] == [True, False]
    query = sa.select(sa.func.count()).where(item.c.team == TEAM, item.c.kind == str(Kind.STILL_RIGHT))
    assert await ledger.see(lambda read: read.conn.execute(query).scalar_one()) == 1


async def test_at_most_two_come_and_behind_all_else(ledger: Ledger) -> None:
    for made in [await approve(ledger, await shelved(ledger)) for _ in range(3)]:
        assert await asked(ledger, made) is not None
    new = await shelved(ledger)
    shown = await ledger.do(asked_for.collect_now, await alice(ledger))
    assert shown is not None and (shown.items, shown.behind) == (3, 0)
    query = sa.select(item.c.kind, item.c.id).join_from(collected, item, item.c.id == collected.c.item_id)
    mine = collected.c.team == TEAM, collected.c.collection_id == shown.id
    rows = await ledger.see(lambda read: read.conn.execute(query.where(*mine).order_by(collected.c.position)).all())
    assert [row.kind for row in rows] == ["draft", "still right", "still right"] and rows[0].id == new.id


async def test_only_who_approved_answers_and_once(ledger: Ledger) -> None:
    question = await asked(ledger, await approve(ledger, await shelved(ledger)))
    assert question is not None
    with refused(Reason.UNKNOWN):
        await ledger.do(confirming.confirm, BOB, click(question))
    await ledger.do(confirming.confirm, ALICE, click(question))
    with pytest.raises(Stale, match="answered already"):
        await ledger.do(confirming.confirm, ALICE, click(question))
    draft = await ledger.see(reading.last_item, question.task)
    assert draft is not None
    with refused(Reason.OUT_OF_DATE):
        await ledger.do(confirming.confirm, ALICE, click(draft))


@pytest.mark.parametrize("gone", ["reopened", "deleted", "left"])
async def test_it_is_quietly_dropped(ledger: Ledger, gone: str) -> None:
    of = await shelved(ledger)
    made = await approve(ledger, of)
    if gone == "reopened":
        again = await ledger.do(reopening.reopen, ALICE, of.task.key)
        await approve(ledger, again)
    elif gone == "deleted":
        await ledger.do(erase_task, TEAM, of.task.id)
    else:
        await ledger.do(people.save_profile, TEAM, ALICE.user, Profile(name="", zone="", deleted=True))
    assert await asked(ledger, made) is None


async def test_a_reopen_takes_the_question_back(ledger: Ledger) -> None:
    question = await asked(ledger, await approve(ledger, await shelved(ledger)))
    assert question is not None
    await ledger.do(reopening.reopen, ALICE, question.task.key)
    left = await ledger.see(find_item, TEAM, question.key)
    assert left is not None and not left.open


def test_a_share_comes_back_and_a_retry_chooses_alike() -> None:
    keys = [f"ITEMKEY{n:05}" for n in range(2_000)]
    taken = [key for key in keys if comes_back(key, 0.05)]
    assert 60 < len(taken) < 140 and taken == [key for key in keys if comes_back(key, 0.05)]
    assert [comes_back(keys[0], share) for share in (0.0, 1.0)] == [False, True]
