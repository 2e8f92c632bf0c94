"""How much a person owes, and how much colleagues have for them."""

from bot.views.owed.section import to_do
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.task import State, Task
from storage.rules.words import many


def with_others(portfolio: Portfolio) -> list[Task]:
    """Return what a person waits for from colleagues: what they assigned, or decide on, and who have it still."""
    user = portfolio.person.user
    return [
        task
        for task in portfolio.tasks
        if task.brief.worker.is_person and task.brief.worker.name != user and user in (task.assigner, task.reviewer)
        if task.state in RUNNING  # what is handed in, or has not begun, is with nobody
    ]


def coming(portfolio: Portfolio) -> str:
    """Return how much colleagues and next steps will bring to the person's shelf; it holds nobody's work back."""
    mine = [task for task in portfolio.tasks if task.reviewer == portfolio.person.user]
    others = sum(task.brief.worker.is_person and task.state in RUNNING for task in mine)
    waits = [task for task in mine if task.state is State.BLOCKED and portfolio.before.get(task.id)]  # not for ever
    steps = len(waits)
    parts = [f"{others} from colleagues" if others else "", many(steps, "next step") if steps else ""]
    return f"coming: {', '.join(part for part in parts if part)}" if others or steps else ""


def owes(portfolio: Portfolio) -> str:
    """Return how much a person owes, and where that is listed; empty where it is nothing."""
    return f"{to_do(len(portfolio.owed))}: /sluice tasks mine" if portfolio.owed else ""
