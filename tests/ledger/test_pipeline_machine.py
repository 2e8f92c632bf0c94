"""Random pipelines and lists: whatever people decide, cancel and open again, and wherever a process ends, no step starts
twice or too early, and none is forgotten."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from storage.jobs.embedded import EmbeddedJobs
from storage.ledger import people
from storage.ledger.core.ledger import Terms, Tx
from storage.ledger.decisions import deciding, effects, reopening
from storage.ledger.decisions.clicks import Click
from storage.ledger.pipelines import advancing
from storage.ledger.series import fanning
from storage.ledger.settings import limits
from storage.ledger.tasks import assigning, chains
from storage.ledger.work import taking_up, working
from storage.rules.refusal import Refused
from storage.rules.values.ask import Kind
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State
from storage.rules.values.worker import agent
from storage.tables import attempt, delivery, edge, item, job, metadata, series, task
from tests.faults.invariants import replayed
from tests.ledger.hands import ALICE, HERE, TEAM, draft, meet

CLOSED = (State.APPROVED, State.REJECTED, State.CANCELED)
MOST = 14  # tasks


class Pipelines(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        metadata.create_all(self.engine)
        self.now, self.jobs = datetime(2026, 3, 2, 8, tzinfo=UTC), EmbeddedJobs()
        self.do(people.ensure_workspace, TEAM, "Test")
        self.do(meet, TEAM, ALICE.user)
        self.do(limits.set_limits, ALICE, 3, 5)
        brief = Brief(goal="Memo", worker=agent("writer"), title="Memo", criteria=("short",))
        self.do(assigning.assign, ALICE, replace(brief, then=(brief, brief)), HERE)
        self.go_over(2, then=True, all_at_once=False)

    def do(self, verb: Any, *args: Any, **more: Any) -> Any:
        with self.engine.begin() as conn:
            return verb(self.tx(conn), *args, **more)

    def kept(self, verb: Any, job_id: int, *args: Any, killed: bool, twice: bool) -> None:
        """A promise is kept; before that the process ends in the middle of it, after it before the promise is gone."""
        if killed:
            with self.engine.connect() as conn:  # nothing of it is committed
                verb(self.tx(conn), *args)
        for _ in range(2 if twice else 1):
            self.do(verb, *args)
        with self.engine.begin() as conn:
            conn.execute(sa.delete(job).where(job.c.id == job_id))

    def tx(self, conn: sa.Connection) -> Tx:
        terms = Terms(undo=timedelta(0))
        return Tx(conn=conn, now=self.now, wall=self.now, jobs=self.jobs, terms=terms)

    def rows(self, query: Any) -> list[Any]:
        with self.engine.begin() as conn:
            return list(conn.execute(query).all())

    def tasks(self, *states: State) -> list[Any]:
        query = sa.select(task).where(task.c.state.in_(states)) if states else sa.select(task)
        return self.rows(query.order_by(task.c.id))

    @rule(steps=st.integers(0, 3), data=st.data(), flows=st.booleans())
    def assign(self, steps: int, data: st.DataObject, flows: bool) -> None:
        there = self.tasks()
        if len(there) + steps >= MOST:
            return
        numbers = data.draw(st.sets(st.sampled_from([t.number for t in there]), max_size=3)) if there else set()
        brief = Brief(goal="Memo", worker=agent("writer"), title="Memo", criteria=("short",), flows=flows)
        after = tuple(f"T-{number}" for number in sorted(numbers))
        try:
            self.do(assigning.assign, ALICE, replace(brief, after=after, then=(brief,) * steps), HERE)
        except Refused:
            over = [t for t in there if t.number in numbers and t.state in (State.REJECTED, State.CANCELED)]
            assert over  # nothing else is refused here

    @rule(data=st.data(), finding=st.booleans())
    def hand_in(self, data: st.DataObject, finding: bool) -> None:
        due = self.rows(sa.select(attempt.c.id).where(attempt.c.state == "due"))
        if not due:
            return
        given = self.do(taking_up.begin, TEAM, data.draw(st.sampled_from(due)).id)
        if given is not None:
            self.do(working.hand_in, given, draft(given.version))

    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        open_items = self.rows(sa.select(item).where(item.c.closed_at.is_(None)))
        if not open_items:
            return
        chosen = data.draw(st.sampled_from(open_items))
        verdicts = {
            Kind.DRAFT: (Verdict.APPROVE, Verdict.REJECT, Verdict.REVISE),
            Kind.PROBLEM: (Verdict.WITHOUT, Verdict.CANCEL),
        }[Kind(chosen.kind)]
        click = Click(key=chosen.key, version=chosen.draft_version)
        made = self.do(deciding.decide, ALICE, click, data.draw(st.sampled_from(verdicts)), (), "shorter")
        self.effect(made.decision.id, data.draw(st.booleans()), data.draw(st.booleans()))

    def effect(self, decision_id: int, killed: bool, twice: bool) -> None:
        where = job.c.kind == "effect", job.c.key == str(decision_id)
        ((job_id,),) = self.rows(sa.select(job.c.id).where(*where))
        self.kept(effects.effect, job_id, TEAM, decision_id, killed=killed, twice=twice)

    @rule(data=st.data(), most=st.integers(1, 4), killed=st.booleans())
    def approve_what_comes(self, data: st.DataObject, most: int, killed: bool) -> None:
        """What a chain or a list mostly goes through: work, an approval, its effect, the next step."""
        for _ in range(most):
            due = self.rows(sa.select(attempt.c.id).where(attempt.c.state == "due"))
            if due and (given := self.do(taking_up.begin, TEAM, due[0].id)) is not None:
                self.do(working.hand_in, given, draft(given.version))
            drafts = self.rows(sa.select(item).where(item.c.closed_at.is_(None), item.c.kind == "draft"))
            for ready in drafts[:1]:
                click = Click(key=ready.key, version=ready.draft_version)
                made = self.do(deciding.decide, ALICE, click, Verdict.APPROVE, (), "")
                self.effect(made.decision.id, killed, killed)
            self.promises(killed, killed)

    @rule(data=st.data(), killed=st.booleans())
    def a_morning(self, data: st.DataObject, killed: bool) -> None:
        self.approve_what_comes(data, 2, killed)

    @rule(count=st.integers(1, 5), then=st.booleans(), all_at_once=st.booleans(), killed=st.booleans())
    def go_over_a_list(self, count: int, then: bool, all_at_once: bool, killed: bool) -> None:
        """One brief over several rows, perhaps with a step after all of them; tried with a few first, or not."""
        if len(self.tasks()) + count + then < MOST and len(self.rows(sa.select(series.c.id))) < 2:
            self.go_over(count, then, all_at_once)
            self.promises(killed, killed)

    def go_over(self, count: int, then: bool, all_at_once: bool) -> None:
        step = Brief(goal="What do they have in common?", worker=agent("analyst"), title="Common", criteria=("short",))
        brief = Brief(goal="Answer the ticket", worker=agent("writer"), title="Answer", criteria=("short",))
        each = tuple(f"ticket {n}" for n in range(count + 1))
        over = replace(brief, each=each, then=(step,) * then)
        made = self.do(fanning.offer, ALICE, over, HERE)
        if not all_at_once:
            self.do(fanning.start, ALICE, made.key, 1)
        self.do(fanning.start, ALICE, made.key, None)

    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        if over := self.tasks(State.APPROVED, State.REJECTED):
            self.do(reopening.reopen, ALICE, data.draw(st.sampled_from(over)).key)

    @rule(data=st.data(), every=st.booleans())
    def cancel(self, data: st.DataObject, every: bool) -> None:
        if there := [t for t in self.tasks() if t.state not in CLOSED]:
            self.do(chains.cancel_all if every else assigning.cancel, ALICE, data.draw(st.sampled_from(there)).key)

    @rule(killed=st.booleans(), twice=st.booleans())
    def promises(self, killed: bool, twice: bool) -> None:
        """The promises are kept; and once more, as after a crash."""
        verbs = {"advance": advancing.advance, "rows": fanning.go_on}
        query = sa.select(job.c.id, job.c.kind, job.c.key).where(job.c.kind.in_(verbs)).order_by(job.c.id)
        for job_id, kind, key in self.rows(query):
            self.kept(verbs[kind], job_id, TEAM, int(key), killed=killed, twice=twice)
        if not self.rows(sa.select(job.c.id).where(job.c.kind == "advance")):
            self.nothing_is_forgotten()

    def before(self) -> dict[int, list[State]]:
        """The states of the tasks that each one still comes after."""
        ends = sa.select(edge.c.task_id, task.c.state).join_from(edge, task, task.c.id == edge.c.after_id)
        states: dict[int, list[State]] = {}
        for task_id, state in self.rows(ends.where(sa.not_(edge.c.waived))):
            states.setdefault(task_id, []).append(State(state))
        return states

    def nothing_is_forgotten(self) -> None:
        before = self.before()
        asked = {t for (t,) in self.rows(sa.select(item.c.task_id).where(item.c.closed_at.is_(None)))}
        stuck = []
        for waiter in self.tasks(State.BLOCKED):
            states = before.get(waiter.id, [])
            if all(state in CLOSED for state in states):
                assert State.APPROVED not in states, f"T-{waiter.number} could start, and does not"
                stuck.append(waiter.id)
        assert not stuck or asked & set(stuck), "nobody is asked about what can't start"

    @invariant()
    def nothing_starts_too_early(self) -> None:
        before = self.before()
        for waiter in self.tasks(State.WAITING, State.WORKING):
            if waiter.draft_version:  # somebody asked to revise what was ready: that is theirs to say
                continue
            states = before.get(waiter.id, [])
            if any(state not in CLOSED for state in states):  # opened again: it is held as soon as that is looked at
                assert self.rows(sa.select(job.c.id).where(job.c.kind == "advance"))

    @invariant()
    def a_row_is_made_once_and_what_comes_after_all_of_them_once(self) -> None:
        of_rows = sa.select(task.c.series_id, task.c.run).where(task.c.series_id.is_not(None))
        assert all(n == 1 for n in Counter(tuple(row) for row in self.rows(of_rows)).values())
        listed = sa.select(sa.func.count()).select_from(series)
        common = sa.select(sa.func.count()).where(task.c.title == "Common")
        assert self.rows(common)[0][0] <= self.rows(listed)[0][0]

    @invariant()
    def an_approval_delivers_once(self) -> None:
        twice = sa.select(delivery.c.decision_id, delivery.c.channel).group_by(
            delivery.c.decision_id, delivery.c.channel
        )
        assert self.rows(twice.having(sa.func.count() > 1)) == []

    @invariant()
    def its_history_leads_to_where_it_is(self) -> None:
        with self.engine.connect() as conn:
            replayed(lambda sql: [tuple(row) for row in conn.exec_driver_sql(sql)])

    @invariant()
    def nothing_works_twice(self) -> None:
        live = self.rows(sa.select(attempt.c.task_id).where(attempt.c.state.in_(("due", "running"))))
        working_on = {t.id for t in self.tasks(State.WORKING)}
        assert Counter(t for (t,) in live) == Counter(working_on)

    def teardown(self) -> None:
        self.engine.dispose()


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Pipelines,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_a_hundred_pipelines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanning, "AT_ONCE", 2)  # a list of a few rows takes several promises
    run(100, 30)


@pytest.mark.soak
def test_two_thousand_pipelines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fanning, "AT_ONCE", 2)
    run(2000, 50)
