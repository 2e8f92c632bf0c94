"""Why nothing came of what a person wrote, with the way back to their words."""

from bot.views import ids
from bot.views.kit import Message, actions, button, context, cut, rich, run
from bot.views.sentence import sentence

ECHO = 9_000  # characters of typed words in an answer: Slack takes 12,000 in all


def kept(why: str, key: str, done: str = "created") -> Message:
    """Return why nothing came of what a person wrote, and the way back to their words.

    Args:
        done: what was not done: “created” or “changed”.
    """
    message = sentence(f"{why}\nNothing was {done}. What you wrote is kept for you alone, for 30 days.")
    return Message(message.text, (*message.blocks, actions(button("Open as a form", ids.AS_FORM, key, "primary"))))


def not_answered(why: str, key: str) -> Message:
    """Return why an answer was not taken, with a button that opens the form again."""
    message = sentence(f"{why}\nNothing was answered. What you wrote is kept for you alone, for 30 days.")
    return Message(message.text, (*message.blocks, actions(button("Answer again", ids.ANSWER_AGAIN, key, "primary"))))


def given_back(why: str, words: str, key: str) -> Message:
    """Return why an answer is not wanted any more, its words, and a button that makes a task of them."""
    message = echo(f"{why}\nNothing was answered. A form makes a new task of what you wrote.", words)
    return Message(message.text, (*message.blocks, actions(button("Open as a form", ids.AS_FORM, key))))


def echo(why: str, words: str) -> Message:
    """Return why a command could not be kept now, and its words: Slack has emptied the box they were typed in."""
    message = sentence(why)
    if not words.strip():
        return message
    pasted = {"type": "rich_text_preformatted", "elements": [run(cut(words, ECHO))]}
    return Message(message.text, (*message.blocks, context("What you typed, to copy:"), rich(pasted)))
