"""Whatever the gate admits has started, whoever made the room: limits, urgency, shares, decisions, the end of a task."""

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.jobs.embedded import EmbeddedJobs
from storage.ledger import people
from storage.ledger.collections import collecting
from storage.ledger.core.ledger import Terms, Tx
from storage.ledger.decisions import deciding, effects, reopening, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.settings import limits
from storage.ledger.streams import holding
from storage.ledger.tasks import assigning
from storage.ledger.work import failing, halting, spending, taking_up, working
from storage.ledger.work.gate import admit
from storage.rules.authority import Claim, Policy
from storage.rules.refusal import Refused
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State
from storage.rules.values.worker import agent
from storage.tables import attempt, decision, item, metadata, schedule, task
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, draft, meet

CARA = Claim("U03CARA", TEAM)
PEOPLE = (ALICE, BOB, CARA)
TERMS = Terms(policy=Policy(admins=frozenset({CARA.user})))


class Room(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        metadata.create_all(self.engine)
        self.now, self.jobs = datetime(2026, 3, 2, 8, tzinfo=UTC), EmbeddedJobs()
        self.do(people.ensure_workspace, TEAM, "Test")
        for who in PEOPLE:
            self.do(meet, TEAM, who.user)
            self.do(limits.set_limits, who, 3)

    def do(self, verb: Any, *args: Any, **more: Any) -> Any:
        with self.engine.begin() as conn:
            return verb(Tx(conn=conn, now=self.now, wall=self.now, jobs=self.jobs, terms=TERMS), *args, **more)

    def tried(self, verb: Any, *args: Any, **more: Any) -> None:
        """Do what may be impossible in this state."""
        with contextlib.suppress(Refused):
            self.do(verb, *args, **more)

    def pick(self, data: st.DataObject, query: sa.Select[Any]) -> Any:
        with self.engine.begin() as conn:
            found = conn.execute(query).all()
        return data.draw(st.sampled_from(found)) if found else None

    def pick_task(self, data: st.DataObject, *states: State) -> Any:
        return self.pick(data, sa.select(task).where(task.c.state.in_(states)).order_by(task.c.id))

    def actor(self, user: str) -> Claim:
        return next(who for who in PEOPLE if who.user == user)

    @rule(
        assigner=st.sampled_from(PEOPLE),
        reviewer=st.sampled_from(PEOPLE),
        count=st.integers(1, 4),
        urgent=st.booleans(),
        versions=st.integers(1, 2),
        stream=st.sampled_from([None, None, "Beta"]),
    )
    def assign(
        self, assigner: Claim, reviewer: Claim, count: int, urgent: bool, versions: int, stream: str | None
    ) -> None:
        brief = Brief(
            goal="Memo",
            worker=agent("writer"),
            title="Memo",
            criteria=("short",),
            reviewer=reviewer.user,
            urgent=urgent,
            versions=versions,
            stream=stream,
        )
        for _ in range(count):
            self.do(assigning.assign, assigner, brief, HERE)

    @rule(who=st.sampled_from(PEOPLE), room=st.integers(1, 9))
    def change_the_limit(self, who: Claim, room: int) -> None:
        self.do(limits.set_limits, who, room)

    @rule(data=st.data(), urgent=st.booleans())
    def edit(self, data: st.DataObject, urgent: bool) -> None:
        found = self.pick_task(data, State.WAITING, State.WORKING, State.FAILED)
        if found is not None:
            brief = Brief(
                goal="Memo, shorter", worker=agent("writer"), title="Memo", criteria=("short",), urgent=urgent
            )
            self.tried(assigning.edit, self.actor(found.assigner), found.key, brief)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        found = self.pick_task(data, State.WAITING, State.WORKING, State.READY, State.FAILED)
        if found is not None:
            self.tried(assigning.cancel, self.actor(found.assigner), found.key)

    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        found = self.pick_task(data, State.WORKING)
        if found is not None:
            self.tried(halting.stop, self.actor(found.assigner), key=found.key)

    @rule(data=st.data(), fails=st.booleans())
    def work(self, data: st.DataObject, fails: bool) -> None:
        due = self.pick(data, sa.select(attempt.c.id).where(attempt.c.state.in_(("due", "running"))))
        given = self.do(taking_up.begin, TEAM, due.id) if due else None
        if given is None:
            return
        if fails:
            self.do(failing.fail, TEAM, given.attempt, "no", given.generation)
        else:
            self.do(working.hand_in, given, draft(given.version))

    @rule(data=st.data(), verdict=st.sampled_from(Verdict))
    def decide(self, data: st.DataObject, verdict: Verdict) -> None:
        found = self.pick(data, sa.select(item).where(item.c.closed_at.is_(None)).order_by(item.c.id))
        if found is not None:
            click = Click(key=found.key, version=found.draft_version)
            self.tried(deciding.decide, self.actor(found.reviewer), click, verdict, (), "shorter")

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        found = self.pick(data, sa.select(item).where(item.c.closed_at.is_(None)).order_by(item.c.id))
        if found is not None:
            self.tried(undoing.undo, self.actor(found.reviewer), found.key)

    @rule()
    def effects_come(self) -> None:
        self.now += timedelta(minutes=1)
        waiting = decision.c.effected_at.is_(None), decision.c.undone_at.is_(None)
        with self.engine.begin() as conn:
            due = conn.execute(sa.select(decision.c.id).where(*waiting)).scalars().all()
        for which in due:
            self.do(effects.effect, TEAM, which)

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        found = self.pick_task(data, State.APPROVED, State.REJECTED)
        if found is not None:
            self.tried(reopening.reopen, self.actor(found.reviewer), found.key)

    @rule(stop=st.booleans())
    def an_administrator_stops_or_lets_go_on(self, stop: bool) -> None:
        self.tried(spending.stop_all if stop else spending.go_on, CARA)

    @rule(who=st.sampled_from(PEOPLE), on=st.booleans())
    def an_owner_holds_a_stream_or_lets_it_go_on(self, who: Claim, on: bool) -> None:
        self.tried(holding.go_on if on else holding.hold, who, "Beta")

    @rule(days=st.integers(1, 3))
    def collections_come(self, days: int) -> None:
        self.now += timedelta(days=days)
        with self.engine.begin() as conn:
            due = conn.execute(sa.select(schedule.c.team, schedule.c.id).where(schedule.c.next_at <= self.now)).all()
        for which in due:
            self.do(collecting.claim_slot, *which)

    @invariant()
    def what_is_admitted_has_started(self) -> None:
        with self.engine.begin() as conn:
            tx = Tx(conn=conn, now=self.now, wall=self.now, jobs=self.jobs, terms=TERMS)
            rows = conn.execute(tasks().where(task.c.team == TEAM, task.c.state == State.WAITING)).all()
            left = [found for found in map(task_of, rows) if self.is_admitted(tx, found)]
        assert left == []

    def is_admitted(self, tx: Tx, found: Any) -> bool:
        reviewer, owner = (people.ensure(tx, TEAM, user) for user in (found.reviewer, found.assigner))
        return admit(tx, reviewer, owner, found.brief.urgent, stream=found.stream_id) is None


QUIET = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def test_what_is_admitted_has_started() -> None:
    run_state_machine_as_test(Room, settings=QUIET)
