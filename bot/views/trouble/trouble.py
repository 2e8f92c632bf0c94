"""What a person reads of a message that did not get to its place: why, and what they can do."""

from bot.views.kit import esc
from bot.views.trouble.refusals import AGAIN, DELIVERY, OTHER
from storage.rules.delivery import is_person


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


def still(why: str) -> str:
    """Return the reason again, for a second try that did not help."""
    return why.replace("I am not", "I am still not", 1) if why.startswith("I am not") else f"still {why}"
