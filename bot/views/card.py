"""An item as a card: what it is; why now and what Approve does; the worker's words; the checks; the buttons."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.views import asks, below_heading, edited, foot, handover, ids, put_off, put_off_until, still_right, versions
from bot.views.besides import besides
from bot.views.chain.flowed import flowed
from bot.views.chain.next_steps import starts
from bot.views.doubts import doubts
from bot.views.findings import SUMMARY, checks_line, is_all, remarked
from bot.views.kit import Block, actions, button, context, cut, esc, quote, rich, run, section, words
from bot.views.lead import is_new_to
from bot.views.missing import missing
from bot.views.moments import clock
from bot.views.since import since, touches
from bot.views.trouble import undelivered
from bot.views.trouble.problem import problem, retried
from bot.views.verdicts import MARKS, SENTENCES
from storage.rules.delivery import goes_somewhere
from storage.rules.delivery_words import done
from storage.rules.offers import is_reopened
from storage.rules.pages.cards import Card
from storage.rules.points import points_of
from storage.rules.pushing import pushed
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item, Permission, Problem, Question, Remedy, StillRight, Submission
from storage.rules.verdicts import ANSWERS
from storage.rules.who_decided import who_decided
from storage.rules.words import many, unmarked

TITLE, WORDS = 60, SUMMARY  # characters


def card(
    the_card: Card, viewer: str, zone: str, now: datetime, *, settled: bool, most: int = WORDS, number: bool = True
) -> list[Block]:
    """Return the blocks of one item.

    Args:
        viewer: the reviewer whose direct messages these are; empty in a channel, where names are named.
        settled: nobody has tapped for a while: what is decided may shrink to a line.
        most: characters of the worker's words.
    """
    item = the_card.item
    label = f"{the_card.position} · " if number else ""
    if item.decision is not None and not the_card.gone_to:
        return _decided(the_card, item.decision, label, viewer=viewer, zone=zone, now=now, settled=settled, most=most)
    if isinstance(item.about, StillRight):
        return still_right.card(the_card, label)
    if the_card.moved:
        where = f"with <@{the_card.gone_to}> now" if the_card.gone_to else "in a later message"
        return [context(f"{label}{esc(item.task.brief.title)} · {item.task.name} · {where}")]
    if not item.open:
        return [context(f"{label}{esc(item.task.brief.title)} · {item.task.name} · no longer waits")]
    if the_card.later:
        until = put_off_until.until(item, viewer, now, zone)
        below = [_middle(item if viewer else without_checks(item), the_card.previous, most)] if item.draft else []
        return put_off.card(item, f"{label}{heading(item)}", until, [] if settled else below)
    match item.about:
        case Problem(remedy=Remedy.WORKER) as cause:
            return handover.card(the_card, cause, label, now, zone)
        case Problem() as cause:
            return problem(the_card, cause, label, viewer, now=now, zone=zone)
        case Question() | Permission():
            return _asked(the_card, label, viewer, zone=zone, now=now, most=most)
        case Submission():
            return _submitted(the_card, label, viewer, zone=zone, now=now, most=most)
        case _:
            assert_never(item.about)


def _submitted(the_card: Card, label: str, viewer: str, zone: str, now: datetime, most: int) -> list[Block]:
    item = the_card.item
    return [
        section(f"*{label}{heading(item)}*\n{below_heading.waiting(the_card, viewer, zone, now)}", _open(item)),
        *flowed(item),
        _middle(item if viewer else without_checks(item), the_card.previous, most),
        buttons(item),
    ]


def _asked(shown: Card, label: str, viewer: str, zone: str, now: datetime, most: int) -> list[Block]:
    item = shown.item
    line = below_heading.waiting(shown, viewer, zone, now)
    return [
        section(f"*{label}{asks.heading(item)}*\n{line}", _open(item)),
        asks.said(item, asks.ARGS if most == WORDS else 300),
        asks.answers(item, asks.ARGS if most == WORDS else 300),
    ]


def heading(item: Item) -> str:
    """Return the heading of a card: the task's title, the version or the number of versions, and the task's name."""
    if item.ask is not None:
        return asks.heading(item)
    version = f" · v{item.draft_version}" if item.draft_version else ""
    version = f" · {many(len(item.candidates), 'version')}" if item.candidates else version
    return f"{esc(cut(item.task.brief.title, TITLE))}{version} · {item.task.name}"


def without_checks(item: Item) -> Item:
    """Return an item as a channel sees it: what the checks found of a colleague's work is shown to nobody else."""
    if item.draft is None or not item.task.brief.worker.is_person:
        return item
    return replace(
        item, draft=replace(item.draft, checks=(), remarks=()), task=replace(item.task, flows=False)
    )  # why it did not flow would tell of the checks


def _open(item: Item) -> Block:
    return button("Compare" if item.candidates else "Open", ids.OPEN, ids.of(item))


def _middle(item: Item, previous: Draft | None, most: int) -> Block:
    """The worker's words, marked as theirs; then what changed and the checks, in ours."""
    if item.candidates:
        return versions.middle(item, most)
    draft = item.draft
    assert draft is not None
    summary = cut(unmarked(draft.summary), most) if most else ""
    whole = "These words are all of it." if is_all(draft) and most >= WORDS else ""
    changed = since(draft, previous, summary, is_new_to(item))
    first = whole, changed, missing(draft, f"{summary} {changed}"), touches(draft)
    lines = [line for line in (*first, checks_line(draft), remarked(draft), *besides(item)) if line]
    return rich(*([quote(summary)] if summary else []), *([words(run("\n".join(lines)))] if lines else []))


