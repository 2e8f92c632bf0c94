"""Open: the whole of a task in a modal, and the small modals that a decision may need."""

import difflib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.views import asks, brought, chain, ids, richtext, undelivered
from bot.views.card import buttons, can_undo, consequence, effect, sentence
from bot.views.doubts import quoted
from bot.views.findings import gap, since, touches
from bot.views.history import history
from bot.views.kit import Block, actions, button, context, cut, divider, esc, modal, quote, rich, run, section, words
from bot.views.menu import Way, menu
from bot.views.moments import bar, minutes, moment
from bot.views.problem import doors
from bot.views.streams import outcome
from bot.views.versions import LETTERS
from storage.ledger.queries.reading import Whole
from storage.rules.budget import dollars
from storage.rules.effort import minutes as expected
from storage.rules.lifecycle import CLOSED, RUNNING
from storage.rules.own_words import count_words
from storage.rules.values.ask import Kind
from storage.rules.values.draft import Check, Draft, File, Finding, Spent
from storage.rules.values.item import Item, Remedy
from storage.rules.values.task import State, Task
from storage.rules.words import many, one_line

SHOWN = 20_000  # characters of JSON of a modal's drafts; a draft with more is attached as a file
DIFF = 40  # lines
MARK = {Finding.MET: "✓", Finding.NOT_MET: "✗", Finding.IN_DOUBT: "?", Finding.NOT_CHECKED: "·"}


def whole(shown: Whole, viewer: str, now: datetime, hosts: Collection[str] = ()) -> Block:
    """Return the modal behind Open and Show it."""
    task, draft, item = shown.task, shown.draft, shown.item
    blocks = [
        section(f"*{esc(cut(task.brief.title, 140))}*\n{_line(shown, now)}"),
        *chain.line(shown.pipeline, task),
        rich(
            words(run("You asked: " if task.assigner == viewer else "The task: ", bold=True)),
            quote(brought.asked(task)),
        ),
        *brought.blocks(task, viewer, hosts),
    ]
    if item is not None and item.open and undelivered.is_undelivered(item):
        blocks.append(section(undelivered.why(item)))
    elif item is not None and item.problem and item.open:
        failed = item.kind is Kind.PROBLEM and item.remedy is not Remedy.WORKER
        label = [run("Did not work: ", bold=True)] if failed else []
        blocks.append(rich(words(*label, run(cut(one_line(item.problem), 600)))))
    asked = item is not None and item.ask is not None
    several = item.candidates if item is not None else ()
    mine = item is not None and item.reviewer == viewer
    if item is not None and asked:
        blocks.append(asks.said(item))
    elif draft is not None and not several:
        blocks += _checks(draft, shown.previous)
    blocks += [*(_decide(item, viewer, now) if item else chain.went_on(task, viewer)), *_running(task)]
    for letter, one in zip(LETTERS, several, strict=False):
        blocks += [divider(), context(f"*Version {letter}*"), *_checks(one, None)]
        blocks += _draft(one, hosts, mine, len(several))
    if draft is not None and not several:
        blocks += [divider(), *_draft(draft, hosts, mine), *_diff(draft, shown.previous)]
    blocks += [divider(), history(shown.history, now, shown.zone)]
    return modal(ids.TASK_VIEW, task.name, blocks, metadata=ids.of(item) if item else "")


def _running(task: Task) -> list[Block]:
    """How far it is, and the way to stop it."""
    if task.state not in RUNNING or task.brief.worker.is_person:
        return []
    to_me = f"“{task.name} and your words” to me in direct messages"
    hint = f"{'A reply in its thread, or ' if task.source.ts else ''}{to_me}, reaches it while it works."
    line = " · ".join(x for x in (bar(task.progress), hint) if x)
    return [*([context(line)] if line else []), actions(button("Stop", ids.STOP, task.key, "danger"))]


def _state(shown: Whole) -> str:
    live = shown.item.decision if shown.item is not None else None
    return "decided" if live is not None and live.effected_at is None else outcome(shown.task)


def _line(shown: Whole, now: datetime) -> str:
    task, draft = shown.task, shown.draft
    doubts = len(draft.found(Finding.NOT_MET, Finding.IN_DOUBT)) if draft else 0
    reading = minutes(expected(count_words(draft.body), doubts)) if draft else ""
    due = f"due {moment(task.brief.due, now, shown.zone)}" if task.brief.due else ""
    reading = f"{reading} to read" if reading else ""
    without = chain.left_out(task)
    parts = [
        esc(task.brief.stream or ""),
        str(task.brief.worker),
        without,
        _version(shown),
        _state(shown),
        due,
        reading,
    ]
    return " · ".join(p for p in parts if p)


