"""Which kinds of background work there are, and the queue of each."""

from collections.abc import Mapping
from enum import StrEnum


class Queue(StrEnum):
    """The queue of a job: its concurrency limit counts, and it tells which processes run the job."""

    PEOPLE = "people"  # what people said: they wait for it
    SLACK = "slack"  # what is said in Slack, at its pace
    DEFAULT = "default"
    ATTEMPTS = "attempts"  # what agents work on, and what is brought to a repository
    LOOKS = "looks"  # what agents and critic are asked beside: it is short, and people wait for it


class JobKind(StrEnum):
    """A kind of background work."""

    POST = "post"
    REDRAW = "redraw"
    EFFECT = "effect"
    SETTLE = "settle"
    ROWS = "rows"  # of a list, some at a time
    PROFILE = "profile"
    INBOX = "inbox"
    ATTEMPT = "attempt"
    FORGET = "forget"
    GIVE_BACK = "give back"  # what was set aside for calls of a model that nobody answers
    PUBLISH = "publish"
    SUGGEST = "suggest"
    QUESTION = "question"
    ADVANCE = "advance"  # what comes after a task that was closed, or opened again
    CHECK = "check"  # what a colleague hands in
    RECHECK = "recheck"  # what a person edited
    LATE = "late"  # whether a colleague's work is
    BACK = "back"  # whether who was away is
    STILL_RIGHT = "still right"  # to ask so, a week after an approval


QUEUES: Mapping[JobKind, Queue] = {
    JobKind.POST: Queue.SLACK,
    JobKind.REDRAW: Queue.SLACK,
    JobKind.EFFECT: Queue.DEFAULT,
    JobKind.SETTLE: Queue.DEFAULT,
    JobKind.ROWS: Queue.DEFAULT,
    JobKind.PROFILE: Queue.DEFAULT,
    JobKind.INBOX: Queue.PEOPLE,
    JobKind.ATTEMPT: Queue.ATTEMPTS,
    JobKind.FORGET: Queue.LOOKS,
    JobKind.GIVE_BACK: Queue.DEFAULT,
    JobKind.PUBLISH: Queue.ATTEMPTS,
    JobKind.SUGGEST: Queue.LOOKS,
    JobKind.QUESTION: Queue.LOOKS,
    JobKind.ADVANCE: Queue.DEFAULT,
    JobKind.CHECK: Queue.LOOKS,
    JobKind.RECHECK: Queue.LOOKS,
    JobKind.LATE: Queue.DEFAULT,
    JobKind.BACK: Queue.DEFAULT,
    JobKind.STILL_RIGHT: Queue.DEFAULT,
}
