"""How a call that failed in one process is told in another: what people and the runner of jobs make of it stays."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from agents.apart.writing import to_json
from agents.models.away import Away, passing
from agents.models.client_errors import first_line
from agents.roster.ends import Broken, CannotDo, Waits
from storage.jobs.away import StoreAway, is_away
from storage.jobs.port import Again
from storage.rules.values.ask import Ask
from storage.rules.values.item import Remedy


class _Way(StrEnum):
    """The way in which a call failed."""

    CANNOT = "cannot"
    BROKEN = "broken"
    WAITS = "waits"
    AGAIN = "again"
    PROVIDER_AWAY = "provider away"
    STORE_AWAY = "store away"
    LEDGER = "ledger"
    TOO_LATE = "too late"
    UNFORESEEN = "unforeseen"


class LedgerFailed(Exception):
    """A call of the ledger that failed; the process that has the ledger knows with what."""


class Unforeseen(Exception):
    """An error of the other process; the message is its own, its traceback stands in that process's log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    way: _Way
    why: str
    remedy: Remedy = Remedy.NOTHING
    about: str = ""
    asks: tuple[Ask, ...] = ()
    seconds: float = 0.0
    counted: bool = False


_FORM = TypeAdapter(_Failure)


def packed(error: BaseException) -> bytes:
    """Return an error as `unpacked` reads it, whatever it is: who waits for it is always told."""
    try:
        return to_json(_FORM, _failure(error))
    except Exception:
        return to_json(_FORM, _Failure(way=_Way.UNFORESEEN, why=type(error).__name__))


def _failure(error: BaseException) -> _Failure:
    why = str(error)
    match error:
        case Broken():
            return _Failure(way=_Way.BROKEN, why=why, about=error.about)
        case CannotDo():
            return _Failure(way=_Way.CANNOT, why=why, remedy=error.remedy)
        case Waits():
            return _Failure(way=_Way.WAITS, why=why, asks=error.asks)
        case Again():
            return _Failure(way=_Way.AGAIN, why=why, seconds=error.seconds, counted=error.counted)
        case Away():
            return _Failure(way=_Way.PROVIDER_AWAY, why=why)
        case LedgerFailed():
            return _Failure(way=_Way.LEDGER, why=why)
        case TimeoutError():
            return _Failure(way=_Way.TOO_LATE, why=why)
        case asyncio.CancelledError():
            return _Failure(way=_Way.UNFORESEEN, why="it was cut short")
    if passing(error):
        return _Failure(way=_Way.PROVIDER_AWAY, why=f"A provider of models can't be used: {first_line(error)}.")
    if is_away(error):
        return _Failure(way=_Way.STORE_AWAY, why=why)
    return _Failure(way=_Way.UNFORESEEN, why=why or type(error).__name__)


def foreseen(error: BaseException) -> bool:
    """Tell whether an error says in other words than a traceback what is to be done."""
    return _failure(error).way is not _Way.UNFORESEEN


def unpacked(body: bytes) -> Exception:
    """Return the error that `packed` was given, or one that is treated alike."""
    failure = _FORM.validate_json(body)
    match failure.way:
        case _Way.BROKEN:
            return Broken(failure.why, failure.about)
        case _Way.CANNOT:
            return CannotDo(failure.why, failure.remedy)
        case _Way.WAITS:
            return Waits(failure.asks)
        case _Way.AGAIN:
            return Again(failure.seconds, failure.why, counted=failure.counted)
        case _Way.PROVIDER_AWAY:
            return Away(failure.why)
        case _Way.STORE_AWAY:
            return StoreAway(failure.why)
        case _Way.LEDGER:
            return LedgerFailed(failure.why)
        case _Way.TOO_LATE:
            return TimeoutError(failure.why)
        case _Way.UNFORESEEN:
            return Unforeseen(failure.why)
