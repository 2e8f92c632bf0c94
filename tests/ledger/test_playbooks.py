"""Playbooks in the ledger: versions, who may, and whose drafts are examples for whom."""

import pytest
import sqlalchemy as sa

from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.playbooks import playbooks
from storage.ledger.playbooks.playbooks import New, NoPlaybook
from storage.ledger.privacy import forgetting
from storage.rules.authority import Claim
from storage.rules.pages.receipts import Receipt
from storage.rules.pages.streams import Playbook
from storage.rules.refusal import Reason, Refused
from storage.rules.values.decision import Verdict
from storage.tables import edge, task
from tests.ledger.hands import ALICE, BOB, TEAM, assign, work
from tests.refusing import refused

CARA = Claim("U03CARA", TEAM)
TEXT = "writer: compare {vendor kind} vendors"


async def saved(ledger: Ledger, **more: object) -> Playbook:
    made = await assign(ledger)
    new = {"name": "vendor choice", "text": TEXT, "source": made.task.key, **more}
    return await ledger.do(playbooks.save, ALICE, New(**new))  # type: ignore[arg-type]


async def approve(ledger: Ledger, made: Receipt, body: str, who: Claim = ALICE) -> None:
    key = await work(ledger, made, body=body)
    decided = await ledger.do(deciding.decide, who, Click(key=key, version=1), Verdict.APPROVE, (), "")
    assert decided.decision is not None
    await ledger.do(effects.effect, TEAM, decided.decision.id)


async def test_each_change_is_a_version_and_the_newest_counts(ledger: Ledger) -> None:
    assert (await saved(ledger)).version == 1
    second = await ledger.do(playbooks.save, ALICE, New(name="vendor-choice", text="writer: {a} and {b}"))
    assert (second.version, second.parameters) == (2, ("a", "b"))
    assert [one.version for one in await ledger.see(playbooks.list_playbooks, ALICE)] == [2]
    await ledger.do(playbooks.delete, ALICE, "Vendor choice")
    assert await ledger.see(playbooks.list_playbooks, ALICE) == ()
    assert (await saved(ledger)).version == 3


async def test_what_is_not_shared_is_as_if_it_did_not_exist(ledger: Ledger) -> None:
    await saved(ledger)
    for verb in (playbooks.find, playbooks.changeable):
        with pytest.raises(NoPlaybook) as no:
            await ledger.see(verb, BOB, "vendor-choice")
        assert no.value.near == ()
    with pytest.raises(NoPlaybook):
        await ledger.do(playbooks.delete, BOB, "vendor-choice")
    with pytest.raises(NoPlaybook):
        await ledger.do(playbooks.save, BOB, New(name="other", text=TEXT))


async def test_what_is_shared_is_run_by_all_and_changed_by_its_owner_alone(ledger: Ledger) -> None:
    await saved(ledger, shared=True)
    assert (await ledger.see(playbooks.find, BOB, "vendor-choice")).owner == ALICE.user
    with refused(Reason.NOT_THE_OWNER):
        await ledger.do(playbooks.delete, BOB, "vendor-choice")
    made = await assign(ledger, actor=BOB)
    with pytest.raises(Refused, match="Somebody else has"):
        await ledger.do(playbooks.save, BOB, New(name="vendor-choice", text=TEXT, source=made.task.key))
    with pytest.raises(NoPlaybook) as no:
        await ledger.see(playbooks.find, BOB, "vendor-choise")
    assert no.value.near == ("vendor-choice",)


async def test_nobody_saves_a_task_of_somebody_else_or_a_chain_with_one(ledger: Ledger) -> None:
    made, second = await assign(ledger), await assign(ledger, reviewer=BOB.user)
    with refused(Reason.UNKNOWN):
        await ledger.do(playbooks.save, BOB, New(name="stolen", text=TEXT, source=made.task.key))
    row = {"team": TEAM, "task_id": second.task.id, "after_id": made.task.id}
    await ledger.do(lambda tx, team: tx.conn.execute(sa.insert(edge), row), TEAM)
    _, chain = await ledger.see(playbooks.saved_from, ALICE, second.task.name)
    assert [of.number for of in chain] == [1, 2]
    assert (await ledger.see(playbooks.saved_from, ALICE, made.task.name))[1] == chain
    with pytest.raises(Refused):
        await ledger.see(playbooks.saved_from, BOB, second.task.name)


async def test_the_newest_approved_draft_is_the_example_where_the_owner_allows(ledger: Ledger) -> None:
    first = await assign(ledger)
    new = New(name="choice", text=TEXT, source=first.task.key, shared=True, examples=True)
    made = await ledger.do(playbooks.save, ALICE, new)
    assert await ledger.see(playbooks.example, ALICE, made) == ()
    await approve(ledger, first, "The first")
    (shown,) = await ledger.see(playbooks.example, BOB, made)
    assert (shown.text, shown.is_example) == ("The first", True)
    for who, body in ((CARA, "Of Cara"), (ALICE, "The second")):
        run = await assign(ledger, actor=who)
        await ledger.do(playbooks.ran, who, "choice", run.task.key)
        await ledger.do(playbooks.ran, who, "choice", run.task.key)
        await approve(ledger, run, body, who)
    assert [(await ledger.see(playbooks.example, who, made))[0].text for who in (ALICE, BOB)] == ["The second"] * 2
    run = await assign(ledger, actor=CARA)
    await ledger.do(playbooks.ran, CARA, "choice", run.task.key)
    await approve(ledger, run, "Cara's newest", CARA)
    assert (await ledger.see(playbooks.example, BOB, made))[0].text == "The second"
    assert (await ledger.see(playbooks.example, CARA, made))[0].text == "Cara's newest"
    query = sa.select(task.c.origin).where(task.c.team == TEAM).order_by(task.c.id)
    assert await ledger.see(lambda read: read.conn.execute(query).scalars().all()) == ["person", *["playbook"] * 3]
    without = await ledger.do(playbooks.save, ALICE, New(name="choice", text=TEXT, shared=True))
    assert await ledger.see(playbooks.example, ALICE, without) == ()


async def test_nobody_says_of_a_task_of_somebody_else_that_a_playbook_made_it(ledger: Ledger) -> None:
    made = await assign(ledger)
    with pytest.raises(Refused):
        await ledger.do(playbooks.ran, BOB, "choice", made.task.key)


async def test_who_is_forgotten_takes_their_playbooks_along(ledger: Ledger) -> None:
    await saved(ledger, shared=True)
    await ledger.do(forgetting.erase_own, TEAM, ALICE.user)
    assert await ledger.see(playbooks.list_playbooks, BOB) == ()
