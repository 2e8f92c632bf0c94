"""Playbooks: saved by a person, run by them or by everyone here; each change is a version of its own."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.approved_versions import approved_version
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work import steps
from storage.rules.authority import Action, Claim, Roles
from storage.rules.happenings import Happening
from storage.rules.pages.streams import Playbook
from storage.rules.playbook import checked, name_of
from storage.rules.refusal import Refused
from storage.rules.values.source import EXAMPLE, Source
from storage.rules.values.task import Origin, State, Task
from storage.tables import playbook, playbook_run, task

NEAR, RUNS, DEEP = 3, 20, 20  # names that are offered, runs that are looked at for an example, and steps of a chain


class NoPlaybook(Refused):
    """The error that there is no playbook of a name that a person may run; `near` has those that may be meant."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        super().__init__(f"There is no playbook “{name[:60]}” that you may run.")
        self.name, self.near = name, tuple(near)


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """What is saved as a playbook.

    Attributes:
        source: the key of the task that it is made of, whose people alone may save it; '' for a change.
        anew: whether it is made of no task: of a series, or of nothing that there is still.
        examples: whether approved drafts are examples for later runs.
    """

    name: str
    text: str
    shared: bool = False
    examples: bool = False
    source: str = ""
    anew: bool = False


def _of(row: Any) -> Playbook:
    return Playbook(
        id=row.id,
        team=row.team,
        name=row.slug,
        version=row.version,
        owner=row.owner,
        text=row.text,
        shared=row.shared,
        example_id=row.example_id,
        made_at=row.made_at,
    )


def _newest(team: str) -> sa.Select[Any]:
    """Return the query of the playbooks of a workspace, each in its newest version."""
    alive = playbook.c.team == team, playbook.c.gone_at.is_(None)
    newest = sa.select(sa.func.max(playbook.c.id)).where(*alive).group_by(playbook.c.slug)
    return sa.select(playbook).where(*alive, playbook.c.id.in_(newest))


def _seen_by(claim: Claim) -> sa.ColumnElement[bool]:
    return sa.or_(playbook.c.owner == claim.user, playbook.c.shared)


def list_playbooks(read: Read, claim: Claim) -> tuple[Playbook, ...]:
    """Return the playbooks that a person may run, by name.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    rows = read.conn.execute(_newest(claim.team).where(_seen_by(claim)).order_by(playbook.c.slug))
    return tuple(map(_of, rows))


def find(read: Read, claim: Claim, name: str) -> Playbook:
    """Return a playbook that a person may run.

    Raises:
        NoPlaybook: there is none, or it is not for them, in the same words.
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    slug = "-".join(name.lower().split())
    row = read.conn.execute(_newest(claim.team).where(_seen_by(claim), playbook.c.slug == slug)).first()
    if row is None:
        names = [one.name for one in list_playbooks(read, claim)]
        raise NoPlaybook(name, difflib.get_close_matches(slug, names, NEAR, 0.5))
    return _of(row)


def changeable(read: Read, claim: Claim, name: str) -> Playbook:
    """Return a playbook that a person may change or delete.

    Raises:
        Refused: there is none of theirs.
    """
    target = find(read, claim, name)
    access.check(read, claim, Action.PLAYBOOK, Roles(claim.team, target.owner))
    return target


def saved_from(read: Read, claim: Claim, name: str) -> tuple[Task, tuple[Task, ...]]:
    """Return a task, and what a playbook of it is made of: all that comes before and after it, in the order of the
    steps; of a series a run or a row alone.

    Raises:
        Refused: the task, or a step of its chain, is not theirs to read; or it comes after all rows of a series.
    """
    first = access.task(read, claim, Action.READ, name=name)
    if first.run:
        return first, (first,)
    chain = {first.id: first}
    for look in (steps.before, steps.behind):
        edge = [first.id]
        for _ in range(DEEP):
            new = [each for each in look(read, claim.team, edge) if each.id not in chain] if edge else []
            chain |= {each.id: each for each in new}
            edge = [each.id for each in new]
    for each in chain.values():
        access.check(read, claim, Action.READ, access.roles_of_task(each))
    if series := next((each.series_number for each in chain.values() if each.run), 0):
        command = f"`/sluice playbook save T-{series} as NAME`"
        raise Refused(f"{first.name} comes after the rows of T-{series}. Save all of it: {command}")
    return first, tuple(chain[of_id] for of_id in sorted(chain))


