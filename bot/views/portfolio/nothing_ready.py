"""The answer to a person who collects when nothing is ready."""

from datetime import datetime

from bot.views import put_off_until
from bot.views.portfolio.status_lines import next_time
from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.task import State
from storage.rules.words import many

ASKED = frozenset({State.READY, State.FAILED, State.DECLINED})  # somebody has to decide something


def nothing_ready(portfolio: Portfolio, now: datetime) -> str:
    """Return the answer to a person who collects when nothing is ready: what is under way, and what to do."""
    if portfolio.later and len(portfolio.later) == len(portfolio.mine):
        return put_off_until.all_of_it(
            len(portfolio.later), min(portfolio.later.values()), now, portfolio.person.zone or "UTC"
        )
    others = [task.reviewer for task in portfolio.tasks if task.state in ASKED and task.id not in portfolio.mine]
    open_ = sum(1 for task in portfolio.tasks if task.state not in ASKED)
    if others:
        whose = f"<@{others[0]}>" if len(set(others)) == 1 else "others"
        more = f" {open_} more {'is' if open_ == 1 else 'are'} under way." if open_ else ""
        return f"Nothing waits for you. {len(others)} {'waits' if len(others) == 1 else 'wait'} for {whose}.{more}"
    if not open_:
        return "Nothing is ready, and nothing is under way. Begin with /assign, or write me what you need."
    under_way = f"{many(open_, 'task is', 'tasks are')} under way: /sluice shows {'it' if open_ == 1 else 'them'}."
    coming = f" {next_time(portfolio, now)}." if portfolio.next_at else ""
    return f"Nothing is ready yet. {under_way}{coming}"
