"""What every command of the command line shares: where it prints, its log, and how it says what can't be done."""

import contextlib
import logging
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import NoReturn

import structlog
import typer
from rich.console import Console
from structlog.typing import Processor

from bot.setup.settings import BadSettings
from storage import engine

NOT_DONE = "The command did not finish. Solve the problem with the database, then run it again."
out = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


class Level(StrEnum):
    """A level of the log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def set_log(level: str) -> None:
    """Send the log to standard error, from this level up; of libraries, in the same form, their warnings."""
    first: list[Processor] = [structlog.processors.add_log_level, structlog.processors.TimeStamper("iso")]
    last: list[Processor] = [
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
    ]
    libraries = logging.StreamHandler(sys.stderr)
    libraries.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*first, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(handlers=[libraries], level=logging.WARNING)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *first, *last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@contextlib.contextmanager
def plainly(*more: type[Exception]) -> Iterator[None]:
    """Print the message of a known error, or of a database that takes no more, instead of its traceback, and end the
    command with status 1."""
    caught: tuple[type[Exception], ...] = (BadSettings, *more)
    try:
        yield
    except caught as bad:
        _end(str(bad))
    except engine.ERRORS as no:
        _end(f"The database: {engine.reason(no)}. {NOT_DONE}")


def _end(why: str) -> NoReturn:
    Console(stderr=True, highlight=False, soft_wrap=True, emoji=False).print(why, markup=False)
    raise typer.Exit(1) from None
