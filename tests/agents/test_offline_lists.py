"""Lists without a model: what is named one after the other is one entry each, sorted only where that is asked for."""

import pytest

from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.values.ask import MATERIAL
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

FRUIT = "- pears\n- apples\n- figs"


async def made(goal: str, text: str = "", **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, text, **more))


@pytest.mark.parametrize(
    "goal",
    [
        "list: pears, apples, figs", "list: pears, apples and figs", "list\npears, apples, figs",
        "List of fruit\npears\napples\nfigs", "Make a list of: pears, apples, and figs",
        "shopping list: pears, apples, figs",
    ],
)  # fmt: skip
async def test_what_is_named_one_after_the_other_becomes_a_list(goal: str) -> None:
    draft = await made(goal)
    assert draft.body == FRUIT and draft.summary == "3 entries: pears, apples, figs." and draft.missing == ()


@pytest.mark.parametrize(
    "goal", ["lista: pere, mele e fichi", "Elenco: pere, mele, fichi", "Liste: pere, mele et fichi"]
)
async def test_a_list_is_asked_for_in_other_languages(goal: str) -> None:
    assert (await made(goal)).body == "- pere\n- mele\n- fichi"


@pytest.mark.parametrize("goal", ["sort: pears, apples, figs", "sort this list: pears, apples and figs"])
async def test_what_is_named_in_one_line_is_sorted(goal: str) -> None:
    assert (await made(goal)).body == "- apples\n- figs\n- pears"


async def test_a_list_that_is_one_already_asks_what_else_is_on_it() -> None:
    with pytest.raises(Waits, match="It is a list already. What else should be on it?"):
        await made(f"list\n{FRUIT}")
    assert (await made(f"list\n{FRUIT}", answers={MATERIAL: "plums"})).body == f"{FRUIT}\n- plums"


async def test_what_is_to_be_looked_for_is_no_entry() -> None:
    draft = await made("list: prices, dates", "Notion\nPrice: 10 €\n\nCoda\nPrice: 12 €")
    assert "dates" not in draft.body
    assert draft.missing == ("Not followed, that needs a language model: “prices, dates”",)


@pytest.mark.parametrize(
    "text", ["We decided to ship, and soon.\nWho tells Acme?", "Dana: Is it 39 €?\nBob: Yes, it is, for now."]
)
async def test_sentences_are_no_entries(text: str) -> None:
    with pytest.raises(Waits, match="would come back unchanged"):
        await made(f"list\n{text}")


def column(draft: Draft) -> list[str]:
    return [line.strip("| ").split(" | ")[0] for line in draft.body.splitlines()[2:]]


RENEWALS = "Customer,Seats,Renews\nAcme,40,12 January\nBolt,10,13 December\nCora,25,10 December\nDuo,5,20 December"


@pytest.mark.parametrize(
    "goal, rows, summary",
    [
        ("sort by seats", "Duo Bolt Cora Acme", "4 rows by Seats, from 5 to 40."),
        ("sort by seats, descending", "Acme Cora Bolt Duo", "4 rows by Seats, from 40 to 5."),
        ("sort the table by renews", "Cora Bolt Duo Acme", "4 rows by Renews, from 10 December to 12 January."),
        ("order these by date", "Cora Bolt Duo Acme", "4 rows by Renews, from 10 December to 12 January."),
        ("Sortiere nach Seats", "Duo Bolt Cora Acme", "4 rows by Seats, from 5 to 40."),
        ("sort", "Acme Bolt Cora Duo", "4 rows by Customer, from Acme to Duo."),
        ("sort, largest first", "Acme Cora Bolt Duo", "4 rows by Seats, from 40 to 5."),
    ],
)
async def test_a_table_is_sorted_by_one_of_its_columns(goal: str, rows: str, summary: str) -> None:
    draft = await made(f"{goal}\n{RENEWALS}")
    assert column(draft) == rows.split() and draft.summary == summary and draft.missing == ()


@pytest.mark.parametrize("goal", ["sort by amount", "sort by price, smallest first"])
async def test_rows_without_a_header_are_sorted_by_their_numbers(goal: str) -> None:
    assert column(await made(f"{goal}\nAnna 10 €\nBo 9 €\nCy 100 €")) == ["Bo", "Anna", "Cy"]


@pytest.mark.parametrize(
    "goal",
    [
        "sort by how much we like them",
        "sort those that renew before 15 December",
        "sort Acme and Bolt by seats",
        "sort by seats and name",
        "sort by seats, then by renews",
    ],
)
async def test_what_a_table_cannot_be_sorted_by_is_not_done(goal: str) -> None:
    draft = await made(f"{goal}\n{RENEWALS}")
    assert draft.missing == (f"Not done: “{goal}” needs a language model.",)
    assert column(draft)[2:] == ["Acme", "Bolt", "Cora", "Duo"]


@pytest.mark.parametrize("cells", ["A,10 €\nB,9 $", "A,10 kg\nB,900 g"])
async def test_sums_of_several_currencies_or_measures_are_not_sorted_by_size(cells: str) -> None:
    draft = await made(f"sort by price\nItem,Price\n{cells}")
    assert draft.missing == ("Not done: “sort by price” needs a language model.",)


async def test_rows_with_nothing_to_sort_by_stand_at_the_end_and_are_named() -> None:
    draft = await made("sort by price\nItem,Price\nA,n/a\nB,9 €\nC,8 €")
    assert column(draft) == ["C", "B", "A"]
    assert draft.look_first == "At the end, with nothing to sort by: “A”."


