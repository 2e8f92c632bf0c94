"""Forgets a person, in steps that can be taken again: their work ends, their rows are erased, and what remains names a
random stand-in in their place."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.history import sealing
from storage.ledger.index import renew_words
from storage.ledger.messages.keeping import kept
from storage.ledger.privacy.erasing_habits import erase_habits
from storage.ledger.privacy.erasing_posts import erase_posts
from storage.ledger.privacy.unsubmitted import erase_unsubmitted
from storage.ledger.privacy.withdrawing import withdraw_collections
from storage.ledger.rows.finding_tasks import get_task, tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work.closing import close_items
from storage.ledger.work.gate import release
from storage.ledger.work.leaving import hand_over
from storage.ledger.work.no_reader import send_elsewhere
from storage.ledger.work.owing import tell
from storage.ledger.work.passing_on import worker_left
from storage.ledger.work.state import change_state
from storage.ledger.work.stopping import has_heard_of, stop_work
from storage.ledger.work.voiding import void
from storage.rules.audit import Change
from storage.rules.gone import DELETED
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import CLOSED, Event
from storage.rules.personal import TABLES, replaced, unquoted
from storage.rules.values.series import SeriesState
from storage.rules.words import listed
from storage.tables import (
    attempt,
    change,
    collected,
    collection,
    decision,
    draft,
    inbox,
    item,
    job,
    metadata,
    person,
    playbook,
    post,
    schedule,
    series,
    steer,
    stream,
    task,
    task_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A person that the ledger knows. `user` is their id in Slack."""

    team: str
    user: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """A person who is being forgotten.

    Attributes:
        stand_in: what stands in the place of their id from now on.
        tasks: the names of the tasks that they assigned, such as “T-12”.
    """

    team: str
    user: str
    stand_in: str
    tasks: frozenset[str]


def find_people(read: Read, user: str) -> tuple[Known, ...]:
    """Return the people of any workspace with an id, or with a name in any letters."""
    query = sa.select(person.c.team, person.c.user, person.c.name).order_by(person.c.team, person.c.user)
    named = user.casefold()  # SQLite knows the small letters of ASCII alone
    return tuple(
        Known(team=row.team, user=row.user, name=row.name)
        for row in read.conn.execute(query)
        if row.user == user or row.name.casefold() == named
    )


def begin(tx: Tx, team: str, user: str) -> Forgetting:
    """Return how a person is to be forgotten: the same stand-in until it is done, however often this begins."""
    key, known = _key(user), {}
    try:
        tx.once(team, key)
    except Duplicate:
        known = kept(tx, team, key) or {}
    stand_in = str(known.get("stand_in") or f"forgotten-{secrets.token_hex(4)}")
    mine = task.c.team == team, task.c.assigner == user
    own = [task_of(row).name for row in tx.conn.execute(tasks().where(*mine)).all()]
    begun = sa.select(series.c.number).where(series.c.team == team, series.c.assigner == user)
    own += [f"T-{number}" for number in tx.conn.execute(begun).scalars().all()]
    names = sorted({*known.get("tasks", ()), *own})
    marker = inbox.c.team == team, inbox.c.key == key
    tx.conn.execute(sa.update(inbox).where(*marker).values(kept={"stand_in": stand_in, "tasks": names}))
    return Forgetting(team=team, user=user, stand_in=stand_in, tasks=frozenset(names))


def end_work(tx: Tx, team: str, user: str) -> bool:
    """Cancel a person's tasks, end what comes again, take back their decisions without effect, and hand over what waits
    for them; return whether anything of theirs was under way."""
    mine = task.c.team == team, task.c.assigner == user, task.c.state.not_in(CLOSED)
    open_tasks = [task_of(row) for row in tx.conn.execute(tasks().where(*mine).order_by(task.c.id)).all()]
    at_work = dict[str, list[str]]()  # names of tasks, by who works on them
    for target in open_tasks:
        stop_work(tx, target)
        if has_heard_of(target) and target.brief.worker.name != user:
            at_work.setdefault(target.brief.worker.name, []).append(target.name)
        change_state(tx, target, Event.CANCEL, user)
        close_items(tx, target, "its task was deleted.", user)
    for colleague, names in at_work.items():  # nothing of who is forgotten stands in it
        tell(tx, team, colleague, f"Nothing is left for you to do of {listed(names)}: who asked is not here any more.")
    waiting = decision.c.who == user, decision.c.effected_at.is_(None), decision.c.undone_at.is_(None)
    query = sa.select(decision.c.id, item.c.task_id).join_from(decision, item, item.c.id == decision.c.item_id)
    for row in tx.conn.execute(query.where(decision.c.team == team, *waiting)).all():
        void(tx, get_task(tx, team, row.task_id), row.id, "who decided was forgotten", user)
    own = series.c.team == team, series.c.assigner == user
    tx.conn.execute(sa.update(series).where(*own).values(state=SeriesState.STOPPED, next_at=None))  # nobody inherits it
    send_elsewhere(tx, team, user)
    hand_over(tx, team, user, said=DELETED)
    worker_left(tx, team, user, said=DELETED)
    for reviewer in sorted({target.reviewer for target in open_tasks} - {user}):
        release(tx, team, reviewer)
    return bool(open_tasks)