def buttons(item: Item) -> Block:
    """Return the buttons that decide by one click; they ask back only where something is left to look at."""
    value = ids.of(item)
    approve = button("Approve", ids.APPROVE, value, "primary", doubts(item.task, item.draft))
    return actions(
        *(versions.takes(item) or [approve]),
        *edited.again(item),
        button("Revise", ids.REVISE, value),
        button("Reject", ids.REJECT, value, "danger"),
    )


def _decided(
    the_card: Card, decision: Decision, label: str, viewer: str, zone: str, now: datetime, settled: bool, most: int
) -> list[Block]:
    item, user = the_card.item, who_decided(decision, the_card.item.reviewer, viewer)
    mark, at = MARKS[decision.verdict], clock(decision.at, zone)
    if settled:
        text = f"{user} {sentence(decision, item, named=True)} · {at}{_result(decision, viewer)}{_note(decision)}"
        text += " · reopened since" if is_reopened(item) else ""
        return [context(f"{mark} {label}{esc(cut(item.task.brief.title, TITLE))} · {text}")]
    told = consequence(item, decision, viewer, on_card=True)
    line = below_heading.decided(item, f"{user} {sentence(decision, item)} at {at}.", told)
    if isinstance(item.about, Problem) and item.about.remedy not in (Remedy.WORKER, Remedy.DELIVERY):
        return retried(item, item.about, f"*{mark} {label}{heading(item)}*\n{line}")
    beside = foot.beside(item, decision, now, viewer) or _open(item)
    blocks = [section(f"*{mark} {label}{heading(item)}*\n{line}", beside)]
    if item.ask is not None:
        blocks.append(asks.said(item, 300))
    elif item.draft is not None:
        blocks.append(_middle(item if viewer else without_checks(item), the_card.previous, most))
    return [*blocks, foot.foot(item, decision, f"at {at}", now, is_reopened(item), viewer=viewer)]


def sentence(decision: Decision, item: Item, named: bool = False) -> str:
    """Return what was decided, to follow a person's name; with the version's name where no heading has it."""
    if decision.verdict in ANSWERS:
        return asks.answered(decision.verdict, decision.note)
    if decision.verdict is Verdict.GIVE or (decision.verdict is Verdict.WAIT and decision.note):
        return handover.given(decision)
    if undelivered.is_undelivered(item) and decision.verdict is Verdict.RETRY:
        return "had it delivered again"
    taken = versions.letter(item, decision.draft_version)
    own = edited.before(item, decision)
    if taken and decision.verdict is Verdict.APPROVE:
        return f"{own}took {taken}"
    return own + SENTENCES[decision.verdict].format(
        f"v{decision.draft_version}" if named and item.draft is not None else "it"
    )


def _result(decision: Decision, viewer: str) -> str:
    return f" · {outcome(decision.result, viewer)}" if decision.result else ""


def outcome(result: str, viewer: str) -> str:
    """Return what came of an approval, in words for its viewer."""
    return result.replace(f"filed for <@{viewer}>", "added to the card's thread").replace(f"<@{viewer}>", "you")


def _note(decision: Decision) -> str:
    points = len(decision.points) + len(points_of(decision.note))
    if decision.verdict in (*ANSWERS, Verdict.GIVE, Verdict.WAIT):
        return ""
    if decision.verdict is Verdict.REVISE:
        return f" · {many(points, 'point')}"
    return f" · “{esc(cut(decision.note, 60))}”" if decision.note else ""


def consequence(item: Item, decision: Decision, viewer: str, on_card: bool = False) -> str:
    """Return what happens next, or what has happened.

    Args:
        on_card: whether it stands on the card itself; elsewhere the item knows whether it has one.
    """
    since = " It was reopened since." if is_reopened(item) else ""
    if decision.result:
        return f"It was {outcome(decision.result, viewer)}.{since}"
    wait = max(0, round((decision.effect_due - decision.at).total_seconds()))
    if item.task.brief.worker.is_person and decision.verdict in (*ANSWERS, Verdict.REVISE):
        return handover.goes_on(item, decision, wait)
    if decision.verdict in ANSWERS:
        return f"{item.task.brief.worker} {'goes on' if decision.effected_at else f'goes on in {wait} s'}."
    if decision.verdict is Verdict.APPROVE:
        if decision.effected_at is not None:
            return "It is on its way."
        if item.next_steps and not goes_somewhere(item.task):
            return starts(item, wait)
        here = (on_card or item.on_card) and bool(viewer) and not item.stands_for
        becomes = done(item.task, here=here)
        return f"It is {becomes}{_branch(item, decision)} after {wait} s.".replace(f"<@{viewer}>", "you")
    if decision.verdict is Verdict.REVISE:
        if item.task.draft_version > item.draft_version:
            return f"v{item.task.draft_version} is back."
        started = decision.effected_at is not None
        return (
            f"{item.task.brief.worker} {'works on' if started else f'starts in {wait} s on'} v{item.draft_version + 1}."
        )
    reason = f"“{esc(cut(decision.note, 80))}”" if decision.verdict is Verdict.REJECT and decision.note else ""
    return f"{reason}{since}".strip()


def _branch(item: Item, decision: Decision) -> str:
    """Return which branch an approval pushes, in words that follow where the draft goes."""
    push = pushed(item.task, [draft for draft in item.drafts if draft.version == decision.draft_version])
    return f", and the branch {push.branch} is pushed to {esc(push.repository)}," if push else ""
