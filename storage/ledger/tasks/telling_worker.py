"""What a colleague is told when a task that they work on is changed."""

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.work.asking_assigner import why_gone
from storage.ledger.work.owing import tell
from storage.ledger.work.stopping import is_with_colleague
from storage.rules.moment_words import dated
from storage.rules.values.task import State, Task


def tell_changed(tx: Tx, was: Task, became: Task, by: str, words: bool = True) -> None:
    """Tell a colleague what of their task has changed, unless they did that: its card shows only what is asked now.

    Args:
        words: whether what is asked may have changed, and not the due time alone.
    """
    user = was.brief.worker.name
    if not is_with_colleague(was) or user == by or became.brief.worker != was.brief.worker or why_gone(tx, was):
        return
    told = _due(tx, was, became, user), _words(was, became) if words else ""
    changes = [change for change in told if change]
    asked = " Your question is withdrawn: ask again if it is still open." if was.state is State.ASKING else ""
    if changes or asked:
        what = f": {', and '.join(changes)}" if changes else ""
        tell(tx, was.team, user, f"<@{by}> changed {was.name} · {became.brief.title}{what}.{asked}")


def _due(tx: Tx, was: Task, became: Task, user: str) -> str:
    before, after = was.brief.due, became.brief.due
    if before == after:
        return ""
    zone = people.ensure(tx, was.team, user).zone or tx.terms.zone
    now = f"it is due {dated(after, tx.now, zone)}" if after else "it has no due time any more"
    return f"{now} (it was {dated(before, tx.now, zone)})" if before else now


def _words(was: Task, became: Task) -> str:
    old, new = was.brief, became.brief
    same = (old.title, old.goal, old.criteria, old.sources) == (new.title, new.goal, new.criteria, new.sources)
    return "" if same else "what is asked is different"
