"""A reviewer's corrections without a model: done where it is clear what is replaced, asked where it is not."""

import time
from dataclasses import replace

import pytest

from agents.offline.corrections.reading import correction
from agents.offline.points.splitting import points
from agents.offline.verbs.carrying_out import understood
from agents.offline.worker import OfflineWorker
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

LAUNCH = "We launch on 15 December in Rome.\nThe price is 39 € per seat.\nAnne will call Acme by 15 December."
TWO_DATES = "We launch on 15 December.\nThe review is on 20 January."


async def first(text: str = LAUNCH, goal: str = "Post") -> Draft:
    return await OfflineWorker().work(assignment(goal, text))


async def after(note: str, text: str = LAUNCH, goal: str = "Post", previous: Draft | None = None) -> Draft:
    previous = previous or await first(text, goal)
    given = assignment(goal, text, version=previous.version + 1, previous=previous, note=note)
    return await OfflineWorker().work(given)


@pytest.mark.parametrize(
    "note",
    [
        "the date is wrong: it is 2 December",
        "The date is wrong. It is 2 December.",
        "wrong date, it's 2 December",
        "the date should be 2 December, please",
        "the correct date is 2 December",
        "change the date to 2 December",
        "change 15 December to 2 December",
        "please change 15 Dec to 2 December",
        "replace “15 December” with “2 December”",
        "15 December is wrong, it must be 2 December",
        "15 December should be 2 December",
        "15 December → 2 December",
        "it is 2 December, not 15 December",
        "It's not 15 December but 2 December",
        "the launch is on 2 December and not on 15 December",
        "2 December instead of 15 December",
        "move the launch from 15 December to 2 December",
        "You wrote 15 December but it is 2 December",
        "Could you change 15 December to 2 December, please?",
        "date: 2 December instead of 15 December",
        "Say “2 December”, not “15 December”",
        "15.12. should be 2 December",
        "2 December!",
        "Great, but the date is wrong: it is 2 December. Thanks!",
    ],
)
async def test_a_date_that_is_corrected_is_replaced_everywhere(note: str) -> None:
    made = await after(note)
    assert made.body == (await first()).body.replace("15 December", "2 December")
    assert made.answer.endswith("”: done: 15 December → 2 December, 2 places.") and made.answer.count("\n") == 0
    assert made.summary == "15 December → 2 December, 2 places." and made.missing == ()


@pytest.mark.parametrize(
    "note, told",
    [
        ("Das Datum ist falsch: es ist der 2. Dezember", "15 December → 2. Dezember, 2 places."),
        ("Bitte ändere 15. Dezember in 2. Dezember", "15 December → 2. Dezember, 2 places."),
        ("2. Dezember statt 15. Dezember", "15 December → 2. Dezember, 2 places."),
        ("der Preis ist 49 €, nicht 39 €", "39 € → 49 €, 1 place."),
        ("nicht 39 €, sondern 49 €", "39 € → 49 €, 1 place."),
        ("Es muss Anna heißen, nicht Anne", "“Anne” → “Anna”, 1 place."),
        ("La data è sbagliata: è il 2 dicembre", "15 December → 2 dicembre, 2 places."),
        ("cambia 15 dicembre in 2 dicembre", "15 December → 2 dicembre, 2 places."),
        ("il prezzo è 49 €, non 39 €", "39 € → 49 €, 1 place."),
        ("49 € invece di 39 €", "39 € → 49 €, 1 place."),
        ("dovrebbe essere Anna, non Anne", "“Anne” → “Anna”, 1 place."),
        ("La date est fausse : c'est le 2 décembre", "15 December → 2 décembre, 2 places."),
        ("remplace 15 décembre par 2 décembre", "15 December → 2 décembre, 2 places."),
        ("ce n'est pas 39 € mais 49 €", "39 € → 49 €, 1 place."),
        ("ça doit être Anna, pas Anne", "“Anne” → “Anna”, 1 place."),
        ("La fecha está mal: es el 2 de diciembre", "15 December → 2 de diciembre, 2 places."),
        ("cambia 15 de diciembre por 2 de diciembre", "15 December → 2 de diciembre, 2 places."),
        ("el precio es 49 €, no 39 €", "39 € → 49 €, 1 place."),
        ("49 € en vez de 39 €", "39 € → 49 €, 1 place."),
        ("debe ser Anna, no Anne", "“Anne” → “Anna”, 1 place."),
    ],
)
async def test_corrections_in_other_languages_are_read(note: str, told: str) -> None:
    made = await after(note)
    assert made.summary == told and made.missing == ()
    assert note.casefold() not in made.body.casefold()


