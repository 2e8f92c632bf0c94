"""`/sluice find`: by words and their beginnings, newest first, alike on both databases."""

from storage.ledger import people
from storage.ledger.colleagues import reassigning
from storage.ledger.core.ledger import Ledger
from storage.ledger.privacy import forgetting
from storage.ledger.queries import searching
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.tasks import assigning
from storage.ledger.work import passing_on
from storage.rules.values.brief import Brief
from storage.rules.values.profile import Profile
from storage.rules.values.worker import agent, colleague
from tests.ledger.hands import ALICE, BOB, TEAM, assign, meet, meet_users


async def find(ledger: Ledger, text: str, user: str = ALICE.user) -> list[int]:
    return [task.number for task in await ledger.see(searching.search, TEAM, user, text)]


async def test_the_newest_come_first(ledger: Ledger) -> None:
    for title in ("Pricing page", "Launch FAQ", "Prices of Acme"):
        await assign(ledger, title=title, goal=title)
    assert await find(ledger, "pri") == [3, 1]
    assert await find(ledger, "PRICES acme") == [3]
    assert await find(ledger, "page launch") == []


async def test_words_are_found_in_any_writing(ledger: Ledger) -> None:
    for title in (
        "Café à Málaga",
        "Straße 7",
        "東京の価格表",
        "price-list (v2): 39.90 EUR",
        "it's 'quoted' & odd | ! <-> *",
    ):
        await assign(ledger, title=title, goal=title)
    found = {
        text: await find(ledger, text) for text in ("cafe", "malaga", "STRASSE", "価格", "list", "v2", "39.90", "odd")
    }
    assert found == {
        "cafe": [1],
        "malaga": [1],
        "STRASSE": [2],
        "価格": [3],
        "list": [4],
        "v2": [4],
        "39.90": [4],
        "odd": [5],
    }


async def test_signs_that_mean_something_to_a_database_are_only_signs(ledger: Ledger) -> None:
    await assign(ledger)
    for text in (
        "'",
        '"',
        "*",
        "memo' OR 'x",
        'memo" *',
        "NOT memo",
        "memo & !x",
        "(",
        "@u01alice",
        "words: memo",
        "-memo",
    ):
        await find(ledger, text)
    assert await find(ledger, "memo' &") == [1]
    assert await find(ledger, "* & |") == []


async def test_everybody_finds_what_they_assigned_or_decide_alone(ledger: Ledger) -> None:
    await ledger.do(people.ensure, TEAM, BOB.user)
    await assign(ledger, reviewer=BOB.user)
    await assign(ledger)
    assert await find(ledger, "memo") == [2, 1]
    assert await find(ledger, "memo", BOB.user) == [1]
    assert await find(ledger, "memo", "U03CARA") == []


async def test_what_was_edited_is_found_by_its_new_words(ledger: Ledger) -> None:
    made = await assign(ledger)
    brief = Brief(goal="Write a leaflet", worker=agent("writer"), title="Write a leaflet", criteria=("short",))
    await ledger.do(assigning.edit, ALICE, made.task.key, brief)
    assert await find(ledger, "leaflet") == [1]
    assert await find(ledger, "memo") == []


async def test_what_a_colleague_works_on_is_found_by_their_name(ledger: Ledger) -> None:
    await named(ledger, "Bob Müller")
    made = await assign(ledger, worker=colleague(BOB.user))
    await assign(ledger, title="Ask Bob", goal="Ask Bob")
    assert await find(ledger, "bob") == [2, 1]
    assert await find(ledger, "muller memo") == [1]
    assert await find(ledger, "muller", "U03CARA") == []
    await ledger.do(passing_on.give, made.task, agent("writer"), ALICE.user)
    assert await find(ledger, "muller") == []
    given = await ledger.see(get_task, TEAM, made.task.id)
    await ledger.do(passing_on.give, given, colleague(BOB.user), ALICE.user)
    assert await find(ledger, "muller") == [1]


async def test_a_name_that_becomes_known_or_changes_is_what_they_are_found_by(ledger: Ledger) -> None:
    await ledger.do(meet, TEAM, ALICE.user, BOB.user)
    await assign(ledger, worker=colleague(BOB.user))
    assert await find(ledger, "bob") == []
    await named(ledger, "Bob")
    assert await find(ledger, "bob") == [1]
    await named(ledger, "Robert")
    assert (await find(ledger, "bob"), await find(ledger, "robert")) == ([], [1])


async def test_nobody_is_found_by_the_name_of_somebody_forgotten(ledger: Ledger) -> None:
    await named(ledger, "Bob")
    await assign(ledger, worker=colleague(BOB.user))
    forgotten = await ledger.do(forgetting.begin, TEAM, BOB.user)
    await ledger.do(forgetting.replace_names, TEAM, BOB.user, forgotten.stand_in, "task")
    await ledger.do(forgetting.finish, TEAM, forgotten)
    assert (await find(ledger, "bob"), await find(ledger, "memo")) == ([], [1])


async def named(ledger: Ledger, name: str) -> None:
    """Have Slack say what Bob is called."""
    await ledger.do(people.save_profile, TEAM, BOB.user, Profile(name=name, zone=""))


async def test_a_colleague_finds_what_they_work_on_while_they_do(ledger: Ledger) -> None:
    await ledger.do(meet_users, TEAM, ALICE.user, BOB.user)
    made = await assign(ledger, worker=colleague(BOB.user), title="Q4 numbers", goal="Q4 numbers")
    assert await find(ledger, "numbers", BOB.user) == [1]
    await ledger.do(reassigning.reassign, ALICE, made.task.key, agent("writer"))
    assert await find(ledger, "numbers", BOB.user) == []
    assert await find(ledger, "numbers") == [1]
