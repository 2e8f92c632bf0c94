"""What the checks say of a draft, in the lines of its card, and whether the card leaves anything to open."""

from bot.views.doubts import quoted
from bot.views.kit import cut
from bot.views.point_answers import ANSWERS
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import AGAINST, COMPARE, SENT_BACK, THEY_ASK, UNSOURCED, Draft
from storage.rules.words import capital, many, one_line, unmarked

MARK = {Finding.MET: "✓", Finding.NOT_MET: "✗", Finding.IN_DOUBT: "?", Finding.NOT_CHECKED: "·"}
CHECKS = 120  # characters
SUMMARY = 200  # of the worker's words on a card


def is_all(draft: Draft) -> bool:
    """Tell whether the summary of a draft is the whole of it, so that a card with it leaves nothing to open."""
    summary = one_line(unmarked(draft.summary))
    return 0 < len(summary) <= SUMMARY and summary == one_line(unmarked(draft.body)) and not draft.files[1:]


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
    return f"{line.rstrip('.')} · {maker(draft)}" if line else f"{capital(maker(draft))}."


def maker(draft: Draft) -> str:
    """Return what made a draft, and that a person changed it since."""
    return f"{draft.made_by}, then edited by hand" if draft.edited_by else draft.made_by


def _overruled(count: int) -> str:
    return f"You overruled {many(count, 'check')}." if count else ""


def _named(words: str, checks: tuple[Check, ...]) -> str:
    if not checks:
        return ""
    first = cut(one_line(checks[0].criterion), 50)
    evidence = f" ({cut(quoted(checks[0].evidence), 40)})" if checks[0].evidence else ""
    return f"{words}: “{first}”{evidence}" + (f" and {len(checks) - 1} more." if len(checks) > 1 else ".")
