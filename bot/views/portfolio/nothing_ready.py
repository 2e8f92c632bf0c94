"""The answer to a person who collects when nothing is ready."""

from datetime import datetime

from bot.views import put_off_until
from bot.views.portfolio.status_lines import decided_of, next_time, offered
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.task import State
from storage.rules.words import many

ASKED = frozenset({State.READY, State.FAILED, State.DECLINED})  # somebody has to decide something
NOTHING = "Nothing is ready, and nothing is under way. Begin with /assign, or write me what you need."


def nothing_ready(portfolio: Portfolio, now: datetime) -> str:
    """Return the answer to a person who collects when nothing is ready: what is under way, and what to do."""
    if portfolio.later and len(portfolio.later) == len(portfolio.mine):
        return put_off_until.all_of_it(
            len(portfolio.later), min(portfolio.later.values()), now, portfolio.person.zone or "UTC"
        )
    decided, others = decided_of(portfolio), _others(portfolio)
    running = sum(task.state in RUNNING for task in portfolio.tasks)
    held = sum(task.state not in RUNNING | ASKED for task in portfolio.tasks)
    rest = f" {held} {'has' if held == 1 else 'have'} not started." if held else ""
    if decided or others:
        parts = [f"{part}." for part in (decided, others) if part]
        more = [f"{running} more {'is' if running == 1 else 'are'} under way."] if running else []
        return f"Nothing waits for you. {' '.join([*parts, *more])}{rest}"
    coming = f" {next_time(portfolio, now)}." if portfolio.next_at else ""
    if running:
        seen = f"/sluice shows {'it' if running == 1 else 'them'}"
        return f"Nothing is ready yet. {many(running, 'task is', 'tasks are')} under way: {seen}.{rest}{coming}"
    if held or portfolio.offered:
        lists = f" {offered(portfolio)}." if portfolio.offered else ""
        why = " /sluice shows why." if held else ""
        return f"Nothing is ready, and nothing is under way.{rest}{why}{lists}{coming}"
    return NOTHING


def _others(portfolio: Portfolio) -> str:
    """Return how many tasks wait for somebody else: “2 wait for @bob”; empty for none."""
    asked = [task for task in portfolio.tasks if task.state in ASKED and task.id not in portfolio.mine]
    whose = [task.reviewer for task in asked if task.id not in portfolio.decided]
    if not whose:
        return ""
    one = whose[0] if set(whose) == {whose[0]} and whose[0] != portfolio.person.user else ""
    return f"{len(whose)} {'waits' if len(whose) == 1 else 'wait'} for {f'<@{one}>' if one else 'others'}"
