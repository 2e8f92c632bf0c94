"""Who works on a series, and who decides on it, from now on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.work.making import reviewer_of
from storage.ledger.work.owing import check_colleague
from storage.rules.happenings import Happening
from storage.rules.refusal import naming
from storage.rules.values.brief import Brief
from storage.rules.values.profile import Profile
from storage.rules.values.series import Series
from storage.rules.values.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Successors:
    """The people and agents of a series.

    Attributes:
        profiles: what Slack said just now of who is to do it, where they were not known, by their ids.
    """

    worker: Worker
    reviewer: str
    profiles: Mapping[str, Profile] = field(default_factory=dict)


def passed_on(tx: Tx, the_series: Series, brief: Brief, successors: Successors | None) -> Brief:
    """Return a changed brief of a series with its new worker and reviewer; tasks that it has made keep theirs.

    Raises:
        Refused: they can't work on it, or decide.
    """
    if successors is None or (successors.worker, successors.reviewer) == (brief.worker, the_series.reviewer):
        return brief
    owner = people.look_up(tx, the_series.team, the_series.assigner)
    with naming("reviewer"):
        reviewer = reviewer_of(tx, the_series.team, owner, successors.reviewer, successors.profiles)
    versions = 1 if successors.worker.is_person else brief.versions
    routed = brief.routed if successors.worker == brief.worker else ""
    the_brief = replace(brief, worker=successors.worker, reviewer=reviewer.user, versions=versions, routed=routed)
    with naming("colleague"):
        check_colleague(tx, owner, the_brief, reviewer, successors.profiles)
    was, became = f"{brief.worker}, <@{the_series.reviewer}> decides", f"{the_brief.worker}, <@{reviewer.user}> decides"
    tx.note(the_series.team, the_series.assigner, Happening.REASSIGN, the_series.name, was=was, became=became)
    return the_brief
