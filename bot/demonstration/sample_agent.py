"""A scripted agent of the demonstration: it plays what the offline worker can't make honestly, and says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources

from agents.roster.agent_spec import AgentSpec
from agents.roster.contract import Plain
from agents.roster.ends import CannotDo, Waits
from storage.ledger.work.assignment import Assignment
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.item import Remedy

NAME = "sample"
MADE_BY = "a scripted sample"
SPEC = AgentSpec(description="Plays the demonstration's own tasks from a script: no model, no real work")

MEMO = "Decision memo from the pricing meeting"
ANNOUNCEMENT = "Announcement of the new price"
INVITATION = "Invitation to the launch webinar"
ROOM = "A room for the launch rehearsal"
INVOICES = "List of the invoices that are still open"
PLAN = "Launch plan for 15 December"

DAYS = ("9 December", "11 December", "16 December")
ASK_DAY = Ask(
    key="day",
    kind=Kind.QUESTION,
    text="Which day should the invitation name? The notes say only “mid-December”. (A scripted sample asks.)",
    choices=DAYS,
)
ASK_ROOM = Ask(
    key="room",
    kind=Kind.PERMISSION,
    text="Room Lyon is free and has a screen. May I book it? (A scripted sample asks: no calendar is touched.)",
    tool="calendar.book",
    args="room: Lyon\nday: 11 December\ntime: 15:00 to 16:00\npeople: Alice, Bob, Cara",
)
NO_EXPORT = "The billing export answered with an error (503, busy). A scripted sample: with Retry it works."
NOT_MINE = "The sample agent knows only the demonstration's own tasks. Assign this to writer."
ONE_SCRIPT = "not done: a scripted sample knows only its script; writer works on real notes"

Play = Callable[[Assignment], tuple[str, str]]  # the name of the script, and what stands for {answer} in it


@dataclass(slots=True)
class SampleAgent(Plain):
    """An `Agent` whose drafts, questions and failure are written beforehand, by the titles of their tasks."""

    _tried: set[int] = field(default_factory=set)  # tasks whose failure was played

    async def work(self, given: Assignment) -> Draft:
        """Return the draft that is written beforehand for the title of the task.

        Raises:
            CannotDo: the played failure, or a task that has no script.
            Waits: the question, or the permission.
        """
        title = given.task.brief.title
        if title == INVOICES and given.task.id not in self._tried:
            self._tried.add(given.task.id)
            raise CannotDo(NO_EXPORT, Remedy.NOTHING)
        if title not in PLAYS:
            raise CannotDo(NOT_MINE)
        script, answer = PLAYS[title](given)
        return _draft(given, script, answer)


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


def _draft(given: Assignment, script: str, answer: str) -> Draft:
    text = resources.files("bot.samples.scripted").joinpath(f"{script}.md").read_text("utf-8")
    summary, body = (part.strip() for part in text.replace("{answer}", answer).split("\n---\n", 1))
    told, missing = _told(given)
    return Draft(
        version=given.version,
        title=given.task.brief.title,
        summary=summary,
        body=body,
        made_by=MADE_BY,
        answer=told,
        missing=missing,
    )


def _told(given: Assignment) -> tuple[str, tuple[str, ...]]:
    """Return what the draft answers to its reviewer's note, and what it could not do."""
    if given.previous is None or not given.asked:
        return "", ()
    if given.task.brief.title == MEMO and given.version == 2:
        return "Shorter: done.\nWho does what by when: done.", ()
    return f"{ONE_SCRIPT[:1].upper()}{ONE_SCRIPT[1:]}.", (ONE_SCRIPT,)
