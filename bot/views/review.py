"""Open: the whole of a task in a modal, and the small modals that a decision may need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from bot.views import (
    asks,
    brought,
    chain,
    compared,
    diffs,
    edited,
    give,
    ids,
    lead,
    one_tap,
    put_off,
    richtext,
    undelivered,
)
from bot.views.below_heading import effect
from bot.views.card import buttons, consequence, sentence
from bot.views.decider import decider
from bot.views.doubts import quoted
from bot.views.findings import gap, since, touches
from bot.views.history import history
from bot.views.kit import Block, actions, button, context, cut, divider, esc, modal, quote, rich, run, section, words
from bot.views.menu import Way, menu
from bot.views.moments import bar, minutes, moment
from bot.views.problem import doors
from bot.views.streams import outcome
from bot.views.thumbs import thumbs
from bot.views.versions import LETTERS
from storage.rules.budget import dollars
from storage.rules.effort import minutes as expected
from storage.rules.lifecycle import CLOSED
from storage.rules.offers import Offer, can, can_undo
from storage.rules.own_words import count_words
from storage.rules.pages.whole import Whole
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft, File
from storage.rules.values.item import Item, Permission, Problem, Question, Remedy, StillRight, Submission
from storage.rules.values.spent import Spent
from storage.rules.values.task import State, Task
from storage.rules.words import many, one_line

SHOWN = 20_000  # characters of JSON of a modal's drafts; a draft with more is attached as a file
MARK = {Finding.MET: "✓", Finding.NOT_MET: "✗", Finding.IN_DOUBT: "?", Finding.NOT_CHECKED: "·"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the window of a sitting shows around an item.

    Attributes:
        left: how much is left in all, in words.
        below: what stands below the buttons that decide.
    """

    left: str
    below: Sequence[Block] = ()


def whole(task_page: Whole, viewer: str, now: datetime, hosts: Collection[str] = (), turn: Turn | None = None) -> Block:
    """Return the modal behind Open and Show it.

    Args:
        turn: what a sitting shows around it.
    """
    task, draft, item = task_page.task, task_page.draft, task_page.item
    changes = (
        diffs.changes(task_page.previous.body, draft.body)
        if draft is not None and task_page.previous is not None
        else []
    )
    to_read = diffs.long(draft, task_page.previous, changes)
    line = _line(task_page, viewer, now, diffs.in_parts(to_read))
    line = f"{task.name} · {line} · {turn.left}" if turn else line
    blocks = [
        section(f"*{esc(cut(task.brief.title, 140))}*\n{line}"),
        *(lead.lead(item, task_page.zone, viewer) if item else []),
        *chain.line(task_page.pipeline, task),
        *chain.in_window(item, viewer),
        rich(
            words(run("You asked: " if task.assigner == viewer else "The task: ", bold=True)),
            quote(brought.asked(task)),
        ),
        *brought.blocks(task, viewer, hosts),
    ]
    blocks += _wrong(item) if item is not None and item.open else []
    asked = item is not None and item.ask is not None
    several = item.candidates if item is not None else ()
    mine = item is not None and item.reviewer == viewer
    if item is not None and asked:
        blocks += asks.in_window(item)
    elif draft is not None and not several:
        blocks += _checks(draft, task_page.previous, item is not None and lead.is_new_to(item))
        blocks += edited.above(draft, task_page.previous, item, viewer)
    blocks += _decide(item, viewer, now, task_page) if item else chain.went_on(task, viewer)
    blocks += [*(turn.below if turn else ()), *_running(task)]
    blocks += compared.table(list(zip(LETTERS, several, strict=False)))
    for letter, one in zip(LETTERS, several, strict=False):
        blocks += [divider(), context(_named(letter, one, viewer)), *_checks(one, None)]
        blocks += [*_draft(one, hosts, mine, len(several)), *thumbs(item, one, viewer)]
    if draft is not None and not several:
        blocks += [divider(), *_draft(draft, hosts, mine), *_diff(task_page, changes, to_read)]
        blocks += thumbs(item, draft, viewer)
    blocks += [divider(), history(task_page.history, now, task_page.zone)]
    return modal(ids.TASK_VIEW, task.name, blocks, metadata=ids.of(item) if item else "")