@pytest.mark.parametrize(
    "note, told",
    [
        ("the price is 49 €, not 39 €", "39 € → 49 €, 1 place."),
        ("the price is €49, not €39", "39 € → €49, 1 place."),
        ("the price is 49, not 39", "39 € → 49 €, 1 place."),
        ("the price is 49 € per seat, not 39 €", "39 € → 49 €, 1 place."),
        ("price: 49 €", "39 € → 49 €, 1 place."),
        ("Can you change the price to 49 €, please?", "39 € → 49 €, 1 place."),
        ("The price is 49 €.", "39 € → 49 €, 1 place."),
        ("make it 49 €", "39 € → 49 €, 1 place."),
        ("it should be Anna, not Anne", "“Anne” → “Anna”, 1 place."),
        ("It's “Anna”, not “Anne”.", "“Anne” → “Anna”, 1 place."),
        ("change Anne to Anna", "“Anne” → “Anna”, 1 place."),
        ("Anne should be Anna", "“Anne” → “Anna”, 1 place."),
        ("replace seat with team", "“seat” → “team”, 1 place."),
    ],
)
async def test_sums_names_and_words_are_corrected(note: str, told: str) -> None:
    assert (await after(note)).summary == told


@pytest.mark.parametrize(
    "note, text, why",
    [
        ("the date is wrong: it is 2 December", TWO_DATES, "which date? The draft has 15 December and 20 January."),
        ("the date is wrong: it is 2 December", "We launch soon.", "which date? The draft has no date."),
        ("the date is wrong", LAUNCH, "which date is right? The draft has 15 December."),
        ("Il prezzo è sbagliato", LAUNCH, "which amount is right? The draft has 39 €."),
        ("change the date", LAUNCH, "which date is right? The draft has 15 December."),
        ("it is not 39 €", LAUNCH, "what is right instead of 39 €? It stands in 1 place."),
        ("39 € is wrong", LAUNCH, "what is right instead of 39 €? It stands in 1 place."),
        ("the price is 49 €, not 59 €", LAUNCH, "59 € does not stand in the draft. It has 39 €."),
        ("it should be Anna, not Bert", LAUNCH, "“Bert” does not stand in the draft."),
        ("the name is wrong: it is Anna", LAUNCH, "which name? Write it as “Anna, not Anne”."),
        ("it is 2 December", TWO_DATES, "which date? The draft has 15 December and 20 January."),
        ("it should be 49", "39 € for 214 teams.\nMore soon.", "which number? The draft has 39 € and 214."),
        ("wrong: 39 €", LAUNCH, "what is right instead of 39 €? It stands in 1 place."),
        ("the price is wrong: 39 €", LAUNCH, "39 € stands there already: what is wrong?"),
        ("the date is wrong: it is the 2nd", LAUNCH, "which date is right? The draft has 15 December."),
        ("it is 49, not 39", "The price is 39 € today.\nWe have 39 teams.", "which 39? The draft has 39 € and 39."),
        (
            "it is 49 €, not 39 €",
            "The price rises from 39 € to 49 €.",
            "39 € and 49 € stand in one line, and both may be meant.",
        ),
    ],
)
async def test_what_is_not_clear_is_not_done_and_asks(note: str, text: str, why: str) -> None:
    made = await after(note, text)
    assert made.body == (await first(text)).body
    assert made.answer == f"1. “{note}”: not done: {why}" and made.missing == (f"“{note}”: not done: {why}",)


async def test_the_subject_tells_which_of_several_dates_is_meant() -> None:
    made = await after("the launch date is wrong: it is 2 December", TWO_DATES)
    assert made.body == "We launch on 2 December.\nThe review is on 20 January."
    other = await after("The date of the review is 22 January.", TWO_DATES)
    assert other.body == "We launch on 15 December.\nThe review is on 22 January."


async def test_a_value_is_never_a_part_of_another() -> None:
    made = await after("change 9 € to 8 €", "The price is 39 €, the fee 9 €.\nAnnette pays 9 €.")
    assert made.body == "The price is 39 €, the fee 8 €.\nAnnette pays 8 €."
    named = await after("change Anne to Anna", "Annette and Anne meet.\nThey talk.")
    assert named.body == "Annette and Anna meet.\nThey talk."


async def test_a_correction_reaches_headings_tables_and_lists() -> None:
    body = (
        "## Plan for 15 December\n\n| Who | By |\n| --- | --- |\n| Anne | 15 December 2026 |\n\n"
        "- call by December 15\n- pay by 2026-12-15\n- on Tuesday, 15 December"
    )
    made = await after("the date is wrong: it is 2 December", previous=replace(await first(), body=body))
    assert made.body == (
        "## Plan for 2 December\n\n| Who | By |\n| --- | --- |\n| Anne | 2 December 2026 |\n\n"
        "- call by 2 December\n- pay by 2026-12-02\n- on Tuesday, 2 December"
    )
    assert made.summary == "15 December → 2 December, 5 places. “Tuesday” before it is as it was."


