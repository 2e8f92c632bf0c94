"""Unexpected errors: a person gets words and a reference, the log gets the rest."""

import secrets

import structlog

from storage.jobs.trying import DATABASE_ERRORS

log = structlog.get_logger()

NOT_SAVED = "That was not saved; nothing was changed. Please try again in a moment."


def words(error: Exception, reference: str) -> str:
    """Return what a person reads after an unexpected error, with the reference that the log has, too."""
    if isinstance(error, DATABASE_ERRORS):
        return f"{NOT_SAVED} (Reference {reference})"
    return f"Something went wrong and nothing was changed. If it happens again, tell your administrator: {reference}"


def note(error: Exception, kind: str) -> str:
    """Write an error to the log; return the reference by which a person can name it."""
    name = new_reference()
    if isinstance(error, DATABASE_ERRORS):
        log.error("not saved", reference=name, kind=kind, why=str(getattr(error, "orig", error)).strip())
    else:
        log.error("unexpected", reference=name, kind=kind, exc_info=error)
    return name


def new_reference() -> str:
    """Return a new name for a line of the log, which a person can tell their administrator."""
    return secrets.token_hex(3).upper()
