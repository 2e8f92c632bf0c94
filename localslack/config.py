"""One workspace and the app in it, as Local Slack is told of them, and who is there where nothing is told."""

from dataclasses import dataclass

from localslack.manifest import Json, Manifest

USERS: tuple[Json, ...] = (
    {"id": "U01ALICE", "name": "alice", "tz": "Europe/Rome"},
    {"id": "U02BOB", "name": "bob", "tz": "Europe/Berlin"},
    {"id": "U03CARA", "name": "cara", "tz": "America/New_York"},
)
CHANNELS: tuple[Json, ...] = (
    {"id": "C01GEN", "name": "general"},
    {"id": "C02RND", "name": "random"},
    {"id": "C03LAUNCH", "name": "launch", "members": ["U01ALICE", "U02BOB", "U03CARA"]},
    {"id": "C04BOARD", "name": "board", "is_private": True, "members": ["U01ALICE", "U02BOB"]},
    {"id": "C05GROUP", "is_mpim": True, "members": ["U01ALICE", "U02BOB", "U03CARA"]},
    {"id": "D06PAIR", "is_im": True, "members": ["U01ALICE", "U02BOB"]},
)
BOT = "U0BOT"  # the app's own user


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One workspace and the app in it.

    Attributes:
        app: what the app's manifest lets it do.
        enterprise: the id of the organisation that the workspace is one of, on Enterprise Grid.
        org_wide: whether the app is installed for the whole organisation: payloads then name no team.
        retries: seconds before each further delivery of an event.
        hides_metadata: whether an app can't read the metadata of its own messages (unverified).
        own_socket: whether an answer counts only over the connection that its envelope came over (unverified).
        missing: what the app's manifest lacks, as sentences for who looks at the page.
        canvases: whether the workspace has them: “paid”, “free” (only as the tab of a channel) or “off”.
        escaped_inputs: whether what is typed into forms comes with entities. Slack's documents do not say (unverified).
    """

    app: Manifest
    team: str = "T01TEST"
    team_name: str = "Test workspace"
    bot_user: str = BOT
    bot_id: str = "B0BOT"
    app_id: str = "A0TEST"
    bot_token: str = "xoxb-test-token"
    app_token: str = "xapp-test-token"
    secret: str = "test-signing-secret"
    request_url: str = ""
    users: tuple[Json, ...] = USERS
    channels: tuple[Json, ...] = CHANNELS
    enterprise: str = ""
    org_wide: bool = False
    hides_metadata: bool = False
    own_socket: bool = False
    missing: tuple[str, ...] = ()
    escaped_inputs: bool = False
    canvases: str = "paid"
    rate_limits: bool = False  # answer 429 by the tiers of Slack's methods
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
