"""What agents spend: reserved before a call of a model, settled after it, under caps; and the switch that stops all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.work.freeing import free_budget_of
from storage.ledger.work.gate import release
from storage.ledger.work.stopped import stopped_by
from storage.ledger.work.turns import all_held, resume
from storage.prepared import Statement, insert
from storage.rules.authority import Action, Claim
from storage.rules.budget import Used, over
from storage.rules.gate import UNINSTALLED
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.refusal import Refused
from storage.rules.values.attempt import LIVE, TAKEABLE, AttemptState
from storage.rules.values.spent import Spent
from storage.rules.values.task import State
from storage.tables import attempt, call, task, workspace


class OverBudget(Refused):
    """The error that a call would pass a cap; the message names the cap."""


# fmt: off
_TOOK = insert(
    call, "team", "task_id", "attempt_id", "who", "day", "model", "reserved", "at", "tokens_in", "tokens_out", "micros",
)
_RESERVED = insert(
    call, "team", "task_id", "attempt_id", "who", "day", "model", "reserved", "at", returning="id",
)
# fmt: on


@Statement
def _settled(team: str, call_id: int, tokens_in: int, tokens_out: int, micros: int | None) -> sa.Executable:
    mine = call.c.team == team, call.c.id == call_id
    return sa.update(call).where(*mine).values(tokens_in=tokens_in, tokens_out=tokens_out, micros=micros)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """The account that a call is charged to."""

    team: str
    task: int
    attempt: int
    who: str


def reserve(tx: Tx, payer: Payer, model: str, micros: int | None) -> int | None:
    """Reserve what a call may take at most, before it is made; return the reservation's id, None where no cap is set.

    The workspace's verbs follow each other, so that calls made at the same time can't pass a cap together.

    Args:
        micros: the estimate; None where the price is not known.

    Raises:
        OverBudget: a cap would be passed.
    """
    if not tx.terms.budgets:
        return None
    refused = over(tx.terms.budgets, _used(tx, payer), micros or 0)
    if refused:
        raise OverBudget(refused)
    (new_id,) = _RESERVED(tx.conn, _row(tx, payer, model, micros or 0))
    return int(new_id)


@Statement
def _taken(team: str, task: int, who: str, day: str) -> sa.Select[Any]:
    """What calls took, or may take: of a task, and on a day of a person and of all."""
    taken = sa.func.coalesce(sa.func.sum(sa.func.coalesce(call.c.micros, call.c.reserved)), 0)
    today = call.c.team == team, call.c.day == day
    of_task = sa.select(taken).where(call.c.team == team, call.c.task_id == task).scalar_subquery()
    of_person = sa.select(taken).where(*today, call.c.who == who).scalar_subquery()
    of_all = sa.select(taken).where(*today).scalar_subquery()
    return sa.select(of_task.label("of_task"), of_person.label("of_person"), of_all.label("of_all"))


def _used(read: Read, payer: Payer) -> Used:
    row = _taken.first(read.conn, payer.team, payer.task, payer.who, _day(read))
    return Used(int(row.of_task), int(row.of_person), int(row.of_all))


def _day(read: Read) -> str:
    return f"{read.now:%Y-%m-%d}"


def _row(read: Read, payer: Payer, model: str, reserved: int) -> dict[str, object]:
    return {
        "team": payer.team,
        "task_id": payer.task,
        "attempt_id": payer.attempt,
        "who": payer.who,
        "day": _day(read),
        "model": model,
        "reserved": reserved,
        "at": read.now,
    }


def settle(tx: Tx, payer: Payer, model: str, reserved: int | None, spent: Spent) -> None:
    """Put what a call really took in the place of its reservation."""
    if reserved is None:
        took = {"tokens_in": spent.tokens_in, "tokens_out": spent.tokens_out, "micros": spent.micros}
        _TOOK(tx.conn, _row(tx, payer, model, 0) | took)
        return
    _settled.run(tx.conn, payer.team, reserved, spent.tokens_in, spent.tokens_out, spent.micros)
    free_budget_of(tx, payer.team, payer.task)


def release_call(tx: Tx, payer: Payer, reserved: int) -> None:
    """Release what was set aside for a call that was not answered: the call took nothing."""
    tx.conn.execute(sa.delete(call).where(call.c.team == payer.team, call.c.id == reserved))
    free_budget_of(tx, payer.team, payer.task)


def give_back(tx: Tx, team: str, attempt_id: int) -> None:
    """Release the reservations of an attempt whose process ended before the calls were answered."""
    ghosts = call.c.team == team, call.c.attempt_id == attempt_id, call.c.micros.is_(None), call.c.reserved > 0
    tx.conn.execute(sa.update(call).where(*ghosts).values(reserved=0))


def give_back_ended(tx: Tx, team: str, task_id: int) -> None:
    """Release the reservations of a task's attempts that have ended: their process ended with the calls unanswered."""
    of_task = attempt.c.team == team, attempt.c.task_id == task_id, attempt.c.state.not_in(LIVE)
    for attempt_id in tx.conn.execute(sa.select(attempt.c.id).where(*of_task)).scalars().all():
        give_back(tx, team, attempt_id)
    free_budget_of(tx, team, task_id)


