"""How far an attempt of a worker at a task is."""

from enum import StrEnum


class AttemptState(StrEnum):
    """A state in the life of an attempt."""

    DUE = "due"
    HELD = "held"  # waits for its assigner's turn, or for all work to go on
    RUNNING = "running"
    ASKING = "asking"
    THEIRS = "theirs"  # a colleague does it: no agent takes it up
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"
    CANCELED = "canceled"
    REASSIGNED = "reassigned"
    DECLINED = "declined"
    HELD_BACK = "held back"  # what its task comes after was opened again


TAKEABLE = (AttemptState.DUE, AttemptState.RUNNING)  # attempts that a worker may take, or take up again
LIVE = (*TAKEABLE, AttemptState.ASKING, AttemptState.HELD, AttemptState.THEIRS)  # attempts that have not ended
