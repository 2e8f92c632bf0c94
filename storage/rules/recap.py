"""Where a person left off in a stream, and what has come since: told from the history alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

NEWS = 3  # things that are named of those that came since

# What a person did, and what others did, by the name of a row of history; all else says nothing about where one stands.
DONE: Mapping[str, str] = MappingProxyType(
    {
        "assign": "assigned {title}",
        "approve": "approved {title}",
        "revise": "asked for changes to {title}",
        "reject": "rejected {title}",
        "answer": "answered a question on {title}",
        "allow": "allowed a step of {title}",
        "allow all": "allowed all steps of {title}",
        "refuse": "refused a step of {title}",
        "retry": "asked for {title} again",
        "cancel": "canceled {title}",
        "edit": "changed the brief of {title}",
        "reopen": "reopened {title}",
        "steer": "said something on {title}",
        "stop": "stopped {title}",
        "submit": "handed in {title}",
        "decline": "said that you can't do {title}",
        "reassign": "gave {title} to somebody else",
    }
)
CAME: Mapping[str, str] = MappingProxyType(
    {
        "hand in": "{title} is ready",
        "submit": "{who} handed in {title}",
        "question": "{who} asks about {title}",
        "permission": "{who} asks leave for {title}",
        "fail": "{title} did not work",
        "decline": "{who} can't do {title}",
        "flow": "{title} went on by itself",
        "by habit": "{title} was approved by a rule",
        "assign": "{who} assigned {title}",
        "approve": "{who} approved {title}",
        "revise": "{who} asked for changes to {title}",
        "reject": "{who} rejected {title}",
        "cancel": "{who} canceled {title}",
        "reopen": "{who} reopened {title}",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that happened to a task of a stream.

    Attributes:
        who: a person's id, or an agent's name.
        task: the name of the task, such as “T-12”.
    """

    at: datetime
    who: str
    what: str
    task: str
    title: str


@dataclass(frozen=True, slots=True)
class Recap:
    """The last act of a person, what came after it, the newest first, and how much more did."""

    last: Act | None = None
    since: tuple[Act, ...] = ()
    more: int = 0


def recap(acts: Sequence[Act], user: str) -> Recap:
    """Return where a person left off.

    Args:
        acts: of the tasks that the person may see, the oldest first.
    """
    mine = [n for n, act in enumerate(acts) if act.who == user and act.what in DONE]
    news = [act for act in acts[mine[-1] + 1 if mine else 0 :] if act.who != user and act.what in CAME]
    once = list({(act.what, act.task): act for act in news}.values())[::-1]
    return Recap(acts[mine[-1]] if mine else None, tuple(once[:NEWS]), max(0, len(once) - NEWS))
