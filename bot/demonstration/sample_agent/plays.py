"""What the sample agent plays for each of its tasks: which text, and what stands in it."""

from collections.abc import Callable, Mapping

from agents.roster.ends import Waits
from bot.demonstration.sample_agent.script import (
    ANNOUNCEMENT,
    ASK_DAY,
    ASK_ROOM,
    INVITATION,
    INVOICES,
    MEMO,
    ONE_SCRIPT,
    PLAN,
    ROOM,
)
from storage.ledger.work.assignment import Assignment
from storage.rules.values.decision import Verdict
from storage.rules.words import capital

Play = Callable[[Assignment], tuple[str, str]]  # the name of the script, and what stands for {answer} in it


def _memo(given: Assignment) -> tuple[str, str]:
    return ("memo-v1" if given.version == 1 else "memo-v2"), ""


def _announcement(given: Assignment) -> tuple[str, str]:
    return f"announcement-{'ab'[given.candidate % 2]}", ""


def _invitation(given: Assignment) -> tuple[str, str]:
    if ASK_DAY.key not in given.answers:
        raise Waits((ASK_DAY,))
    return "invitation", given.answers[ASK_DAY.key]


def _room(given: Assignment) -> tuple[str, str]:
    if ASK_ROOM.key not in given.answers:
        raise Waits((ASK_ROOM,))
    return ("no-room" if given.answers[ASK_ROOM.key] == Verdict.REFUSE else "room"), ""


PLAYS: Mapping[str, Play] = {
    MEMO: _memo,
    ANNOUNCEMENT: _announcement,
    INVITATION: _invitation,
    ROOM: _room,
    INVOICES: lambda given: ("invoices", ""),
    PLAN: lambda given: ("launch-plan", ""),
}


def answer_to_note(given: Assignment) -> tuple[str, tuple[str, ...]]:
    """Return what the draft answers to its reviewer's note, and what it could not do."""
    if given.previous is None or not given.asked:
        return "", ()
    if given.task.brief.title == MEMO and given.version == 2:
        return "Shorter: done.\nWho does what by when: done.", ()
    return f"{capital(ONE_SCRIPT)}.", (ONE_SCRIPT,)
