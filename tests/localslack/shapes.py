"""Which keys Slack's payloads have: facts from its published samples and from payloads that its SDKs recorded.

A line of a table is a path and the types of its value. `[]` stands for the elements of a list, `*` behind a type for
contents that are an app's own or too many to list (blocks, a form's values), `*` behind a path for all that begins so.
A key without a case is there wherever its parent is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

DOCS = "https://docs.slack.dev"
BOLT = "https://github.com/slackapi/bolt-python/tree/main/tests"
JAVA = "https://github.com/slackapi/java-slack-sdk"
HASKELL = "https://hackage.haskell.org/package/slack-web"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its path, the types that its value can have, and the case in which it is there (empty: always)."""

    path: str
    kinds: frozenset[str]
    opaque: bool = False
    case: str = ""


Keys = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One payload: its keys, the page that documents it, and where real ones are recorded.

    `unverified` says in words what no sample shows, or what samples show in two ways.
    """

    name: str
    page: str
    recorded: str
    keys: Keys
    unverified: tuple[str, ...] = ()


def when(case: str, table: str) -> Keys:
    """Return the keys of a table, one a line, that are there in a case."""
    lines = (line.split() for line in table.strip().splitlines())
    return tuple(Key(path, frozenset(t.rstrip("*").split("|")), t.endswith("*"), case) for path, t in lines)


def always(table: str) -> Keys:
    return when("", table)


def under(parent: str, keys: Keys) -> Keys:
    """Return the keys of an inner object with the path of where it is."""
    return tuple(Key(f"{parent}.{key.path}", key.kinds, key.opaque, key.case) for key in keys)


GRID, CONNECT = "a workspace of an Enterprise Grid", "a conversation or person shared with another organisation"
BOTH = "samples show it both ways"

# ---- who and where of an interaction; `team` is null where the app is installed for a whole organisation

TEAM = (
    always("token str\nteam dict|null\nteam.id str\nteam.domain str\nuser dict\nuser.id str")
    + when(GRID, "team.enterprise_id str\nteam.enterprise_name str")
    + always("is_enterprise_install bool\nenterprise dict|null\nenterprise.id str\nenterprise.name str")
)
PERSON = always("user.username str\nuser.name str\nuser.team_id str\napi_app_id str")
STEP = when("a step of a workflow", "bot_access_token str\nfunction_data dict*\ninteractivity dict*")
CHANNEL = always("channel dict\nchannel.id str\nchannel.name str")

# ---- messages, views and files inside of a payload

MESSAGE = (
    always("type str\nuser str\nts str\ntext str\nteam str\nblocks list*")
    + when("in a thread", "thread_ts str\nparent_user_id str")
    + when("changed since", "edited dict\nedited.user str\nedited.ts str")
    + when("with replies", "reply_count int\nreply_users_count int\nlatest_reply str\nreply_users list*")
    + when("with replies", "is_locked bool\nsubscribed bool\nlast_read str")
    + when("posted so", "subtype str\nattachments list*\nmetadata dict*\nreactions list*\nfiles list*")
)
APP_MESSAGE = MESSAGE + always("bot_id str\napp_id str") + when("in some samples", "bot_profile dict*")
PERSON_MESSAGE = MESSAGE + always("client_msg_id str")
VIEW = (
    always("id str\nteam_id str\ntype str\nblocks list*\nprivate_metadata str\ncallback_id str\nhash str")
    + always("clear_on_close bool\nnotify_on_close bool\nroot_view_id str\napp_id str\nexternal_id str")
    + always("app_installed_team_id str\nbot_id str\nstate.values dict|list*")
    + always("title.type str\ntitle.text str\nclose.type str\nclose.text str\nsubmit.type str\nsubmit.text str")
    + when(BOTH, "title.emoji bool\nclose.emoji bool\nsubmit.emoji bool")
    + when("the app asked for it", "submit_disabled bool")
)
MODAL = VIEW + always("state dict\ntitle dict\nclose dict|null\nsubmit dict|null\nprevious_view_id str|null")
HOME = VIEW + when(BOTH, "state dict\ntitle dict\nclose null\nsubmit null\nprevious_view_id null")
SHARED_FILE = always("id str\ncreated int\ntimestamp int\nuser str\nmode str")
FILE = (
    SHARED_FILE
    + always("name str\ntitle str\nmimetype str\nfiletype str\npretty_type str\neditable bool\nsize int")
    + always("is_external bool\nexternal_type str\nis_public bool\npublic_url_shared bool\ndisplay_as_bot bool")
    + always("username str\nurl_private str\nurl_private_download str\npermalink str\npermalink_public str")
    + when("in newer samples", "user_team str\nhas_rich_preview bool\nmedia_display_type str\nfile_access str")
    + when("a picture", "thumb_* str|int\noriginal_w int\noriginal_h int")
    + when("a text", "edit_link str\npreview* str|bool|null\nlines int\nlines_more int\nis_starred bool")
)

# ---- interactions

BUTTON = (
    always("actions list\nactions[].action_id str\nactions[].block_id str\nactions[].type str\nactions[].action_ts str")
    + always("actions[].text dict\nactions[].text.type str\nactions[].text.text str")
    + when(BOTH, "actions[].text.emoji bool")
    + when("the button has it", "actions[].value str\nactions[].style str\nactions[].confirm dict*\nactions[].url str")
)
ACTIONS = always("type str\ntrigger_id str\ncontainer dict\ncontainer.type str") + TEAM + PERSON + STEP + BUTTON
IN_MESSAGE = (
    ACTIONS
    + CHANNEL
    + always("response_url str\nstate dict\nstate.values dict|list*")
    + always("container.message_ts str\ncontainer.channel_id str\ncontainer.is_ephemeral bool")
    + when("in a thread", "container.thread_ts str")
    + when("a link's preview", "container.attachment_id int\ncontainer.is_app_unfurl bool\napp_unfurl dict*")
    + when("a link's preview", "container.app_unfurl_url str")
)
IN_VIEW = ACTIONS + always("container.view_id str\nview dict")
SUBMISSION = (
    always("type str\ntrigger_id str\nview dict\nresponse_urls list")
    + always("response_urls[].block_id str\nresponse_urls[].action_id str")
    + always("response_urls[].channel_id str\nresponse_urls[].response_url str")
)
SHORTCUT = (
    always("type str\naction_ts str\ncallback_id str\ntrigger_id str\nuser.username str\nuser.team_id str") + TEAM
)
ON_MESSAGE = SHORTCUT + CHANNEL + always("user.name str\nmessage_ts str\nmessage dict\nresponse_url str")
COMMAND = (
    always("token str\nteam_id str\nteam_domain str\nchannel_id str\nchannel_name str\nuser_id str\nuser_name str")
    + always("command str\ntext str\napi_app_id str\nis_enterprise_install str\nresponse_url str\ntrigger_id str")
    + when(GRID, "enterprise_id str\nenterprise_name str")
)
CLICK_PAGE = f"{DOCS}/reference/interaction-payloads/block_actions-payload"
VIEW_PAGE = f"{DOCS}/reference/interaction-payloads/view-interactions-payload"
SHORTCUT_PAGE = "https://api.slack.com/reference/interaction-payloads/shortcuts"
INTERACTIONS = (
    Shape("block_actions in a message", CLICK_PAGE, BOLT, IN_MESSAGE + always("message dict") + under("message", APP_MESSAGE),
          ("samples of 2020 lack message.app_id and state",)),
    Shape("block_actions in an ephemeral message", CLICK_PAGE, JAVA, IN_MESSAGE),
    Shape("block_actions in a modal", CLICK_PAGE, JAVA, IN_VIEW + under("view", MODAL)),
    Shape("block_actions on Home", CLICK_PAGE, JAVA, IN_VIEW + under("view", HOME), ("no sample of a click on Home",)),
    Shape("view_submission", VIEW_PAGE, JAVA, SUBMISSION + TEAM + PERSON + STEP + under("view", MODAL),
          ("the sample of a shared channel lacks response_urls, is_enterprise_install, previous_view_id",)),
    Shape("view_closed", VIEW_PAGE, JAVA, always("type str\nview dict\nis_cleared bool") + TEAM + PERSON + under("view", MODAL),
          ("trigger_id: only in a sample of a shared channel",)),
    Shape("shortcut", SHORTCUT_PAGE, BOLT, SHORTCUT),
    Shape("message_action on a person's message", SHORTCUT_PAGE, JAVA, ON_MESSAGE + under("message", PERSON_MESSAGE),
          ("older samples lack user.username and user.team_id",)),
    Shape("message_action on an app's message", SHORTCUT_PAGE, JAVA, ON_MESSAGE + under("message", APP_MESSAGE),
          ("message.app_id and message.blocks: in no sample of this one",)),
    Shape("command", f"{DOCS}/interactivity/implementing-slash-commands", BOLT, COMMAND,
          ("is_enterprise_install is a text in Socket Mode too",)),
)  # fmt: skip

# ---- events

AUTHORIZED = always(
    "authorizations list\nauthorizations[].enterprise_id str|null\nauthorizations[].team_id str|null\n"
    "authorizations[].user_id str\nauthorizations[].is_bot bool\nauthorizations[].is_enterprise_install bool"
)
OUTER = (
    always("token str\nteam_id str\napi_app_id str\ntype str\nevent_id str\nevent_time int\nevent dict\nevent.type str")
    + when(GRID, "enterprise_id str")
    + when("an event of a conversation", "context_team_id str|null\ncontext_enterprise_id str|null")
)
EVENT = OUTER + AUTHORIZED + always("is_ext_shared_channel bool\nevent_context str")
ENDED = OUTER + tuple(Key(k.path, k.kinds, k.opaque, BOTH if "[]" not in k.path else "") for k in AUTHORIZED)
ENDED += when("unverified", "is_ext_shared_channel bool\nevent_context str") + when(BOTH, "event.event_ts str")
SAID = always("user str\ntext str\nts str\nchannel str\nevent_ts str\nclient_msg_id str") + when(
    CONNECT, "user_team str\nsource_team str\nuser_profile dict*"
)
PLAIN = (
    always("team str\nblocks list*") + when("after a change", "edited dict*") + when("posted so", "attachments list*")
)
FILED = always("subtype str\nupload bool\ndisplay_as_bot bool") + when("with a text", "blocks list*\nattachments list*")
FILED_MENTION = when(
    "unverified", "subtype str\nupload bool\ndisplay_as_bot bool\nteam str\nblocks list*\nattachments list*"
)
SUBSCRIPTIONS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}  # by channel_type
PROFILE = (
    "title phone skype real_name real_name_normalized display_name display_name_normalized status_text status_emoji "
    "status_text_canonical avatar_hash first_name last_name image_24 image_32 image_48 image_72 image_192 image_512 team"
)
USER = (
    always("id str\nteam_id str\nname str\ndeleted bool\ncolor str\nreal_name str\ntz str\ntz_label str\ntz_offset int")
    + always("is_admin bool\nis_owner bool\nis_primary_owner bool\nis_restricted bool\nis_ultra_restricted bool")
    + always("is_bot bool\nis_app_user bool\nupdated int\nis_email_confirmed bool\nwho_can_share_contact_card str")
    + always("locale str\nprofile dict\nprofile.status_expiration int\nprofile.status_emoji_display_info list*")
    + always("profile.fields dict|list|null*\n" + "\n".join(f"profile.{name} str" for name in PROFILE.split()))
    + when("users:read.email", "profile.email str")
    + when("set by the person", "profile.image_* str\nprofile.is_custom_image bool\nprofile.pronouns str")
    + when("set by the person", "profile.huddle_* str|int\nprofile.bot_id str\nprofile.api_app_id str")
    + when("in some", "has_2fa bool\ntwo_factor_type str\nis_invited_user bool\nis_stranger bool\nis_forgotten bool")
    + when(GRID, "enterprise_user dict*")
)


def event(name: str, keys: Keys, *unverified: str, outer: Keys = EVENT, recorded: str = BOLT, page: str = "") -> Shape:
    address = f"{DOCS}/reference/events/{page or name}"
    return Shape(name, address, recorded, outer + under("event", keys), unverified)


def spoken(name: str, keys: Keys, thread: str, files: str) -> Shape:
    """Return the shape of something said, by itself or in a thread, with files or without.

    With files `team` is missing: github.com/slackapi/slack-api-specs/issues/62.
    """
    keys += SAID + (always("files list") + under("files[]", FILES[files]) if files else PLAIN)
    keys += always("thread_ts str") if thread else ()
    return event(f"{name}{files}{thread}", keys, recorded=HASKELL if files else BOLT, page=name)


THREADS = {"": (), " in a thread": always("parent_user_id str")}
FILES = {"": (), " with files": FILE, " with files of others": SHARED_FILE + always("file_access str")}
MESSAGES = tuple(
    spoken(f"message.{kind}", always("channel_type str") + THREADS[thread] + (FILED if files else ()), thread, files)
    for kind, thread, files in product(SUBSCRIPTIONS.values(), THREADS, FILES)
)
MENTIONS = tuple(
    spoken("app_mention", when("unverified", "parent_user_id str") + (FILED_MENTION if files else ()), thread, files)
    for thread, files in product(THREADS, FILES)
)
OWN = always(
    "user str\nbot_id str\napp_id str\ntext str\nts str\nchannel str\nchannel_type str\nevent_ts str\nteam str"
)
OWN += always("blocks list*") + when("in some samples", "bot_profile dict*")
OWN += when("in a thread", "thread_ts str\nparent_user_id str")
HIDDEN = always("subtype str\nhidden bool\nchannel str\nchannel_type str\nts str\nevent_ts str\nprevious_message dict*")
MESSAGE_PAGE = "message/message_"
REACTION = always(
    "user str\nreaction str\nitem dict\nitem.type str\nitem.channel str\nitem.ts str\nevent_ts str"
) + when("the item is a user's", "item_user str")
OPENED = always("user str\nchannel str\ntab str\nevent_ts str") + when("agent_view", "context dict*")
MEMBER = always("user str\nchannel str\nchannel_type str\nteam str\nevent_ts str")
RENAMED = "id str\nname str\nname_normalized str\ncreated int\nis_channel bool\nis_mpim bool"
EVENTS = (
    *MESSAGES,
    *MENTIONS,
    event("message of the app's own", OWN, page="message"),
    event("message_changed", HIDDEN + always("message dict*"), page=f"{MESSAGE_PAGE}changed"),
    event("message_deleted", HIDDEN + always("deleted_ts str"), page=f"{MESSAGE_PAGE}deleted"),
    event("app_home_opened", OPENED + when("tab is home and one was published", "view dict") + under("view", HOME), recorded=JAVA),
    event("reaction_added", REACTION),
    event("reaction_removed", REACTION),
    event("member_joined_channel", MEMBER + when("by another", "inviter str") + when(GRID, "enterprise str")),
    event("user_change", always("user dict\ncache_ts int\nevent_ts str") + under("user", USER), recorded=JAVA),
    event("team_rename", always("name str") + when("unverified", "event_ts str"), "event_ts", recorded=JAVA),
    event("channel_archive", always("channel str\nuser str\nevent_ts str") + when("by a move", "is_moved int"), recorded=JAVA),
    event("channel_rename", always("channel dict\nevent_ts str") + under("channel", always(RENAMED)),
          "the page's own sample has only id, name and created", recorded=JAVA),
    event("app_uninstalled", (), outer=ENDED),
    event("tokens_revoked", always("tokens dict") + when("of that kind", "tokens.oauth list*\ntokens.bot list*"), outer=ENDED),
    event("agent_session_stopped", always("channel str\nuser str\nthread_ts str\nstreaming_message_ts list*\nevent_ts str")),
)  # fmt: skip

# ---- what has no event inside, and the frames of Socket Mode

SOCKET = f"{DOCS}/apis/events-api/using-socket-mode"
ENVELOPE = always("envelope_id str\ntype str\npayload dict*\naccepts_response_payload bool")
DEBUG = "debug_info dict\ndebug_info.host str"
FRAMES = (
    Shape("hello", SOCKET, JAVA, always(f"type str\nnum_connections int\n{DEBUG}\nconnection_info dict\nconnection_info.app_id str")
          + always("debug_info.build_number int\ndebug_info.approximate_connection_time int") + when(BOTH, "debug_info.started str")),
    Shape("disconnect", SOCKET, f"{DOCS}/tools/node-slack-sdk", always(f"type str\nreason str\n{DEBUG}"),
          ("too_many_websockets and link_disabled: whether debug_info is the same",)),
    Shape("slash_commands", SOCKET, BOLT, ENVELOPE),
    Shape("interactive", SOCKET, BOLT, ENVELOPE),
    Shape("events_api", SOCKET, BOLT, ENVELOPE + always("retry_attempt int\nretry_reason str")),
    Shape("url_verification", f"{DOCS}/reference/events/url_verification", BOLT, always("type str\ntoken str\nchallenge str")),
    Shape("app_rate_limited", f"{DOCS}/reference/events/app_rate_limited", JAVA,
          always("type str\ntoken str\nteam_id str\nminute_rate_limited int\napi_app_id str")),
)  # fmt: skip

SHAPES: Mapping[str, Shape] = {shape.name: shape for shape in (*INTERACTIONS, *EVENTS, *FRAMES)}


def name_of(payload: dict[str, Any]) -> str:
    """Return the table's name of a payload."""
    match payload.get("type", "command"):
        case "event_callback":
            return event_name(payload["event"])
        case "block_actions" if payload["container"]["type"] == "view":
            return f"block_actions {'on Home' if payload['view']['type'] == 'home' else 'in a modal'}"
        case "block_actions":
            return f"block_actions in {'an ephemeral' if payload['container']['is_ephemeral'] else 'a'} message"
        case "message_action":
            return f"message_action on {'an app' if 'bot_id' in payload['message'] else 'a person'}'s message"
        case other:
            return str(other)


def event_name(event: dict[str, Any]) -> str:
    if event["type"] not in ("message", "app_mention"):
        return str(event["type"])
    if str(event.get("subtype")).startswith("message_"):
        return str(event["subtype"])
    if "bot_id" in event and not event.get("files"):
        return "message of the app's own"
    name = f"message.{SUBSCRIPTIONS[event['channel_type']]}" if event["type"] == "message" else "app_mention"
    others = any(file.get("file_access") == "check_file_info" for file in event.get("files", ()))
    filed = " with files of others" if others else " with files" if event.get("files") else ""
    return f"{name}{filed}{' in a thread' if 'thread_ts' in event else ''}"
