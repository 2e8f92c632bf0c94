"""Rows become frozen values here, and nowhere above."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from storage.ledger.codec.briefs import brief_of
from storage.ledger.codec.items import about_of, change_of
from storage.ledger.core.ledger import Read
from storage.prepared import PreparedRows
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Reason, Refused
from storage.rules.values.check import Check, Finding
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft, File
from storage.rules.values.item import Item, Problem, Remedy
from storage.rules.values.place import Place
from storage.rules.values.spent import Spent
from storage.rules.values.task import Origin, Progress, State, Suggested, Task, Wondered
from storage.tables import attachment, blob, check, decision, draft, item, person, series, stream, task


@lru_cache
def tasks() -> sa.Select[Any]:
    """Return the query of all tasks, with the names of their streams and who holds those."""
    filed = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == task.c.team)
    part = sa.and_(series.c.id == task.c.series_id, series.c.team == task.c.team)
    names = stream.c.name.label("stream_name"), series.c.number.label("series_number")
    held = stream.c.stopped_by.label("held_by")
    return sa.select(task, *names, held).join_from(task, stream, filed, isouter=True).join(series, part, isouter=True)


def _one(*by: sa.Column[Any]) -> PreparedRows:
    columns = {f"{column.name}_": column for column in (task.c.team, *by)}
    where = [column == sa.bindparam(name) for name, column in columns.items()]
    return PreparedRows(lambda _: tasks().where(*where), {name: column.type for name, column in columns.items()})


_BY_ID, _BY_KEY, _BY_NUMBER = _one(task.c.id), _one(task.c.key), _one(task.c.number)
_OF_SERIES = _one(series.c.number, task.c.run)


def find_task(
    read: Read, team: str, *, id: int | None = None, number: int | None = None, key: str | None = None, run: int = 0
) -> Task | None:
    """Return a task by its id, number or key; None when there is none. With `run`, the number is that of its series."""
    if id is not None or number is None:
        row = _BY_ID(read.conn, {"team_": team, "id_": id}) if id else _BY_KEY(read.conn, {"team_": team, "key_": key})
    else:
        row = (_OF_SERIES if run else _BY_NUMBER)(read.conn, {"team_": team, "number_": number, "run_": run})
    return None if row is None else task_of(row)


def find_named(read: Read, team: str, name: str) -> Task | None:
    """Return a task by its name, such as “T-12”, or “T-60.3” for the third of a series; None when there is none."""
    number, _, run = name.upper().removeprefix("T").removeprefix("-").partition(".")
    if not (number.isdecimal() and len(number) < 10):
        return None
    if run and not (run.isdecimal() and len(run) < 10):
        return None
    return find_task(read, team, number=int(number), run=int(run or 0))


def get_task(read: Read, team: str, id: int) -> Task:
    """Return a task by its id; raise Refused when there is none."""
    task = find_task(read, team, id=id)
    if task is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return task


def task_of(row: Any) -> Task:
    """Return the task that a row of `tasks` holds."""
    return Task(
        id=row.id,
        team=row.team,
        number=row.number,
        state=State(row.state),
        version=row.version,
        brief=brief_of(row),
        assigner=row.assigner,
        reviewer=row.reviewer,
        stream_id=row.stream_id,
        source=Place(row.channel, row.thread or None),
        bring_when_ready=row.bring,
        created_at=row.made_at,
        draft_version=row.draft_version,
        key=row.key,
        progress=Progress(**row.progress) if row.progress else None,
        suggested=suggested_of(row.brief.get("suggested")),
        shown_in=row.shown_in,
        origin=Origin(row.origin),
        series_number=row.series_number or 0,
        run=row.run,
        flows=row.flows,
        told_at=row.told_at,
        held_by=row.held_by or "",
    )


def suggested_of(content: dict[str, Any] | None) -> Suggested | None:
    """Return the suggestion that a brief's row holds; None when there is none."""
    if not content:
        return None
    questions = (Wondered(**{**q, "choices": tuple(q["choices"])}) for q in content["questions"])
    return Suggested(tuple(content["criteria"]), tuple(questions))


