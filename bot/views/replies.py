"""Answers to what people said in words: what was decided, with Undo; or the question that is left, with buttons."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from bot.views import asks, ids, versions
from bot.views.card import buttons, consequence, sentence
from bot.views.haste import haste
from bot.views.kit import Block, Message, actions, button, cut, esc, quote, rich, section
from bot.views.moments import at
from bot.views.trouble.problem import button_row
from bot.views.trouble.undelivered import is_undelivered
from bot.views.trouble.undelivered import why as why_not
from storage.rules.lifecycle import words_of
from storage.rules.offers import Offer, can, can_undo
from storage.rules.pages.portfolios import Portfolio
from storage.rules.replies import Meaning, read_reply
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Permission, Problem, Question, StillRight, Submission
from storage.rules.values.task import Task
from storage.rules.verdicts import ANSWERS
from storage.rules.who_decided import who_decided
from storage.rules.words import many, one_line

FILES = "The files are not used: give them with Edit."
NOT_SURE = "I am not sure what you mean. Nothing was decided."
WAS_NOT_SURE = "I was not sure what you meant."  # once something of it was decided
TOO_MANY = "I take at most 20 things at once. Nothing was decided."
LAST_CARDS = "Do you mean a card of your last collection? Nothing was decided yet."
BELOW = "Reply with it below that message, and each is decided."
DROPPED = "You said that this is no task. Write it again, and I ask again."
YOURS = "You work on {0}: its message has what you can do with it. /sluice {0} shows it."
NOTHING_ASKED = "All right. I have asked nothing here, and nothing was changed."
NOTHING_DECIDED = "All right: nothing is decided. What waits comes again with your next collection."
NONE_WAITS = "None of these waits for your decision any more. /sluice shows what is under way."
NOTHING_TO_UNDO = "There is nothing to undo: what you decided has taken effect, or is open. /sluice T-1 shows a task."
ONE_BY_ONE = "One by one, please: nothing was decided. The button “Approve the …” decides many at once."
I_AM_SORRY = "I am sorry that it does not go well. Nothing was changed."
SAY_WHAT = "Say what would help, and an agent begins with it: a memo, an answer, a list?"
ALLOW_OR_REFUSE = "Write “allow” or “refuse”, or press a button. Nothing was decided."
WELCOME, HELLO = "You are welcome.", "Hello."
QUOTED = 300  # characters of a person's own words


class Why(StrEnum):
    """The reason why an answer shows an item."""

    DECIDED = "decided"
    UNCLEAR = "unclear"  # what the words mean
    CONFIRM = "confirm"  # the button would ask first
    UNSEEN = "unseen"  # its reviewer has not seen this version
    NUMBER = "number"  # no task was named, and this one waits
    LISTED = "listed"  # one of several that may be meant
    ALREADY = "already"  # it is decided, and the words decide it anew
    DROP = "drop"  # it is answered, and the words want to be rid of something
    LATE = "late"  # it can't be undone any more


def answer(
    item: Item, viewer: str, now: datetime, why: Why, words: str = "", held: str = "", files: bool = False
) -> Message:
    """Return the state of an item now, as the answer to a person who wrote about it.

    Args:
        words: what the person wrote.
        held: under what key the words are kept; empty where they can't be used any more.
        files: whether files came with the words.
    """
    if item.decision is not None:
        if why in (Why.ALREADY, Why.DROP, Why.LATE):
            return _already(item, item.decision, viewer, now, why)
        return _decided(item, item.decision, viewer, now, FILES if files else "")
    if not item.open:
        text = f"{item.task.name} {words_of(item.task)}."
        return Message(text, (section(text),))
    match item.about:
        case Question() | Permission():
            return _asks(item, why, words, held)
        case Problem() as cause:
            return _problem(item, cause)
        case Submission() | StillRight():
            return _asked(item, now, why, words, held)
        case _:
            assert_never(item.about)


def _asks(item: Item, why: Why, words: str, held: str) -> Message:
    """Return the request that an item is, in answer to words about it."""
    open_again = why in (Why.DECIDED, Why.ALREADY, Why.DROP)
    said = _no_answer_yet(words, held) if isinstance(item.about, Question) and words and held and not open_again else ()
    lead = (section(f"The answer is taken back: {item.task.name} waits for one again."),) if open_again else ()
    lead = (section(ALLOW_OR_REFUSE),) if isinstance(item.about, Permission) and why is Why.UNCLEAR else lead
    return Message(f"{item.task.name} asks.", (*lead, *asks.offer(item), *said))


def no_card(number: int) -> str:
    """Return the sentence that no card of a message has this number."""
    return f"There is no {number} here. Nothing was decided with it."


def numbers(cards: Mapping[int, Item]) -> str:
    """Return a sentence that names the cards of a message that still wait, by their numbers."""
    named = ", ".join(f"{number} is {item.task.name}" for number, item in cards.items())
    return f"What still waits: {named}. Write for example: {next(iter(cards))} approve"


def passed_on(task: Task) -> str:
    """Return the sentence that a person's words went to the agent that works on a task."""
    return f"{task.name}: {task.brief.worker} has your words."


