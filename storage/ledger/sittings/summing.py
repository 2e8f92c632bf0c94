"""What came of a sitting: its last page."""

from collections.abc import Iterable
from statistics import median

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.rows.item_rows import items_of
from storage.ledger.shelf.around import with_steps
from storage.ledger.shelf.waiting import ripe, undecided
from storage.ledger.sittings.sitting_rows import is_last
from storage.rules.authority import Action, Claim
from storage.rules.pages.summaries import Summary
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.sitting import Course
from storage.rules.values.task import State
from storage.rules.values.worker import WorkerKind
from storage.rules.verdicts import ENDS
from storage.tables import decision, item, task

FEWEST = 3  # decisions, from which on half of them is a figure


def summary(read: Read, claim: Claim, course: Course) -> Summary:
    """Return what came of a sitting.

    Raises:
        Refused: they are no full member.
    """
    person = access.member(read, claim, Action.LOOK)
    past = {planned.item: planned for planned in course.past}
    rows = read.conn.execute(sa.select(item).where(item.c.team == claim.team, item.c.id.in_(past))).all()
    items = with_steps(read, claim.team, items_of(read, claim.team, rows))
    order = {number: place for place, number in enumerate(past)}
    items.sort(key=lambda one: order[one.id])
    taken = _taken(read, claim, course)
    decided = [one for one in items if one.id in taken and one.decision is not None]
    seconds = [seconds for one in decided if (seconds := taken[one.id]) is not None]
    verdicts = [one.decision.verdict for one in decided if one.decision is not None]
    rest = [one for one in items if one.decision is None and one.open]
    later = [one for one in rest if one.later_at is not None and one.later_at > read.wall]
    return Summary(
        decided={verdict: verdicts.count(verdict) for verdict in Verdict if verdict in verdicts},
        minutes=((course.ended_at or read.now) - course.began_at).total_seconds() / 60,
        expected=sum(past[one.id].minutes for one in decided),
        half=median(seconds) if len(seconds) >= FEWEST else None,
        skipped=_names(one for one in rest if past[one.id].skipped and one not in later),
        put_off=_names(later),
        given=_names(one for one in rest if one.reviewer != claim.user),
        starts=tuple(dict.fromkeys(name for one in decided if _approves(one) for name in _started(one))),
        goes_on=_names(one for one in decided if not _ends(one) and one.task.draft_version == one.draft_version),
        waiting=_waiting(read, claim),
        running=_running(read, claim),
        next_at=people.next_time(read, person),
        zone=person.zone or read.terms.zone,
        elsewhere=not is_last(read, claim, course),
    )


def _names(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.task.name for one in items))


def _approves(decided: Item) -> bool:
    return decided.decision is not None and decided.decision.verdict is Verdict.APPROVE


def _started(decided: Item) -> list[str]:
    """Return the tasks that an approval starts by itself."""
    waits = {*dict(decided.next_waits), *dict(decided.next_held)}
    return [name for name in decided.next_steps if name not in waits]


def _ends(decided: Item) -> bool:
    return decided.decision is not None and decided.decision.verdict in ENDS


def _taken(read: Read, claim: Claim, course: Course) -> dict[int, float | None]:
    """Return the seconds of each decision that was taken in a sitting and not taken back, by its item."""
    mine = decision.c.team == claim.team, decision.c.who == claim.user, decision.c.at >= course.began_at
    live = decision.c.sitting_id == course.id, decision.c.undone_at.is_(None)
    rows = read.conn.execute(sa.select(decision.c.item_id, decision.c.seconds).where(*mine, *live))
    return {row.item_id: row.seconds for row in rows}


def _waiting(read: Read, claim: Claim) -> int:
    mine = *undecided(claim.team, claim.user), ripe(read)
    return int(read.conn.execute(sa.select(sa.func.count()).select_from(item).where(*mine)).scalar_one())


def _running(read: Read, claim: Claim) -> int:
    mine = task.c.team == claim.team, task.c.reviewer == claim.user, task.c.state == State.WORKING
    agents = task.c.worker_kind == str(WorkerKind.AGENT)
    return int(read.conn.execute(sa.select(sa.func.count()).select_from(task).where(*mine, agents)).scalar_one())
