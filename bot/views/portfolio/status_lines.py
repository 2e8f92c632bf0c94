"""Where a person stands, in words: what waits, what runs, what was decided, when the next collection comes."""

from collections.abc import Sequence
from datetime import datetime

from bot.views.home import run_in_words
from bot.views.moments import moment
from bot.views.people import people_counts
from storage.rules.gate import stopped
from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.task import State, Task

AGAIN = 2  # runs that are named


def running_of(tasks: Sequence[Task]) -> int:
    """Return how many tasks agents work on."""
    return sum(1 for t in tasks if t.state is State.WORKING and not t.brief.worker.is_person)


def in_a_line(portfolio: Portfolio, now: datetime) -> str:
    """Return all of that as a line."""
    return " · ".join(
        x
        for x in (
            all_stopped(portfolio),
            decided_of(portfolio),
            people_counts.owes(portfolio),
            people_counts.coming(portfolio),
            resting(portfolio),
            offered(portfolio),
            again(portfolio, now),
            next_time(portfolio, now),
        )
        if x
    )


def offered(portfolio: Portfolio) -> str:
    """Return which lists wait for a word to start, with the way to them; empty for none."""
    named = ", ".join(portfolio.offered)
    verb = "has" if len(portfolio.offered) == 1 else "have"
    return f"{named} {verb} rows to start: /sluice {portfolio.offered[0]}" if named else ""


def resting(portfolio: Portfolio) -> str:
    """Return how much was left so often that no collection brings it; empty for nothing."""
    count = portfolio.resting
    return f"{count} {'rests' if count == 1 else 'rest'}: /collect now" if count else ""


def again(portfolio: Portfolio, now: datetime) -> str:
    """Return when what comes again starts next; what is paused; empty for nothing."""
    zone, runs = portfolio.person.zone or "UTC", portfolio.runs
    named = ", ".join(run_in_words(run, now, zone) for run in runs[:AGAIN])
    return f"{named} and more: /sluice repeats" if len(runs) > AGAIN else named


def decided_of(portfolio: Portfolio) -> str:
    """Return how much does not wait any more, although its place is not free yet."""
    count = sum(1 for t in portfolio.tasks if t.id in portfolio.decided and t.reviewer == portfolio.person.user)
    return f"{count} decided, can still be undone" if count else ""


def all_stopped(portfolio: Portfolio) -> str:
    """Return that all work is stopped; empty where it is not."""
    return f"*{stopped(portfolio.stopped_by)}*" if portfolio.stopped_by else ""


def next_time(portfolio: Portfolio, now: datetime) -> str:
    """Return when the next collection comes, or how to have one."""
    zone = portfolio.person.zone or "UTC"
    if portfolio.next_at is None:
        return "No collection times are set: /collect at 9:00 13:00 16:30"
    return f"Next collection {moment(portfolio.next_at, now, zone)}"
