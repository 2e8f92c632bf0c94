"""What an agent asks, with its answers as buttons: a question, or leave to use a tool with these very arguments."""

from bot.views import ids
from bot.views.kit import Block, actions, button, cut, esc, modal, quote, rich, run, section, text_input, words
from storage.rules.task import Item, Kind, Verdict
from storage.rules.words import clean, one_line

TEXT, ARGS = 600, 2500  # characters
CHOICES = 4
TITLES = {Kind.QUESTION: "Question", Kind.PERMISSION: "Permission"}


def heading(item: Item) -> str:
    return f"{TITLES[item.kind]} · {esc(cut(item.task.brief.title, 60))} · {item.task.name}"


def said(item: Item, args: int = ARGS) -> Block:
    """The agent's words, marked as its own, and the arguments letter by letter."""
    assert item.ask is not None
    parts = [quote(cut(one_line(item.ask.text), TEXT))]
    if item.ask.args:
        shown = cut(clean(item.ask.args), args)
        parts.append(words(run(f"It would call {item.ask.tool} with:")))
        parts.append({"type": "rich_text_preformatted", "elements": [run(shown)]})
    return rich(*parts)


def answers(item: Item, args: int = ARGS) -> Block:
    """Its buttons; where not all of the arguments are shown, the way to see them and no leave."""
    value = ids.of(item)
    if item.ask is not None and len(clean(item.ask.args)) > args:
        return actions(button("Open to see all of it", ids.OPEN, value), button("Refuse", ids.REFUSE, value, "danger"))
    if item.kind is Kind.PERMISSION:
        return actions(
            button("Allow once", ids.ALLOW, value, "primary"),
            button("Allow for this task", ids.ALLOW_ALL, value),
            button("Refuse", ids.REFUSE, value, "danger"),
        )
    choices = item.ask.choices[:CHOICES] if item.ask else ()
    suggested = [button(choice, f"{ids.ANSWER}.{n}", value) for n, choice in enumerate(choices)]
    return actions(*suggested, button("Other…" if choices else "Answer…", ids.ANSWER_OTHER, value))


def offer(item: Item) -> list[Block]:
    """A question wherever its person already is."""
    return [section(f"*{heading(item)}* · {esc(item.task.brief.worker)}"), said(item, 600), answers(item, 600)]


def form(item: Item) -> Block:
    """The modal behind Other…"""
    return modal(
        ids.ANSWER_VIEW,
        f"Answer {item.task.name}",
        [said(item), text_input("note", "Your answer", multiline=True)],
        submit="Answer",
        close="Back",
        metadata=ids.of(item),
    )


def answered(verdict: Verdict, note: str) -> str:
    """What was answered, in words that follow “You”."""
    return {
        Verdict.ANSWER: f"answered “{esc(cut(one_line(note), 60))}”",
        Verdict.ALLOW: "allowed it once",
        Verdict.ALLOW_ALL: "allowed it for this task",
        Verdict.REFUSE: "refused it",
    }[verdict]
