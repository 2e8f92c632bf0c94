"""Slack's refusals of a message, by name: why it was not posted, and what helps."""

from collections.abc import Mapping

OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})  # what Slack says of a conversation without the app
AGAIN, HERE = ", then press Deliver again.", "Press Send it to me here."
ADMIN = f"Ask your administrator{AGAIN}"
NOT_SHOWN = "Slack can't show it as it is", "It is kept: look for its task with /sluice, and tell who runs Sluice."

# By the names of Slack's errors: why, and what to do; {place} is where it belongs, {app} a mention of the app, which
# shows the name that it has in this workspace.
DELIVERY: Mapping[str, tuple[str, str]] = {
    "not_in_channel": ("I am not in {place}", f"Type /invite {{app}} there{AGAIN}"),
    "channel_not_found": ("I am not in {place}", f"Type /invite {{app}} there{AGAIN}"),
    "is_archived": ("{place} is archived", f"Unarchive it{AGAIN}"),
    "restricted_action": ("posting in {place} is restricted", f"Ask who manages it to let apps post there{AGAIN}"),
    "restricted_action_thread_only_channel": ("only replies are allowed in {place}", HERE),
    "restricted_action_read_only_channel": (
        "posting in {place} is restricted",
        f"Ask who manages it to let apps post there{AGAIN}",
    ),
    "restricted_action_thread_locked": ("the thread in {place} is locked", HERE),
    "restricted_action_non_threadable_channel": ("{place} has no threads", HERE),
    "ekm_access_denied": ("an administrator has suspended posting in {place}", ADMIN),
    "no_permission": ("I may not post in {place}", ADMIN),
    "cannot_reply_to_message": ("that message takes no replies", HERE),
    "thread_not_found": ("the thread in {place} is gone", HERE),
    "no_full_member": ("they are no full member of this workspace any more", HERE),
    "person_not_in_channel": ("I can't see that you are in {place}", f"Join it, and let me be in it, too{AGAIN}"),
    "channel_not_named": ("Sluice does not act there any more", HERE),
    "shared_since": ("{place} is shared with another company since you named it", HERE),
    "message_limit_exceeded": ("this workspace has used up its messages", ADMIN),
    "messages_tab_disabled": ("direct messages with me are switched off", ADMIN),
    "storage_limit_reached": ("this workspace has no room for files", ADMIN),
    "file_type_not_allowed": ("this workspace does not allow such files", ADMIN),
    "posting_to_channel_denied": ("files may not be posted in {place}", HERE),
    **dict.fromkeys(("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"), NOT_SHOWN),
}
OURS = frozenset(  # names that are no errors of Slack's
    {"no_full_member", "person_not_in_channel", "channel_not_named", "shared_since"}
)
HOPELESS = frozenset(error for error, (_, advice) in DELIVERY.items() if advice == HERE)  # trying again can't help
OTHER = ("Slack did not take it", f"Wait a little{AGAIN}")
