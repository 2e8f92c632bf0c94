"""What becomes of an error: it is tried again, told to the model, or ends the run."""

from typing import Any

from agents.reading.material import framed
from agents.roster.ends import CannotDo
from storage.jobs.port import Again


def worth_retrying(error: Exception) -> bool:
    """Tell whether a call of a model may go well the next time."""
    return not isinstance(error, CannotDo)


def told_failure(error: Exception, request: Any) -> str | None:
    """Return a tool's failure as the model hears it, which may be somebody else's words; None for what ends the run."""
    if isinstance(error, CannotDo | Again):
        return None
    text = f"{type(error).__name__}: {error}"[:2000]
    return framed(request.tool_call["name"], text)
