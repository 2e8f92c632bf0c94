"""An item as a card: what it is; why now and what Approve does; the worker's words; the checks; the buttons."""

import re
from datetime import datetime

from bot.views import asks, ids, versions
from bot.views.doubts import doubts, quoted
from bot.views.kit import Block, actions, button, context, cut, esc, quote, rich, run, section, words
from bot.views.moments import clock, minutes, moment
from storage.ledger.delivering import done, where
from storage.ledger.reading import Card
from storage.rules.lifecycle import ANSWERS
from storage.rules.task import AGAINST, SENT_BACK, UNSOURCED, Check, Decision, Draft, Finding, Item, Kind, Verdict
from storage.rules.words import count, one_line, unmarked

TITLE, WORDS, SINCE, CHECKS = 60, 200, 120, 120  # characters
SENTENCES = {
    Verdict.APPROVE: "approved {}",
    Verdict.REVISE: "sent {} back",
    Verdict.REJECT: "rejected {}",
    Verdict.RETRY: "started {} again",
    Verdict.CANCEL: "canceled the task",
}
MARKS = {
    Verdict.APPROVE: "✓",
    Verdict.REVISE: "↺",
    Verdict.REJECT: "✗",
    Verdict.RETRY: "↺",
    Verdict.CANCEL: "✗",
    Verdict.ANSWER: "✓",
    Verdict.ALLOW: "✓",
    Verdict.ALLOW_ALL: "✓",
    Verdict.REFUSE: "✗",
}


def card(
    shown: Card, viewer: str, zone: str, now: datetime, *, settled: bool, most: int = WORDS, number: bool = True
) -> list[Block]:
    """The blocks of one item.

    Args:
        viewer: the reviewer whose direct messages these are; empty in a channel, where names are named.
        settled: nobody has tapped for a while: what is decided may shrink to a line.
        most: characters of the worker's words.
    """
    item = shown.item
    label = f"{shown.position} · " if number else ""
    if item.decision is not None:
        return _decided(shown, item.decision, label, viewer, zone, now, settled, most)
    if shown.moved:
        return [context(f"{label}{esc(item.task.brief.title)} · {item.task.name} · in a later message")]
    if not item.open:
        return [context(f"{label}{esc(item.task.brief.title)} · {item.task.name} · no longer waits")]
    if item.kind is Kind.PROBLEM:
        return _problem(shown, label, zone, now)
    if item.kind in asks.TITLES:
        return _asked(shown, label, viewer, zone, now, most)
    return [
        section(f"*{label}{heading(item)}*\n{second_line(shown, viewer, zone, now)}", _open(item)),
        _middle(item, shown.previous, most),
        buttons(item),
    ]


def _asked(shown: Card, label: str, viewer: str, zone: str, now: datetime, most: int) -> list[Block]:
    item = shown.item
    line = second_line(shown, viewer, zone, now)
    return [
        section(f"*{label}{asks.heading(item)}*\n{line}", _open(item)),
        asks.said(item, asks.ARGS if most == WORDS else 300),
        asks.answers(item, asks.ARGS if most == WORDS else 300),
    ]


def heading(item: Item) -> str:
    if item.kind in asks.TITLES:
        return asks.heading(item)
    version = f" · v{item.draft_version}" if item.draft_version else ""
    version = f" · {len(item.candidates)} versions" if item.candidates else version
    return f"{esc(cut(item.task.brief.title, TITLE))}{version} · {item.task.name}"


def second_line(shown: Card, viewer: str, zone: str, now: datetime) -> str:
    item, brief = shown.item, shown.item.task.brief
    parts = [esc(brief.stream) if brief.stream else "", brief.worker, shown.why]
    if not viewer:
        parts.insert(0, f"for <@{item.reviewer}>")
    if brief.due is not None and shown.why != "overdue":
        parts.append(f"due {moment(brief.due, now, zone)}")
    effect = f"{'Take' if item.candidates else 'Approve'} {where(item.task)}" if item.kind is Kind.DRAFT else ""
    parts += [minutes(shown.minutes), effect.replace(f"<@{viewer}>", "you")]
    return " · ".join(p for p in parts if p)


