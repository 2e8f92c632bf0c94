"""What Slack's refusals mean for a person, and what they can do about them."""

from collections.abc import Mapping

from bot.views.kit import esc

# By the names of Slack's errors: why, and what to do before one presses Deliver again; {place} is where it belongs.
DELIVERY: Mapping[str, tuple[str, str]] = {
    "not_in_channel": ("I am not in {place}", "Type `/invite @Sluice` there"),
    "channel_not_found": ("I am not in {place}", "Type `/invite @Sluice` there"),
    "is_archived": ("{place} is archived", "Unarchive it"),
    "restricted_action": ("posting in {place} is restricted", "Ask who manages it to let apps post there"),
    "restricted_action_thread_only_channel": ("only replies are allowed in {place}", "Ask who manages it"),
    "cannot_reply_to_message": ("that message takes no replies", "Start a thread elsewhere"),
    "thread_not_found": ("the thread in {place} is gone", "Let me bring it to you"),
    "message_limit_exceeded": ("this workspace has used up its messages", "Ask your administrator"),
    "messages_tab_disabled": ("direct messages with me are switched off", "Ask your administrator"),
    "storage_limit_reached": ("this workspace has no room for files", "Ask your administrator"),
    "file_type_not_allowed": ("this workspace does not allow such files", "Ask your administrator"),
    "posting_to_channel_denied": ("files may not be posted in {place}", "Let me bring it to you"),
}
OTHER = ("Slack did not take it", "Ask your administrator if it stays so")
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


def delivery(error: str, place: str, detail: str = "") -> tuple[str, str]:
    """Return why something could not be posted, as the end of a sentence, and what to do about it."""
    if error == "missing_scope":
        return f"I lack the permission {esc(detail) or 'for it'}", "Ask your administrator to grant it"
    why, advice = DELIVERY.get(error, OTHER)
    return why.format(place=place), advice


def window(error: str, detail: str = "") -> str:
    """Return what a person reads when Slack shows no window."""
    return WINDOW.get(error, f"Slack did not show that ({error}{': ' + detail if detail else ''}). Please try again.")


def thread(error: str) -> str:
    """Return what a receipt says when a thread could not be read; empty when all of it was."""
    if error == "too_long":
        return "The thread is longer than I can read: its newest messages are missing."
    if error in ("not_in_channel", "channel_not_found"):
        return "I could not read the thread, since I am not in this conversation: type /invite @Sluice in it."
    return f"I could not read the thread (Slack says: {error})." if error else ""