def save(tx: Tx, claim: Claim, new: New) -> Playbook:
    """Save a playbook, or a new version of one's own.

    Raises:
        Refused: its name can't be one, somebody else has it, its text says nothing, or its task is not theirs.
    """
    access.person(tx, claim, Action.ASSIGN)
    slug, text = name_of(new.name), checked(new.text)
    source = access.task(tx, claim, Action.READ, key=new.source) if new.source else None
    before = tx.conn.execute(_newest(claim.team).where(playbook.c.slug == slug)).first()
    if before is not None and before.owner != claim.user:
        raise Refused(f"Somebody else has a playbook “{slug}”. Choose another name.")
    if source is None and before is None and not new.anew:
        raise NoPlaybook(slug)
    last = sa.select(sa.func.max(playbook.c.version)).where(playbook.c.team == claim.team, playbook.c.slug == slug)
    example = source.id if source is not None else (before.example_id or 0 if before is not None else 0)
    row = {
        "team": claim.team,
        "slug": slug,
        "name": slug,
        "version": (tx.conn.execute(last).scalar() or 0) + 1,
        "owner": claim.user,
        "text": text,
        "shared": new.shared,
        "example_id": example if new.examples else None,
        "made_at": tx.now,
    }
    tx.conn.execute(sa.insert(playbook), row)
    tx.note(claim.team, claim.user, Happening.SAVE_PLAYBOOK, slug, became=f"v{row['version']}")
    return find(tx, claim, slug)


def delete(tx: Tx, claim: Claim, name: str) -> Playbook:
    """Delete a playbook with all its versions; the tasks that it made stay.

    Raises:
        Refused: there is none of theirs.
    """
    target = changeable(tx, claim, name)
    mine = playbook.c.team == claim.team, playbook.c.slug == target.name, playbook.c.gone_at.is_(None)
    tx.conn.execute(sa.update(playbook).where(*mine).values(gone_at=tx.now, text="", example_id=None))
    tx.note(claim.team, claim.user, Happening.DELETE_PLAYBOOK, target.name)
    return target


def ran(tx: Tx, claim: Claim, name: str, key: str) -> None:
    """Note that a playbook made a task.

    Raises:
        Refused: the task is not theirs.
    """
    run = access.task(tx, claim, Action.EDIT, key=key)
    mine = playbook_run.c.team == claim.team, playbook_run.c.task_id == run.id
    if tx.conn.execute(sa.select(playbook_run.c.task_id).where(*mine)).first() is not None:
        return
    tx.conn.execute(sa.insert(playbook_run), {"team": claim.team, "task_id": run.id, "slug": name})
    of_task = task.c.team == claim.team, task.c.id == run.id
    tx.conn.execute(sa.update(task).where(*of_task).values(origin=Origin.PLAYBOOK))
    tx.note(claim.team, claim.user, Happening.RUN_PLAYBOOK, run.name, became=name)


def example(read: Read, claim: Claim, the_playbook: Playbook) -> tuple[Source, ...]:
    """Return the newest approved draft of a playbook's runs, where its owner allows; nothing where there is none.

    Drafts of others than its owner and who runs it are no examples: nobody else allowed that.
    """
    if the_playbook.example_id is None:
        return ()
    runs = sa.select(playbook_run.c.task_id).where(
        playbook_run.c.team == claim.team, playbook_run.c.slug == the_playbook.name
    )
    whose = (
        task.c.assigner.in_((the_playbook.owner, claim.user)),
        task.c.state == State.APPROVED,
        task.c.team == claim.team,
    )
    these = sa.or_(
        task.c.id.in_(runs.order_by(playbook_run.c.task_id.desc()).limit(RUNS)), task.c.id == the_playbook.example_id
    )
    row = read.conn.execute(tasks().where(*whose, these).order_by(task.c.id.desc()).limit(1)).first()
    if row is None:
        return ()
    last = task_of(row)
    draft = load_draft(read, claim.team, last.id, approved_version(read, claim.team, last.id, last.draft_version))
    return (Source(f"{EXAMPLE}: {last.name}", draft.body),) if draft is not None else ()
