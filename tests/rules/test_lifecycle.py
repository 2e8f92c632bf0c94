from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from bot.views import verdicts
from storage.rules import lifecycle
from storage.rules.lifecycle import CLOSED, TRANSITIONS, Event
from storage.rules.offers import check_undo
from storage.rules.refusal import Reason, Refused
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.task import State
from storage.rules.verdicts import ANSWERS, ENDS, RULES, taken_by
from tests.refusing import refused

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize("state, event", list(product(State, Event)))
def test_an_event_leads_where_the_table_says_or_is_refused_with_a_reason(state: State, event: Event) -> None:
    if (state, event) in TRANSITIONS:
        assert lifecycle.after(state, event) is TRANSITIONS[state, event]
    else:
        with refused(Reason.STATE):
            lifecycle.after(state, event)


def test_every_state_can_be_reached_and_left() -> None:
    reached = {State.WAITING, State.UNCLEAR, State.BLOCKED} | set(TRANSITIONS.values())
    assert reached == set(State)
    assert {state for state, _ in TRANSITIONS} == set(State) - {State.CANCELED}


def test_only_a_decision_or_a_cancel_closes_a_task_or_what_its_reviewer_let_flow() -> None:
    closing = {event for (_, event), to in TRANSITIONS.items() if to in CLOSED}
    assert closing == {Event.APPROVE, Event.REJECT, Event.CANCEL, Event.FLOW, Event.BY_HABIT}


def test_every_verdict_has_its_rule_and_its_mark() -> None:
    assert set(RULES) == set(verdicts.MARKS) == set(Verdict)
    assert set(verdicts.SENTENCES) == set(Verdict) - ANSWERS
    assert set(verdicts.DONE) == set(Verdict)


def test_every_kind_of_item_takes_a_verdict_of_its_own() -> None:
    assert {kind for kind in Kind if not taken_by(kind)} == {Kind.STILL_RIGHT}  # it is answered, and decides nothing
    assert taken_by(Kind.QUESTION) | taken_by(Kind.PERMISSION) == ANSWERS


def test_a_verdict_that_ends_a_task_closes_it() -> None:
    closing = {event for (_, event), to in TRANSITIONS.items() if to in CLOSED}
    assert {verdict for verdict, rule in RULES.items() if rule.causes in closing} == ENDS


def decision(**more: object) -> Decision:
    return Decision(
        **{
            "id": 1,
            "verdict": Verdict.APPROVE,
            "draft_version": 1,
            "who": "U1",
            "at": NOW,  # type: ignore[arg-type]
            "effect_due": NOW + timedelta(seconds=30),
            **more,
        }
    )


def test_the_decider_may_undo_before_the_effect() -> None:
    check_undo(decision(), "U1", NOW + timedelta(seconds=29))


@pytest.mark.parametrize(
    "who, after, more, words",
    [
        ("U2", 1, {}, "Only the person"),
        ("U1", 30, {}, "Too late"),
        ("U1", 1, {"effected_at": NOW}, "Too late"),
        ("U1", 1, {"undone_at": NOW}, "undone already"),
    ],
)
def test_undo_is_refused(who: str, after: int, more: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_undo(decision(**more), who, NOW + timedelta(seconds=after))
