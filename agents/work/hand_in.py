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
    r"(?:i(?:'m| am) (?:unable|not able) to (?:help|assist|comply|provide|fulfil|do|create|write|generate|complete)\b|"
    r"i (?:can(?:'|no)t|cannot|won't|must decline)\b"
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


def check(made: object, assignment: Assignment, text: str = "", changed: bool = False) -> Deliverable:
    """Return what a model handed in, after checking that a person should see it.

    Args:
        text: the model's last words, where it ended without handing in.
        changed: whether anything beside the text may be new: files of its own, or a repository.

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
    answered = bool(assignment.asked) and len([a for a in made.answers if visible(a)]) >= len(assignment.asked)
    same = assignment.previous is not None and _same(made.body, assignment.previous.body)
    if same and not changed and not answered:  # with an answer to each point the reviewer sees why it stays
        raise Unusable("The model handed the last version in again, unchanged.")
    asked_for = f"{assignment.task.brief.title} {assignment.task.brief.goal}".casefold()
    own = beside[1:] if one_line(made.title).casefold() in asked_for else beside  # a title of the brief is no claim
    told = "\n".join(map(one_line, own))
    if imitation := _OURS.search(told):
        raise Unusable(f"Its summary passes for a message of Sluice's: “{one_line(imitation[0])[:60]}”.")
    return made


def _same(new: str, old: str) -> bool:
    """Whether the words are those of the old one, whatever was put behind them in the end."""
    return " ".join(clean(new).split()) == " ".join(old.split(TEST_RUN)[0].split())
