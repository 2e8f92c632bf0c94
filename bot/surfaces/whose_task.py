"""Which of several tasks a person's words are about."""

from collections.abc import Sequence

from bot.surfaces.about import About
from bot.surfaces.spoken import Spoken
from bot.views import replies
from storage.rules.authority import UNKNOWN
from storage.rules.lifecycle import RUNNING
from storage.rules.refusal import Refused
from storage.rules.replies import Reply


def can_answer(about: Sequence[About]) -> bool:
    """Tell whether a question may be to the agent of a thread's one task: it has handed something in, or is at it."""
    return len(about) == 1 and (about[0].task.draft_version > 0 or about[0].task.state in RUNNING)


def own(spoken: Spoken, about: Sequence[About]) -> list[About]:
    """Return what a person has a part in, if only in somebody's place."""
    user = spoken.envelope.user
    parts = ((a, (a.task.assigner, a.task.reviewer, a.item.reviewer if a.item else "")) for a in about)
    return [a for a, people in parts if user in people]


def is_named(about: About, reply: Reply) -> bool:
    """Tell whether words name a task, or none at all."""
    return reply.number is None or about.task.named == (reply.number, reply.run)


def the_meant(about: Sequence[About], reply: Reply) -> About:
    """Return the one that words mean.

    Raises:
        Refused: it is not clear which, or it is none of them.
    """
    if reply.number is None and len(about) > 1:
        raise Refused(replies.waiting(", ".join(a.task.name for a in about)))
    chosen = [a for a in about if is_named(a, reply)]
    if not chosen:
        raise Refused(UNKNOWN)
    return chosen[0]
