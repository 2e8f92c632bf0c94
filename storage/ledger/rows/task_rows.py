"""A task from its row."""

from typing import Any

from storage.ledger.codec.briefs import brief_of
from storage.rules.values.place import Place
from storage.rules.values.task import Origin, Progress, State, Suggested, Task, Wondered


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
        first=row.first,
        told_at=row.told_at,
        held_by=row.held_by or "",
        has_budget=bool(row.has_budget),
        was_stopped=bool(row.was_stopped),
    )


def suggested_of(content: dict[str, Any] | None) -> Suggested | None:
    """Return the suggestion that a brief's row holds; None when there is none."""
    if not content:
        return None
    questions = (Wondered(**{**q, "choices": tuple(q["choices"])}) for q in content["questions"])
    return Suggested(tuple(content["criteria"]), tuple(questions))
