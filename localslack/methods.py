"""The Web API's methods as one table: what each takes, needs and answers. All of Local Slack iterates it.

A row holds what docs.slack.dev/reference/methods/NAME says. `unverified` marks what no public source shows: it is what
to try first in a real workspace. `python -m localslack.reference` prints the table for its page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

PAGES = "https://docs.slack.dev/reference/methods/"


class Membership(StrEnum):
    """The membership in a conversation that a method needs."""

    NONE = "-"
    APP = "the app"
    PUBLIC = "the app, or chat:write.public for a public channel"
    BOTH = "the app and the person"
    OWN = "the app's own messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method.

    Attributes:
        json: whether a JSON body is read; a form and a query are read by every method.
        scope: the bot's scope; `{kind}` stands for the kind of the conversation (channels, groups, im, mpim).
        tier: calls a minute by Slack's tiers; 0 where the method has a limit of its own.
        empty: the error where a required argument is not seen.
        errors: worth handling, beside the common ones.
    """

    name: str
    json: bool = True
    scope: str = ""
    tier: int = 3
    membership: Membership = Membership.NONE
    errors: tuple[str, ...] = ()
    empty: str = "invalid_arguments"
    app_token: bool = False
    unverified: str = ""

    @property
    def page(self) -> str:
        """Return the address of the method's page in Slack's documentation."""
        return PAGES + self.name


_M = Membership
_POST = ("channel_not_found", "not_in_channel", "is_archived", "msg_blocks_too_long", "invalid_blocks", "no_text")
_TRIGGER = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "view_too_large")