def assigned(task: Task, first: bool) -> Message:
    """Return the message that a message has become a task, now or before."""
    text = f"*{esc(cut(task.brief.title, 60))}* is {task.name}{'' if first else ' already: nothing more was assigned'}."
    return Message(f"{task.name} is assigned.", (section(text), actions(button("Show it", ids.SHOW_TASK, task.key))))


def still_waits(item: Item) -> str:
    """Return the sentence that a “no” has decided nothing."""
    return f"All right: nothing is decided. {item.task.name} still waits for your decision."


def _decided(item: Item, decision: Decision, viewer: str, now: datetime, more: str) -> Message:
    text = f"{decided(item, decision, viewer)} {more}".strip()
    undo = (actions(button("Undo", ids.UNDO, ids.of(item))),) if can_undo(decision, now) else ()
    return Message(f"{item.task.name}: done.", (section(text), *undo))


def _already(item: Item, decision: Decision, viewer: str, now: datetime, why: Why) -> Message:
    """Return what holds of a decision, with the way back that is left."""
    user = who_decided(decision, item.reviewer, viewer)
    user = user if user.startswith("<") else f"{user[:1].lower()}{user[1:]}"
    name, done = item.task.name, "answered" if decision.verdict in ANSWERS else "decided"
    lead = f"Too late to undo {name}" if why is Why.LATE else f"{name} is {done} already"
    text = f"{lead}: {user} {sentence(decision, item)}. {consequence(item, decision, viewer)}".strip()
    choices = _way_back(item, decision, now)
    if why is Why.DROP:
        text = f"{text} {'Take the answer back, or cancel' if choices else 'Should I cancel'} the task?"
        choices = [*choices, button("Cancel task", ids.CANCEL, item.task.key, "danger")]
    return Message(f"{name} is {done} already.", (section(text), *([actions(*choices)] if choices else [])))


def _way_back(item: Item, decision: Decision, now: datetime) -> list[Block]:
    if can_undo(decision, now):
        return [button("Undo", ids.UNDO, ids.of(item))]
    reopens = decision.effected_at is not None and can(Offer.REOPEN, item.task)
    return [button("Reopen", ids.REOPEN, item.task.key)] if reopens else []


def opened_again(task: Task) -> str:
    """Return the sentence that a task is open for a new decision."""
    return f"{task.name} is open again: its card comes below."


def nothing_to_undo(task: Task) -> str:
    """Return the sentence that a task has no decision."""
    return f"There is nothing to undo: {task.name} {words_of(task)}."


def decided(item: Item, decision: Decision, viewer: str) -> str:
    """Return what a decision in words did, in two short sentences."""
    name, worker = item.task.name, str(item.task.brief.worker)
    if decision.verdict is Verdict.APPROVE:
        taken = versions.letter(item, decision.draft_version)
        return f"{name} is approved{taken and f': version {taken}'}. {consequence(item, decision, viewer)}"
    if decision.verdict is Verdict.REVISE:
        return f"{worker} revises {name} with your words. {_next(item, decision, viewer)}"
    if decision.verdict is Verdict.REJECT:
        return f"{name} is rejected. {consequence(item, decision, viewer)}".strip()
    if decision.verdict is Verdict.ANSWER:
        return f"{worker} goes on with {name} and your answer."
    if decision.verdict in ANSWERS:
        return f"You {sentence(decision, item)}. {worker} goes on with {name}."
    return f"You {sentence(decision, item)}: {name}."


def _next(item: Item, decision: Decision, viewer: str) -> str:
    """Return what comes of a revise; the sentence before it names the agent."""
    if decision.result or item.task.draft_version > item.draft_version:
        return consequence(item, decision, viewer)
    version, wait = item.draft_version + 1, max(0, round((decision.effect_due - decision.at).total_seconds()))
    return f"It works on v{version}." if decision.effected_at else f"It starts on v{version} in {wait} s."


def _no_answer_yet(words: str, text: str) -> tuple[Block, ...]:
    """Return words that may be no answer to an agent's question, with the way to give them as one."""
    choices = button("Answer with these words", ids.ANSWER_WORDS, text), button("It was a remark", ids.REMARK, text)
    lead = section("I am not sure that this is your answer. Nothing was answered.")
    return lead, rich(quote(cut(one_line(words), QUOTED))), actions(*choices)


def _problem(item: Item, cause: Problem) -> Message:
    ways = button_row(item, cause)
    lost, stopped = is_undelivered(item), item.task.was_stopped
    became = f"{item.task.name} {'is not delivered' if lost else 'was stopped' if stopped else 'did not work'}."
    text = f"*{esc(cut(item.task.brief.title, 60))}* · {became} What should happen?"
    why = section(why_not(cause)) if lost else rich(quote(one_line(cause.text)))
    return Message(became, (section(text), why, ways))