def assigned(read: Read, team: str, user: str) -> Sequence[int]:
    """Return the numbers of the rows of the tasks that a person assigned."""
    query = sa.select(task.c.id).where(task.c.team == team, task.c.assigner == user).order_by(task.c.id)
    return read.conn.execute(query).scalars().all()


def erase_own(tx: Tx, team: str, user: str) -> None:
    """Erase a person's times, collections, the messages to them, what they never submitted, their words to agents and
    in decisions, and their streams that no task is in any more: their names are words of somebody."""
    mine = collection.c.team == team, collection.c.reviewer == user
    collections = tx.conn.execute(sa.select(collection.c.id).where(*mine)).scalars().all()
    withdraw_collections(tx, team, collections)
    tx.conn.execute(sa.delete(collected).where(collected.c.team == team, collected.c.collection_id.in_(collections)))
    tx.conn.execute(sa.delete(collection).where(*mine))
    own = post.c.team == team, post.c.owner == user
    erase_posts(tx, team, tx.conn.execute(sa.select(post.c.id).where(*own)).scalars().all())
    erase_unsubmitted(tx, team, user)
    tx.conn.execute(sa.delete(steer).where(steer.c.team == team, steer.c.who == user))
    _blank_decisions(tx, team, user)
    given = item.c.team == team, item.c.given_by == user
    tx.conn.execute(sa.update(item).where(*given).values(given_note=""))
    tx.conn.execute(sa.delete(playbook).where(playbook.c.team == team, playbook.c.owner == user))
    erase_habits(tx, team, user)
    used = sa.select(task.c.stream_id).where(task.c.team == team, task.c.stream_id.is_not(None))
    theirs = stream.c.owner.in_(("", user))
    tx.conn.execute(sa.delete(stream).where(stream.c.team == team, stream.c.id.not_in(used), theirs))
    for kind in (JobKind.PROFILE, JobKind.BACK):
        tx.jobs.cancel(tx.conn, team, kind, user)
    tx.conn.execute(sa.delete(series).where(series.c.team == team, series.c.assigner == user))
    times = schedule.c.team == team, schedule.c.kind == "person", schedule.c.owner == user
    tx.conn.execute(sa.delete(schedule).where(*times))
    set_by = schedule.c.team == team, schedule.c.set_by == user  # of channels, which go on
    tx.conn.execute(sa.update(schedule).where(*set_by).values(set_by=""))


def _blank_decisions(tx: Tx, team: str, user: str) -> None:
    """Take a person's words out of their decisions, the attempts that went by them, and the answers that quote them."""
    mine = decision.c.team == team, decision.c.who == user
    query = sa.select(decision.c.note, decision.c.points, item.c.task_id)
    for row in tx.conn.execute(query.join_from(decision, item, item.c.id == decision.c.item_id).where(*mine)).all():
        if row.note or row.points:
            _blank_attempts(tx, team, row.task_id, row.note, list(row.points))
            _blank_quotations(tx, team, row.task_id, {row.note, *row.points})
    tx.conn.execute(sa.update(decision).where(*mine).values(note="", points=[]))


def _blank_attempts(tx: Tx, team: str, task_id: int, note: str, points: list[str]) -> None:
    of_task = attempt.c.team == team, attempt.c.task_id == task_id, attempt.c.note == note
    rows = tx.conn.execute(sa.select(attempt.c.id, attempt.c.points).where(*of_task)).all()
    went = attempt.c.team == team, attempt.c.id.in_([row.id for row in rows if list(row.points) == points])
    tx.conn.execute(sa.update(attempt).where(*went).values(note="", points=[]))


def _blank_quotations(tx: Tx, team: str, task_id: int, words: Collection[str]) -> None:
    """The draft itself stays as it is: it is somebody else's."""
    of_task = draft.c.team == team, draft.c.task_id == task_id
    for row in tx.conn.execute(sa.select(draft).where(*of_task)).mappings().all():
        answer = {name: unquoted(row[name], words) for name in ("answer", "look_first", "remarks", "missing")}
        changed = {name: value for name, value in answer.items() if value != row[name]}
        if changed:
            mine = draft.c.team == team, draft.c.id == row["id"]
            tx.conn.execute(sa.update(draft).where(*mine).values(changed))


