"""What `/assign` answers: what was understood, when it comes back, and the ways to mend it."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.views import entrusted, ids
from bot.views.chain import chain, comes_after
from bot.views.doubts import ends
from bot.views.durations import minutes
from bot.views.kit import Block, Message, actions, button, context, cut, esc, section
from bot.views.moments import at, second
from bot.views.odd import not_understood
from bot.views.stream_name import stream_name
from storage.rules.delivery_words import where
from storage.rules.gate import Cause, Held
from storage.rules.lifecycle import CLOSED, RUNNING, words_of
from storage.rules.moment_words import dated
from storage.rules.noted import Odd
from storage.rules.offers import Offer, can
from storage.rules.pages.receipts import Receipt
from storage.rules.values.form import Form
from storage.rules.values.task import State, Task, Wondered

_HELD = {
    Cause.STOPPED: "is stopped",
    Cause.NOT_KNOWN: "is saved, and nothing has started yet",
    Cause.NO_MEMBER: "is saved, and nothing has started",
    Cause.STREAM: "waits: its stream is on hold",
    Cause.BUDGET: "waits: the budget of its stream is spent",
}
EMPTY_HANDED = (
    "No language model is connected: {worker} only arranges notes that you bring, and this brief has none. "
    "Paste them with Edit, or {answers}."
)
LIMIT = " /collect limit shows your limit and how to change it."
LIST = 5  # criteria named in a receipt


def receipt(receipt: Receipt, now: datetime, odd: Sequence[Odd] = (), hint: str = "") -> Message:
    """Return an ephemeral receipt.

    Args:
        odd: the segments that stayed text; `hint` is what else should be known.
    """
    task = receipt.task
    blocks = [
        section("\n".join([_head(receipt), *_facts(receipt, now)])),
        *chain.listed(receipt.steps, receipt.declined),
    ]
    blocks += [section(not_understood(o, now, receipt.zone)) for o in odd]
    blocks += [section(hint)] if hint else []
    if not receipt.held and not receipt.missing and task.state in RUNNING:
        blocks += _suggests(task) + _wonders(task, receipt.wonders)
    blocks.append(actions(*_fixes(receipt, odd, now), *_buttons(receipt)))
    if receipt.asked:
        new = f"Agents ask you {receipt.asked} new things" if receipt.asked > 1 else "An agent asks you something new"
        blocks.append(section(f"{new}: /sluice shows what waits for you."))
    blocks.append(context(f"Only you see this. Find it again with /sluice {task.name}."))
    waits = _HELD.get(receipt.held.cause) if receipt.held is not None else None
    return Message(f"{task.name} {waits or words_of(task)}.", tuple(blocks))


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
    blocks = [
        section(f"{assumed}\n{many}. Work goes on without {'it' if len(open_) == 1 else 'them'}: {esc(open_[0].text)}")
    ]
    choices = [
        button(choice, f"{ids.WONDER}.{n}", f"{task.key}.{open_[0].about}.{n}")
        for n, choice in enumerate(open_[0].choices)
    ]
    return [*blocks, actions(*choices)]


def _head(receipt: Receipt) -> str:
    task = receipt.task
    title, name = esc(cut(task.brief.title, 60)), chain.names(receipt.steps) or task.name
    if receipt.waits_for:
        waits = f"waits for {comes_after.waited_for(receipt.waits_for)}"
        stuck = "can't start" if comes_after.gone(receipt.waits_for) else ""
        return f"*{name} · {title}* · {stuck or waits}"
    if receipt.missing:
        return f"*{task.name} · {title}* · unclear, nothing has started"
    if receipt.held:
        return f"*{name} · {title}* · {_HELD.get(receipt.held.cause, 'waits for room')}"
    if receipt.lacks:
        return f"*{task.name} · {title}* · can't be done here"
    if receipt.theirs and task.state in RUNNING:
        return f"*{name} · {title}* · {entrusted.state(receipt)}"
    several = f" on {task.brief.versions} versions" if task.brief.versions > 1 and not receipt.same else ""
    state = f"{task.brief.worker} {'has it' if task.brief.routed and not several else 'has started'}{several}"
    state += f" ({esc(task.brief.routed)})" if task.brief.routed else ""
    return f"*{name} · {title}* · {state if task.state is State.WORKING else words_of(task)}"


def _facts(receipt: Receipt, now: datetime) -> list[str]:
    criteria = receipt.task.brief.criteria
    waits = comes_after.waits_for(receipt.waits_for)
    unclear = [f"{receipt.missing} Edit it, and it starts."] if receipt.missing else []
    unclear += [f"{esc(receipt.lacks)} You can also edit it and name another agent."] if receipt.lacks else []
    same = f"Of the {receipt.task.brief.versions} versions one is made: without a model a second would be the same."
    unclear += [same] if receipt.same and not receipt.lacks else []
    if receipt.empty_handed and not (receipt.missing or receipt.lacks):
        own = receipt.task.reviewer == receipt.task.assigner
        answers = "answer when it asks" if own else f"<@{receipt.task.reviewer}> is asked for them"
        unclear.append(EMPTY_HANDED.format(worker=receipt.task.brief.worker, answers=answers))
    seen = (
        f"Everyone in <#{receipt.task.shown_in}> sees it when it is collected there." if receipt.task.shown_in else ""
    )
    held, theirs = _held(receipt) if receipt.held else "", entrusted.sees(receipt, now)
    lines = [line for line in (waits, *unclear, held, theirs, _line(receipt, now), seen) if line]
    if criteria:
        more = f" and {len(criteria) - LIST} more" if len(criteria) > LIST else ""
        lines.append("Done when: " + " · ".join(esc(cut(c, 80)) for c in criteria[:LIST]) + more)
    unread = [s for s in receipt.task.brief.sources if s.unread]
    if used := [s for s in receipt.task.brief.sources if not s.unread]:
        lines.append("From: " + ", ".join(esc(cut(s.name, 40)) for s in used[:LIST]))
    if unread:
        why = "; ".join(f"{esc(cut(s.name, 40))}: {esc(cut(s.unread, 120))}" for s in unread[:LIST])
        lines.append(f"*Not read* · {why} Give it another file with Edit.")
    return lines


def _held(receipt: Receipt) -> str:
    assert receipt.held is not None
    quickest = (
        f" The quickest takes {minutes(receipt.quickest)}." if receipt.quickest and _can_make_room(receipt) else ""
    )
    limit = LIMIT if _waits_for_own(receipt) else ""
    return f"{receipt.held.why} It starts {_starts(receipt, receipt.held)}.{quickest}{limit}"


def _starts(receipt: Receipt, why: Held) -> str:
    """Return what lets a task start that waits, as the end of a sentence."""
    match why.cause:
        case Cause.STOPPED:
            return "when they work again"
        case Cause.NOT_KNOWN:
            return "as soon as Slack does, by itself"
        case Cause.NO_MEMBER:
            return "when that has changed"
        case Cause.SHARE:
            done = "as soon as one of them is done" if why.own == 1 else f"when {why.own} of them are done"
            return f"{done}{_before(why.ahead, ' of yours')}"
        case Cause.STREAM:
            return "when the stream goes on: its page has *Go on* for its owner"
        case Cause.BUDGET:
            return "when the owner of the stream raises that, under *Settings* of its page"
        case Cause.ROOM if why.at:
            return f"at {second(why.at, receipt.zone)}"
    own = receipt.task.reviewer == receipt.task.assigner
    decides = "you have" if own else f"<@{receipt.task.reviewer}> has"
    of_yours = f", {why.own} of yours among them" if why.own else ""
    return f"when {decides} decided {why.decisions}{of_yours}{_before(why.ahead)}"


def _before(ahead: int, whose: str = "") -> str:
    """Return how many tasks start before one, to follow when it starts."""
    others = f"1 other task{whose} waits" if ahead == 1 else f"{ahead} other tasks{whose} wait"
    return f": {others} before it" if ahead else ""


def _waits_for_own(receipt: Receipt) -> bool:
    """Whether a task waits for the room of who assigned it."""
    own = receipt.task.reviewer == receipt.task.assigner
    return own and receipt.held is not None and receipt.held.cause is Cause.ROOM


def _may_start_anyway(receipt: Receipt) -> bool:
    """Tell whether a task can be let in above the limit; what is urgent has used these extra places already."""
    return _waits_for_own(receipt) and not receipt.task.brief.urgent


def _can_make_room(receipt: Receipt) -> bool:
    """Whether who assigned a task can let it start by a decision of their own."""
    return bool(_waits_for_own(receipt) and receipt.held and receipt.held.decisions and receipt.quickest)


def _line(receipt: Receipt, now: datetime) -> str:
    task, zone = receipt.task, receipt.zone
    last = receipt.steps[-1] if receipt.steps else task
    by, whose = (task.brief.due, "") if task.brief.due else (last.brief.due, f" ({last.name})")
    due = f"due {dated(by, now, zone)}{whose}" if by else ""
    due += f" in {zone} until Slack tells your time zone, then in yours" if due and receipt.assumed_zone else ""
    own = task.reviewer == task.assigner and not (receipt.theirs or receipt.stand_in or task.brief.invited)
    decides = "" if own else entrusted.decides(receipt)
    parts = [
        _who_gets_it(receipt),
        "" if _is_not_coming(receipt) else back(receipt, now),
        due,
        stream_name(task.brief.stream),
        "urgent" if task.brief.urgent else "",
        "public: its words may leave" if task.brief.public else "",
        _to(task),
        decides,
    ]
    return " · ".join(p for p in parts if p)


def _who_gets_it(receipt: Receipt) -> str:
    """Return who gets a task that waits at the gate, and why they were chosen; a chain lists who works on its steps."""
    if not receipt.held or receipt.missing or receipt.steps:
        return ""
    chosen = receipt.task.brief.routed
    return f"{receipt.task.brief.worker} gets it" + (f" ({esc(chosen)})" if chosen else "")


def _is_not_coming(receipt: Receipt) -> bool:
    """Tell whether nothing comes back any more, or nobody can say yet when it does."""
    waits = receipt.held or receipt.missing or receipt.lacks or receipt.waits_for
    return bool(waits or receipt.theirs or receipt.task.state in CLOSED)


def _to(task: Task) -> str:
    brief = task.brief
    if not brief.to:
        outside = "Approve posts in its thread, which another company reads, too" if brief.outside else ""
        return outside or (f"Approve brings it {brief.form.clause}" if brief.form is not Form.WORDS else "")
    shared = {f"<#{channel}>": f"<#{channel}> (shared with another company)" for channel in brief.outside}
    return re.sub(r"<#\w+>", lambda place: shared.get(place[0], place[0]), f"Approve {where(task)}")


def back(receipt: Receipt, now: datetime) -> str:
    """Return when the result comes back, as a sentence without a full stop."""
    if receipt.as_soon_as_ready:
        return "Back as soon as it is ready"
    known, due = receipt.back_at, receipt.task.brief.due
    late = ", after it is due" if known and due and due < known else ""
    return f"Back {at(known, now, receipt.zone)}{late}" if known else "Back with /collect now (no times are set)"


def _fixes(receipt: Receipt, odd: Sequence[Odd], now: datetime) -> list[Block]:
    """The due times that were perhaps meant, a tap each."""
    unclear = next((o for o in odd if o.guess is not None), None)
    if unclear is None:
        return []
    offers = {ids.TAKE_DUE: None if unclear.taken else unclear.guess, ids.TAKE_OTHER_DUE: unclear.other}
    fixes = [
        button(f"Due {dated(due, now, receipt.zone)}", action, f"{receipt.task.key}.{int(due.timestamp())}")
        for action, due in offers.items()
        if due is not None
    ]
    return fixes if unclear.taken else [*fixes, button("It's just text", ids.JUST_TEXT, receipt.task.key)]


def _buttons(receipt: Receipt) -> list[Block]:
    key = receipt.task.key
    show = button("Show it", ids.SHOW_TASK, key)
    if not can(Offer.EDIT, receipt.task):
        return [show, *(chain.buttons(receipt) if receipt.steps else [])]
    end = chain.buttons(receipt) if receipt.steps else [button("Cancel", ids.CANCEL, key, None, ends(receipt.task))]
    edit = button("Edit", ids.EDIT, key, "primary" if receipt.missing else None)
    hide = [button("Only me", ids.ONLY_ME, key)] if receipt.task.shown_in else []
    if receipt.held and not receipt.missing:
        quickest = [button("Decide the quickest", ids.QUICKEST, key)] if _can_make_room(receipt) else []
        anyway = [button("Start it anyway", ids.START_ANYWAY, key)] if _may_start_anyway(receipt) else []
        is_full = receipt.held.cause in (Cause.ROOM, Cause.SHARE)
        give = [button("Give to…", ids.GIVE_TASK, key)] if is_full and can(Offer.GIVE, receipt.task) else []
        return [*quickest, *anyway, edit, *give, *hide, *end]
    if receipt.task.state is State.FAILED:
        return [show, edit, *hide, *end]  # Retry is there, with what did not work
    if receipt.missing or receipt.as_soon_as_ready or receipt.theirs:
        return [edit, *hide, *end]
    return [edit, button("Bring it when ready", ids.BRING, key), *hide, *end]


def canceled(task: Task) -> Message:
    """Return the message that a task is canceled, and where to find what was made."""
    text = f"{task.name} · {esc(cut(task.brief.title, 60))} · canceled. What was made is kept: /sluice {task.name}."
    return Message(f"{task.name} is canceled.", (section(text),))