def _version(shown: Whole) -> str:
    if shown.item is not None and shown.item.candidates:
        return f"{len(shown.item.candidates)} versions"
    return f"v{shown.draft.version}" if shown.draft else ""


def _checks(draft: Draft, previous: Draft | None) -> list[Block]:
    blocks: list[Block] = []
    if draft.look_first:
        blocks.append(rich(words(run("Look first", bold=True)), quote(cut(draft.look_first, 300))))
    gaps = (gap(one_line(line)) for line in draft.missing)
    found = (_check(check) for check in draft.checks)
    lines = [since(draft, previous, draft.answer), *gaps, touches(draft), *found, *draft.remarks]
    lines = [line for line in lines if line] or ["No criteria were given."]
    blocks.append(rich(words(run("\n".join(lines)))))
    if draft.answer:
        blocks.append(rich(words(run("Your points", bold=True)), quote(cut(draft.answer, 1500))))
    return blocks


def _check(c: Check) -> str:
    evidence = cut(quoted(c.evidence), 200)
    if c.finding is Finding.NOT_CHECKED:
        evidence = f"not checked, look yourself{f' ({evidence})' if evidence else ''}"
    return f"{MARK[c.finding]} {cut(one_line(c.criterion), 150)}" + (f": {evidence}" if evidence else "")


def _decide(item: Item, viewer: str, now: datetime) -> list[Block]:
    if item.decision is not None:
        user = "You" if item.decision.who == viewer else f"<@{item.decision.who}>"
        text = sentence(item.decision, item, named=True)
        line = section(f"{user} {text}. {consequence(item, item.decision, viewer, now)}")
        if can_undo(item.decision, now):
            return [line, actions(button("Undo", ids.UNDO, ids.of(item)))]
        reopens = item.task.state in (State.APPROVED, State.REJECTED)
        return [line, actions(button("Reopen", ids.REOPEN, item.task.key))] if reopens else [line]
    if not item.open or (item.task.state in CLOSED and not undelivered.is_undelivered(item)):
        return []
    if item.reviewer != viewer:
        return [context(f"<@{item.reviewer}> decides.")]
    if item.kind is Kind.PROBLEM:
        return [doors(item)]
    if item.ask is not None:
        return [asks.answers(item)]
    row = buttons(item)
    row["elements"] += menu(item, ways(item))
    return [row, context(f"{effect(item, viewer, on_card=item.on_card)}.")]


def ways(item: Item) -> dict[Way, str]:
    """Return what else the reviewer of an item can do with it."""
    return {}


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


def _diff(draft: Draft, previous: Draft | None) -> list[Block]:
    if previous is None:
        return []
    lines = [
        line
        for line in difflib.unified_diff(previous.body.splitlines(), draft.body.splitlines(), lineterm="", n=0)
        if line[:3] not in ("---", "+++") and not line.startswith("@@")
    ]
    if not lines:
        return [context(f"No line changed since v{previous.version}.")]
    text = "\n".join(cut(f"{line[0]} {one_line(line[1:])}", 160) for line in lines[:DIFF])
    more = f" · the first {DIFF} of {len(lines)} lines" if len(lines) > DIFF else ""
    return [
        context(f"*Changed since v{previous.version}*{more}"),
        rich({"type": "rich_text_preformatted", "elements": [run(text)]}),
    ]


def attached(shown: Whole, first: bool, hosts: Collection[str] = ()) -> tuple[File, ...]:
    """Return what a modal can't show: longer texts, and at the reviewer's first look pictures and tables.

    Args:
        hosts: as `whole` has them, for the same text fits only with the same links.
    """
    drafts = (shown.item.candidates if shown.item else ()) or ((shown.draft,) if shown.draft else ())
    found: list[File] = []
    for letter, draft in zip(LETTERS, drafts, strict=False):
        complete = richtext.blocks(draft.body, SHOWN // len(drafts), hosts)[1]
        files = (*(() if complete else draft.files[:1]), *(draft.files[1:] if first else ()))
        found += [replace(f, name=f"{letter}-{f.name}") for f in files] if len(drafts) > 1 else files
    return tuple(found)


def notice(title: str, text: str) -> Block:
    """Return a modal that only says something."""
    return modal("notice", title, [section(text)])
