"""What the workers of an installation can do, however many processes they are."""

from storage.ledger.core.ledger import Ledger
from storage.ledger.work import abilities
from storage.ledger.work.abilities import Ability

HERE = "needs a repository"


async def tell(ledger: Ledger, process: str, *told: Ability) -> None:
    await ledger.do(lambda tx: abilities.save(tx, process, told))


async def test_an_agent_lacks_something_only_where_every_worker_does(ledger: Ledger) -> None:
    await tell(ledger, "one", Ability("coder", HERE, False), Ability("writer", "", False))
    assert await ledger.see(abilities.recent) == (Ability("coder", HERE, False), Ability("writer", "", False))
    await tell(ledger, "two", Ability("coder", "", True))
    for _ in range(2):  # whoever told last
        assert (await ledger.see(abilities.recent))[0] == Ability("coder", "", True)
        await tell(ledger, "one", Ability("coder", HERE, False))


async def test_the_newest_word_of_a_worker_counts(ledger: Ledger) -> None:
    await tell(ledger, "one", Ability("coder", HERE, False), Ability("gone", "", False))
    await tell(ledger, "one", Ability("coder", "", True))
    assert await ledger.see(abilities.recent) == (Ability("coder", "", True),)
