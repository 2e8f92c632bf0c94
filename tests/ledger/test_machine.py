"""The ledger beside a small model of it: whatever people, workers, crashes and the clock do, both say the same."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from storage.jobs.embedded import EmbeddedJobs
from storage.ledger import people
from storage.ledger.colleagues import checking, proposing, reassigning, submitting
from storage.ledger.colleagues import working as working_for
from storage.ledger.collections import asked_for, collecting
from storage.ledger.core.ledger import Terms, Tx
from storage.ledger.decisions import deciding, effects, failures, outcomes, reopening, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.rows.finding_tasks import find_task
from storage.ledger.settings import limits
from storage.ledger.tasks import assigning
from storage.ledger.work import failing, taking_up, working
from storage.rules.authority import Claim
from storage.rules.refusal import Refused
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.place import Place
from storage.rules.values.task import State
from storage.rules.values.worker import agent, colleague
from storage.tables import attempt, collected, collection, decision, delivery, item, job, metadata, post, schedule, task
from tests.faults.invariants import replayed
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, draft, meet

ROOM, UNDO = 2, timedelta(seconds=30)
CHANNEL = "C03LAUNCH"  # where approved drafts go
CLOSED = {State.APPROVED, State.REJECTED, State.CANCELED}
SELDOM = st.sampled_from([False, False, False, True])
PEOPLE = {"alice": ALICE, "bob": BOB}
CARA = Claim("U03CARA", TEAM)  # a colleague who works for both
WRITER = agent("writer")
ON_A_SHELF = (State.READY, State.FAILED, State.DECLINED)
HANDED = replace(draft(), checks=())
BECOMES = {
    Verdict.APPROVE: State.APPROVED,
    Verdict.REJECT: State.REJECTED,
    Verdict.REVISE: State.WORKING,
    Verdict.RETRY: State.WORKING,
    Verdict.CANCEL: State.CANCELED,
}


@dataclass
class Known:
    """What the model knows of a task."""

    key: str
    reviewer: str
    state: State
    by_cara: bool = False  # she works on it, and no agent
    draft: int = 0
    given: Any = None  # what its worker has in hand
    verdict: Verdict | None = None  # decided, not yet in effect
    due: datetime | None = None
    stale: list[Any] = field(default_factory=list)  # what workers that were taken for dead still have in hand
    missing: bool = False  # an approved draft of it did not get to its place, and waits for a word
    remedy: Verdict | None = None  # decided on that, not yet in effect
    deliveries: int = 0  # approvals that took effect


def some(*states: State, by_cara: bool | None = None) -> Any:
    """Have a rule be tried only while there is a task for it: a step that does nothing shows nothing."""
    return precondition(lambda machine: bool(machine.among(*states, by_cara=by_cara)))


class Machine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        metadata.create_all(self.engine)
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        self.jobs, self.tasks = EmbeddedJobs(), dict[int, Known]()
        self.do(people.ensure_workspace, TEAM, "Test")
        self.do(meet, TEAM, CARA.user)
        for who in PEOPLE.values():
            self.do(meet, TEAM, who.user)
            self.do(limits.set_limits, who, ROOM, 5)
        for who in PEOPLE:  # a life begins with work, so that it comes to decisions and what they set going
            self.assign_one(who, False)
            self.assign_one(who, False)

    def do(self, verb: Any, *args: Any, **more: Any) -> Any:
        with self.engine.begin() as conn:
            return verb(self.tx(conn), *args, **more)

    def killed(self, verb: Any, *args: Any) -> None:
        """The process ends while a verb is under way: nothing of it is kept."""
        with self.engine.connect() as conn:
            verb(self.tx(conn), *args)

    def tx(self, conn: sa.Connection) -> Tx:
        return Tx(conn=conn, now=self.now, wall=self.now, jobs=self.jobs, terms=Terms(undo=UNDO))

    def rows(self, query: Any) -> list[Any]:
        with self.engine.begin() as conn:
            return list(conn.execute(query).all())

    def in_state(self, *states: State) -> list[int]:
        return [n for n, known in self.tasks.items() if known.state in states]

    def among(self, *states: State, by_cara: bool | None = None) -> list[int]:
        return [n for n in self.in_state(*states) if by_cara in (None, self.tasks[n].by_cara)]

    def pick(self, data: st.DataObject, *states: State, by_cara: bool | None = None) -> Known | None:
        found = self.among(*states, by_cara=by_cara)
        return self.tasks[data.draw(st.sampled_from(found))] if found else None

    def room(self, reviewer: str) -> bool:
        """Whether what waits, but for what was left and rests, and what agents have under way leave a place."""
        of_task = sa.and_(task.c.id == item.c.task_id, item.c.closed_at.is_(None), item.c.rest)
        resting = {n for (n,) in self.rows(sa.select(task.c.number).join_from(item, task, of_task))}
        taken = {
            n for n, t in self.tasks.items() if t.state in ON_A_SHELF or (t.state is State.WORKING and not t.by_cara)
        }
        mine = [n for n in taken if self.tasks[n].reviewer == reviewer]
        return len(set(mine) - resting) < ROOM

    def let_in(self, reviewer: str) -> None:
        """Who waited longest starts while there is room."""
        for _, known in sorted(self.tasks.items()):
            if known.reviewer != reviewer or known.state is not State.WAITING:
                continue
            if known.by_cara or self.room(reviewer):  # what colleagues do takes nobody's room
                known.state = State.WORKING

    @rule(who=st.sampled_from(sorted(PEOPLE)), count=st.integers(1, 6), twice=st.booleans())
    def assign(self, who: str, count: int, twice: bool) -> None:
        for _ in range(count):
            self.assign_one(who, twice)

    def assign_one(self, who: str, twice: bool) -> None:
        from storage.ledger.core.ledger import Duplicate
        from storage.rules.values.brief import Brief

        if len(self.tasks) >= 14:
            return
        key = f"c:{len(self.tasks)}"
        made = self.do(
            assigning.assign,
            PEOPLE[who],
            Brief(goal="Memo", worker=WRITER, title="Memo", criteria=("short",), to=(CHANNEL,)),
            HERE,
            key,
        )
        expected = State.WORKING if self.room(who) else State.WAITING
        self.tasks[made.task.number] = Known(made.task.key, who, expected)
        if twice:
            with pytest.raises(Duplicate):
                self.do(assigning.assign, PEOPLE[who], Brief(goal="Memo", worker=WRITER, title="Memo"), HERE, key)

    @some(State.WORKING, by_cara=False)
    @rule(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """A worker takes it; or takes it again, after the one before was taken for dead."""
        known = self.pick(data, State.WORKING, by_cara=False)
        if known is None:
            return
        if known.given is not None:
            known.stale.append(known.given)
        known.given = self.do(taking_up.begin, TEAM, self.live(known))
        assert known.given is not None

    def live(self, known: Known) -> int:
        """The attempt that its worker is to make."""
        mine = attempt.c.task_id == self.id_of(known), attempt.c.state.in_(("due", "running"))
        ((which,),) = self.rows(sa.select(attempt.c.id).where(*mine))
        return int(which)

    @some(State.WORKING, by_cara=False)
    @rule(data=st.data())
    def work(self, data: st.DataObject) -> None:
        self.begin(data)
        self.hand_in(data, False)

    def id_of(self, known: Known) -> int:
        found = self.do(find_task, TEAM, key=known.key)
        return int(found.id)

    @some(State.WORKING, by_cara=False)
    @rule(data=st.data(), fails=st.booleans())
    def hand_in(self, data: st.DataObject, fails: bool) -> None:
        busy = [t for t in self.tasks.values() if t.state is State.WORKING and t.given is not None]
        if not busy:
            return
        known = data.draw(st.sampled_from(busy))
        if fails:
            self.do(failing.fail, TEAM, known.given.attempt, "no", known.given.generation)
            known.state = State.FAILED
        else:
            self.do(working.hand_in, known.given, draft(known.given.version))
            known.state, known.draft = State.READY, known.given.version
        known.given = None
        self.let_in(known.reviewer)

    @rule(data=st.data())
    def come_late(self, data: st.DataObject) -> None:
        late = [(t, given) for t in self.tasks.values() for given in t.stale]
        if late:
            known, given = data.draw(st.sampled_from(late))
            with pytest.raises(Refused):
                self.do(working.hand_in, given, draft(given.version))
            known.stale.remove(given)

    @some(State.READY, State.FAILED)
    @rule(data=st.data(), verdict=st.sampled_from(sorted(BECOMES)), stale=SELDOM, other=SELDOM)
    def decide(self, data: st.DataObject, verdict: Verdict, stale: bool, other: bool) -> None:
        known = self.pick(data, State.READY, State.FAILED)
        if known is None:
            return
        ((key, version),) = self.open_items(known)
        who = PEOPLE[known.reviewer]
        if other:
            who = ALICE if who is BOB else BOB
        kinds = {Verdict.RETRY, Verdict.CANCEL} if known.state is State.FAILED else set(BECOMES) - {"retry", "cancel"}
        allowed = not stale and not other and known.verdict is None and verdict in kinds
        click = Click(key=key, version=version - 1 if stale else version)
        try:
            self.do(deciding.decide, who, click, verdict, (), "shorter")
        except Refused:
            assert not allowed
            return
        assert allowed
        undo = UNDO if known.state is State.READY else timedelta(0)
        known.verdict, known.due = verdict, self.now + undo

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def assign_to_a_colleague(self, who: str) -> None:
        from storage.rules.values.brief import Brief

        if len(self.tasks) >= 14:
            return
        brief = Brief(goal="Memo", worker=colleague(CARA.user), title="Memo", criteria=("short",), to=(CHANNEL,))
        made = self.do(assigning.assign, PEOPLE[who], brief, HERE)
        self.tasks[made.task.number] = Known(made.task.key, who, State.WORKING, by_cara=True)

    @some(State.WORKING, by_cara=True)
    @rule(data=st.data(), met=st.booleans())
    def submit(self, data: st.DataObject, met: bool) -> None:
        """She hands in, and it goes on by itself; or the checks find something, and she submits it anyway."""
        if (known := self.pick(data, State.WORKING, by_cara=True)) is not None:
            self.submit_one(known, met)

    def submit_one(self, known: Known, met: bool) -> None:
        self.do(proposing.propose, CARA, known.key, HANDED)
        ((which, key),) = self.rows(sa.select(job.c.id, job.c.key).where(job.c.kind == "check"))
        handed = self.do(checking.to_check, TEAM, key)
        assert handed is not None
        finding = Finding.MET if met else Finding.NOT_MET
        self.do(checking.checked, TEAM, key, draft(handed[1].version, finding))
        with self.engine.begin() as conn:
            conn.execute(sa.delete(job).where(job.c.id == which))
        if not met:
            self.do(submitting.submit_anyway, CARA, known.key, handed[1].version)
        with pytest.raises(Refused):
            self.do(proposing.propose, CARA, known.key, HANDED)
        known.state, known.draft = State.READY, handed[1].version

    @some(State.WORKING, by_cara=True)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        known = self.pick(data, State.WORKING, by_cara=True)
        if known is not None:
            self.do(working_for.decline, CARA, known.key, "No time")
            known.state = State.DECLINED

    @some(State.WAITING, State.WORKING, *ON_A_SHELF)
    @rule(data=st.data())
    def reassign(self, data: st.DataObject) -> None:
        """It goes from an agent to her, or from her to an agent: who worked on it can't hand it in any more."""
        known = self.pick(data, State.WAITING, State.WORKING, *ON_A_SHELF)
        if known is None or known.verdict is not None:
            return
        other = WRITER if known.by_cara else colleague(CARA.user)
        self.do(reassigning.reassign, PEOPLE[known.reviewer], known.key, worker=other)
        known.by_cara = not known.by_cara
        if known.state is not State.READY:
            known.state = State.WAITING
        if known.given is not None:
            known.stale.append(known.given)
            known.given = None
        self.let_in(known.reviewer)
        if not known.by_cara:
            with pytest.raises(Refused):
                self.do(proposing.propose, CARA, known.key, HANDED)

    @some(State.WORKING)
    @rule(data=st.data(), verdict=st.sampled_from([Verdict.APPROVE, Verdict.APPROVE, Verdict.REVISE, Verdict.REJECT]))
    def all_the_way(self, data: st.DataObject, verdict: Verdict) -> None:
        """What most tasks go through: worked on, decided, and the time to undo it passes."""
        if (known := self.pick(data, State.WORKING)) is None:
            return
        if known.by_cara:
            self.submit_one(known, met=True)
        else:
            known.given = self.do(taking_up.begin, TEAM, self.live(known))
            self.do(working.hand_in, known.given, draft(known.given.version))
            known.state, known.draft, known.given = State.READY, known.given.version, None
            self.let_in(known.reviewer)
        ((key, version),) = self.open_items(known)
        self.do(deciding.decide, PEOPLE[known.reviewer], Click(key=key, version=version), verdict, (), "shorter")
        known.verdict, known.due = verdict, self.now + UNDO
        self.effects_come(late=True)

    @some(State.WORKING)
    @rule(data=st.data(), count=st.integers(1, 3))
    def a_morning(self, data: st.DataObject, count: int) -> None:
        """Several are approved one after the other: hypothesis leaves some rules out of each life."""
        for _ in range(count):
            self.all_the_way(data, Verdict.APPROVE)

    @precondition(lambda machine: bool(machine.on_their_way()))
    @rule(data=st.data(), arrives=st.booleans())
    def slack_answers(self, data: st.DataObject, arrives: bool) -> None:
        """Slack takes a delivery, or refuses it: then it is a problem, once, for who decided."""
        which, subject = data.draw(st.sampled_from(self.on_their_way()))
        known = self.tasks[self.number_of(subject)]
        verb, what = (
            (outcomes.record_sent, Place(CHANNEL, f"2.{which}"))
            if arrives
            else (failures.record_failure, "not_in_channel")
        )
        self.killed(verb, TEAM, which, what)
        self.do(verb, TEAM, which, what)
        known.missing = not arrives and known.state is State.APPROVED  # what was opened again is delivered no more
        known.remedy = None if arrives else known.remedy

    def on_their_way(self) -> list[Any]:
        mine = post.c.surface == "delivery", post.c.state == "pending"
        return [tuple(row) for row in self.rows(sa.select(post.c.id, post.c.subject).where(*mine).order_by(post.c.id))]

    def number_of(self, delivery_id: str) -> int:
        of_task = sa.and_(task.c.id == delivery.c.task_id, delivery.c.id == int(delivery_id))
        ((number,),) = self.rows(sa.select(task.c.number).join_from(delivery, task, of_task))
        return int(number)

    @precondition(lambda machine: any(t.missing and t.remedy is None for t in machine.tasks.values()))
    @rule(data=st.data(), verdict=st.sampled_from([Verdict.RETRY, Verdict.RETRY, Verdict.HERE, Verdict.LEAVE]))
    def help_a_delivery(self, data: st.DataObject, verdict: Verdict) -> None:
        known = data.draw(st.sampled_from([t for t in self.tasks.values() if t.missing and t.remedy is None]))
        ((key, version),) = self.open_items(known, delivery=True)
        self.do(deciding.decide, PEOPLE[known.reviewer], Click(key=key, version=version), verdict, (), "")
        known.remedy = verdict

    def open_items(self, known: Known, delivery: bool = False) -> list[Any]:
        of = item.c.remedy == "delivery" if delivery else item.c.remedy != "delivery"
        where = item.c.task_id == self.id_of(known), item.c.closed_at.is_(None), of
        return self.rows(sa.select(item.c.key, item.c.draft_version).where(*where))

    @some(State.READY, State.FAILED)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        known = self.pick(data, State.READY, State.FAILED)
        if known is None:
            return
        ((key, _),) = self.open_items(known)
        try:
            self.do(undoing.undo, PEOPLE[known.reviewer], key)
        except Refused:
            assert known.verdict is None or (known.due is not None and self.now >= known.due)
            return
        assert known.verdict is not None
        known.verdict = known.due = None

    @rule(minutes=st.sampled_from([0.2, 0.6, 60, 60 * 24]))
    def time_passes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda machine: any(known.verdict or known.remedy for known in machine.tasks.values()))
    @rule(late=st.booleans())
    def effects_come(self, late: bool) -> None:
        """The promises that are due are kept, in their order; and once more, as after a crash."""
        self.now += UNDO if late else timedelta(0)
        due = sa.select(job.c.id, job.c.key).where(job.c.kind == "effect", job.c.due <= self.now).order_by(job.c.id)
        for which, key in self.rows(due):
            if not self.rows(sa.select(job.c.id).where(job.c.id == which)):
                continue  # an effect before it has taken it back
            ((task_id, remedy),) = self.rows(
                sa.select(item.c.task_id, item.c.remedy)
                .join_from(item, decision, decision.c.item_id == item.c.id)
                .where(decision.c.id == int(key))
            )
            ((number,),) = self.rows(sa.select(task.c.number).where(task.c.id == task_id))
            known = self.tasks[number]
            self.killed(effects.effect, TEAM, int(key))
            assert self.do(effects.effect, TEAM, int(key))
            assert not self.do(effects.effect, TEAM, int(key))
            with self.engine.begin() as conn:
                conn.execute(sa.delete(job).where(job.c.id == which))
            if remedy == "delivery":
                known.missing, known.remedy = False, None
                continue
            assert known.verdict is not None
            known.deliveries += known.verdict is Verdict.APPROVE
            known.state, known.verdict, known.due = BECOMES[known.verdict], None, None
            known.missing, known.remedy = False, None  # what an earlier approval could not deliver is asked no more
            self.let_in(known.reviewer)

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        known = self.pick(data, State.WAITING, State.WORKING, *ON_A_SHELF)
        if known is None:
            return
        self.do(assigning.cancel, PEOPLE[known.reviewer], known.key)
        if known.given is not None:
            known.stale.append(known.given)
        known.state, known.given, known.verdict, known.due = State.CANCELED, None, None, None
        known.missing, known.remedy = False, None
        self.let_in(known.reviewer)

    @some(State.APPROVED, State.REJECTED)
    @rule(data=st.data())
    def reopen(self, data: st.DataObject) -> None:
        known = self.pick(data, State.APPROVED, State.REJECTED)
        if known is not None:
            self.do(reopening.reopen, PEOPLE[known.reviewer], known.key)
            known.state, known.missing, known.remedy = State.READY, False, None
            self.slack_has_all()  # it is brought at once

    @rule(who=st.sampled_from(sorted(PEOPLE)))
    def collect(self, who: str) -> None:
        person = self.do(people.ensure, TEAM, PEOPLE[who].user)
        shown = self.do(asked_for.collect_now, person)
        ready = [t for t in self.tasks.values() if t.reviewer == who and t.state in ON_A_SHELF]
        undecided = sum(t.verdict is None for t in ready)
        undecided += sum(t.missing and t.remedy is None for t in self.tasks.values() if t.reviewer == who)
        assert (shown.items if shown else 0) == min(5, undecided)
        self.slack_has_all()

    @rule()
    def the_alarm_rings(self) -> None:
        for which in self.rows(sa.select(schedule.c.team, schedule.c.id).where(schedule.c.next_at <= self.now)):
            self.do(collecting.claim_slot, *which)
        self.slack_has_all()
        for who in PEOPLE:  # what was put to rest makes room
            self.let_in(who)

    def slack_has_all(self) -> None:
        """What is posted may be brought again; what is on its way may not."""
        there = post.c.state == "pending", post.c.surface != "delivery"
        for (which,) in self.rows(sa.select(post.c.id).where(*there)):
            self.do(outcomes.record_sent, TEAM, which, Place("D01ALICE", f"1.{which}"))

    @invariant()
    def both_say_the_same(self) -> None:
        stored = {n: State(s) for n, s in self.rows(sa.select(task.c.number, task.c.state))}
        assert stored == {n: known.state for n, known in self.tasks.items()}

    @invariant()
    def its_parts_add_up(self) -> None:
        """I6: one open item for what waits for a word, one live attempt for what is worked on, with its promise where an
        agent works; a colleague's is promised to nobody."""
        numbers = dict(self.rows(sa.select(task.c.id, task.c.number)))
        shelf, undelivered = Counter[int](), Counter[int]()
        for task_id, remedy in self.rows(sa.select(item.c.task_id, item.c.remedy).where(item.c.closed_at.is_(None))):
            (undelivered if remedy == "delivery" else shelf)[numbers[task_id]] += 1
        assert shelf == Counter(self.in_state(*ON_A_SHELF))
        assert undelivered == Counter(n for n, known in self.tasks.items() if known.missing)
        live = self.rows(sa.select(attempt.c.id, attempt.c.task_id).where(attempt.c.state.in_(("due", "running"))))
        at_work = self.in_state(State.WORKING)
        assert Counter(numbers[t] for _, t in live) == Counter(n for n in at_work if not self.tasks[n].by_cara)
        theirs = self.rows(sa.select(attempt.c.task_id).where(attempt.c.state == "theirs"))
        assert Counter(numbers[t] for (t,) in theirs) == Counter(n for n in at_work if self.tasks[n].by_cara)
        promised = Counter(int(k) for (k,) in self.rows(sa.select(job.c.key).where(job.c.kind == "attempt")))
        assert all(promised[a] == 1 for a, _ in live)

    @invariant()
    def a_version_is_decided_once(self) -> None:
        where = decision.c.undone_at.is_(None)
        live = Counter(self.rows(sa.select(decision.c.item_id, decision.c.draft_version).where(where)))
        assert all(n == 1 for n in live.values())
        waiting = sa.select(sa.func.count()).where(where, decision.c.effected_at.is_(None))
        promised = sa.select(sa.func.count()).where(job.c.kind == "effect")
        decided = sum((known.verdict is not None) + (known.remedy is not None) for known in self.tasks.values())
        assert self.rows(waiting) == self.rows(promised) == [(decided,)]

    @invariant()
    def an_approval_delivers_once(self) -> None:
        """I3: one delivery for each approval that took effect, and one post for each delivery."""
        numbers = dict(self.rows(sa.select(task.c.id, task.c.number)))
        brought = Counter(numbers[t] for (t,) in self.rows(sa.select(delivery.c.task_id)))
        assert brought == Counter({n: known.deliveries for n, known in self.tasks.items() if known.deliveries})
        of_delivery = sa.select(post.c.subject).where(post.c.surface == "delivery")
        posts = Counter(int(subject) for (subject,) in self.rows(of_delivery))
        assert posts == Counter(n for (n,) in self.rows(sa.select(delivery.c.id)))

    @invariant()
    def its_history_leads_to_where_it_is(self) -> None:
        with self.engine.connect() as conn:  # I2
            replayed(lambda sql: [tuple(row) for row in conn.exec_driver_sql(sql)])

    @invariant()
    def a_slot_comes_once_and_brings_no_more_than_the_most(self) -> None:
        slots = Counter(
            self.rows(sa.select(collection.c.schedule_id, collection.c.slot).where(collection.c.slot.is_not(None)))
        )
        assert all(n == 1 for n in slots.values())
        brought = Counter(c for (c,) in self.rows(sa.select(collected.c.collection_id)))
        assert all(n <= 5 for n in brought.values())

    def teardown(self) -> None:
        self.engine.dispose()


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_two_hundred_lives() -> None:
    run(200, 25)


@pytest.mark.soak
def test_two_thousand_long_lives() -> None:
    run(2000, 50)
