"""A scripted agent of the demonstration: it plays what the offline worker can't make honestly, and says so."""

from dataclasses import dataclass, field
from importlib import resources

from agents.roster.agent_spec import AgentSpec
from agents.roster.contract import Plain
from agents.roster.ends import CannotDo
from bot.demonstration.sample_agent.plays import PLAYS, answer_to_note
from bot.demonstration.sample_agent.script import INVOICES, MADE_BY, NO_EXPORT, NOT_MINE
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft
from storage.rules.values.item import Remedy

NAME = "sample"
SPEC = AgentSpec(description="Plays the demonstration's own tasks from a script: no model, no real work")


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


def _draft(given: Assignment, script: str, answer: str) -> Draft:
    text = resources.files("bot.samples.scripted").joinpath(f"{script}.md").read_text("utf-8")
    summary, body = (part.strip() for part in text.replace("{answer}", answer).split("\n---\n", 1))
    told, missing = answer_to_note(given)
    return Draft(
        version=given.version,
        title=given.task.brief.title,
        summary=summary,
        body=body,
        made_by=MADE_BY,
        answer=told,
        missing=missing,
    )
