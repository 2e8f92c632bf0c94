"""What `/assign` answers: what was understood, when it comes back, and the ways to mend it."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import LITERAL, Block, Message, actions, button, clip, context, cut, esc, section
from bot.views.moments import at, minutes, moment
from storage.ledger.assigning import Receipt
from storage.rules.brief import Odd
from storage.rules.gate import STOPPED
from storage.rules.lifecycle import RUNNING, WORDS
from storage.rules.task import State, Task, Wondered

_MENTION = re.compile(r"(<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>)")
LIST = 5  # criteria named in a receipt


def receipt(made: Receipt, now: datetime, odd: Sequence[Odd] = (), hint: str = "") -> Message:
    """An ephemeral receipt.

    Args:
        odd: the segments that stayed text; `hint` is what else should be known.
    """
    task = made.task
    blocks = [section("\n".join([_head(made), *_facts(made, now)]))]
    blocks += [section(f"I read “{esc(o.text)}” as part of the text, not as a clause.") for o in odd]
    if hint:
        blocks.append(section(hint))
    if not made.held and not made.missing and task.state in RUNNING:
        blocks += _suggests(task) + _wonders(task, made.wonders)
    blocks.append(actions(*_fixes(made, odd, now), *_buttons(made)))
    if made.asked:
        one = made.asked == 1
        many = "1 question of an agent waits" if one else f"{made.asked} questions of agents wait"
        blocks.append(section(f"{many} for you: /sluice shows {'it' if one else 'them'}, with the answers to tap."))
    blocks.append(context(f"Only you see this. Find it again with /sluice {task.name}."))
    return Message(f"{task.name} {WORDS[task.state]}.", tuple(blocks))


def _suggests(task: Task) -> list[Block]:
    """What a model would add, marked as its own; nothing of it counts before it is taken."""
    if task.suggested is None or not task.suggested.criteria:
        return []
    listed = " · ".join(esc(cut(c, 100)) for c in task.suggested.criteria)
    return [section(f"Suggested, not asked for: {listed}", button("Add these", ids.TAKE_SUGGESTED, task.key))]


def _wonders(task: Task, open_: Sequence[Wondered]) -> list[Block]:
    """What work goes on without, one click each, the first with its buttons."""
    if not open_:
        return []
    many = "One question" if len(open_) == 1 else f"{len(open_)} questions"
    assumed = "Assumed: " + ", ".join(esc(w.assumed) for w in open_) + "."
    blocks = [section(f"{assumed}\n{many}. Work goes on without: {esc(open_[0].text)}")]
    choices = [
        button(choice, f"{ids.WONDER}.{n}", f"{task.key}.{open_[0].about}.{n}")
        for n, choice in enumerate(open_[0].choices)
    ]
    return [*blocks, actions(*choices)]


def _head(made: Receipt) -> str:
    task = made.task
    title = esc(cut(task.brief.title, 60))
    if made.missing:
        return f"*{task.name} · {title}* · unclear, nothing has started"
    if made.held:
        return f"*{task.name} · {title}* · waits for room"
    several = f" on {task.brief.versions} versions" if task.brief.versions > 1 else ""
    state = f"{task.brief.worker} has started{several}" if task.state is State.WORKING else WORDS[task.state]
    state += f", since {task.brief.routed}" if task.brief.routed and task.state is State.WORKING else ""
    return f"*{task.name} · {title}* · {state}"


def _facts(made: Receipt, now: datetime) -> list[str]:
    criteria = made.task.brief.criteria
    unclear = [f"{made.missing} Edit it, and it starts."] if made.missing else []
    lines = [*unclear, *([_held(made)] if made.held else []), _line(made, now)]
    if criteria:
        more = f" and {len(criteria) - LIST} more" if len(criteria) > LIST else ""
        lines.append("Done when: " + " · ".join(esc(cut(c, 80)) for c in criteria[:LIST]) + more)
    unread = [s for s in made.task.brief.sources if s.unread]
    if used := [s for s in made.task.brief.sources if not s.unread]:
        lines.append("From: " + ", ".join(esc(cut(s.name, 40)) for s in used[:LIST]))
    if unread:
        why = "; ".join(f"{esc(cut(s.name, 40))}: {esc(cut(s.unread, 120))}" for s in unread[:LIST])
        lines.append(f"*Not read* · {why} Give it another file with Edit.")
    return lines


def _held(made: Receipt) -> str:
    assert made.held is not None
    way = {0: " It starts as soon as one of them is done.", STOPPED: " It starts when they work again."}.get(
        made.held.decisions, f" Work starts again when you have decided {made.held.decisions}."
    )
    quickest = f" The quickest takes {minutes(made.quickest)}." if made.quickest and made.held.decisions > 0 else ""
    return made.held.why + way + quickest


def _line(made: Receipt, now: datetime) -> str:
    task, zone = made.task, made.zone
    due = f"due {moment(task.brief.due, now, zone)}" if task.brief.due else "no due time"
    decides = "you decide" if task.reviewer == task.assigner else f"<@{task.reviewer}> decides"
    parts = [
        "" if made.held or made.missing else back(made, now),
        due,
        esc(task.brief.stream) if task.brief.stream else "no stream",
        "urgent" if task.brief.urgent else "",
        _to(task),
        decides,
    ]
    return " · ".join(p for p in parts if p)


def _to(task: Task) -> str:
    return "Approve posts in " + ", ".join(f"<#{c}>" for c in task.brief.to) if task.brief.to else ""


def back(made: Receipt, now: datetime) -> str:
    if made.as_soon_as_ready:
        return "Back as soon as it is ready"
    if made.back_at is None:
        return "Back with /collect now (no times are set)"
    return f"Back {at(made.back_at, now, made.zone)}"


def _fixes(made: Receipt, odd: Sequence[Odd], now: datetime) -> list[Block]:
    guess = next((o.guess for o in odd if o.guess is not None), None)
    if guess is None:
        return []
    return [
        button(f"Due {moment(guess, now, made.zone)}", ids.TAKE_DUE, f"{made.task.key}.{int(guess.timestamp())}"),
        button("It's just text", ids.JUST_TEXT, made.task.key),
    ]


def _buttons(made: Receipt) -> list[Block]:
    key, state = made.task.key, made.task.state
    if state not in RUNNING | {State.WAITING, State.FAILED, State.UNCLEAR}:
        return [button("Show it", ids.SHOW_TASK, key)]
    edit, cancel = button("Edit", ids.EDIT, key), button("Cancel", ids.CANCEL, key)
    if made.missing:
        return [button("Edit", ids.EDIT, key, "primary"), cancel]
    if made.held:
        return [button("Decide the quickest", ids.QUICKEST, key), edit, cancel]
    if made.as_soon_as_ready:
        return [edit, cancel]
    return [edit, button("Bring it when ready", ids.BRING, key), cancel]


def canceled(task: Task) -> Message:
    text = f"{task.name} · {esc(cut(task.brief.title, 60))} · canceled. What was made is kept: /sluice {task.name}."
    return Message(f"{task.name} is canceled.", (section(text),))


def refusal(text: str) -> Message:
    """Return a reason in our words that may quote a person: mentions stay, everything else is literal."""
    parts = _MENTION.split(text)
    words = clip("".join(p if i % 2 else p.translate(LITERAL) for i, p in enumerate(parts)))
    return Message(words, (section(words),))
