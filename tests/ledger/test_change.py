"""An approval is kept with the sum of the patch that its reviewer saw, and only that sets a delivery going."""

from dataclasses import replace

import pytest

from storage.ledger.core.ledger import Ledger
from storage.ledger.decisions import approvals, deciding, effects
from storage.ledger.decisions.clicks import Click
from storage.ledger.queries import reading
from storage.ledger.work import taking_up, working
from storage.rules.values.change import Change
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft, File
from tests.ledger.hands import ALICE, TEAM, assign, attempt_of, draft

CHANGE = Change(repository="shop", base="a" * 40, sha256="b" * 64, sensitive=("Makefile", ".github/x.yml"))
PATCH = File("fix.patch", "text/x-diff", b"--- a/x\n+++ b/x\n")


async def decided(ledger: Ledger, made: Draft, verdict: Verdict = Verdict.APPROVE) -> int:
    """Let a draft be handed in and decided, to its effect; the decision."""
    task = (await assign(ledger)).task
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, task.id))
    assert given is not None
    key = await ledger.do(working.hand_in, given, made)
    item = await ledger.do(
        deciding.decide, ALICE, Click(key=key, version=1), verdict, (), "no" if verdict is Verdict.REVISE else ""
    )
    assert item.decision is not None
    await ledger.do(effects.effect, TEAM, item.decision.id)
    return item.decision.id


async def kinds(ledger: Ledger) -> set[str]:
    return {promise.kind for promise in await ledger.see(lambda tx: tx.jobs.promised(tx.conn))}


async def test_a_change_is_kept_with_its_draft_and_its_sum_with_the_approval(ledger: Ledger) -> None:
    decision = await decided(ledger, replace(draft(), change=CHANGE, files=(PATCH,)))
    shown = (await ledger.see(reading.whole, ALICE, number=1)).draft
    assert shown is not None and shown.change == CHANGE
    approved = await ledger.see(approvals.approved, TEAM, decision)
    assert approved is not None and (approved.sha256, approved.draft.change) == (CHANGE.sha256, CHANGE)
    assert "publish" in await kinds(ledger)


@pytest.mark.parametrize("files", [(), (PATCH,), (PATCH, File("chart.png", "image/png", b"x"))])
async def test_files_alone_set_no_delivery_to_a_repository_going(ledger: Ledger, files: tuple[File, ...]) -> None:
    decision = await decided(ledger, replace(draft(), files=files))
    assert "publish" not in await kinds(ledger)
    approved = await ledger.see(approvals.approved, TEAM, decision)
    assert approved is not None and (approved.sha256, approved.draft.change) == ("", None)


@pytest.mark.parametrize("verdict", [Verdict.REVISE, Verdict.REJECT])
async def test_only_an_approval_does(ledger: Ledger, verdict: Verdict) -> None:
    decision = await decided(ledger, replace(draft(), change=CHANGE), verdict)
    assert "publish" not in await kinds(ledger)
    assert await ledger.see(approvals.approved, TEAM, decision) is None
