"""What the agents of an installation can do: told by who works, known to who speaks with people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Terms, Tx
from storage.tables import agent

TRUE_FOR = timedelta(minutes=2)  # what no worker has told for so long is not known any more


@dataclass(frozen=True, slots=True)
class Ability:
    """One agent where it works.

    Attributes:
        lacks: why it can't do its work; empty when it can.
        model: whether a language model is connected.
    """

    name: str
    lacks: str
    model: bool


def save(tx: Tx, process: str, abilities: Iterable[Ability]) -> None:
    """Keep what a worker's process says of its agents, in the place of what the process said before."""
    old = sa.or_(agent.c.process == process, agent.c.at < tx.now - TRUE_FOR)
    tx.conn.execute(sa.delete(agent).where(old))
    for ability in abilities:
        values = {"name": ability.name, "lacks": ability.lacks, "model": ability.model}
        tx.conn.execute(sa.insert(agent), {"process": process, "at": tx.now, **values})


def recent(read: Read) -> tuple[Ability, ...]:
    """Return what workers told lately of each agent: an agent can do what it can do at any of them."""
    told: dict[str, Ability] = {}
    for row in read.conn.execute(sa.select(agent).where(agent.c.at > read.now - TRUE_FOR).order_by(agent.c.name)):
        before = told.get(row.name, Ability(row.name, row.lacks, row.model))
        told[row.name] = Ability(row.name, before.lacks and row.lacks, before.model or row.model)
    return tuple(told.values())


def with_abilities(terms: Terms, abilities: Iterable[Ability], suggest: bool) -> Terms:
    """Return the terms with what agents can do; unchanged while no worker has told anything.

    Args:
        suggest: whether a model may look at new briefs where there is one.
    """
    told = tuple(abilities)
    if not told:
        return terms
    heeds = any(ability.model for ability in told)
    return replace(
        terms,
        lacking={ability.name: ability.lacks for ability in told if ability.lacks},
        alike=frozenset(ability.name for ability in told if not ability.model),
        heeds=heeds,
        suggests=heeds and suggest,
    )
