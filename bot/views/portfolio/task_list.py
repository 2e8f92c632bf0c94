"""The list of a person's tasks, stream by stream."""

from datetime import datetime

from bot.views import asks
from bot.views.kit import Block, Message, actions, context, cut, esc, header, section
from bot.views.paging import Listing, page
from bot.views.portfolio.status_lines import again, in_a_line, offered, running_of
from bot.views.portfolio.task_buttons import task_buttons, unreached
from bot.views.stream.stream_counts import for_you, unseen, wait
from bot.views.stream.streams import streams
from bot.views.stream.task_outcome import outcome
from storage.rules.pages.portfolios import Portfolio
from storage.rules.words import capital, many

ASKED = 3  # questions offered in a list


def tasks(portfolio: Portfolio, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice tasks`: by stream, with what waits for the person first."""
    if not (portfolio.tasks or portfolio.closed or portfolio.owed):
        nothing = f"Nothing is {'under way' if portfolio.runs else 'assigned yet'}."
        text = f"{nothing} Press Assign, or write me what you need: I bring it back when it is ready."
        text = "\n".join([text, *(line for line in (offered(portfolio), again(portfolio, now)) if line)])
        return Message(nothing, (*unreached(portfolio), section(text), actions(*task_buttons(0))))
    running = running_of(portfolio.tasks)
    title = capital(for_you(portfolio.waits, portfolio.waits - portfolio.waits_now))
    title += f" · {running} running" if running else ""
    hidden = unseen(portfolio, portfolio.mine)
    also = f", where {wait(hidden)} for you" if hidden else ""
    more = [(context(f"And {many(portfolio.more, 'more task')}{also}: /sluice find WORDS"),)] if portfolio.more else []
    listing = Listing(
        text="Your tasks",
        head=(*unreached(portfolio), header(title), context(in_a_line(portfolio, now))),
        entries=(*_questions(portfolio), *streams(portfolio, now), *more, *_closed(portfolio)),
        tail=(actions(*task_buttons(portfolio.waits_now)),),
    )
    return page(listing, "tasks", number)


def _closed(portfolio: Portfolio) -> list[tuple[Block, ...]]:
    names = [f"{t.name} {esc(cut(t.brief.title, 40))} ({outcome(t)})" for t in portfolio.closed]
    return [(context("Closed lately: " + " · ".join(names)),)] if names else []


def _questions(portfolio: Portfolio) -> list[tuple[Block, ...]]:
    """Return what agents wait for: it can be answered here, too."""
    return [tuple(asks.offer(item)) for item in [i for i in portfolio.waiting if i.ask is not None][:ASKED]]
