"""What stands around a person's tasks: the buttons, and what did not get to them."""

from bot.views import ids
from bot.views.kit import Block, button, esc, section
from bot.views.trouble import trouble
from storage.rules.pages.portfolios import Portfolio


def task_buttons(waiting: int, collect: bool = True) -> list[Block]:
    """Return the buttons: what can be done with all that waits, and with none of it."""
    review = [button(f"Review now ({waiting})", ids.REVIEW, "now", "primary")] if waiting else []
    bring = [button("Collect now", ids.COLLECT_NOW, "now")] if waiting and collect else []
    return [
        *review,
        *bring,
        button("Assign", ids.ASSIGN_FORM, "new"),
        button("Times and limits", ids.TIMES_FORM, "own"),
    ]


def unreached(portfolio: Portfolio) -> list[Block]:
    """Say what did not get to the person, or may not have: here is where they find out."""
    unsure = [section(trouble.unsure(portfolio.unsure))] if portfolio.unsure is not None else []
    if not portfolio.unreached:
        return unsure
    why = f"Slack did not take your last collection in direct messages ({esc(portfolio.unreached)})."
    return [section(f"*{why}* Nothing is lost: it comes with the next one, or with /collect now."), *unsure]
