"""Everybody who may try to get at what is not theirs, as Slack tells of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.demonstration.stage import local_config
from localslack.config import USERS, Config

HOME, ELSEWHERE = "T01TEST", "T09OTHER"


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody, and what a payload says of them.

    Attributes:
        home: the workspace that Slack names as theirs.
        team: the workspace that their payloads are for.
        says: what an event says of them beside their id.
        row: what Slack answers about them beside their id and name.
        member: whether they are a full member, who may do what is their own.
    """

    name: str
    user: str
    home: str = HOME
    team: str = HOME
    says: Mapping[str, Any] = field(default_factory=dict)
    row: Mapping[str, Any] = field(default_factory=dict)
    member: bool = False


CONNECTED = {"user_team": ELSEWHERE, "source_team": ELSEWHERE, "team": ELSEWHERE}
MEMBER = Stranger("a member who is no party", "U03CARA", member=True)
ADMIN = Stranger("an administrator of Sluice", "U17ADMIN", member=True)
OUTSIDE = (
    Stranger("a guest of several channels", "U11GUEST", row={"is_restricted": True}),
    Stranger("a guest of one channel", "U12SINGLE", row={"is_restricted": True, "is_ultra_restricted": True}),
    Stranger(
        "somebody of another company",
        "U13EVE",
        home=ELSEWHERE,
        says=CONNECTED,
        row={"is_stranger": True, "team_id": ELSEWHERE},
    ),
    Stranger("another company's whom no event tells apart", "U18EVA", row={"is_stranger": True, "team_id": ELSEWHERE}),
    Stranger(
        "somebody of another workspace with the owner's id", "U01ALICE", home=ELSEWHERE, team=ELSEWHERE, says=CONNECTED
    ),
    Stranger("somebody who left", "U14GONE", row={"deleted": True}),
    Stranger("a bot", "U15BOT", row={"is_bot": True}),
    Stranger("a workflow", "U15FLOW", says={"bot_id": "B09FLOW", "subtype": "bot_message"}, row={"is_bot": True}),
)
NEW = Stranger("somebody who is not known", "U16NEW", member=True)  # Slack answers nothing of use about them
FORMER_OWNER = Stranger("an owner who is a guest now", "U20FRED", row={"is_restricted": True})
FORMER_REVIEWER = Stranger("a reviewer who is a guest now", "U21GWEN", row={"is_restricted": True})
FORMER = FORMER_OWNER, FORMER_REVIEWER
OWNER, REVIEWER = Stranger("the owner", "U01ALICE", member=True), Stranger("the reviewer", "U02BOB", member=True)
SHARED = "C07SHARED"


def workspace() -> Config:
    """Return a workspace with all of them; those who are guests now are members first."""
    known = [s for s in (ADMIN, NEW, *OUTSIDE, *FORMER) if s.team == HOME]
    rows = [{"id": s.user, "name": s.user.lower(), **({} if s in FORMER else s.row)} for s in known]
    base = local_config()
    members = [*(row["id"] for row in rows), "U0BOT"]
    shared = {"id": SHARED, "name": "with-acme", "is_ext_shared": True, "members": members}
    return replace(base, users=(*USERS, *rows), channels=(*base.channels, shared))
