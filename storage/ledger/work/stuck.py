"""What nobody has, or decides on, since somebody left: who can name somebody is told, once."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from storage.ledger import people
from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.shelf import owed
from storage.ledger.work.owing import tell
from storage.ledger.work.series_reviewers import open_series
from storage.rules.told import STUCK
from storage.rules.values.task import Task, name_of
from storage.rules.values.worker import WorkerKind
from storage.rules.words import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A task or a series that nobody has or decides on; `worker` is the colleague who works on it, if any."""

    key: str
    name: str
    assigner: str
    worker: str
    reviewer: str
    task_id: int = 0


def stuck_task(target: Task) -> Stuck:
    """Return a task on which nobody decides."""
    return Stuck(
        key=str(target.id),
        name=target.name,
        assigner=target.assigner,
        worker=target.brief.worker.name if target.brief.worker.is_person else "",
        reviewer=target.reviewer,
        task_id=target.id,
    )


def stuck_series(read: Read, team: str, user: str) -> list[Stuck]:
    """Return the series that are still somebody's, or on which they are still to decide."""
    return [
        Stuck(
            key=f"series {row.id}",
            name=name_of(row.number, 0),
            assigner=row.assigner,
            worker=row.brief["worker"]["name"] if row.brief["worker"]["kind"] == str(WorkerKind.PERSON) else "",
            reviewer=str(row.brief.get("reviewer") or ""),
        )
        for row in open_series(read, team)
        if user in (row.assigner, row.brief.get("reviewer"))
    ]


def tell_stuck(tx: Tx, team: str, user: str, stuck: Sequence[Stuck], why: str, *, way_out: str = "Give to…") -> None:
    """Tell who assigned what nobody has or decides on now, else who works on it or decides; once of each until
    somebody comes back.

    Args:
        way_out: the button with which who assigned it names somebody.
    """
    by_reader = dict[tuple[str, bool, str], list[str]]()
    for one in stuck:
        near = (of for of in (one.assigner, one.worker, one.reviewer) if of not in ("", user))
        reader = next((of for of in near if people.may_be_member(tx, team, of)), "")
        lacks = "decides on" if one.reviewer == user else "has"
        with contextlib.suppress(Duplicate):
            tx.once(team, f"{STUCK}{user}:{one.key}")
            if one.worker and one.task_id:
                owed.redraw(tx, team, one.worker, [one.task_id])
            if reader:
                by_reader.setdefault((reader, reader == one.assigner, lacks), []).append(one.name)
    for (reader, is_assigner, lacks), names in sorted(by_reader.items()):
        of_each = "" if len(names) == 1 else ", and so for each"
        give = f"{way_out} at /sluice {names[0]} names somebody{of_each}"
        how = give if is_assigner else "it waits until `admins` in `sluice.toml` names somebody for it"
        tell(tx, team, reader, f"{why} Nobody {lacks} {listed(names)} now: {how}.")