def spent_on(read: Read, team: str, task_id: int, version: int) -> Spent | None:
    """Return what a version of a task took, with attempts that failed or were stopped; None when it asked no model."""
    return _sum(_of_version.all(read.conn, team, task_id, version))


def took_before(read: Read, team: str, attempt_id: int) -> tuple[Spent, int]:
    """Return what an attempt took so far, and how many calls that was."""
    count = sa.select(sa.func.count()).where(call.c.team == team, call.c.attempt_id == attempt_id)
    return _sum(_of_attempt.all(read.conn, team, attempt_id)) or Spent(), read.conn.execute(count).scalar_one()


def _answered(team: str) -> sa.Select[Any]:
    answered = sa.or_(call.c.tokens_in + call.c.tokens_out > 0, call.c.micros.is_not(None))
    return sa.select(call.c.tokens_in, call.c.tokens_out, call.c.micros).where(call.c.team == team, answered)


@Statement
def _of_version(team: str, task: int, version: int) -> sa.Select[Any]:
    tries = attempt.c.team == team, attempt.c.task_id == task, attempt.c.draft_version == version
    return _answered(team).where(call.c.attempt_id.in_(sa.select(attempt.c.id).where(*tries)))


@Statement
def _of_attempt(team: str, attempt: int) -> sa.Select[Any]:
    return _answered(team).where(call.c.attempt_id == attempt)


def _sum(calls: Sequence[Any]) -> Spent | None:
    return sum((Spent(*row) for row in calls), Spent()) if calls else None


def stop_all(tx: Tx, claim: Claim) -> int:
    """Stop every agent of the workspace within a second, and let none begin; return how many were stopped.

    Raises:
        Refused: they are no administrator.
    """
    access.person(tx, claim, Action.ADMINISTER)
    return _stop(tx, claim.team, claim.user)


def suspend(tx: Tx, team: str) -> int:
    """Stop every agent, since the app was uninstalled, and start the clock of deletion; return how many were stopped.

    An administrator's own stop stays theirs.
    """
    first = workspace.c.team == team, workspace.c.uninstalled_at.is_(None)
    tx.conn.execute(sa.update(workspace).where(*first).values(uninstalled_at=tx.now))
    return 0 if stopped_by(tx, team) else _stop(tx, team, UNINSTALLED)


def _stop(tx: Tx, team: str, by: str) -> int:
    tx.conn.execute(sa.update(workspace).where(workspace.c.team == team).values(stopped_by=by))
    held = tx.conn.execute(
        sa.update(attempt)
        .where(attempt.c.team == team, attempt.c.state.in_(TAKEABLE))
        .values(state=AttemptState.HELD, generation=attempt.c.generation + 1)
        .returning(attempt.c.id)
    ).all()
    for row in held:
        tx.jobs.cancel(tx.conn, team, JobKind.ATTEMPT, str(row.id))
    tx.note(team, by, Happening.STOP_ALL, "workspace", became=str(len(held)))
    return len(held)


def go_on(tx: Tx, claim: Claim) -> int:
    """Let agents work again, each from where it was stopped, and return how many go on. The deletion that an
    uninstallation began is called off: who can ask has the app installed.

    Raises:
        Refused: they are no administrator.
    """
    access.person(tx, claim, Action.ADMINISTER)
    _stop_clock(tx, claim.team)
    return _go_on(tx, claim.team, claim.user)


def installed_again(tx: Tx, team: str) -> int:
    """Let agents work again that were stopped when the app was uninstalled; return how many go on.

    The clock of deletion stops.
    """
    _stop_clock(tx, team)
    return _go_on(tx, team, UNINSTALLED) if stopped_by(tx, team) == UNINSTALLED else 0


def _stop_clock(tx: Tx, team: str) -> None:
    tx.conn.execute(sa.update(workspace).where(workspace.c.team == team).values(uninstalled_at=None))


def _go_on(tx: Tx, team: str, by: str) -> int:
    tx.conn.execute(sa.update(workspace).where(workspace.c.team == team).values(stopped_by=""))
    held = all_held(tx, team)
    resume(tx, team)
    waiting = sa.select(task.c.reviewer).where(task.c.team == team, task.c.state == State.WAITING).distinct()
    for row in tx.conn.execute(waiting).all():
        release(tx, team, row.reviewer)
    tx.note(team, by, Happening.GO_ON, "workspace", became=str(len(held)))
    return len(held)
