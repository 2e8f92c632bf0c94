"""A task that comes again: each run is made once, whatever the processes do, and left out while the last one waits."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.alarm import Alarm
from storage.ledger import people
from storage.ledger.colleagues import refusing
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import deciding, effects, reopening
from storage.ledger.decisions.clicks import Click
from storage.ledger.privacy import forgetting
from storage.ledger.series import coming, due_runs, pausing, repeating, rewriting, running_now, series_status
from storage.ledger.series.passing_on import Successors
from storage.ledger.streams import changing, making
from storage.ledger.tasks import assigning
from storage.ledger.work import taking_up, working
from storage.rules.authority import Action, Claim
from storage.rules.refusal import Reason, Refused
from storage.rules.values.brief import Brief
from storage.rules.values.decision import Verdict
from storage.rules.values.profile import Profile
from storage.rules.values.series import Series, SeriesState
from storage.rules.values.task import Origin, State, Task
from storage.rules.values.worker import agent, colleague
from storage.tables import decision, person, task, workspace
from storage.tables import series as table
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, BOB, HERE, TEAM, attempt_of, draft, meet, meet_users
from tests.ledger.made import made_by
from tests.ledger.test_leaving import leave, told
from tests.refusing import refused

CARA = "U03CARA"
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Clock:
    def __init__(self) -> None:
        self.now = SUNDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def ledger(database: str, clock: Clock) -> AsyncIterator[Ledger]:
    made = new_ledger(database, clock=clock)
    await made.do(people.ensure_workspace, TEAM, "Test")
    await made.do(meet, TEAM, ALICE.user, BOB.user)
    yield made
    made.close()


async def begin(ledger: Ledger, again: str = "every weekday 7:00", key: str | None = None, **more: Any) -> Series:
    usual = {
        "goal": "Report of yesterday's sign-ups",
        "worker": agent("analyst"),
        "title": "Sign-ups",
        "criteria": ("a chart",),
    }
    return await ledger.do(repeating.repeat, ALICE, Brief(**{**usual, "again": again, **more}), HERE, key)


async def made(ledger: Ledger) -> list[Task]:
    (found,) = await ledger.see(series_status.repeats, ALICE)
    return list(await ledger.see(made_by, found.series))


async def decide(ledger: Ledger, of: Task) -> None:
    """Let a run be done and approved, and let that take effect."""
    given = await ledger.do(taking_up.begin, TEAM, await attempt_of(ledger, of.id))
    assert given is not None
    key = await ledger.do(working.hand_in, given, draft(given.version))
    await ledger.do(deciding.decide, ALICE, Click(key=key, version=1), Verdict.APPROVE)
    made_decision = await ledger.see(lambda read: read.conn.execute(sa.select(sa.func.max(decision.c.id))).scalar_one())
    await ledger.do(effects.effect, TEAM, made_decision)


async def test_its_runs_come_at_their_times_each_once_and_before_the_collection(ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger)
    assert (series.name, series.state, series.next_at) == ("T-1", SeriesState.ACTIVE, MONDAY)
    alarm = Alarm(ledger)
    await alarm.ring()
    assert await made(ledger) == []
    for day in range(2):
        clock.now = MONDAY + day * DAY
        await alarm.ring()
        await alarm.ring()
        runs = await made(ledger)
        assert [run.name for run in runs] == [f"T-1.{n + 1}" for n in range(day + 1)]
        last = runs[-1]
        assert (last.origin, last.state, last.brief.due) == (Origin.REPETITION, State.WORKING, None)
        assert last.brief.criteria == ("a chart",)
        await decide(ledger, last)
    assert runs[-1].brief.title == "Sign-ups · Tue 24 Nov"


async def test_processes_that_ring_at_the_same_moment_make_one_run(database: str, ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger)
    clock.now = MONDAY
    other = new_ledger(database, clock=clock)
    try:
        both = (ledger, other, ledger, other)
        assert [await one.see(due_runs.due_series) for one in both] == [[(TEAM, series.id)]] * 4
        found = await asyncio.gather(*(one.do(coming.run_due, TEAM, series.id) for one in both))
    finally:
        other.close()
    assert [run.name for run in found if run is not None] == ["T-1.1"]
    assert len(await made(ledger)) == 1


async def test_a_run_that_was_read_as_due_and_is_claimed_meanwhile_is_made_once(ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger)
    clock.now = MONDAY
    (due,) = await ledger.see(due_runs.due_series)
    first, second = await ledger.do(coming.run_due, *due), await ledger.do(coming.run_due, *due)
    assert (first is not None, second) == (True, None)
    assert due == (TEAM, series.id)


async def test_a_run_is_left_out_while_the_last_one_is_undecided_and_the_next_one_says_so(
    ledger: Ledger, clock: Clock
) -> None:
    series, alarm = await begin(ledger), Alarm(ledger)
    clock.now = MONDAY
    await alarm.ring()
    clock.now = MONDAY + DAY
    await alarm.ring()
    (monday,) = await made(ledger)
    assert (await ledger.see(series_status.standing, ALICE, key=series.key)).waits
    clock.now = MONDAY + DAY + timedelta(hours=12)
    await decide(ledger, monday)
    clock.now = MONDAY + 2 * DAY
    await alarm.ring()
    runs = await made(ledger)
    assert [run.name for run in runs] == ["T-1.1", "T-1.2"]
    assert runs[1].brief.told == "Tuesday's run was left out: Monday's waited until Tuesday evening."
    await decide(ledger, runs[1])
    clock.now = MONDAY + 3 * DAY
    await alarm.ring()
    assert (await made(ledger))[2].brief.told == ""  # it says so once


async def test_what_was_opened_again_is_named_as_what_it_waited_for(ledger: Ledger, clock: Clock) -> None:
    series, alarm = await begin(ledger), Alarm(ledger)
    for day in (0, 1):
        clock.now = MONDAY + day * DAY
        await alarm.ring()
        await decide(ledger, (await made(ledger))[-1])
    monday, _ = await made(ledger)
    again = await ledger.do(reopening.reopen, ALICE, monday.key)
    clock.now = MONDAY + 2 * DAY
    await alarm.ring()
    clock.now = MONDAY + 2 * DAY + timedelta(hours=12)
    await ledger.do(deciding.decide, ALICE, Click(key=again.key, version=1), Verdict.APPROVE)
    newest = await ledger.see(lambda read: read.conn.execute(sa.select(sa.func.max(decision.c.id))).scalar_one())
    await ledger.do(effects.effect, TEAM, newest)
    clock.now = MONDAY + 3 * DAY
    await alarm.ring()
    assert (await made(ledger))[-1].brief.told == (
        "Wednesday's run was left out: Monday's waited until Wednesday evening."
    )
    assert series.name == "T-1"


async def test_it_ends_where_its_colleague_takes_no_tasks_any_more(ledger: Ledger, clock: Clock) -> None:
    await begin(ledger, worker=colleague(BOB.user))
    await ledger.do(refusing.refuse, BOB, True)
    clock.now = MONDAY
    await Alarm(ledger).ring()
    assert await ledger.see(lambda read: read.conn.execute(sa.select(task.c.id)).all()) == []
    assert await told(ledger, ALICE.user) == [
        "T-1 “Sign-ups” does not come again: <@U02BOB> takes no tasks in Sluice. Assign it anew to go on with it."
    ]


async def test_after_a_pause_of_the_house_one_run_stands_for_all(ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger)
    clock.now = MONDAY + 3 * DAY + timedelta(hours=4)
    for _ in range(3):
        await Alarm(ledger).ring()
    assert len(await made(ledger)) == 1
    (at,) = [c.at for c in (await ledger.see(series_status.standing, ALICE, key=series.key)).coming[:1]]
    assert at == MONDAY + 4 * DAY


async def test_pause_resume_one_now_and_stop(ledger: Ledger, clock: Clock) -> None:
    series, alarm = await begin(ledger), Alarm(ledger)
    assert (await ledger.do(pausing.pause, ALICE, series.key)).next_at is None
    clock.now = MONDAY
    await alarm.ring()
    assert await made(ledger) == []
    with pytest.raises(Refused, match="paused already"):
        await ledger.do(pausing.pause, ALICE, series.key)
    resumed = await ledger.do(pausing.resume, ALICE, series.key)
    assert resumed.next_at == MONDAY + DAY
    await ledger.do(running_now.run_now, ALICE, series.key, "click-1")
    with pytest.raises(Duplicate):
        await ledger.do(running_now.run_now, ALICE, series.key, "click-1")
    with pytest.raises(Refused, match=r"T-1\.1 is still open"):
        await ledger.do(running_now.run_now, ALICE, series.key, "click-2")
    await ledger.do(pausing.stop, ALICE, series.key)
    clock.now = MONDAY + DAY
    await alarm.ring()
    assert await ledger.see(series_status.repeats, ALICE) == ()
    for verb in (pausing.pause, pausing.resume, pausing.stop, running_now.run_now):
        with pytest.raises(Refused, match="was stopped"):
            await ledger.do(verb, ALICE, series.key)  # type: ignore[arg-type]


async def test_an_edit_of_the_words_alone_leaves_the_times_as_they_are(ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger, "every 2 weeks Monday 7:00")
    clock.now = MONDAY
    await Alarm(ledger).ring()
    clock.now = MONDAY + 2 * DAY
    changed = await ledger.do(
        rewriting.edit, ALICE, series.key, "Report of churn", ("a table",), "every 2 weeks Monday 7:00"
    )
    assert changed.next_at == MONDAY + 14 * DAY


async def test_an_edit_changes_what_the_next_runs_do(ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger)
    clock.now = MONDAY
    await Alarm(ledger).ring()
    changed = await ledger.do(rewriting.edit, ALICE, series.key, "Report of churn", ("a table",), "every Friday 8:00")
    assert changed.next_at == datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    (run,) = await made(ledger)
    assert run.brief.goal == "Report of yesterday's sign-ups"
    await ledger.do(assigning.cancel, ALICE, run.key)
    clock.now = changed.next_at
    await Alarm(ledger).ring()
    last = (await made(ledger))[-1]
    assert (last.brief.goal, last.brief.criteria, last.name) == ("Report of churn", ("a table",), "T-1.2")
    with pytest.raises(Refused, match="too often"):
        await ledger.do(rewriting.edit, ALICE, series.key, "Report of churn", (), "every 5 minutes")


@pytest.mark.parametrize("verb", [pausing.pause, pausing.resume, pausing.stop, running_now.run_now])
async def test_it_is_nobody_elses(ledger: Ledger, verb: Any) -> None:
    series = await begin(ledger)
    for key in (series.key, "no-such-key1"):
        with refused(Reason.UNKNOWN):
            await ledger.do(verb, BOB, key)
    with refused(Reason.UNKNOWN):
        await ledger.see(series_status.standing, BOB, number=series.number)


@pytest.mark.parametrize(
    "more, why",
    [
        ({"due": MONDAY}, "no one due time"),
        ({"again": "every 10 minutes"}, "too often"),
        ({"each": ("a", "b")}, "Choose one"),
        ({"goal": "things", "title": "things", "criteria": ()}, "."),
    ],
)
async def test_what_could_never_run_makes_nothing(ledger: Ledger, more: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        await begin(ledger, **more)
    assert await ledger.see(series_status.repeats, ALICE) == ()


async def test_the_same_delivery_makes_one_series(ledger: Ledger) -> None:
    series = await begin(ledger, key="d1")
    with pytest.raises(Duplicate) as before:
        await begin(ledger, key="d1")
    assert before.value.subject == series.key


@pytest.mark.parametrize("left", ["assigner", "reviewer"])
async def test_while_nobody_has_it_or_decides_on_it_no_run_is_made(ledger: Ledger, clock: Clock, left: str) -> None:
    await begin(ledger, reviewer=BOB.user)
    gone = ALICE.user if left == "assigner" else BOB.user
    away = sa.update(person).where(person.c.team == TEAM, person.c.user == gone).values(deleted=True)
    await ledger.do(lambda tx: tx.conn.execute(away).rowcount)
    clock.now = MONDAY
    await Alarm(ledger).ring()
    assert await ledger.see(lambda read: read.conn.execute(sa.select(task.c.id)).all()) == []
    (state,) = await ledger.see(lambda read: read.conn.execute(sa.select(table.c.state)).scalars().all())
    assert state == "active"  # it goes on where somebody else has it by then


async def test_it_goes_on_with_who_assigned_it_when_its_reviewer_leaves(ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger, reviewer=BOB.user)
    await leave(ledger, BOB)
    (line,) = await told(ledger, ALICE.user)
    assert f"You decide in their place: {series.name}" in line
    clock.now = MONDAY
    await Alarm(ledger).ring()
    assert [run.reviewer for run in await made(ledger)] == [ALICE.user]


async def test_nobody_decides_on_their_own_work_when_a_reviewer_leaves(ledger: Ledger, clock: Clock) -> None:
    await ledger.do(meet_users, TEAM, BOB.user)
    await begin(ledger, worker=colleague(ALICE.user), reviewer=BOB.user)
    await leave(ledger, BOB)
    clock.now = MONDAY
    await Alarm(ledger).ring()
    assert await ledger.see(lambda read: read.conn.execute(sa.select(task.c.id)).all()) == []


async def test_it_goes_by_the_zone_of_who_assigned_it_and_over_a_night_when_clocks_change(
    ledger: Ledger, clock: Clock
) -> None:
    await ledger.do(people.save_profile, TEAM, ALICE.user, Profile(name="Alice", zone="Europe/Rome"))
    clock.now = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)  # a Friday; clocks go back on Sunday
    series = await begin(ledger)
    assert series.next_at == datetime(2026, 10, 26, 6, 0, tzinfo=UTC)
    clock.now = series.next_at
    await Alarm(ledger).ring()
    (run,) = await made(ledger)
    assert run.brief.due is None and run.brief.title.endswith("Mon 26 Oct")


async def test_one_series_that_can_not_be_read_harms_no_other(ledger: Ledger, clock: Clock) -> None:
    broken, _ = await begin(ledger), await begin(ledger)
    spoil = sa.update(table).where(table.c.team == TEAM, table.c.id == broken.id).values(rule={"days": []})
    await ledger.do(lambda tx: tx.conn.execute(spoil).rowcount)
    clock.now = MONDAY
    await Alarm(ledger).ring()
    count = sa.select(sa.func.count()).select_from(task).where(task.c.team == TEAM)
    assert await ledger.see(lambda read: read.conn.execute(count).scalar_one()) == 1
    due = await ledger.see(due_runs.next_due)
    assert due is not None
    assert due > MONDAY  # it does not ring without end


async def test_a_workspace_that_uninstalled_the_app_has_no_runs(ledger: Ledger, clock: Clock) -> None:
    await begin(ledger)
    gone = sa.update(workspace).where(workspace.c.team == TEAM).values(uninstalled_at=SUNDAY)
    await ledger.do(lambda tx: tx.conn.execute(gone).rowcount)
    clock.now = MONDAY
    assert await ledger.see(due_runs.due_series) == []
    assert await ledger.see(due_runs.next_due) is None


async def test_who_is_forgotten_leaves_no_series_and_its_names_are_known(ledger: Ledger, clock: Clock) -> None:
    await begin(ledger)
    clock.now = MONDAY
    await Alarm(ledger).ring()
    found = await ledger.do(forgetting.begin, TEAM, ALICE.user)
    assert found.tasks == {"T-1", "T-1.1"}
    await ledger.do(forgetting.end_work, TEAM, ALICE.user)
    await ledger.do(forgetting.erase_own, TEAM, ALICE.user)
    left = sa.select(sa.func.count()).select_from(table).where(table.c.team == TEAM)
    assert await ledger.see(lambda read: read.conn.execute(left).scalar_one()) == 0


async def test_who_is_not_known_yet_has_the_receipt_of_what_they_began(ledger: Ledger) -> None:
    new = Claim("U09NEW", TEAM)
    brief = Brief(goal="Report of the sign-ups", worker=agent("analyst"), title="Sign-ups", again="every weekday 7:00")
    series = await ledger.do(repeating.repeat, new, brief, HERE)
    shown = await ledger.see(series_status.standing, new, key=series.key, action=Action.RECEIPT)
    assert shown.series.name == series.name
    with refused(Reason.NOT_KNOWN):
        await ledger.see(series_status.standing, Claim("U08OTHER", TEAM), key=series.key, action=Action.RECEIPT)


async def test_an_edit_changes_who_works_on_the_next_runs_and_who_decides(ledger: Ledger, clock: Clock) -> None:
    series = await begin(ledger)
    await ledger.do(meet_users, TEAM, BOB.user, CARA)
    clock.now = MONDAY
    await Alarm(ledger).ring()
    successors = Successors(worker=colleague(BOB.user), reviewer=CARA)
    words: Any = {"goal": "Report of churn", "criteria": ("a table",), "again": "every Friday 8:00"}
    changed = await ledger.do(rewriting.edit, ALICE, series.key, successors=successors, **words)
    assert (changed.reviewer, changed.brief.worker) == (CARA, colleague(BOB.user))
    (run,) = await made(ledger)
    assert (run.reviewer, run.brief.worker) == (ALICE.user, series.brief.worker)
    await ledger.do(assigning.cancel, ALICE, run.key)
    assert changed.next_at is not None
    clock.now = changed.next_at
    await Alarm(ledger).ring()
    last = (await made(ledger))[-1]
    assert (last.name, last.reviewer, last.brief.worker) == ("T-1.2", CARA, colleague(BOB.user))
    for wrong in (
        Successors(worker=colleague(CARA), reviewer=CARA),
        Successors(worker=colleague("U09NOBODY"), reviewer=CARA),
    ):
        with pytest.raises(Refused):
            await ledger.do(rewriting.edit, ALICE, series.key, successors=wrong, **words)
    with pytest.raises(Refused):
        await ledger.do(rewriting.edit, Claim(CARA, TEAM), series.key, successors=successors, **words)


async def seen_in(ledger: Ledger, series: Series) -> str:
    """Run a series now; the channel that sees the run."""
    await ledger.do(running_now.run_now, ALICE, series.key)
    last = (
        sa.select(task.c.shown_in).where(task.c.team == TEAM, task.c.series_id == series.id).order_by(task.c.id.desc())
    )
    return str(await ledger.see(lambda read: read.conn.execute(last.limit(1)).scalar_one()))


async def test_what_a_channel_sees_of_a_series_can_only_become_less(ledger: Ledger) -> None:
    await ledger.do(making.make_stream, ALICE, "Beta")
    own = await begin(ledger, stream="Beta")
    await ledger.do(changing.share, ALICE, "Beta", "C09OPS")
    shared = await begin(ledger, stream="Beta", title="Shared")
    assert (await seen_in(ledger, own), await seen_in(ledger, shared)) == ("", "C09OPS")
    last = await begin(ledger, stream="Beta", title="Last")
    await ledger.do(changing.share, ALICE, "Beta", "")
    assert await seen_in(ledger, last) == ""