def _asked(item: Item, now: datetime, why: Why, words: str, held: str) -> Message:
    elements: list[Block] = buttons(item)["elements"]
    revise = [element for element in elements if element["action_id"] == ids.REVISE]
    others = [element for element in elements if element["action_id"] != ids.REVISE]
    confirm = next((element["confirm"] for element in others if "confirm" in element), None)
    if why is Why.CONFIRM and confirm is not None:
        text = f"*{confirm['title']['text']}* · {item.task.name}\n{esc(confirm['text']['text'])}{haste(item, now)}"
        others = [{k: v for k, v in element.items() if k != "confirm"} for element in others]
        return Message("One question first.", (section(text), actions(*others[:1], *revise, *others[1:])))
    lead = _lead(item, why)
    text = f"{lead} *{esc(cut(item.task.brief.title, 60))}* · {item.task.name} {_made(item)}".lstrip()
    wish = why is Why.UNSEEN and read_reply(words).meaning is Meaning.REVISE
    spoken = [rich(quote(cut(one_line(words), QUOTED)))] if words and (wish or why is Why.UNCLEAR) else []
    held = held if words else ""
    if held and (wish or why is Why.UNCLEAR):
        revise = [button("Revise with these words", ids.REVISE_WORDS, held)]
    if held and why is Why.UNCLEAR:
        others = [*others, button("It was a remark", ids.REMARK, held)]
    look = [button("Open", ids.OPEN, ids.of(item))] if why is not Why.UNCLEAR else []
    first, rest = others[: len(item.candidates) or 1], others[len(item.candidates) or 1 :]
    return Message(
        f"{item.task.name}: what should happen?", (section(text), *spoken, actions(*first, *revise, *rest, *look))
    )


def _made(item: Item) -> str:
    return f"· {many(len(item.candidates), 'version')}" if item.candidates else f"v{item.draft_version}"


def _lead(item: Item, why: Why) -> str:
    if why in (Why.DECIDED, Why.ALREADY, Why.DROP, Why.LATE):
        return "Nothing is decided: it waits for you again."
    if why is Why.UNSEEN:
        return "You have not seen this version yet. Nothing was decided."
    if why is Why.NUMBER:
        return "Do you mean this one?"
    if why is Why.LISTED:
        return ""
    if item.candidates:
        return "Which version do you take?"
    return NOT_SURE


def waiting(names: str, words: str = "approve") -> str:
    """Return the question which of several is meant.

    Args:
        words: what its number stands before in the example.
    """
    first = names.split(", ")[0]
    return f"Which one do you mean: {names}? Begin with its number, for example: {first} {words}"


def hello(command: str) -> Message:
    """Return a greeting: what Sluice does, and how to begin."""
    text = (
        "Hello. I pass tasks to agents and bring what is ready when you want to decide.\n"
        f"Begin with {command} writer: Launch FAQ, or write me here what you need. Write help to see more."
    )
    return Message("Hello.", (section(text),))


def one_by_one(example: str) -> str:
    """Return the answer to a person who decides all cards of a message at once: how to decide each."""
    return f"{ONE_BY_ONE} Each card has its buttons; or write for example: {example}"


def ready(shown: Portfolio, now: datetime, lead: str = "") -> Message:
    """Return what waits for a person, with a button that brings it now.

    Args:
        lead: what is said before it.
    """
    names = [f"{i.task.name} {cut(i.task.brief.title, 40)}" for i in shown.waiting[:5] if i.decision is None]
    if not shown.waits or not names:
        coming = (
            f" Your next collection comes {at(shown.next_at, now, shown.person.zone or 'UTC')}."
            if shown.next_at
            else ""
        )
        text = f"Nothing waits for you now.{coming}"
        return Message(text, (section(text),))
    verb = "waits" if shown.waits == 1 else "wait"
    text = f"{lead} {shown.waits} {verb} for you: {esc(' · '.join(names))}".strip()
    more = " · …" if shown.waits > len(names) else ""
    bring = button("Bring it now", ids.COLLECT_NOW, "now", "primary")
    return Message(f"{shown.waits} {verb} for you.", (section(text + more), actions(bring)))


def stop_which(running: Sequence[Task]) -> Message:
    """Return the question which task should be stopped."""
    if not running:
        text = "Nothing of yours is being worked on. /sluice shows your tasks."
        return Message(text, (section(text),))
    names = ", ".join(task.name for task in running[:5])
    text = f"What should I stop? Write for example: stop {running[0].name}. Being worked on: {names}"
    choices = [button(f"Stop {task.name}", ids.STOP, task.key) for task in running[:1] if len(running) == 1]
    return Message("What should I stop?", (section(text), *([actions(*choices)] if choices else [])))
