"""A collection that a person asks for."""

from collections.abc import Collection

from storage.ledger import access
from storage.ledger.collections.above import above
from storage.ledger.core.ledger import Duplicate, Tx
from storage.ledger.shelf import shelves
from storage.ledger.shelf.bringing import Shown, bring_one, collect
from storage.ledger.shelf.choosing import Choice
from storage.ledger.shelf.going_on import gone_on
from storage.ledger.shelf.quickest import quickest
from storage.ledger.work import lateness
from storage.rules.authority import Action, Claim
from storage.rules.people import Person


def collect_now(
    tx: Tx,
    person: Person,
    key: str | None = None,
    after: int = 0,
    choice: Choice | None = None,
    once: bool = False,
    unseen: Collection[int] = (),
) -> Shown | None:
    """Bring what is ready without waiting for the next time; return None when nothing is.

    Args:
        after: the collection that a person goes on from: what neither it nor a newer one shows comes.
        unseen: items that had no room in its message.
        choice: what was chosen beside the writer; where nothing of it is left, it is chosen here.
        once: whether nothing is brought while the newest message still shows all there is.

    Raises:
        Refused: they are no full member.
        Duplicate: it was gone on from a moment ago.
    """
    person = access.person(tx, Claim(person.user, person.team), Action.LOOK)
    tx.once(person.team, key)
    if after and (newer := gone_on(tx, person, after)):
        raise Duplicate(str(newer))
    if once and above(tx, person) is not None:
        return None
    if lateness.sweep(tx, person.team, person.user, choice.at if choice else None):
        choice = None  # it was made without what is late
    return collect(
        tx, shelves.of_person(person, rest=True, after=after, unseen=unseen), choice, kind="on" if after else "now"
    )


def bring_quickest(tx: Tx, person: Person, key: str | None = None, chosen: int | None = None) -> Shown | None:
    """Bring the one item that makes room with the least attention; return None when nothing waits.

    Args:
        chosen: the item, found beside the writer; where it is decided meanwhile, the next is found here.

    Raises:
        Refused: they are no full member.
    """
    person = access.person(tx, Claim(person.user, person.team), Action.LOOK)
    tx.once(person.team, key)
    shown = bring_one(tx, person, chosen, asked=True) if chosen is not None else None
    if shown is not None:
        return shown
    first = quickest(tx, person)
    return bring_one(tx, person, first[0], asked=True) if first is not None else None
