"""What a person said about a task."""

from dataclasses import dataclass

from bot.envelope.payload import Envelope
from bot.views import replies
from storage.rules.replies import Meaning, Reply
from storage.rules.values.place import Place

SAID = frozenset({Meaning.THANKS, Meaning.GREETING})
TO_AGENT = frozenset(
    {Meaning.REVISE, Meaning.INQUIRY, Meaning.UNCLEAR, Meaning.PRAISE, Meaning.TAKE, Meaning.ALLOW, Meaning.RETRY}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The words of a person, and the place for the answer.

    Attributes:
        key: names what Slack sent; an answer comes once.
        files: whether files came along.
        alone: whether this is all that is answered; else the answer stands in one with others.
        certain: whether the words mean what was read and nothing else; if not, nothing may be taken from them.
        confirmed: whether the person said yes to what Approve asks first.
        said: all that they typed.
    """

    envelope: Envelope
    place: Place
    reply: Reply
    key: str
    files: bool = False
    alone: bool = True
    certain: bool = True
    confirmed: bool = False
    said: str = ""

    @property
    def text(self) -> str:
        """The words, as they were read."""
        return self.reply.text

    @property
    def private(self) -> bool:
        """Whether nobody else reads there, so that the answer can be a message that stays."""
        return self.place.channel.startswith("D")

    @property
    def stays(self) -> bool:
        """Whether the answer is a message of its own that stays."""
        return self.private and self.alone


def kind_word(meaning: Meaning) -> str:
    """Return the friendly answer to a greeting, else the answer to thanks."""
    return replies.HELLO if meaning is Meaning.GREETING else replies.WELCOME