def find_item(read: Read, team: str, key: str) -> Item | None:
    """Return an item by its key; None when there is none."""
    row = read.conn.execute(sa.select(item).where(item.c.team == team, item.c.key == key)).first()
    return None if row is None else item_of(read, row)


@lru_cache
def _with_task() -> sa.Select[Any]:
    """Return the query of items with task and live decision; item and decision columns begin with the table's name."""
    live = sa.and_(decision.c.item_id == item.c.id, decision.c.team == item.c.team, decision.c.undone_at.is_(None))
    columns = (column.label(f"{table.name}_{column.name}") for table in (item, decision) for column in table.c)
    joined = tasks().join(item, sa.and_(item.c.task_id == task.c.id, item.c.team == task.c.team))
    return joined.join(decision, live, isouter=True).add_columns(*columns)


def find_bare(read: Read, team: str, key: str) -> tuple[Item, frozenset[int]] | None:
    """Return an item without its drafts, and the versions that there are to choose from."""
    row = read.conn.execute(_with_task().where(item.c.team == team, item.c.key == key)).first()
    if row is None:
        return None
    of_item, of_decision = _part(row, item), _part(row, decision)
    decided = decision_of(of_decision) if of_decision.id is not None else None
    return _item(of_item, task_of(row), {}, decided), frozenset((of_item.draft_version, *(of_item.versions or ())))


def _part(row: Any, table: sa.Table) -> Any:
    return SimpleNamespace(**{column.name: row._mapping[f"{table.name}_{column.name}"] for column in table.c})


def item_of(read: Read, row: Any) -> Item:
    """Return an item with its task, its draft, what to choose from, and its live decision."""
    return items_of(read, row.team, [row])[0]


def items_of(read: Read, team: str, rows: Sequence[Any]) -> list[Item]:
    """Return items as `item_of` does, with a few statements for all of them."""
    if not rows:
        return []
    wanted = {row.task_id for row in rows}
    found = {r.id: task_of(r) for r in read.conn.execute(tasks().where(task.c.team == team, task.c.id.in_(wanted)))}
    drafts = load_drafts(
        read, team, {(row.task_id, v) for row in rows for v in (row.draft_version, *(row.versions or ()))}
    )
    decisions = _live_decisions(read, team, [row.id for row in rows])
    owing = {found[row.task_id].brief.worker.name for row in rows if row.remedy == Remedy.WORKER}
    people = _people(read, team, owing | {row.named for row in rows} - {""})
    return [
        _with_people(_item(row, found[row.task_id], drafts, decisions.get(row.id)), people, read.now) for row in rows
    ]


def _people(read: Read, team: str, users: Set[str]) -> dict[str, Any]:
    """Return the rows of people by their ids, as far as they are known."""
    mine = person.c.team == team, person.c.user.in_(sorted(users))
    query = sa.select(person.c.user, person.c.name, person.c.busy_until).where(*mine)
    return {row.user: row for row in read.conn.execute(query)} if users else {}


def _with_people(of: Item, people: Mapping[str, Any], now: datetime) -> Item:
    """Return an item with the name of who could do it, and until when the colleague who has it is busy."""
    if not isinstance(of.about, Problem):
        return of
    other, worker = people.get(of.about.named), people.get(of.task.brief.worker.name)
    busy = worker.busy_until if worker is not None and worker.busy_until and worker.busy_until > now else None
    named_as = other.name if other is not None and other.name else of.about.named
    return replace(of, about=replace(of.about, named_as=named_as, busy_until=busy))


def _item(row: Any, of: Task, drafts: Mapping[tuple[int, int], Draft], decided: Decision | None) -> Item:
    versions = (drafts.get((row.task_id, version)) for version in row.versions or ())
    return Item(
        id=row.id,
        key=row.key,
        about=about_of(row, tuple(draft for draft in versions if draft is not None)),
        task=of,
        reviewer=row.reviewer,
        draft_version=row.draft_version,
        created_at=row.made_at,
        open=row.closed_at is None,
        left=row.left_count,
        draft=drafts.get((row.task_id, row.draft_version)),
        decision=decided,
        opened_at=row.opened_at,
        later_at=row.later_at,
        put_off=row.put_off,
        stands_for=row.stands_for,
        given_by=row.given_by,
        given_note=row.given_note,
    )


