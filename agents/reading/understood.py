"""What a converter makes of a file, or the reason why it makes nothing of it."""

from collections.abc import Callable

from agents.reading.refusals import NotRead, Reason

LOCKED = ("password", "encrypt", "not a zip file", "badzipfile")


def understood(convert: Callable[[], str | None]) -> str:
    """Return what a converter makes of a file.

    Raises:
        NotRead: it makes nothing of it.
    """
    try:
        return convert() or ""
    except (NotRead, MemoryError):
        raise
    except ImportError:
        raise NotRead(Reason.NOT_INSTALLED) from None
    except Exception as error:  # what a damaged file makes a converter raise can't be foreseen
        words = f"{type(error).__name__} {error}".lower()
        locked = any(word in words for word in LOCKED)
        raise NotRead(Reason.PROTECTED if locked else Reason.DAMAGED) from None
