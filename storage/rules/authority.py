"""Who may do what. What is not listed is refused, in the same words whether it exists or not."""

from dataclasses import dataclass
from enum import StrEnum

from storage.rules.refusal import Refused

UNKNOWN = "I can't find that, or it isn't yours to decide."


class Action(StrEnum):
    SEE = "see"
    APPROVE = "approve"
    REVISE = "revise"
    REJECT = "reject"
    MEND = "mend"  # retry or give up something that failed
    REOPEN = "reopen"
    CANCEL = "cancel"
    EDIT = "edit"
    BRING = "bring"
    STEER = "steer"  # a word to who works on it
    STOP = "stop"
    ANSWER = "answer"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as the ledger and the last look at their profile know them."""

    user: str
    team: str
    bot: bool = False
    deleted: bool = False
    guest: bool = False
    stranger: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """What an installation decided for itself. Empty `admins` means nobody."""

    admins: frozenset[str] = frozenset()
    four_eyes: bool = False
    members_set_channel_times: bool = True


@dataclass(frozen=True, slots=True)
class Roles:
    """How one task's people stand to it."""

    team: str
    assigner: str
    reviewer: str


def check_member(actor: Actor, team: str) -> None:
    """
    Raises:
        Refused: for bots, guests, deactivated people and other workspaces; the words do not tell them apart.
    """
    if actor.bot or actor.deleted or actor.guest or actor.stranger or actor.team != team:
        raise Refused("Only full members of this workspace can do that.")


def check_task(action: Action, actor: Actor, roles: Roles, policy: Policy) -> None:
    """
    Raises:
        Refused: unless a rule allows it.
    """
    check_member(actor, roles.team)
    owner, reviewer, admin = actor.user == roles.assigner, actor.user == roles.reviewer, actor.user in policy.admins
    if action is Action.APPROVE:
        if policy.four_eyes and owner and reviewer:
            raise Refused("Four eyes are asked for here: someone else must approve what you assigned.")
        allowed = reviewer
    elif action is Action.ALLOW:
        allowed = reviewer
    elif action in (Action.CANCEL, Action.SEE, Action.STOP):
        allowed = owner or reviewer or admin
    elif action in (Action.EDIT, Action.BRING):
        allowed = owner or (action is Action.BRING and reviewer)
    elif action in (Action.REVISE, Action.REJECT, Action.REOPEN, Action.MEND, Action.STEER, Action.ANSWER):
        allowed = owner or reviewer
    else:
        allowed = False
    if not allowed:
        raise Refused(UNKNOWN)


def check_admin(actor: Actor, team: str, policy: Policy) -> None:
    """
    Raises:
        Refused: for everyone whom `admins` does not name.
    """
    check_member(actor, team)
    if actor.user not in policy.admins:
        raise Refused("Only an administrator of Sluice can do that: the list `admins` in `sluice.toml` names them.")


def check_channel_times(actor: Actor, team: str, policy: Policy) -> None:
    """
    Raises:
        Refused: where administrators keep the times of channels to themselves.
    """
    check_member(actor, team)
    if not policy.members_set_channel_times and actor.user not in policy.admins:
        raise Refused("Only an administrator of Sluice sets the times of a channel here.")