def _named(letter: str, draft: Draft, viewer: str) -> str:
    return " · ".join(part for part in (f"*Version {letter}*", edited.by(draft, viewer)) if part)


def _running(task: Task) -> list[Block]:
    """How far it is, and the way to stop it."""
    if not can(Offer.STOP, task):
        return []
    to_me = f"write me “{task.name}” and your words"
    hint = f"To tell it something while it works, {'reply in its thread, or ' if task.source.ts else ''}{to_me}."
    waits = task.state is State.ASKING  # it works no more before it is answered
    line = " · ".join(x for x in (bar(task.progress), "" if waits else hint) if x)
    return [*([context(line)] if line else []), actions(button("Stop this task", ids.STOP, task.key, "danger"))]


def _state(task_page: Whole) -> str:
    live = task_page.item.decision if task_page.item is not None else None
    return "decided" if live is not None and live.effected_at is None else outcome(task_page.task)


def _line(task_page: Whole, viewer: str, now: datetime, in_parts: str) -> str:
    task, draft = task_page.task, task_page.draft
    doubts = len(draft.found(Finding.NOT_MET, Finding.IN_DOUBT)) if draft else 0
    reading = minutes(task_page.minutes or expected(count_words(draft.body), doubts)) if draft else ""
    due = f"due {moment(task.brief.due, now, task_page.zone)}" if task.brief.due else ""
    reading = f"{reading} to read{in_parts}" if reading else ""
    without = chain.left_out(task)
    parts = [
        esc(task.brief.stream or ""),
        str(task.brief.worker),
        without,
        _version(task_page),
        "" if task_page.item is not None and task_page.item.candidates else edited.by(draft, viewer),
        _state(task_page),
        due,
        reading,
    ]
    return " · ".join(p for p in parts if p)


def _version(task_page: Whole) -> str:
    if task_page.item is not None and task_page.item.candidates:
        return f"{len(task_page.item.candidates)} versions"
    return f"v{task_page.draft.version}" if task_page.draft else ""


def _checks(draft: Draft, previous: Draft | None, new_to_it: bool = False) -> list[Block]:
    blocks: list[Block] = []
    if draft.look_first:
        blocks.append(rich(words(run("Look first", bold=True)), quote(cut(draft.look_first, 300))))
    gaps = (gap(one_line(line)) for line in draft.missing)
    found = (_check(check) for check in draft.checks)
    lines = [since(draft, previous, draft.answer, new_to_it), *gaps, touches(draft), *found, *draft.remarks]
    lines = [line for line in lines if line] or ["No criteria were given."]
    blocks.append(rich(words(run("\n".join(lines)))))
    if draft.answer:
        blocks.append(
            rich(words(run("The points" if new_to_it else "Your points", bold=True)), quote(cut(draft.answer, 1500)))
        )
    return blocks


def _check(c: Check) -> str:
    evidence = cut(quoted(c.evidence), 200)
    if c.finding is Finding.NOT_CHECKED:
        evidence = f"not checked, look yourself{f' ({evidence})' if evidence else ''}"
    return f"{MARK[c.finding]} {cut(one_line(c.criterion), 150)}" + (f": {evidence}" if evidence else "")


def _decide(item: Item, viewer: str, now: datetime, task_page: Whole) -> list[Block]:
    if item.decision is not None:
        user = decider(item.decision, item.reviewer, viewer)
        text = sentence(item.decision, item, named=True)
        line = section(f"{user} {text}. {consequence(item, item.decision, viewer, now)}")
        if can_undo(item.decision, now):
            return [line, actions(button("Undo", ids.UNDO, ids.of(item)))]
        reopen = [actions(button("Reopen", ids.REOPEN, item.task.key))] if can(Offer.REOPEN, item.task) else []
        return [line, *reopen]
    if not item.open or (item.task.state in CLOSED and not undelivered.is_undelivered(item)):
        return []
    if viewer not in (item.reviewer, item.stands_for):
        return [context(f"<@{item.reviewer}> decides.")]
    row = _row(item)
    later = put_off.words(task_page.next_at, now, task_page.zone)
    row["elements"] += menu(item, ways(item, later))
    drafted = isinstance(item.about, Submission)
    does = [*one_tap.points(item), context(f"{effect(item, viewer, on_card=item.on_card)}.")] if drafted else []
    return [*put_off.line(item, now, task_page.zone), row, *does]


