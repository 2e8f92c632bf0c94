"""The answer to a person who collects when nothing is ready."""

from datetime import datetime

from bot.views import put_off_until
from bot.views.portfolio.status_lines import next_time
from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.task import State
from storage.rules.words import many


def nothing_ready(portfolio: Portfolio, now: datetime) -> str:
    """Return the answer to a person who collects when nothing is ready: what is under way, and what to do."""
    if portfolio.later and len(portfolio.later) == len(portfolio.mine):
        return put_off_until.all_of_it(
            len(portfolio.later), min(portfolio.later.values()), now, portfolio.person.zone or "UTC"
        )
    open_ = sum(1 for task in portfolio.tasks if task.state is not State.READY)
    if not open_:
        return "Nothing is ready, and nothing is under way. Begin with /assign, or write me what you need."
    under_way = f"{many(open_, 'task is', 'tasks are')} under way: /sluice shows {'it' if open_ == 1 else 'them'}."
    coming = f" {next_time(portfolio, now)}." if portfolio.next_at else ""
    return f"Nothing is ready yet. {under_way}{coming}"