@pytest.mark.parametrize(
    "note",
    [
        "the intro is wrong",
        "There is a typo in it.",
        "it is too formal for 15 December",
        "The second line is missing.",
        "15 December is right.",
        "You wrote that it costs 39 €.",
        "The date should be 2 December and the price 49 €.",
        "In the first line change 15 December to 2 December",
        "change 15 December to 2 December in the first line",
        "the tone must be warmer: it is 2 December soon",
        "Acme should be mentioned instead of 39 customers",
    ],
)
async def test_a_complaint_is_never_pasted(note: str) -> None:
    made = await after(note)
    assert note.strip(".") not in made.body and ": not done: " in made.answer


@pytest.mark.parametrize(
    "note",
    [
        "Also: Acme needs an invoice by Friday",
        "The reseller in Lyon gets 29 € too.",
        "We go with Acme, not Beta, from 3 May.",
        "The refund is 240 €.",
        "Add that the date is 2 December, not 15 December",
        "The name of the client is Rossi.",
        "They ship without the API.",
    ],
)
async def test_a_new_fact_is_not_taken_in_by_itself(note: str) -> None:
    made = await after(note)
    assert made.body == (await first()).body and made.missing and ": not done: " in made.answer


@pytest.mark.parametrize(
    "note, parts",
    [
        (
            "change 15 December to 2 December, and shorter please",
            ["change 15 December to 2 December", "shorter please"],
        ),
        ("shorter, and drop the second section", ["shorter", "drop the second section"]),
        ("shorter; drop the prices\nand add the date", ["shorter", "drop the prices", "and add the date"]),
        ("Make it shorter and friendlier", ["Make it shorter", "friendlier"]),
        ("make it shorter but keep the table", ["make it shorter", "keep the table"]),
        ("kürzer und ändere 39 € in 49 €", ["kürzer", "ändere 39 € in 49 €"]),
        ("più corto, e togli la sezione Prezzi", ["più corto", "togli la sezione Prezzi"]),
        ("plus court et remplace 39 € par 49 €", ["plus court", "remplace 39 € par 49 €"]),
        ("más corto y quita la sección Precios", ["más corto", "quita la sección Precios"]),
        (
            "change 15 December to 2 December and 39 € to 49 €",
            ["change 15 December to 2 December", "change 39 € to 49 €"],
        ),
        (
            "the date is wrong: it is 2 December, and Acme needs an invoice by Friday",
            ["the date is wrong: it is 2 December", "Acme needs an invoice by Friday"],
        ),
        (
            "we launch on 2 December, not 15 December, and the price is 49 €, not 39 €",
            ["we launch on 2 December, not 15 December", "the price is 49 €, not 39 €"],
        ),
        ("the price is 1,049 €, not 1,039 €", ["the price is 1,049 €, not 1,039 €"]),
        ("Add “Shorter, and drop it” at the end", ["Add “Shorter, and drop it” at the end"]),
        ("Add a section on price and date", ["Add a section on price and date"]),
        ("shorter, it is too long", ["shorter, it is too long"]),
        ("Acme pays 39 €, Beta pays 49 €, and all get it", ["Acme pays 39 €, Beta pays 49 €, and all get it"]),
        ("Am 2. Dezember ist Schluss. Bitte kürzer.", ["Am 2. Dezember ist Schluss.", "Bitte kürzer."]),
        ("Drop section 2. Add the date.", ["Drop section 2.", "Add the date."]),
        ("Thanks! Shorter, please.", ["Shorter, please."]),
    ],
)
def test_each_wish_of_a_sentence_is_a_point(note: str, parts: list[str]) -> None:
    assert points(note, understood) == parts


async def test_two_wishes_are_both_done_and_told() -> None:
    body = "## One\n\nWe launch on 15 December in Rome.\n\n## Two\n\nBob books the room."
    previous = replace(await first(), body=body)
    made = await after("shorter, and drop the second section", previous=previous)
    assert made.body == "## One\n\nWe launch on 15 December in Rome."
    assert "2. “drop the second section”: done: dropped the section “Two”." in made.answer
    both = await after("change 15 December to 2 December, and make it funnier", previous=previous)
    assert "2 December" in both.body and both.answer.splitlines() == [
        "1. “change 15 December to 2 December”: done: 15 December → 2 December, 1 place.",
        "2. “make it funnier”: not done: that needs a language model.",
    ]
    assert both.summary == "Not done: that needs a language model. 15 December → 2 December, 1 place."


@pytest.mark.parametrize(
    "piece",
    ["not ", "39 €, not ", "“", "the date is wrong: it is ", "change a to b, ", "lass ", "12. ", "A", "A a ", "and ", ", ", "2 December ", "il ", "e' ",
     "change ", "statt ", "è ", "1,", ". ", "es muss ", "please, ", " please", "ist ", " wurde ", "not and ", "why drop ", "Dec. 2 "],
)  # fmt: skip
def test_reading_takes_time_that_grows_with_the_text_alone(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        began = time.process_time()
        points(text, understood)
        correction(text)
        return time.process_time() - began

    seconds(50)
    small, large = min(seconds(200) for _ in range(3)), min(seconds(800) for _ in range(3))
    assert large < max(0.05, small * 10), (small, large)
