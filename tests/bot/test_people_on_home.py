"""Home names with people what they still have: what was handed in waits for its reviewer, under its own version."""

from dataclasses import replace

from bot.views.people.people_counts import with_others
from storage.rules.values.task import State
from storage.rules.values.worker import colleague
from tests.bot.test_views import PORTFOLIO, task
from tests.world import BOB


def test_what_was_handed_in_is_with_nobody_any_more() -> None:
    usual = task().brief
    theirs = [
        task(n, state, brief=replace(usual, worker=colleague(BOB)))
        for n, state in enumerate((State.WORKING, State.ASKING, State.READY, State.BLOCKED), 40)
    ]
    shown = replace(PORTFOLIO, tasks=tuple(theirs))
    assert [one.state for one in with_others(shown)] == [State.WORKING, State.ASKING]