def _live_decisions(read: Read, team: str, items: Sequence[int]) -> dict[int, Decision]:
    live = decision.c.team == team, decision.c.item_id.in_(items), decision.c.undone_at.is_(None)
    return {row.item_id: decision_of(row) for row in read.conn.execute(sa.select(decision).where(*live))}


def decision_of(row: Any) -> Decision:
    """Return the decision that a row holds."""
    return Decision(
        id=row.id,
        verdict=Verdict(row.verdict),
        draft_version=row.draft_version,
        who=row.who,
        at=row.at,
        effect_due=row.effect_due,
        note=row.note,
        points=tuple(row.points),
        effected_at=row.effected_at,
        undone_at=row.undone_at,
        result=row.result,
        change=row.change,
        seconds=row.seconds,
        together=row.together,
    )


def load_draft(read: Read, team: str, task_id: int, version: int, files: bool = False) -> Draft | None:
    """Return a version's draft, with its files only if `files`; None when there is none."""
    return load_drafts(read, team, {(task_id, version)}, files).get((task_id, version))


def load_drafts(
    read: Read, team: str, wanted: Set[tuple[int, int]], files: bool = False
) -> dict[tuple[int, int], Draft]:
    """Return drafts with their checks, by task and version, as far as there are such."""
    pairs = sorted(pair for pair in wanted if pair[1])
    if not pairs:
        return {}
    these = draft.c.team == team, sa.tuple_(draft.c.task_id, draft.c.version).in_(pairs)
    rows = read.conn.execute(sa.select(draft).where(*these)).all()
    checks = _checks(read, team, [row.id for row in rows])
    return {
        (row.task_id, row.version): _draft(row, checks.get(row.id, ()), load_files(read, team, row.id) if files else ())
        for row in rows
    }


def _checks(read: Read, team: str, drafts: Sequence[int]) -> dict[int, tuple[Check, ...]]:
    if not drafts:
        return {}
    of_drafts = sa.select(check).where(check.c.team == team, check.c.draft_id.in_(drafts)).order_by(check.c.id)
    found = dict[int, tuple[Check, ...]]()
    for c in read.conn.execute(of_drafts):
        the_check = Check(
            criterion=c.criterion, finding=Finding(c.finding), evidence=c.evidence, must=c.must, wrong=c.wrong
        )
        found[c.draft_id] = (*found.get(c.draft_id, ()), the_check)
    return found


def _draft(row: Any, checks: tuple[Check, ...], files: tuple[File, ...]) -> Draft:
    return Draft(
        version=row.version,
        title=row.title,
        summary=row.summary,
        body=row.body,
        made_by=row.made_by,
        answer=row.answer,
        look_first=row.look_first,
        checks=checks,
        files=files,
        made_at=row.made_at,
        base=row.base,
        remarks=tuple(row.remarks or ()),
        spent=Spent(**row.spent) if row.spent else None,
        missing=tuple(row.missing or ()),
        change=change_of(row.change),
        edited_by=row.edited_by,
    )


def base_of(read: Read, team: str, task_id: int, version: int) -> Draft | None:
    """Return the draft that a version was made from; None for a first one."""
    base = read.conn.execute(
        sa.select(draft.c.base).where(draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version)
    ).scalar()
    return load_draft(read, team, task_id, base) if base else None


def load_files(read: Read, team: str, draft_id: int) -> tuple[File, ...]:
    """Return the files of a draft with their content, in order."""
    rows = read.conn.execute(
        sa.select(attachment.c.name, attachment.c.media_type, blob.c.data)
        .join_from(attachment, blob, sa.and_(blob.c.team == attachment.c.team, blob.c.sha256 == attachment.c.sha256))
        .where(attachment.c.team == team, attachment.c.draft_id == draft_id)
        .order_by(attachment.c.id)
    )
    return tuple(File(r.name, r.media_type, r.data) for r in rows)