def _row(item: Item) -> Block:
    """Return the buttons that decide an item."""
    match item.about:
        case Problem() as cause:
            return doors(item, cause)
        case Question() | Permission():
            return asks.answers(item)
        case Submission() | StillRight():
            return buttons(item)
        case _:
            assert_never(item.about)


def ways(item: Item, later: dict[Way, str]) -> dict[Way, str]:
    """Return what else the reviewer of an item can do with it.

    Args:
        later: the ways to put it off.
    """
    edit = {Way.EDIT: "Edit it, then approve"} if isinstance(item.about, Submission) else {}
    return {**edit, **later, **give.words(item)}


def _wrong(item: Item) -> list[Block]:
    """Return what did not work, or what is missing beside what did."""
    match item.about:
        case Problem(remedy=Remedy.DELIVERY) as cause:
            return [section(undelivered.why(cause))]
        case Problem(text=text, remedy=remedy):
            label = [run("Did not work: ", bold=True)] if remedy is not Remedy.WORKER else []
        case Submission(lost=text):
            label = []
        case StillRight() | Question() | Permission():
            return []
        case _:
            assert_never(item.about)
    return [rich(words(*label, run(cut(one_line(text), 600))))] if text else []


def _draft(draft: Draft, hosts: Collection[str], mine: bool, of: int = 1) -> list[Block]:
    body, complete = richtext.blocks(draft.body, SHOWN // of, hosts)
    rest = "" if complete else " · shown to its limit, the whole is attached in your direct messages"
    files = " · ".join(esc(f.name) for f in draft.files)
    brought = " · in your direct messages" if mine and len(draft.files) > 1 else ""
    size = many(count_words(draft.body), "word")
    return [
        context(f"*What came back* · {size} · {esc(draft.made_by)}{cost(draft.spent)}{rest}"),
        *body,
        *([context(f"{files}{brought}")] if files else []),
    ]


def cost(spent: Spent | None) -> str:
    """Return what a draft cost, in money and tokens; a price that is not known is said to be not known."""
    if spent is None:
        return ""
    money = "cost not known" if spent.micros is None else dollars(spent.micros)
    return f" · {money} ({many(spent.tokens_in + spent.tokens_out, 'token')})"


def _diff(task_page: Whole, changes: Sequence[str], to_read: diffs.Long | None) -> list[Block]:
    """Return what changed since the version before, and the way to all of it where that is long."""
    door = diffs.door(to_read, ids.of(task_page.item) if task_page.item else "")
    if task_page.draft is not None and task_page.draft.change is not None and door:
        return [actions(*door)]
    if task_page.draft is None or task_page.previous is None:
        return []
    both = [(f"v{one.version}", one) for one in (task_page.previous, task_page.draft)]
    return [*compared.table(both), *diffs.changed(changes, f"v{task_page.previous.version}", door)]


def attached(task_page: Whole, first: bool, hosts: Collection[str] = ()) -> tuple[File, ...]:
    """Return what a modal can't show: longer texts, and at the reviewer's first look pictures and tables.

    Args:
        hosts: as `whole` has them, for the same text fits only with the same links.
    """
    drafts = (task_page.item.candidates if task_page.item else ()) or ((task_page.draft,) if task_page.draft else ())
    found: list[File] = []
    for letter, draft in zip(LETTERS, drafts, strict=False):
        complete = richtext.blocks(draft.body, SHOWN // len(drafts), hosts)[1]
        files = (*(() if complete else draft.files[:1]), *(draft.files[1:] if first else ()))
        found += [replace(f, name=f"{letter}-{f.name}") for f in files] if len(drafts) > 1 else files
    return tuple(found)


def notice(title: str, text: str) -> Block:
    """Return a modal that only says something."""
    return modal("notice", title, [section(text)])
