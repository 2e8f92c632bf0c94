"""Makes the next run of a repetition."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.series.changing import change, rewrite
from storage.ledger.series.last_runs import last_decided
from storage.ledger.work.making import Order, make, reviewer_of
from storage.rules.left_out import left_out
from storage.rules.people import Person
from storage.rules.values.brief import Brief
from storage.rules.values.series import Series
from storage.rules.values.task import Origin, Task
from storage.rules.words import told_apart


def make_run(tx: Tx, target: Series, owner: Person, at: datetime) -> Task:
    """Make the next run of a repetition.

    Args:
        at: when it was due.

    Raises:
        Refused: its reviewer can't decide any more.
    """
    reviewer = reviewer_of(tx, target.team, owner, target.reviewer)
    zone, run = owner.zone or tx.terms.zone, target.runs + 1
    new_task, _ = make(
        tx,
        Order(
            owner=owner,
            reviewer=reviewer,
            brief=_brief_of_run(tx, target, at, zone),
            place=target.place,
            origin=Origin.REPETITION,
            series_id=target.id,
            series_number=target.number,
            run=run,
        ),
    )
    change(tx, target, runs=run, left_out="")
    if target.brief.runs_shown_in is None:  # an older release settled nothing
        rewrite(tx, target, replace(target.brief, runs_shown_in=new_task.shown_in))
    return new_task


def _brief_of_run(read: Read, target: Series, at: datetime, zone: str) -> Brief:
    """Return the series' words, with the run's day."""
    local = at.astimezone(ZoneInfo(zone))
    title = told_apart(target.brief.title, f"{local:%a} {local.day} {local:%b}")
    return replace(target.brief, title=title, told=_told_of_left_out(read, target, zone))


def _told_of_left_out(read: Read, target: Series, zone: str) -> str:
    last = last_decided(read, target) if target.left_out else None
    if last is None:
        return ""
    waited, decided_at = last
    return left_out(target.left_out, waited.created_at, decided_at, zone)
