"""Who may do what: one table. What it does not list is refused, in the same words whether it exists or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from storage.rules.refusal import Reason, Refused

UNKNOWN = "I can't find that, or it isn't yours to decide."
LEFT_OUT = "Sluice is open to some people of this workspace only. Its administrator can add you."
MEMBERS_ONLY = "Only full members of this workspace can do that."
WHO_ARE_YOU = "Slack has not told me yet who you are. Nothing was shown or changed: try again in a moment."
ADMINS_ONLY = "Only an administrator of Sluice can do that: the list `admins` in `sluice.toml` names them."
NOT_THEIR_CHANNEL = "Only who created this channel, or an administrator of Sluice, sets its times: ask one of them."
FOUR_EYES = "A second person must approve here: someone else decides what you assigned, or did."
EDIT_FOUR_EYES = "A second person must approve here, not who edited the draft. Ask for the change with Revise."
NOT_THEIR_STREAM = "Only the owner of a stream does that: its page names them."
NOT_THEIR_PLAYBOOK = "Only who saved a playbook changes or deletes it: `/sluice playbook list` names them."


class Subject(StrEnum):
    """The relation of a person to the thing that they want to act on."""

    OWNER = "owner"  # who assigned it, or whose settings, message or channel it is
    REVIEWER = "reviewer"
    WORKER = "worker"  # a colleague who does the task
    STAND_IN = "stand-in"  # who decides in the reviewer's place while they are away
    MEMBER = "member"  # any full member of the workspace
    ADMIN = "admin"  # of Sluice
    GUEST = "guest"
    EXTERNAL = "external"  # of another company or another workspace
    DEACTIVATED = "deactivated"
    BOT = "bot"
    LEFT_OUT = "left out"  # whom the installation does not name
    NOT_KNOWN = "not known"  # Slack has not said who they are


class Action(StrEnum):
    """A thing that people do, and that the table allows or refuses."""

    ASSIGN = "assign"
    RECEIPT = "receipt"  # what one is told of one's own task
    SEE = "see"  # title and state
    READ = "read"  # the draft, its checks and files, and the history
    APPROVE = "approve"
    EDIT_DRAFT = "edit draft"  # write a version over, and approve that
    REVISE = "revise"
    REJECT = "reject"
    MEND = "mend"  # retry or give up something that failed
    UNDO = "undo"  # of who decided it: `lifecycle` knows the rest
    REOPEN = "reopen"
    CANCEL = "cancel"
    EDIT = "edit"
    BRING = "bring"
    STEER = "steer"  # a word to who works on it
    STOP = "stop"
    ANSWER = "answer"
    ALLOW = "allow"  # a tool's call
    SEND_AGAIN = "send again"  # what did not get to its place
    WORK = "work"  # submit, ask, decline, hand to somebody: what the worker of a task does
    REASSIGN = "reassign"
    MOVE = "move"  # put an item off, or give it to somebody
    LOOK = "look"  # one's own lists, and how agents do
    SETTINGS = "settings"  # one's own times and limits
    CHANNEL_TIMES = "channel times"
    STREAM = "stream"  # share, hold, close and set it
    PLAYBOOK = "playbook"  # change and delete one
    ADMINISTER = "administer"  # stop everything, and let it go on


class Grant(StrEnum):
    """The content of one cell of the table."""

    YES = "yes"
    HELD = "held"  # it is saved, and waits until Slack says who they are
    OF_THEIR_OWN = "of their own"
    WITHOUT_FOUR_EYES = "without four eyes"  # not where they assigned or did it, and four eyes are asked for
    UNLESS_FOUR_EYES = "unless four eyes"  # are asked for
    IF_MEMBERS_MAY = "if members may"  # where the installation leaves it to members


_PARTIES = {Subject.OWNER: Grant.YES, Subject.REVIEWER: Grant.YES}
_WITH_WORKER = {**_PARTIES, Subject.WORKER: Grant.YES}
_READERS = {**_WITH_WORKER, Subject.STAND_IN: Grant.YES}
_MEMBERS = {Subject.MEMBER: Grant.YES}

TABLE: Mapping[Action, Mapping[Subject, Grant]] = MappingProxyType(
    {
        Action.ASSIGN: {**_MEMBERS, Subject.NOT_KNOWN: Grant.HELD},
        Action.RECEIPT: {Subject.OWNER: Grant.YES, Subject.NOT_KNOWN: Grant.OF_THEIR_OWN},
        Action.SEE: {**_READERS, Subject.ADMIN: Grant.YES},
        Action.READ: _READERS,
        Action.APPROVE: {Subject.REVIEWER: Grant.WITHOUT_FOUR_EYES},
        Action.EDIT_DRAFT: {Subject.REVIEWER: Grant.UNLESS_FOUR_EYES},
        Action.REVISE: _PARTIES,
        Action.REJECT: _PARTIES,
        Action.MEND: _PARTIES,
        Action.UNDO: _PARTIES,
        Action.REOPEN: _PARTIES,
        Action.CANCEL: {**_PARTIES, Subject.ADMIN: Grant.YES},
        Action.EDIT: {Subject.OWNER: Grant.YES},
        Action.BRING: _PARTIES,
        Action.STEER: _PARTIES,
        Action.STOP: {**_PARTIES, Subject.ADMIN: Grant.YES},
        Action.ANSWER: _PARTIES,
        Action.ALLOW: {Subject.REVIEWER: Grant.YES},
        Action.SEND_AGAIN: {Subject.OWNER: Grant.YES},
        Action.WORK: {Subject.WORKER: Grant.YES},
        Action.REASSIGN: _PARTIES,
        Action.MOVE: {Subject.REVIEWER: Grant.YES},
        Action.LOOK: _MEMBERS,
        Action.SETTINGS: _MEMBERS,
        Action.CHANNEL_TIMES: {
            Subject.OWNER: Grant.YES,
            Subject.MEMBER: Grant.IF_MEMBERS_MAY,
            Subject.ADMIN: Grant.YES,
        },
        Action.STREAM: {Subject.OWNER: Grant.YES},
        Action.PLAYBOOK: {Subject.OWNER: Grant.YES},
        Action.ADMINISTER: {Subject.ADMIN: Grant.YES},
    }
)
_WORDS = {
    Action.ADMINISTER: ADMINS_ONLY,
    Action.CHANNEL_TIMES: NOT_THEIR_CHANNEL,
    Action.STREAM: NOT_THEIR_STREAM,
    Action.PLAYBOOK: NOT_THEIR_PLAYBOOK,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """The person that a request says it is from. No rule takes a claim: `ledger.access` makes an `Actor` of it."""

    user: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person as the ledger and the last look at their profile know them; made from their row alone.

    Attributes:
        known: whether Slack has said who they are.
        left_out: whether the installation names the people whom Sluice is for, and not them.
    """

    user: str
    team: str
    bot: bool = False
    deleted: bool = False
    guest: bool = False
    stranger: bool = False
    known: bool = False
    left_out: bool = False

    @property
    def outside(self) -> Subject | None:
        """The reason why somebody is no full member of their workspace; None for a full member."""
        for holds, subject in (
            (self.bot, Subject.BOT),
            (self.stranger, Subject.EXTERNAL),
            (self.deleted, Subject.DEACTIVATED),
            (self.guest, Subject.GUEST),
            (self.left_out, Subject.LEFT_OUT),
            (not self.known, Subject.NOT_KNOWN),
        ):
            if holds:
                return subject
        return None

    @property
    def may_be_member(self) -> bool:
        """Whether somebody is a full member, or may turn out to be one."""
        return self.outside in (None, Subject.NOT_KNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The choices of an installation. Empty `admins` means nobody, empty `people` every full member."""

    admins: frozenset[str] = frozenset()
    four_eyes: bool = False
    members_set_channel_times: bool = False
    people: frozenset[str] = frozenset()

    def leaves_out(self, user: str) -> bool:
        """Tell whether the installation names the people whom Sluice is for, and not this one."""
        return bool(self.people) and user not in self.people | self.admins


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of people in one thing.

    Attributes:
        assigner: its owner; empty where it has none.
        reviewer: who decides; empty where nobody does.
        worker: the colleague who works on it; empty where an agent does.
        stands_for: the reviewer in whose place somebody else is; they decide, too.
        stand_in: who decides in the reviewer's place, on what is on their shelf.
    """

    team: str
    assigner: str = ""
    reviewer: str = ""
    worker: str = ""
    stands_for: str = ""
    stand_in: str = ""


def subjects(actor: Actor, roles: Roles, policy: Policy) -> frozenset[Subject]:
    """Return all relations of somebody to a thing. Who is no full member has only one."""
    if actor.team != roles.team:
        return frozenset({Subject.EXTERNAL})
    if actor.outside is not None:
        return frozenset({actor.outside})
    theirs = {
        Subject.OWNER: actor.user == roles.assigner,
        Subject.REVIEWER: actor.user in (roles.reviewer, roles.stands_for),
        Subject.WORKER: actor.user == roles.worker,
        Subject.STAND_IN: actor.user == roles.stand_in,
        Subject.ADMIN: actor.user in policy.admins,
    }
    return frozenset({Subject.MEMBER, *(subject for subject, holds in theirs.items() if holds)})


def permit(action: Action, actor: Actor, roles: Roles, policy: Policy) -> Grant:
    """Check that somebody may do something, and return the grant that allows it.

    Raises:
        Refused: unless the table allows it.
    """
    standing = subjects(actor, roles, policy)
    granted = [TABLE[action][subject] for subject in standing if subject in TABLE[action]]
    for grant in granted:
        if _holds(grant, actor, roles, policy):
            return grant
    raise _refusal(action, standing, granted)


def _holds(grant: Grant, actor: Actor, roles: Roles, policy: Policy) -> bool:
    match grant:
        case Grant.OF_THEIR_OWN:
            return actor.user == roles.assigner
        case Grant.WITHOUT_FOUR_EYES:
            return not (policy.four_eyes and actor.user in (roles.assigner, roles.worker))
        case Grant.UNLESS_FOUR_EYES:
            return not policy.four_eyes
        case Grant.IF_MEMBERS_MAY:
            return policy.members_set_channel_times
        case Grant.YES | Grant.HELD:
            return True


def _refusal(action: Action, standing: frozenset[Subject], granted: list[Grant]) -> Refused:
    """Return a refusal; its words do not tell those apart who are no full members."""
    if Subject.NOT_KNOWN in standing:
        return Refused(WHO_ARE_YOU, Reason.NOT_KNOWN)
    if Subject.LEFT_OUT in standing:
        return Refused(LEFT_OUT, Reason.STANDING)
    if Subject.MEMBER not in standing:
        return Refused(MEMBERS_ONLY, Reason.STANDING)
    if Grant.UNLESS_FOUR_EYES in granted:
        return Refused(EDIT_FOUR_EYES, Reason.FOUR_EYES)
    if Grant.WITHOUT_FOUR_EYES in granted:
        return Refused(FOUR_EYES, Reason.FOUR_EYES)
    own = _WORDS.get(action)
    return Refused(own, Reason.NOT_THE_OWNER) if own else Refused(UNKNOWN, Reason.UNKNOWN)
