"""What an agent asks, with its answers as buttons: a question, or leave to use a tool with these very arguments."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.forms import FILES
from bot.views.kit import Block, actions, button, context, cut, esc, modal, quote, rich, run, section, text_input, words
from storage.rules.needs import needed
from storage.rules.values.ask import MATERIAL, Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.words import clean, one_line

TEXT, ARGS = 600, 2500  # characters
CHOICES = 4
LABEL = 75  # characters of a button, docs.slack.dev/reference/block-kit/block-elements/button-element
THREAD = "The link to one of its messages, in a public channel."
TITLES = {Kind.QUESTION: "Question", Kind.PERMISSION: "Permission"}


def heading(item: Item) -> str:
    """Return the heading of a question or a permission: what it is, its task's title and name."""
    return f"{TITLES[item.kind]} · {esc(cut(item.task.brief.title, 60))} · {item.task.name}"


def said(item: Item, args: int = ARGS) -> Block:
    """Return the agent's words, marked as its own, and the arguments letter by letter."""
    assert item.ask is not None
    parts = [quote(cut(one_line(item.ask.text), TEXT))]
    if _are_long(choices(item)):
        parts += [words(run(f"{n} · {one_line(choice)}")) for n, choice in enumerate(choices(item), 1)]
    if item.ask.args:
        shown = cut(clean(item.ask.args), args)
        verb = "would call" if item.kind is Kind.PERMISSION else "called"
        parts.append(words(run(f"It {verb} {item.ask.tool} with:")))
        parts.append({"type": "rich_text_preformatted", "elements": [run(shown)]})
    return rich(*parts)


def in_window(item: Item) -> list[Block]:
    """Return what an agent asks below what it was asked to do: who says it, and what can't be taken back."""
    body = said(item)
    worker = item.task.brief.worker
    who = f" · {worker.name} asks" if not worker.is_person else ""
    label = words(run(f"{'Question' if item.kind is Kind.QUESTION else 'Permission'}{who}:", bold=True))
    about = needed(item).about
    look = [context(f"Look at one thing: {about}.")] if about else []
    return [{**body, "elements": [label, *body["elements"]]}, *look]


def answers(item: Item, args: int = ARGS) -> Block:
    """Return the buttons of a question; where not all arguments are shown, Open and Refuse but no Allow."""
    value = ids.of(item)
    if item.kind is Kind.PERMISSION and item.ask is not None and len(clean(item.ask.args)) > args:
        return actions(button("Open to see all of it", ids.OPEN, value), button("Refuse", ids.REFUSE, value, "danger"))
    if item.kind is Kind.PERMISSION:
        return actions(
            button("Allow once", ids.ALLOW, value, "primary"),
            button("Allow for this task", ids.ALLOW_ALL, value),
            button("Refuse", ids.REFUSE, value, "danger"),
        )
    offered = choices(item)
    named = [f"{n} · {choice}" for n, choice in enumerate(offered, 1)] if _are_long(offered) else offered
    suggested = [button(choice, f"{ids.ANSWER}.{n}", value) for n, choice in enumerate(named)]
    return actions(*suggested, button("Other…" if offered else "Answer…", ids.ANSWER_OTHER, value))


def _are_long(offered: Sequence[str]) -> bool:
    """Tell whether a button can't hold one of the answers: then each has a number, and stands in full above."""
    return any(len(choice) > LABEL for choice in offered)


def choices(item: Item) -> tuple[str, ...]:
    """Return a question's answers that can be tapped; none for any other item."""
    return item.ask.choices[:CHOICES] if item.ask is not None and item.kind is Kind.QUESTION else ()


def offer(item: Item) -> list[Block]:
    """Return the blocks of a question, to be shown in the place where its person already is."""
    return [section(f"*{heading(item)}* · {item.task.brief.worker}"), said(item, 600), answers(item, 600)]


def form(
    item: Item, note: str = "", link: str = "", above: Sequence[str] = (), stored: str = "", under: str = ""
) -> Block:
    """Return the modal behind Other…; where material is asked for, it takes files and a thread as well.

    Args:
        note: what a person wrote before, with its `link`.
        above: why it was not taken, and what of it comes along.
        stored: under what key the rest of it is kept.
        under: the window beneath the form.
    """
    wanted = item.ask is not None and item.ask.key == MATERIAL
    thread = text_input("link", "A thread", optional=True, hint=THREAD, initial=link)
    more = [FILES, thread] if wanted else []
    lines = [section(esc(line)) for line in above]
    return modal(
        ids.ANSWER_VIEW,
        f"Answer {item.task.name}",
        [said(item), *lines, text_input("note", "Your answer", multiline=True, optional=wanted, initial=note), *more],
        submit="Answer",
        close="Cancel",
        metadata=f"{ids.of(item)} {stored}".strip() + (f"\n{under}" if under else ""),
    )


def answered(verdict: Verdict, note: str) -> str:
    """Return what was answered, in words that follow “You”."""
    return {
        Verdict.ANSWER: f"answered “{esc(cut(one_line(note), 60))}”",
        Verdict.ALLOW: "allowed it once",
        Verdict.ALLOW_ALL: "allowed it for this task",
        Verdict.REFUSE: "refused it",
    }[verdict]
