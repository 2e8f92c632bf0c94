"""Whether a person should see what an agent handed in."""

import re

from agents.tools.change_in_draft import TEST_RUN
from agents.work.deliverable import Deliverable, Unusable
from storage.ledger.work.assignment import Assignment
from storage.rules.words import clean, one_line, visible

MOST = 200_000  # characters of a draft
BESIDE = 20_000  # characters of its title, its summary and its answers
_REFUSAL = re.compile(
    r"\s*(?:unfortunately,? |(?:i(?:'m| am) )?(?:very |so )?sorry,? (?:but )?|i apologi[sz]e,? (?:but )?)*"
    r"(?:i(?:'m| am) (?:unable|not able)|i (?:can(?:'|no)t|cannot|won't|must decline)\b"
    r"(?: (?:help|assist|do|comply|provide|fulfil) (?:you |with )?(?:with |that|this|it)\b|\s*[.!]|$)|as an ai\b)",
    re.I,
)
_OURS = re.compile(
    r"^[^\S\n]*[✓✗↺]|\bchecks \d+ of \d+\b|\[(?:approve|revise|reject)[^\]\n]{0,200}\]|"
    r"\b(?:already|pre-?|auto-?)\s?approved\b|^[^\S\n]*approved\b|"
    r"\bapproved (?:by|on behalf of) (?:<?@|you|the reviewer|sluice)|\byou (?:have )?approved\b|"
    r"\bno (?:review|decision) (?:is )?(?:needed|necessary|required)\b",
    re.I | re.M,
)


def check(made: object, assignment: Assignment, text: str = "") -> Deliverable:
    """Return what a model handed in, after checking that a person should see it.

    Args:
        text: the model's last words, where it ended without handing in.

    Raises:
        Unusable: nothing, a refusal, an empty or endless text, the old version again, or words that pass for ours.
    """
    if not isinstance(made, Deliverable):
        words = f": “{one_line(text)[:160]}”" if visible(text) else ""
        raise Unusable(f"The model ended without handing anything in{words}.")
    if len(made.body) > MOST:
        raise Unusable(f"The model handed in {len(made.body):,} characters; at most {MOST:,} can be reviewed.")
    beside = (made.title, made.summary, made.look_first, *made.answers)
    if (length := sum(map(len, beside))) > BESIDE:
        raise Unusable(f"The model handed in {length:,} characters beside the draft; at most {BESIDE:,} can be read.")
    if not visible(made.body):
        raise Unusable("The model handed in an empty draft.")
    if len(made.body.split()) < 60 and _REFUSAL.match(made.body.replace("’", "'")):
        raise Unusable(f"The model refused: “{one_line(made.body)[:160]}”.")
    if assignment.previous is not None and _same(made.body, assignment.previous.body):
        raise Unusable("The model handed the last version in again, unchanged.")
    told = "\n".join(map(one_line, beside))
    if imitation := _OURS.search(told):
        raise Unusable(f"Its summary passes for a message of Sluice's: “{one_line(imitation[0])[:60]}”.")
    return made


def _same(new: str, old: str) -> bool:
    """Whether the words are those of the old one, whatever was put behind them in the end."""
    return " ".join(clean(new).split()) == " ".join(old.split(TEST_RUN)[0].split())
