"""What views draw of our messages."""

from dataclasses import dataclass
from datetime import datetime

from storage.rules.posts import PostKind, PostState


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message of ours.

    Attributes:
        channel: empty while the owner's direct messages have not been opened.
        ts: where it stands; of a file, its id in Slack.
        error: why Slack did not take it.
    """

    id: int
    team: str
    key: str
    kind: PostKind
    subject: str
    channel: str
    thread: str
    owner: str
    state: PostState
    ts: str
    error: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A post that did not get to its place: of a delivery, the part of it that is not there.

    Attributes:
        name: what it is about.
        again_at: when it was tried again in vain; None where it was tried once.
        taken_by: who had it brought to them, where that is not who is told.
    """

    post: Post
    name: str
    again_at: datetime | None = None
    taken_by: str = ""
    zone: str = "UTC"
