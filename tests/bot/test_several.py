"""One answer about several things fits in a message of Slack's, and leaves nothing untold that was decided."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.views.several import Part, several
from localslack.limits import message_error
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import About, Item, Problem, Question, Submission
from storage.rules.values.place import Place
from storage.rules.values.task import State, Task
from storage.rules.values.worker import agent
from storage.tables import item as item_table
from storage.tables import post
from tests.bot.speaking import NOTES, labels, write
from tests.far_times import FAR
from tests.world import wait_for, words, world

NOW = datetime(2026, 11, 25, tzinfo=UTC)
LONG = "R&D <b> " * 60


def item(number: int, kind: Kind, verdict: Verdict | None = None) -> Item:
    brief = Brief(goal=LONG, worker=agent("writer"), title=f"Memo {number} {LONG}")
    task = Task(
        id=number,
        team="T",
        number=number,
        state=State.READY,
        version=1,
        brief=brief,
        assigner="U1",
        reviewer="U1",
        stream_id=None,
        source=Place("D1"),
        bring_when_ready=False,
        created_at=NOW,
        draft_version=1,
        key=f"task{number}",
    )
    decision = (
        Decision(
            id=number,
            verdict=verdict,
            draft_version=1,
            who="U1",
            at=NOW,
            effect_due=NOW + timedelta(seconds=20),
            note=LONG,
        )
        if verdict
        else None
    )
    about: About = {
        Kind.PROBLEM: Problem(text=LONG),
        Kind.QUESTION: Question(Ask(key="q", kind=Kind.QUESTION, text=LONG, choices=("Yes", "No"))),
        Kind.DRAFT: Submission(),
    }[kind]
    draft = Draft(version=1, title="t", summary="s", body=LONG, made_by="m") if kind is Kind.DRAFT else None
    return Item(
        id=number,
        key=f"item{number}",
        about=about,
        task=task,
        reviewer="U1",
        draft_version=1,
        created_at=NOW,
        open=True,
        decision=decision,
        draft=draft,
    )


@pytest.mark.parametrize("kind", [Kind.PROBLEM, Kind.QUESTION, Kind.DRAFT])
@pytest.mark.parametrize("count", [1, 10, 17, 30])
def test_what_does_not_fit_is_named_in_one_line(kind: Kind, count: int) -> None:
    shown = several("Which?", [Part(item(n, kind)) for n in range(1, count + 1)], "U1", NOW)
    assert message_error(list(shown.blocks)) is None
    assert all(f"T-{n}" in words({"blocks": list(shown.blocks)}) for n in range(1, count + 1))
    assert count == 10 or ("more: T-" in words({"blocks": list(shown.blocks)})) == (count > 10)


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.REJECT, Verdict.REVISE])
def test_what_was_decided_goes_before_what_is_asked_and_can_be_undone(verdict: Verdict) -> None:
    asked = [Part(item(n, Kind.PROBLEM)) for n in range(1, 16)]
    done = [Part(item(n, Kind.DRAFT, verdict)) for n in range(16, 31)]
    message = {"blocks": list(several("", [*asked, *done, Part(line="There is no 40 here.")], "U1", NOW).blocks)}
    assert message_error(message["blocks"]) is None
    assert labels(message).count("Undo") == 15 and "There is no 40 here." in words(message)
    assert all(f"T-{n}" in words(message) for n in range(1, 31))


async def test_seventeen_things_at_once_are_answered(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=20) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        await sluice.said("/collect limit 40")
        for n in range(1, 18):
            await sluice.said(f"/assign writer: Memo {n}\n{NOTES}")

        async def ready() -> bool:
            return "17 wait for you" in await sluice.said("/sluice")

        await wait_for(ready)
        spoiled = sa.update(item_table).values(kind=str(Kind.PROBLEM), problem="Nothing answered.")
        await sluice.bot.ledger.do(lambda tx, team: tx.conn.execute(spoiled), "T01TEST")
        await write(sluice, "approve " + ", ".join(f"T-{n}" for n in range(1, 18)))
        told = words(await sluice.message_with("did not work"))
        assert all(f"T-{n}" in told for n in range(1, 18))
        newest = sa.select(post.c.state).where(post.c.team == "T01TEST").order_by(post.c.id.desc()).limit(1)

        async def sent() -> bool:
            return await sluice.bot.ledger.see(lambda tx: tx.conn.execute(newest).scalar()) == "sent"

        await wait_for(sent)