_ROWS = (
    Method(name="agents.sessions.setStatus", scope="chat:write", membership=_M.APP,
           errors=("feature_disabled", "not_authorized", "thread_ts_required", "invalid_status"),
           unverified="the error for an app that is not declared as an agent"),
    Method(name="api.test", tier=4),
    Method(name="apps.connections.open", app_token=True, errors=("forbidden_team", "not_allowed_token_type"),
           unverified="tier 1 or 3: documents of both ages differ"),
    Method(name="auth.test", tier=0, errors=("account_inactive", "token_revoked")),
    Method(name="blocks.validate", tier=0, errors=("invalid_blocks", "invalid_arguments"), unverified="its rate"),
    Method(name="bots.info", json=False, scope="users:read", errors=("bot_not_found",)),
    Method(name="canvases.access.set", scope="canvases:write", membership=_M.APP,
           errors=("canvas_not_found", "channel_not_found", "user_not_found", "invalid_parameters",
                   "restricted_action"),
           unverified="whether a channel must have the link before"),
    Method(name="canvases.create", scope="canvases:write", tier=2,
           errors=("canvas_disabled_user_team", "free_teams_cannot_create_non_tabbed_canvases",
                   "canvas_creation_failed",
                   "free_team_canvas_tab_already_exists", "restricted_action"),
           unverified="whether a backslash before a sign takes its meaning from it, as in CommonMark"),
    Method(
        name="chat.delete",
        scope="chat:write",
        membership=_M.OWN,
        errors=("message_not_found", "cant_delete_message"),
    ),
    Method(name="chat.getPermalink", json=False, tier=0, membership=_M.APP, errors=("message_not_found",)),
    Method(name="chat.meMessage", scope="chat:write", membership=_M.APP, errors=("no_text",)),
    Method(name="chat.postEphemeral", scope="chat:write", tier=4, membership=_M.BOTH,
           errors=("user_not_in_channel", "channel_not_found", "not_in_channel", "msg_too_long")),
    Method(name="chat.postMessage", scope="chat:write", tier=0, membership=_M.PUBLIC,
           errors=(*_POST, "metadata_too_large", "invalid_metadata_format", "messages_tab_disabled",
                   "cannot_reply_to_message")),
    Method(name="chat.update", scope="chat:write", membership=_M.OWN,
           errors=("message_not_found", "cant_update_message", "msg_too_long", "edit_window_closed"),
           unverified="the exact length at which `text` is refused: about 4,000"),
    Method(name="conversations.archive", scope="{kind}:manage", tier=2, errors=("already_archived",)),
    Method(name="conversations.canvases.create", scope="canvases:write", tier=2, membership=_M.APP,
           errors=("channel_canvas_already_exists", "canvas_disabled_user_team", "canvas_tab_creation_failed",
                   "free_team_canvas_tab_already_exists", "team_tier_cannot_create_channel_canvases")),
    Method(name="conversations.create", scope="channels:manage", tier=2, errors=("name_taken",)),
    Method(name="conversations.history", scope="{kind}:history", membership=_M.APP,
           errors=("not_in_channel", "channel_not_found", "invalid_cursor")),
    Method(name="conversations.info", json=False, scope="{kind}:read", errors=("channel_not_found",)),
    Method(name="conversations.invite", scope="{kind}:manage", membership=_M.APP, errors=("already_in_channel",)),
    Method(name="conversations.join", scope="channels:join",
           errors=("method_not_supported_for_channel_type", "channel_not_found", "is_archived")),
    Method(name="conversations.kick", scope="{kind}:manage", membership=_M.APP, errors=("cant_kick_self",)),
    Method(name="conversations.leave", scope="{kind}:manage", errors=("last_member",)),
    Method(name="conversations.list", json=False, scope="{kind}:read", tier=2, errors=("invalid_types",)),
    Method(name="conversations.mark", scope="{kind}:manage", membership=_M.APP, errors=("invalid_timestamp",)),
    Method(name="conversations.members", json=False, scope="{kind}:read", tier=4, membership=_M.APP),
    Method(name="conversations.open", scope="im:write", errors=("user_not_found", "user_disabled", "user_not_visible")),
    Method(name="conversations.rename", scope="{kind}:manage", tier=2, errors=("name_taken",)),
    Method(name="conversations.replies", json=False, scope="{kind}:history", membership=_M.APP,
           errors=("thread_not_found", "not_in_channel", "channel_not_found"),
           unverified="not_in_channel or channel_not_found for a public channel without the app"),
    Method(name="conversations.setPurpose", scope="{kind}:manage", tier=2, membership=_M.APP, errors=("too_long",)),
    Method(name="conversations.setTopic", scope="{kind}:manage", tier=2, membership=_M.APP, errors=("too_long",)),
    Method(name="conversations.unarchive", scope="{kind}:manage", tier=2, errors=("not_archived",)),
    Method(name="emoji.list", json=False, scope="emoji:read", tier=2),
    Method(name="files.completeUploadExternal", scope="files:write", tier=4, membership=_M.APP,
           errors=("channel_not_found", "not_in_channel", "file_not_found", "posting_to_channel_denied"),
           unverified="the error for blocks that are no rich text; a markdown block: internal_error, measured"),
    Method(name="files.delete", scope="files:write", errors=("file_not_found",)),
    Method(name="files.getUploadURLExternal", json=False, scope="files:write", tier=4,
           errors=("missing_argument", "file_upload_size_restricted", "storage_limit_reached")),
    Method(name="files.info", json=False, scope="files:read", tier=4,
           errors=("file_not_found", "access_denied", "file_deleted"),
           unverified="`shares` of an upload of one's own"),
    Method(name="files.list", json=False, scope="files:read"),
    Method(name="pins.add", scope="pins:write", tier=2, membership=_M.APP, errors=("already_pinned",)),
    Method(name="pins.list", json=False, scope="pins:read", tier=2, membership=_M.APP),
    Method(name="pins.remove", scope="pins:write", tier=2, membership=_M.APP, errors=("no_pin",)),
    Method(
        name="reactions.add",
        scope="reactions:write",
        membership=_M.APP,
        errors=("already_reacted", "invalid_name"),
    ),
    Method(name="reactions.get", json=False, scope="reactions:read", membership=_M.APP),
    Method(name="reactions.list", json=False, scope="reactions:read", tier=2),
    Method(name="reactions.remove", scope="reactions:write", tier=2, membership=_M.APP, errors=("no_reaction",)),
    Method(name="search.messages", json=False, scope="search:read", tier=2, errors=("no_query",)),
    Method(name="team.info", json=False, scope="team:read"),
    Method(name="users.conversations", json=False, scope="{kind}:read"),
    Method(name="users.getPresence", json=False, scope="users:read"),
    Method(name="users.info", json=False, scope="users:read", tier=4, empty="user_not_found",
           errors=("user_not_found", "user_not_visible")),
    Method(name="users.list", json=False, scope="users:read", tier=2),
    Method(name="users.lookupByEmail", json=False, scope="users:read.email", errors=("users_not_found",)),
    Method(name="users.profile.get", json=False, scope="users.profile:read", tier=4),
    Method(name="views.open", tier=4, errors=_TRIGGER),
    Method(name="views.publish", tier=4, errors=("hash_conflict", "not_enabled", "view_too_large")),
    Method(name="views.push", tier=4, errors=(*_TRIGGER, "push_limit_reached")),
    Method(name="views.update", tier=4, errors=("not_found", "hash_conflict", "view_too_large")),
)  # fmt: skip

METHODS: Mapping[str, Method] = {row.name: row for row in _ROWS}
