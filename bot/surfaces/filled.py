"""A form as it opens, with what a person wrote in its fields."""

from dataclasses import dataclass

from bot.envelope.decoding import Said
from bot.views import forms
from storage.rules.brief import Parsed
from storage.rules.values.brief import Brief
from storage.rules.values.worker import agent, colleague


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it opens.

    Attributes:
        whys: why nothing came of it before.
        rest: what no field can hold; it comes along as material.
    """

    brief: Brief
    due: str
    whys: tuple[str, ...]
    rest: str


def as_brief(parsed: Parsed, words: Said, bot_user: str) -> Brief:
    """Return what can stand in the fields of a form; a stream that is a channel stands by its name."""
    channel = next((name for name, id_ in words.ids.items() if id_ == parsed.stream_channel), None)
    return Brief(
        goal="\n".join((parsed.goal, *(f"; {words}" for words in parsed.in_words))),
        worker=colleague(user)
        if (user := parsed.colleague) and user != bot_user
        else agent(parsed.worker or forms.PICK),
        criteria=parsed.criteria,
        stream=parsed.stream or channel,
        reviewer=parsed.reviewer if parsed.reviewer != bot_user else None,
        urgent=parsed.urgent,
        public=parsed.public,
        to=parsed.to,
        versions=parsed.versions,
        again=parsed.again,
        each=parsed.each,
    )
