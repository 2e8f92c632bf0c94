"""What was asked about a task and answered."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from storage.ledger.codec.items import ask_of
from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.rules.values.ask import MATERIAL, Ask, Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.task import Task
from storage.tables import decision, item

_GIVEN = Ask(key=MATERIAL, kind=Kind.QUESTION, text="")  # what nobody asked for once more


def asked_about(read: Read, task: Task) -> list[tuple[Ask, str, str]]:
    """Return what was asked about a task and answered: the question, the verdict, and the answer in words. Words with
    which somebody had it tried again are its material."""
    rows = _answered.all(read.conn, task.team, task.id)
    asked = ((_GIVEN if r.kind == Kind.PROBLEM else ask_of(r.ask), r) for r in rows)
    in_words = Verdict.ANSWER, Verdict.RETRY
    return [(a, r.verdict, r.note if r.verdict in in_words else r.verdict) for a, r in asked if a]


@Statement
def _answered(team: str, task: int) -> sa.Select[Any]:
    answers = sa.or_(item.c.kind == str(Kind.QUESTION), item.c.kind == str(Kind.PERMISSION))
    retried = decision.c.verdict == str(Verdict.RETRY), decision.c.note != ""
    material = sa.and_(item.c.kind == str(Kind.PROBLEM), *retried)
    return (
        sa.select(item.c.ask, item.c.kind, decision.c.verdict, decision.c.note)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(item.c.team == team, item.c.task_id == task, sa.or_(answers, material))
        .where(decision.c.effected_at.is_not(None), decision.c.undone_at.is_(None))
        .order_by(decision.c.id)
    )


def answers_of(asked: Sequence[tuple[Ask, str, str]]) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return what people said, and the tools that they allowed for all of the task."""
    answers = {a.key: answer for a, _, answer in asked}
    if material := [answer for a, _, answer in asked if a.key == MATERIAL]:
        answers[MATERIAL] = "\n".join(material)  # each adds to what was given before
    grants = frozenset(a.tool for a, verdict, _ in asked if verdict == Verdict.ALLOW_ALL)
    return MappingProxyType(answers), grants


def replies_of(asked: Sequence[tuple[Ask, str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the questions about the work itself, with their answers."""
    own = (a for a in asked if a[0].kind is Kind.QUESTION and a[0].key != MATERIAL and not a[0].tool)
    return tuple((a.text, answer) for a, _, answer in own)