@pytest.mark.parametrize(
    "goal, body",
    [
        ("order these by date: Acme 12 January, Bolt 3 December, Cora 10 December",
         "- Bolt 3 December\n- Cora 10 December\n- Acme 12 January"),
        ("sort by amount: Anna 10 €, Bo 9 €, Cy 100 €", "- Bo 9 €\n- Anna 10 €\n- Cy 100 €"),
        ("sort: Zoe, Émile, Anna", "- Anna\n- Émile\n- Zoe"),
        ("sort by name: Zoe, Émile, Anna", "- Anna\n- Émile\n- Zoe"),
    ],
)  # fmt: skip
async def test_entries_are_sorted_by_what_they_have(goal: str, body: str) -> None:
    draft = await made(goal)
    assert draft.body == body and draft.missing == ()


async def test_entries_that_have_no_such_thing_are_said_to_be_sorted_by_letters() -> None:
    draft = await made("sort by importance: pears, apples, figs")
    assert draft.body == "- apples\n- figs\n- pears"
    assert draft.missing == ("Sorted by its letters: by importance needs a language model.",)


@pytest.mark.parametrize(
    "goal, body",
    [
        ("checklist\npack the bags, book the train, call Anna", "- [ ] pack the bags\n- [ ] book the train\n- [ ] call Anna"),
        ("checklist: pack the bags, book it, call Anna", "- [ ] pack the bags\n- [ ] book it\n- [ ] call Anna"),
        ("checklist\nPack the bags. Book it. Call Anna.", "- [ ] Pack the bags.\n- [ ] Book it.\n- [ ] Call Anna."),
        ("checklist: Pack the bags. Call the two of them.", "- [ ] Pack the bags.\n- [ ] Call the two of them."),
        ("checklist\nBook the train, the hotel and the car", "- [ ] Book the train, the hotel and the car"),
        ("checklist\nBefore you go, check it, lock the door", "- [ ] Before you go, check it, lock the door"),
        ("checklist\nPack: bags, tickets, keys", "- [ ] Pack: bags, tickets, keys"),
        ("checklist\n- bags, tickets, keys\n- call Anna", "- [ ] bags, tickets, keys\n- [ ] call Anna"),
    ],
)  # fmt: skip
async def test_each_step_of_a_line_has_its_box(goal: str, body: str) -> None:
    assert (await made(goal)).body == body


async def test_a_line_that_is_no_step_is_named() -> None:
    draft = await made("checklist\nPack the bags.\nThe train was late.")
    assert draft.look_first == "1 line of the material is no step and not on it: “The train was late.”"


@pytest.mark.parametrize(
    "goal, body",
    [
        ("list: Rossi, Anna; Verdi, Bob", "- Rossi, Anna\n- Verdi, Bob"),
        ("list everyone\nRossi, Anna; Verdi, Bob", "- Rossi, Anna\n- Verdi, Bob"),
        ("list everyone\nAnna, Bob; Cara", "- Anna\n- Bob\n- Cara"),
        ("list: pears; apples; figs", FRUIT),
        ("list of names\nRossi, Anna\nVerdi, Bob", "- Rossi, Anna\n- Verdi, Bob"),
        ("sort\nRome, Italy\nParis, France", "- Paris, France\n- Rome, Italy"),
        ("list: pears, apples; figs", FRUIT),
    ],
)
async def test_semicolons_part_before_commas(goal: str, body: str) -> None:
    assert (await made(goal)).body == body


@pytest.mark.parametrize("goal", ["list", "sort", "list everyone"])
async def test_one_entry_is_handed_in_as_no_list(goal: str) -> None:
    with pytest.raises(Waits, match="“Anna Rossi” is all that I find. What else should be on it?"):
        await made(f"{goal}\nAnna Rossi")
    with pytest.raises(CannotDo, match="There is one entry"):
        await made(f"{goal}\nAnna Rossi", answers={MATERIAL: "Anna Rossi"})


@pytest.mark.parametrize(
    "goal, text",
    [
        ("list the guests who paid", "Anna, Bob, Cara"),
        ("list only the apples", "pears\napples\nfigs"),
        ("sort the guests without Bob", "Anna, Bob, Cara"),
        ("checklist without the train", "pack the bags, book the train, call Anna"),
        ("chronology after 3 May", "2 May: first.\n4 May: second."),
    ],
)
async def test_all_is_no_answer_to_a_part(goal: str, text: str) -> None:
    draft = await made(f"{goal}\n{text}")
    assert draft.missing[0] == f"Not done: “{goal}” needs a language model."
    assert draft.summary.startswith(draft.missing[0])


@pytest.mark.parametrize(
    "goal, text",
    [
        ("list of what to buy for the picnic", "pears, apples, figs"),
        ("checklist after the meeting", "- Pack the bags\n- Call Anna"),
        ("comparison between Notion and Coda", "Notion\nCost: 10 €\n\nCoda\nCost: 12 €"),
        ("who does what", "Bob will call Acme."),
        ("sort, largest first", "Anna 10 €\nBo 9 €\nCy 100 €"),
    ],
)
async def test_what_is_asked_of_all_is_done(goal: str, text: str) -> None:
    assert (await made(f"{goal}\n{text}")).missing == ()


async def test_the_same_name_with_other_numbers_is_sorted_by_their_size() -> None:
    draft = await made("sort\nItem 10\nItem 9\nItem 1")
    assert draft.body.splitlines()[2:] == ["| Item | 1 |", "| Item | 9 |", "| Item | 10 |"]


async def test_what_was_sorted_by_one_of_two_things_is_said() -> None:
    draft = await made("sort by date and amount: Acme 12 January, Bolt 3 December")
    assert draft.body == "- Bolt 3 December\n- Acme 12 January"
    assert draft.missing == ("Sorted by its dates: by date and amount needs a language model.",)
