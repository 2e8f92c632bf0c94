"""A person's own figures: nothing is counted twice or lost, each rate has its denominator, and few make no rate."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.rules.facts import SLOWEST, Event, Fact, Facts
from storage.rules.figures import By, Figures, figures, split
from storage.rules.outcomes import OUTCOMES, Outcome
from storage.rules.spreads import LEAST, Share, spread
from storage.rules.values.decision import Verdict
from storage.rules.weeks import week_of, weeks

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
ROME = "Europe/Rome"
MONDAY = date(2026, 11, 23)
ago = st.floats(0, 80 * 86400).map(lambda seconds: NOW - timedelta(seconds=seconds))
names = st.sampled_from(["", "Beta launch", "Billing"])
workers = st.sampled_from(["writer", "coder", "U02BOB"])
events = st.builds(Event, at=ago, stream=names, worker=workers)
decisions = st.builds(
    Fact,
    at=ago,
    stream=names,
    worker=workers,
    verdict=st.sampled_from(Verdict),
    ready_at=ago,
    opened_at=st.none() | ago,
    seconds=st.none() | st.floats(0, 900),
    at_once=st.booleans(),
    rounds=st.integers(1, 4),
    judged=st.booleans(),
    doubted=st.booleans(),
)
facts = st.builds(
    Facts,
    now=st.just(NOW),
    zone=st.just(ROME),
    first=st.just(date(2026, 9, 7)),
    decided=st.lists(decisions, max_size=30).map(tuple),
    reopened=st.lists(events, max_size=4).map(tuple),
    waiting=st.lists(events, max_size=8).map(tuple),
)


def fact(verdict: Verdict = Verdict.APPROVE, hours: float = 3, **more: object) -> Fact:
    made = Fact(at=NOW, verdict=verdict, ready_at=NOW - timedelta(hours=hours), stream="Beta launch", worker="writer")
    return replace(made, **more)  # type: ignore[arg-type]


def some(*decided: Fact, **more: object) -> Facts:
    return replace(Facts(now=NOW, zone=ROME, first=MONDAY, decided=decided), **more)  # type: ignore[arg-type]


def shares(seen: Figures) -> list[Share]:
    return [seen.at_once, seen.overruled, seen.sent_back]


@given(facts)
def test_nothing_is_lost_and_nothing_counted_twice(known: Facts) -> None:
    whole = figures(known)
    assert sum(whole.outcomes.values()) == whole.decided == len(known.decided)
    assert whole.waits == len(known.waiting) and whole.reopened == len(known.reopened)
    assert all(0 <= share.part <= share.of <= whole.decided for share in shares(whole))
    for by in By:
        parts = [group.figures for group in split(known, by)]
        assert sum(part.decided for part in parts) == whole.decided
        assert sum(part.reopened for part in parts) == whole.reopened
        for kind in Outcome:
            assert sum(part.outcomes.get(kind, 0) for part in parts) == whole.outcomes.get(kind, 0)
        for n, share in enumerate(shares(whole)):
            assert Share(sum(shares(p)[n].part for p in parts), sum(shares(p)[n].of for p in parts)) == share
        assert sum(part.waits for part in parts) == (0 if by is By.WEEK else whole.waits)


@given(facts)
def test_the_order_in_which_it_is_read_makes_no_difference(known: Facts) -> None:
    other = replace(known, decided=known.decided[::-1], waiting=known.waiting[::-1], reopened=known.reopened[::-1])
    assert figures(other) == figures(known)
    assert {group.name: group for group in split(other, By.STREAM)} == {g.name: g for g in split(known, By.STREAM)}


@given(facts)
def test_the_weeks_hold_all_and_each_is_the_same_alone(known: Facts) -> None:
    groups = split(known, By.WEEK)
    assert [group.name for group in groups] == sorted((group.name for group in groups), reverse=True)
    for group in groups:
        monday = date.fromisoformat(group.name)
        assert monday.weekday() == 0
        decided = [one for one in known.decided if week_of(one.at, known.zone) == monday]
        reopened = [one for one in known.reopened if week_of(one.at, known.zone) == monday]
        alone = replace(known, decided=decided, reopened=reopened, waiting=())
        assert figures(alone) == group.figures


@given(st.lists(st.floats(0, 1e6), max_size=60))
def test_the_middle_lies_among_the_values_and_nine_in_ten_below_the_most(values: list[float]) -> None:
    seen = spread(values)
    if len(values) < LEAST:
        assert seen is None
        return
    assert seen is not None and seen.of == len(values)
    assert min(values) <= seen.middle <= seen.most <= max(values)
    assert sum(value <= seen.most for value in values) >= 0.9 * len(values)
    assert sum(value < seen.most for value in values) < 0.9 * len(values)


def test_four_decisions_make_no_rate_and_the_fifth_does() -> None:
    four, five = figures(some(*[fact()] * 4)), figures(some(*[fact()] * 5))
    assert not four.is_enough and four.wait is None and four.rounds is None and not four.at_once.is_enough
    assert five.is_enough and five.wait is not None and five.wait.middle == 3 * 3600 and five.at_once.is_enough


def test_every_verdict_has_its_outcome() -> None:
    assert set(OUTCOMES) == set(Verdict)
    assert OUTCOMES[Verdict.ALLOW] is OUTCOMES[Verdict.REFUSE] is Outcome.ANSWERED
    assert OUTCOMES[Verdict.RETRY] is Outcome.MENDED


def test_approved_at_once_is_of_what_was_approved() -> None:
    decided = *[fact(at_once=True)] * 27, *[fact()] * 3, *[fact(Verdict.REVISE, at_once=True)] * 8
    assert figures(some(*decided)).at_once == Share(27, 30)


def test_the_critic_is_overruled_either_way_and_what_was_not_looked_at_says_nothing() -> None:
    decided = (
        *[fact(judged=True, doubted=True)] * 3,
        fact(Verdict.REVISE, judged=True, doubted=True),
        *[fact(judged=True)] * 5,
        fact(Verdict.REJECT, judged=True),
        fact(Verdict.REJECT),
        fact(Verdict.ANSWER, judged=True),
    )
    seen = figures(some(*decided))
    assert (seen.overruled, seen.sent_back) == (Share(3, 4), Share(1, 6))


def test_seconds_are_those_that_were_measured_else_from_the_look_where_it_was_one_act() -> None:
    def looked(seconds: float) -> datetime:
        return NOW - timedelta(seconds=seconds)

    assert fact(seconds=34.0, opened_at=looked(900)).attention == 34
    assert fact(opened_at=looked(40)).attention == 40
    assert fact(opened_at=looked(SLOWEST + 1)).attention is None  # looked at in the morning, decided after lunch
    assert fact(opened_at=looked(0.2)).attention is None
    assert fact(opened_at=NOW + timedelta(seconds=5)).attention is None
    assert fact().attention is None


def test_a_week_begins_on_the_persons_monday() -> None:
    sunday_in_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight in Rome
    assert week_of(sunday_in_utc, ROME) == MONDAY
    assert week_of(sunday_in_utc, "America/New_York") == date(2026, 11, 16)


def test_every_week_is_there_also_without_a_decision() -> None:
    assert weeks(some(first=date(2026, 11, 9))) == (date(2026, 11, 9), date(2026, 11, 16), MONDAY)


def test_the_age_of_what_waits_is_told_of_one_too() -> None:
    old = Event(at=NOW - timedelta(days=2), stream="Billing", worker="coder")
    seen = figures(some(waiting=(old, replace(old, at=NOW - timedelta(days=1)), replace(old, at=NOW))))
    assert (seen.waits, seen.oldest, seen.age) == (3, 2 * 86400, 86400)
    assert [group.name for group in split(some(fact(), waiting=(old,)), By.STREAM)] == ["Beta launch", "Billing"]