def _open(item: Item) -> Block:
    return button("Compare" if item.candidates else "Open", ids.OPEN, ids.of(item))


def _middle(item: Item, previous: Draft | None, most: int) -> Block:
    """The worker's words, marked as theirs; then what changed and the checks, in ours."""
    if item.candidates:
        return versions.middle(item, most, lost(item))
    draft = item.draft
    assert draft is not None
    summary = cut(unmarked(draft.summary), most) if most else ""
    told = since(draft, previous), checks_line(draft), remarked(draft), lost(item)
    lines = [line for line in told if line]
    return rich(*([quote(summary)] if summary else []), *([words(run("\n".join(lines)))] if lines else []))


def lost(item: Item) -> str:
    """What did not work beside what did."""
    return cut(one_line(item.problem), CHECKS)


def since(draft: Draft, previous: Draft | None) -> str:
    if previous is None:
        return ""
    answers = [a for a in draft.answer.splitlines() if a.strip()]
    open_points = sum(1 for a in answers if re.search(r": (?:“[^”]*”: )?not possible\b|: not answered$", a, re.I))
    points = (
        f" Your {_points(len(answers))}: "
        + (f"{len(answers) - open_points} done, {open_points} not." if open_points else "done.")
        if answers
        else ""
    )
    return cut(f"Since v{previous.version}: {count(previous.body)} → {count(draft.body)} words.{points}", SINCE)


def remarked(draft: Draft) -> str:
    """What the critic says beyond the criteria, counted: Open has its words."""
    unsourced = sum(r.startswith(UNSOURCED) for r in draft.remarks)
    against = sum(r.startswith(AGAINST) for r in draft.remarks)
    parts = [
        "Went back once before you saw it." if any(r.startswith(SENT_BACK) for r in draft.remarks) else "",
        f"{unsourced} {'claim has' if unsourced == 1 else 'claims have'} no source." if unsourced else "",
        f"{against} {'contradicts' if against == 1 else 'contradict'} a source." if against else "",
    ]
    return " ".join(p for p in parts if p)


def _points(n: int) -> str:
    return "point" if n == 1 else f"{n} points"


def checks_line(draft: Draft) -> str:
    """“Checks 3 of 4. In doubt: …”; only what is not met or in doubt is named, what was not checked is counted."""
    if not draft.checks:
        return f"No criteria were given · {draft.made_by}."
    met = len(draft.found(Finding.MET))
    unchecked = len(draft.found(Finding.NOT_CHECKED))
    checked = len(draft.checks) - unchecked
    parts = [
        f"Checks {met} of {checked}." if checked else "",
        _named("Not met", draft.found(Finding.NOT_MET)),
        _named("In doubt", draft.found(Finding.IN_DOUBT)),
        f"{unchecked} not checked." if unchecked else "",
        f"{draft.made_by[:1].upper()}{draft.made_by[1:]}.",
    ]
    return cut(" ".join(p for p in parts if p), CHECKS + 60)


def _named(words: str, found: tuple[Check, ...]) -> str:
    if not found:
        return ""
    first = cut(one_line(found[0].criterion), 50)
    evidence = f" ({cut(quoted(found[0].evidence), 40)})" if found[0].evidence else ""
    return f"{words}: “{first}”{evidence}" + (f" and {len(found) - 1} more." if len(found) > 1 else ".")


def buttons(item: Item) -> Block:
    """One click decides; a confirm appears only where a check is in doubt or not met."""
    if item.candidates:
        return versions.buttons(item)
    value = ids.of(item)
    return actions(
        button("Approve", ids.APPROVE, value, "primary", doubts(item.draft)),
        button("Revise", ids.REVISE, value),
        button("Reject", ids.REJECT, value, "danger"),
    )


