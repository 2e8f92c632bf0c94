"""The runs of repetitions come due: each is claimed once, made once, or left out while the last one is undecided."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.series.changing import change
from storage.ledger.series.last_runs import open_run
from storage.ledger.series.making import make_run
from storage.ledger.series.series_rows import find, rule_of
from storage.ledger.work.asking_assigner import why_no_work, why_outside
from storage.ledger.work.ending_series import end_series
from storage.rules.happenings import Happening
from storage.rules.kept_rhythm import from_json
from storage.rules.refusal import Refused
from storage.rules.repetition import next_run
from storage.rules.values.series import SeriesState
from storage.rules.values.task import Task
from storage.tables import series


def run_due(tx: Tx, team: str, series_id: int) -> Task | None:
    """Make the run that is due, and set the time of the next one; return None where nothing is due any more, the last
    run is undecided, nobody has the series, or it ends. However many runs were slept through, one stands for all."""
    target = find(tx, team, id=series_id)
    if target is None or target.state is not SeriesState.ACTIVE or target.next_at is None or target.next_at > tx.wall:
        return None
    owner = people.look_up(tx, team, target.assigner)
    coming = next_run(from_json(rule_of(tx, target)), tx.wall, owner.zone or tx.terms.zone)
    claimed = series.c.team == team, series.c.id == series_id, series.c.next_at == target.next_at
    if tx.conn.execute(sa.update(series).where(*claimed).values(next_at=coming)).rowcount != 1:
        return None
    if why_outside(tx, team, target.assigner) or why_outside(tx, team, target.reviewer):
        return None  # nobody has it, or decides on it, until somebody is named: who can name them was told
    worker = target.brief.worker
    if worker.is_person and (gone := why_no_work(tx, team, worker.name, target.assigner)):
        end_series(tx, team, target.id, gone)
        return None
    if open_run(tx, target) is not None:
        missed = " ".join(at.isoformat() for at in (*target.left_out, target.next_at))
        change(tx, target, left_out=missed)
        tx.note(team, "", Happening.LEFT_OUT, target.name, became=target.next_at.isoformat())
        return None
    try:
        return make_run(tx, target, owner, target.next_at)
    except Refused as refusal:
        end_series(tx, team, target.id, refusal.why)
        return None
