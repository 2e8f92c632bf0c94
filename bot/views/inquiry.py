"""A question that a person asked about a draft, and its agent's answer."""

from bot.views.kit import Message, context, cut, esc, quote, rich, section
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.inquiries import Inquiry
from storage.rules.words import one_line

QUOTED = 300  # characters of a person's own words


def inquiry(asked: Inquiry) -> Message:
    """Return a person's question to an agent, with its answer or the note that the answer is being looked for."""
    task = asked.task
    head = f"You asked about *{esc(cut(task.brief.title, 60))}* · {task.name} v{asked.draft.version}:"
    blocks = [section(head), rich(quote(cut(one_line(asked.text), QUOTED)))]
    if not asked.answer:
        text = f"{task.brief.worker} looks for it. The draft stays as it is."
        return Message(f"{task.name}: your question is with its agent.", (*blocks, context(text)))
    rest = "" if task.state in CLOSED else ", and nothing is decided"
    told = f"{task.brief.worker} answers. The draft stays as it is{rest}."
    return Message(f"{task.name}: an answer.", (*blocks, context(told), rich(quote(asked.answer))))
