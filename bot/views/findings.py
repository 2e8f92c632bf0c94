"""What the checks say of a draft, in the lines of its card: what changed, what is missing, what is not met."""

import re

from bot.views.doubts import quoted, shown_path
from bot.views.kit import cut
from storage.rules.own_words import count_words
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import AGAINST, COMPARE, SENT_BACK, THEY_ASK, UNSOURCED, Draft
from storage.rules.words import many, one_line, unmarked

SINCE, CHECKS, ANSWERS = 120, 120, 160  # characters
SUMMARY = 200  # of the worker's words on a card
_UNDONE = re.compile(r"\bnot (?:done|possible|answered|followed)\b", re.I)  # how an answer to a point says so
_POINT = re.compile(r"(?:\d+\. )?(?:“.*”: (?=(?:not )?done: ))?(?:(?:not )?done: )?")  # what stands before an answer


def missing(draft: Draft, shown: str = "") -> str:
    """Return what the worker could not do or find: the first thing, and how many more; '' for nothing.

    Args:
        shown: what stands beside that, of its summary and of its answers: nothing is said twice.
    """
    lines = [line for line in map(one_line, draft.missing) if not _stands(line, one_line(shown))]
    more = f" And {len(lines) - 1} more." if len(lines) > 1 else ""
    return f"{gap(cut(lines[0], CHECKS))}{more}" if lines else ""


def is_all(draft: Draft) -> bool:
    """Tell whether the summary of a draft is the whole of it, so that a card with it leaves nothing to open."""
    summary = one_line(unmarked(draft.summary))
    return 0 < len(summary) <= SUMMARY and summary == one_line(unmarked(draft.body)) and not draft.files[1:]


def gap(line: str) -> str:
    """Return one thing that a draft lacks, in words for its reviewer; what says so itself is left as it is."""
    return line if line.endswith("?") or _UNDONE.match(line) else f"Missing: {line}"


def touches(draft: Draft) -> str:
    """Return the first part of a change that runs by itself or leads elsewhere, and how many more; '' for none."""
    if draft.change is None or not draft.change.sensitive:
        return ""
    first, *others = draft.change.sensitive
    more = f" and {len(others)} more" if others else ""
    return f"Touches what runs by itself: {cut(shown_path(first), CHECKS)}{more}."


def since(draft: Draft, previous: Draft | None, shown: str = "", new_to_it: bool = False) -> str:
    """Return what changed since the last version, and the answers to the reviewer's points, undone ones first.

    Args:
        shown: what stands beside it; an answer that is in it is not repeated.
        new_to_it: whether the points are those of who decided before.
    """
    if previous is None:
        return ""
    answers = [a for a in draft.answer.splitlines() if a.strip()]
    undone = [answer for answer in answers if _UNDONE.search(answer)]
    points = (
        f" {'The' if new_to_it else 'Your'} {many(len(answers), 'point')}: {_met_points(len(answers), len(undone))}."
        if answers
        else ""
    )
    ordered = [*undone, *(answer for answer in answers if answer not in undone)]
    told = " ".join(text for answer in ordered if (text := _answer(answer, answer in undone, shown)))
    same = f"v{draft.version} is the same text as v{previous.version}."
    changed = f"Since v{previous.version}: {count_words(previous.body)} → {many(count_words(draft.body), 'word')}."
    line = cut(f"{same if draft.body == previous.body else changed}{points}", SINCE)
    return f"{line} {cut(told, ANSWERS)}".strip()


def _answer(line: str, undone: bool, shown: str) -> str:
    """Return an answer without the point that it answers; empty where it stands in what is shown."""
    text = one_line(line)
    if _stands(text, shown):
        return ""
    text = text[_end(text) :]
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    return f"Not done: {text}" if undone and not _UNDONE.search(text) else f"{text[:1].upper()}{text[1:]}"


def _stands(line: str, shown: str) -> bool:
    """Tell whether a line, without the point that it answers, stands in what is shown."""
    return line[_end(line) :].rstrip(".").casefold() in shown.casefold()


def _end(line: str) -> int:
    match = _POINT.match(line)
    return match.end() if match else 0


def remarked(draft: Draft) -> str:
    """Return what is known beyond the criteria: questions to check; the critic's words, counted: Open has them."""
    unsourced = sum(r.startswith(UNSOURCED) for r in draft.remarks)
    against = sum(r.startswith(AGAINST) for r in draft.remarks)
    parts = [
        "Went back once before you saw it." if any(r.startswith(SENT_BACK) for r in draft.remarks) else "",
        *(cut(one_line(r), ANSWERS) for r in draft.remarks if r.startswith((THEY_ASK, COMPARE))),
        f"{unsourced} {'claim has' if unsourced == 1 else 'claims have'} no source." if unsourced else "",
        f"{against} {'contradicts' if against == 1 else 'contradict'} a source." if against else "",
    ]
    return " ".join(p for p in parts if p)


def _met_points(count: int, open_points: int) -> str:
    if open_points == count:
        return "not done"
    return f"{count - open_points} done, {open_points} not" if open_points else "done"


def checks_line(draft: Draft) -> str:
    """Return “3 of 4 checks met. In doubt: …”; it names only what is not met, in doubt or not checked."""
    met, total, unknown = len(draft.found(Finding.MET)), len(draft.checks), len(draft.found(Finding.NOT_CHECKED))
    parts = [
        f"{met} of {total} {'check' if total == 1 else 'checks'} met." if total > unknown else "",
        _named("Not met", draft.unsettled(Finding.NOT_MET)),
        _named("In doubt", draft.unsettled(Finding.IN_DOUBT)),
        _overruled(sum(1 for check in draft.checks if check.wrong)),
        _named("Not checked", draft.found(Finding.NOT_CHECKED)),
    ]
    line = cut(" ".join(part for part in parts if part), CHECKS + 60)
    return f"{line.rstrip('.')} · {draft.made_by}" if line else f"{draft.made_by[:1].upper()}{draft.made_by[1:]}."


def _overruled(count: int) -> str:
    return f"You overruled {many(count, 'check')}." if count else ""


def _named(words: str, checks: tuple[Check, ...]) -> str:
    if not checks:
        return ""
    first = cut(one_line(checks[0].criterion), 50)
    evidence = f" ({cut(quoted(checks[0].evidence), 40)})" if checks[0].evidence else ""
    return f"{words}: “{first}”{evidence}" + (f" and {len(checks) - 1} more." if len(checks) > 1 else ".")