def _problem(shown: Card, label: str, zone: str, now: datetime) -> list[Block]:
    item, value = shown.item, ids.of(shown.item)
    line = " · ".join(
        p for p in (esc(item.task.brief.stream or ""), item.task.brief.worker, minutes(shown.minutes)) if p
    )
    return [
        section(
            f"*{label}Did not work · {esc(cut(item.task.brief.title, TITLE))} · {item.task.name}*\n{line}", _open(item)
        ),
        rich(quote(cut(one_line(item.problem), WORDS))),
        actions(
            button("Retry", ids.RETRY, value, "primary"),
            button("Give it a new file", ids.NEW_FILE, value),
            button("Cancel task", ids.GIVE_UP, value, "danger"),
        ),
    ]


def _decided(
    shown: Card, made: Decision, label: str, viewer: str, zone: str, now: datetime, settled: bool, most: int
) -> list[Block]:
    item, who = shown.item, "You" if made.who == viewer else f"<@{made.who}>"
    mark, at = MARKS[made.verdict], clock(made.at, zone)
    if settled:
        said = f"{who} {sentence(made, item, named=True)} · {at}{_result(made, viewer)}{_note(made)}"
        return [context(f"{mark} {label}{esc(cut(item.task.brief.title, TITLE))} · {said}")]
    line = f"{who} {sentence(made, item)} at {at}. {consequence(item, made, viewer, now)}".strip()
    blocks = [section(f"*{mark} {label}{heading(item)}*\n{line}", _open(item))]
    if item.ask is not None:
        blocks.append(asks.said(item, 300))
    elif item.draft is not None:
        blocks.append(_middle(item, shown.previous, most))
    return blocks + _after(item, made, now)


def sentence(made: Decision, item: Item, named: bool = False) -> str:
    """What was decided, in words that follow who did; with the version's name where no heading has it."""
    if made.verdict in ANSWERS:
        return asks.answered(made.verdict, made.note)
    taken = versions.letter(item, made.draft_version)
    if taken and made.verdict is Verdict.APPROVE:
        return f"took {taken}"
    return SENTENCES[made.verdict].format(f"v{made.draft_version}" if named and item.draft is not None else "it")


def _result(made: Decision, viewer: str) -> str:
    return f" · {made.result.replace(f'<@{viewer}>', 'you')}" if made.result else ""


def _note(made: Decision) -> str:
    points = len(made.points) + (1 if made.note else 0)
    if made.verdict in ANSWERS:
        return ""
    if made.verdict is Verdict.REVISE:
        return f" · {points} {'point' if points == 1 else 'points'}"
    return f" · “{esc(cut(made.note, 60))}”" if made.note else ""


def consequence(item: Item, made: Decision, viewer: str, now: datetime) -> str:
    """What happens next, or what has happened."""
    if made.result:
        return f"It was {made.result}.".replace(f"<@{viewer}>", "you")
    wait = max(0, round((made.effect_due - made.at).total_seconds()))
    if made.verdict in ANSWERS:
        return f"{item.task.brief.worker} {'goes on' if made.effected_at else f'goes on in {wait} s'}."
    if made.verdict is Verdict.APPROVE:
        return f"It is {done(item.task)} after {wait} s.".replace(f"<@{viewer}>", "you")
    if made.verdict is Verdict.REVISE:
        started = made.effected_at is not None
        return (
            f"{item.task.brief.worker} {'works on' if started else f'starts in {wait} s on'} v{item.draft_version + 1}."
        )
    return f"“{esc(cut(made.note, 80))}”" if made.verdict is Verdict.REJECT and made.note else ""


def _after(item: Item, made: Decision, now: datetime) -> list[Block]:
    """Buttons that keep the card's height."""
    if can_undo(made, now):
        more = [button("Add a reason", ids.REASON, ids.of(item))] if made.verdict is Verdict.REJECT else []
        return [actions(button("Undo", ids.UNDO, ids.of(item)), *more)]
    if made.verdict is Verdict.REJECT and not made.note:
        return [actions(button("Reopen", ids.REOPEN, item.task.key), button("Add a reason", ids.REASON, ids.of(item)))]
    if made.effected_at is None:
        return []
    if made.verdict in (Verdict.APPROVE, Verdict.REJECT):
        return [actions(button("Reopen", ids.REOPEN, item.task.key))]
    return []


def can_undo(made: Decision, now: datetime) -> bool:
    return made.effected_at is None and made.undone_at is None and now < made.effect_due
