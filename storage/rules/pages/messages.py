"""What views draw of messages and of where things are brought."""

from dataclasses import dataclass
from datetime import datetime

from storage.rules.people import Person
from storage.rules.posts import PostKind, PostState
from storage.rules.values.place import Place


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """A collection's message that still has all there is: where it stands, how much of it is to decide, and how much
    waits behind it."""

    collection: int
    place: Place
    sent_at: datetime
    to_decide: int
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """What came of saying that one is away: how many things moved to the stand-in, and how many stay."""

    person: Person
    moved: int = 0
    stay: int = 0
