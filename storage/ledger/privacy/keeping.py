"""How long things are kept."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """The times for which data is kept; None for ever.

    Attributes:
        requests: what Slack sent, and what waited there for an answer.
        versions: of a closed task, the drafts before the last, with their files.
        deliveries: of approved drafts, where they went, and our record of those messages.
        changes: what happened to tasks, people and messages.
        uninstalled: of a workspace where the app was uninstalled, all.
    """

    requests: timedelta = timedelta(days=30)
    versions: timedelta | None = timedelta(days=365)
    deliveries: timedelta | None = timedelta(days=730)
    changes: timedelta | None = timedelta(days=1095)
    uninstalled: timedelta = timedelta(days=30)
