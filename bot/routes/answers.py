"""What comes of a press, a form or a command: a closed set that every handler answers with."""

import contextlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.views.kit import Block, Message
from storage.rules.refusal import Refused, Stale
from storage.rules.values.place import Place

Work = Callable[[], Awaitable[object]]


class FieldError(Exception):
    """The error that a field of a form can't be taken as it is; it is shown at the field."""

    def __init__(self, block: str, why: str) -> None:
        super().__init__(why)
        self.block, self.why = block, why


@contextlib.contextmanager
def at_field(block: str, *others: str) -> Iterator[None]:
    """Say at a field of a form why something is refused; what has changed meanwhile is said in the form's place.

    Args:
        others: fields at which it is said where the refusal names them as what is wrong.

    Raises:
        FieldError, Stale
    """
    try:
        yield
    except Stale:
        raise
    except Refused as no:
        raise FieldError(no.wrong if no.wrong in others else block, no.why) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Followed:
    """What every answer may bring.

    Attributes:
        then: what is done after the acknowledgement and the answer; who pressed is told if an error ends it early.
    """

    then: Work | None = None


@dataclass(frozen=True, slots=True)
class Done(_Followed):
    """It is done, and nothing has to be shown for it."""


@dataclass(frozen=True, slots=True)
class Say(_Followed):
    """Words for the person alone, where they are.

    Attributes:
        title: of the window that says them where no conversation can, as over the Home tab; empty for direct messages.
    """

    message: Message
    title: str = ""


@dataclass(frozen=True, slots=True)
class Replace(_Followed):
    """Words in the place of the message that was pressed; a new message where Slack does not take that any more."""

    message: Message


@dataclass(frozen=True, slots=True)
class Open(_Followed):
    """A window, on top of the one where the person pressed."""

    view: Block


@dataclass(frozen=True, slots=True)
class Update(_Followed):
    """A window in the place of the form that was sent, or of the window where the person pressed."""

    view: Block


@dataclass(frozen=True, slots=True)
class FieldErrors(_Followed):
    """Errors at the fields of a form, by field; the form stays."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(_Followed):
    """The form that was sent closes, and the window beneath it is drawn again.

    Attributes:
        place: the message to draw again, too.
    """

    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Redraw(_Followed):
    """The place of the press as it is now: the message, the window, or the next item of a sitting."""


Answer = Done | Say | Replace | Open | Update | FieldErrors | Close | Redraw


async def follow(answer: Answer) -> None:
    """Do what comes after an answer was shown."""
    if answer.then is not None:
        await answer.then()
