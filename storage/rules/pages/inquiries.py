"""What views draw of a question to an agent."""

from dataclasses import dataclass

from storage.rules.values.draft import Draft
from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A person's question to the agent that made a draft. `answer` is empty until there is one."""

    task: Task
    draft: Draft
    text: str
    answer: str = ""
