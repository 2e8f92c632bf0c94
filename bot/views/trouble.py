"""What Slack's refusals mean for a person, and what they can do about them."""

from collections.abc import Mapping

from bot.views.kit import esc
from storage.rules.delivery import is_person

OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})  # what Slack says of a conversation without the app
AGAIN, HERE = ", then press Deliver again.", "Press Send it to me here."
ADMIN = f"Ask your administrator{AGAIN}"

# By the names of Slack's errors: why, and what to do; {place} is where it belongs, {app} a mention of the app, which
# shows the name that it has in this workspace.
DELIVERY: Mapping[str, tuple[str, str]] = {
    "not_in_channel": ("I am not in {place}", f"Type /invite {{app}} there{AGAIN}"),
    "channel_not_found": ("I am not in {place}", f"Type /invite {{app}} there{AGAIN}"),
    "is_archived": ("{place} is archived", f"Unarchive it{AGAIN}"),
    "restricted_action": ("posting in {place} is restricted", f"Ask who manages it to let apps post there{AGAIN}"),
    "restricted_action_thread_only_channel": ("only replies are allowed in {place}", HERE),
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
}
CANVAS: Mapping[str, str] = {  # why there are no canvases, by the names of Slack's errors
    "missing_scope": "Sluice lacks the permission canvases:write, which an administrator can give it",
    "canvas_disabled_user_team": "canvases are switched off in this workspace",
    "free_teams_cannot_create_non_tabbed_canvases": "this workspace's plan has no canvases for it",
    "free_team_canvas_tab_already_exists": "this workspace's plan has no canvases for it",
    "restricted_action": "this workspace lets apps make no canvases",
}
OURS = frozenset(  # names that are no errors of Slack's
    {"no_full_member", "person_not_in_channel", "channel_not_named", "shared_since"}
)
HOPELESS = frozenset(error for error, (_, advice) in DELIVERY.items() if advice == HERE)  # trying again can't help
OTHER = ("Slack did not take it", f"Wait a little{AGAIN}")
WINDOW: Mapping[str, str] = {
    "expired_trigger_id": "Slack opens a window only within 3 seconds, and this took longer. Please press it again.",
    "exchanged_trigger_id": "That press was used before. Please press it again.",
    "invalid_trigger_id": "Slack does not know that press any more. Please press it again.",
    "push_limit_reached": "Slack shows three windows on one another, no more. Close one and press it again.",
    "view_too_large": "This is too long for a window. /sluice with its number shows it.",
    "hash_conflict": "The window changed meanwhile. Please press it again.",
    "not_found": "The window was closed meanwhile.",
    "not_enabled": "The Home tab is switched off. Ask your administrator.",
}


def place(channel: str) -> str:
    """Return where a message belongs, in words for its owner."""
    if is_person(channel):
        return f"<@{channel}>'s direct messages"
    return f"<#{channel}>" if channel.startswith(("C", "G")) else "your direct messages"


def unsure(channel: str) -> str:
    """Return what a person reads in their list of what may be in Slack, where the notice of it may be lost, too."""
    return (
        f"*Something from me may or may not be in {place(channel)}.* Slack's answer was lost, and so was its answer to "
        "my message to you about it. Look there. If something is missing, /sluice with a task's number has it."
    )


def delivery(error: str, place: str, bot: str, detail: str = "") -> tuple[str, str]:
    """Return why something could not be posted, as the end of a sentence, and what to do about it.

    Args:
        bot: the id of the app's own user; '' where that is not known.
    """
    if error == "missing_scope":
        return f"I lack the permission {esc(detail) or 'for it'}", f"Ask your administrator to grant it{AGAIN}"
    why, advice = DELIVERY.get(error, OTHER)
    return why.format(place=place), advice.format(app=f"<@{bot}>" if bot else "with my name")


def no_canvas(error: str) -> str:
    """Return why no canvas can be made, as the end of a sentence."""
    return CANVAS.get(error, "Slack makes no canvas of it here")


def still(why: str) -> str:
    """Return the reason again, for a second try that did not help."""
    return why.replace("I am not", "I am still not", 1) if why.startswith("I am not") else f"still {why}"


def is_closed(error: str) -> bool:
    """Tell whether a window could not be drawn only because its reader had closed it: nothing has to be said then."""
    return error == "not_found"


def window(error: str, detail: str = "") -> str:
    """Return what a person reads when Slack did not open a modal."""
    return WINDOW.get(error, f"Slack did not show that ({error}{': ' + detail if detail else ''}). Please try again.")


def files(error: str, bot: str) -> str:
    """Return the sentence of a receipt for files that Slack shows only to apps of their conversation; else empty.

    Args:
        bot: the id of the app's own user.
    """
    if error not in OUTSIDE:
        return ""
    return f"Slack shows me no files of it, since I am not in this conversation: type /invite <@{bot}> in it."


def thread(error: str, bot: str) -> str:
    """Return the sentence of a receipt for a thread that could not be read; empty when all of it was.

    Args:
        bot: the id of the app's own user.
    """
    if error == "too_long":
        return "The thread is longer than I can read: its newest messages are missing."
    if error in OUTSIDE:
        return f"I could not read the thread, since I am not in this conversation: type /invite <@{bot}> in it."
    return f"I could not read the thread (Slack says: {error})." if error else ""
