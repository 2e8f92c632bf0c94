"""Slack's refusals of a window, by name: what its person reads."""

from collections.abc import Mapping

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


def is_closed(error: str) -> bool:
    """Tell whether a window could not be drawn only because its reader had closed it: nothing has to be said then."""
    return error == "not_found"


def window(error: str, detail: str = "") -> str:
    """Return what a person reads when Slack did not open a modal."""
    return WINDOW.get(error, f"Slack did not show that ({error}{': ' + detail if detail else ''}). Please try again.")