def replace_names(tx: Tx, team: str, user: str, stand_in: str, table: str) -> None:
    """Put the stand-in in the place of a person wherever a table names them, in ids and in texts."""
    columns, sql_table = TABLES[table], metadata.tables[table]
    names = [name for name in (*columns.person, *columns.words) if name in sql_table.c]
    named = sa.or_(*(sa.cast(sql_table.c[name], sa.Text).contains(user, autoescape=True) for name in names))
    keys = tuple(sql_table.primary_key)
    query = sa.select(*dict.fromkeys((*keys, *(sql_table.c[name] for name in names)))).where(
        sql_table.c.team == team, named
    )
    for row in tx.conn.execute(query).mappings().all():
        was = {name: row[name] for name in names}
        now = {name: replaced(value, user, stand_in) for name, value in was.items()}
        changed = {name: value for name, value in now.items() if value != was[name]}
        if changed:
            mine = [key == row[key.name] for key in keys]
            tx.conn.execute(sa.update(sql_table).where(sql_table.c.team == team, *mine).values(changed))
            if table in (task.name, draft.name):
                _renew(tx, team, table, row["id"])


def _renew(tx: Tx, team: str, table: str, row_id: int) -> None:
    """Renew the words by which a task is found, of which a row has changed."""
    of_draft = sa.select(draft.c.task_id).where(draft.c.team == team, draft.c.id == row_id)
    renew_words(tx, team, row_id if table == task.name else tx.conn.execute(of_draft).scalar_one())


def erase_requests(tx: Tx, team: str, user: str) -> None:
    """Erase what a person sent, and what is kept under their name."""
    texts = (sa.cast(column, sa.Text).contains(user, autoescape=True) for column in (inbox.c.key, inbox.c.kept))
    named = inbox.c.team == team, inbox.c.key != _key(user), sa.or_(*texts)
    for row in tx.conn.execute(sa.select(inbox).where(*named)).all():
        theirs = isinstance(row.kept, dict) and row.kept.get("user") == user
        if theirs or replaced(row.key, user, "") != row.key:
            tx.jobs.cancel(tx.conn, team, JobKind.INBOX, row.key)
            tx.jobs.cancel(tx.conn, team, JobKind.QUESTION, row.key)
            tx.conn.execute(sa.delete(inbox).where(inbox.c.team == team, inbox.c.key == row.key))
        elif isinstance(row.kept, dict) and row.kept.get("by") == user and row.kept.get("note"):  # whom they invited
            mine = inbox.c.team == team, inbox.c.key == row.key
            tx.conn.execute(sa.update(inbox).where(*mine).values(kept={**row.kept, "note": ""}))


def rewrite_history(tx: Tx, team: str, forgetting: Forgetting, after: int) -> int | None:
    """Take a person out of a step of the history, and the words about their tasks.

    Args:
        after: the row that the step before ended with.

    Returns:
        The row that this step ended with; None at the end.
    """

    def without(row: Change) -> Change:
        own = {"why": ""} if row.who == forgetting.user or row.subject in forgetting.tasks else {}
        if row.subject == forgetting.user:  # their times
            own |= {"was": "", "became": "", "why": ""}
        texts = {name: getattr(row, name) for name in ("who", "subject", "was", "became", "why")} | own
        return replace(
            row, **{name: replaced(value, forgetting.user, forgetting.stand_in) for name, value in texts.items()}
        )

    def write(rows: Sequence[Change]) -> Sequence[Change]:
        return [new for row in rows if (new := without(row)) != row]

    return sealing.rewrite(tx, team, after, write)


def finish(tx: Tx, team: str, forgetting: Forgetting) -> None:
    """Erase the profile, by which a person is found until all else is done, and note that somebody was forgotten."""
    tx.conn.execute(sa.delete(person).where(person.c.team == team, person.c.user == forgetting.user))
    tx.conn.execute(sa.delete(inbox).where(inbox.c.team == team, inbox.c.key == _key(forgetting.user)))
    tx.note(team, "", Happening.FORGOTTEN, forgetting.stand_in)


def _key(user: str) -> str:
    return f"forget:{user}"


def overwrite_deleted(tx: Tx) -> None:
    """Have SQLite write zeros over what this process deletes; PostgreSQL does it in its own time."""
    if tx.conn.dialect.name == "sqlite":
        tx.conn.exec_driver_sql("PRAGMA secure_delete = ON")


def drop_deleted_words(tx: Tx) -> None:
    """Have SQLite's full-text index drop the words of what was deleted."""
    if tx.conn.dialect.name == "sqlite":
        tx.conn.exec_driver_sql("INSERT INTO task_found(task_found) VALUES ('optimize')")


def tables() -> Sequence[str]:
    """Return the tables in which a person may still be named after their own rows are erased."""
    others = {job.name, change.name, task_words.name, person.name}
    named = {name: table for name, table in metadata.tables.items() if name not in others and "team" in table.c}
    return [name for name in named if TABLES[name].person or TABLES[name].words]
