"""Where a person left off in a stream, and what has come since: told from the history alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.rules.happenings import TELLINGS, Happening

NEWS = 3  # things that are named of those that came since

# What a person did, and what others did; all else says nothing about where one stands.
DONE: Mapping[str, str] = {what: telling.yours for what, telling in TELLINGS.items() if telling.yours}
UNDONE = (Happening.UNDO, Happening.VOID)
CAME: Mapping[str, str] = {what: telling.theirs for what, telling in TELLINGS.items() if telling.theirs}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that happened to a task of a stream.

    Attributes:
        who: a person's id, or an agent's name.
        task: the name of the task, such as “T-12”.
        undoes: what happened before and does not hold any more; '' for all but an undo.
    """

    at: datetime
    who: str
    what: str
    task: str
    title: str
    undoes: str = ""


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
    acts = _that_hold(acts)
    mine = [n for n, act in enumerate(acts) if act.who == user and act.what in DONE]
    news = [act for act in acts[mine[-1] + 1 if mine else 0 :] if act.who != user and act.what in CAME]
    once = dict[str, Act]()
    for act in reversed(news):
        once.setdefault(act.task, act)
    newest = tuple(once.values())
    return Recap(acts[mine[-1]] if mine else None, newest[:NEWS], max(0, len(newest) - NEWS))


def _that_hold(acts: Sequence[Act]) -> list[Act]:
    """Return what happened without what was undone."""
    kept = list[Act]()
    for act in acts:
        undone = [n for n, before in enumerate(kept) if (before.task, before.what) == (act.task, act.undoes)]
        if undone:
            del kept[undone[-1]]
        elif not act.undoes:
            kept.append(act)
    return kept
