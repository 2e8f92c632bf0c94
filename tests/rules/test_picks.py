"""What is said of several things, or of the numbered cards of a message."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.picks import read_picks
from storage.rules.replies import Meaning

YES, NO, CHANGE, WAIT = Meaning.APPROVE, Meaning.REJECT, Meaning.REVISE, Meaning.LATER


@pytest.mark.parametrize(
    "text, meant",
    [
        ("2 approve", {2: YES}),
        ("approve 2", {2: YES}),
        ("2: approve, 3 reject", {2: YES, 3: NO}),
        ("approve 1 and 3", {1: YES, 3: YES}),
        ("1, 3 approve", {1: YES, 3: YES}),
        ("1 approve 2 reject 3 ok", {1: YES, 2: NO, 3: YES}),
        ("approve 1 and reject 2", {1: YES, 2: NO}),
        ("approve 2 please, thanks", {2: YES}),
        ("#2 👍", {2: YES}),
        ("2. ok\n3) 👎", {2: YES, 3: NO}),
        ("number 2 is fine", {2: YES}),
        ("1 and 2 are fine", {1: YES, 2: YES}),
        ("2 later", {2: WAIT}),
        ("2: shorter, please", {2: CHANGE}),
        ("revise 2: shorter, please", {2: CHANGE}),
        ("3 revise: net of refunds please", {3: CHANGE}),
        ("5 ok, 8 later, 9 reject, 3 revise: net of refunds", {5: YES, 8: WAIT, 9: NO, 3: CHANGE}),
        ("3 please revise: net of refunds, 4: ok", {3: CHANGE, 4: YES}),
        ("please send back 2: add a total, 3: ok", {2: CHANGE, 3: YES}),
        ("approve 1,2,3", {1: YES, 2: YES, 3: YES}),
        ("1,2,3 ok", {1: YES, 2: YES, 3: YES}),
        ("postpone 1 and 3", {1: WAIT, 3: WAIT}),
        ("put off 1 and 3 until Friday 14:00", {1: WAIT, 3: WAIT}),
        ("2: shorter, 3: add a table", {2: CHANGE, 3: CHANGE}),
        ("reject 2: too expensive", {2: NO}),
        ("reject 2 because it is off topic", {2: NO}),
        ("2 genehmigt, 3 ablehnen", {2: YES, 3: NO}),
        ("lehne 2 ab", {2: NO}),
        ("genehmige 1 und 3", {1: YES, 3: YES}),
        ("approva la 2 e la 3", {2: YES, 3: YES}),
        ("2 va bene, 3 rifiuto", {2: YES, 3: NO}),
        ("approuve 2 et 3", {2: YES, 3: YES}),
        ("2 oui, 3 poubelle", {2: YES, 3: NO}),
        ("aprueba 2 y 3", {2: YES, 3: YES}),
        ("2 vale, 3 rechazado", {2: YES, 3: NO}),
        ("T-12 approve, 2 reject", {12: YES, 2: NO}),
        ("2", {2: Meaning.STATUS}),
        ("2 cancel", {2: Meaning.STATUS}),
        ("1 take A, 2 take B, 3 ok", {1: Meaning.TAKE, 2: Meaning.TAKE, 3: YES}),
        ("1 approve, 2 cancel it, 3 ok", {1: YES, 2: Meaning.STATUS, 3: YES}),
        ("2 why 39 €?", {2: Meaning.INQUIRY}),
    ],
)
def test_a_number_with_a_verdict_names_its_card(text: str, meant: dict[int, Meaning]) -> None:
    picks = read_picks(text, cards=True)
    assert picks is not None and picks.certain
    assert {pick.number: pick.reply.meaning for pick in picks.picks} == meant


@pytest.mark.parametrize("text", ["T-12 approve, T-13 reject", "approve T-12 and T-13", "stop T-12 and T-13"])
def test_several_tasks_are_named_anywhere(text: str) -> None:
    picks = read_picks(text, cards=False)
    assert picks is not None and picks.certain and [pick.number for pick in picks.picks] == [12, 13]


@pytest.mark.parametrize(
    "text",
    """2 versions?|I need 2|39 €|2 more examples please|2 shorter please|approve all but 2|don't approve 2|approve 2?|yes 2
approve 2, not 1|approve 2 if legal agrees|approve 2 of them|approve 2 versions|1-2 approve|at 10:30 approve|we are 2
2 use cases please|say 39 €, not 29|2 approve, 3 shorter|2 not later|~approve 1~|1 ok :(|approve 1 and 2 :/|1,2,3% approve|revise 2|postpone 2 or 3|2 approve, 2 reject|2: shorter, 3 longer|2 weeks|2 of us agree
2 days later|2 take a 5 ok|2 later than planned|1,5 approve|2 approve 3 rows|no 2|not 2|approve|2 approve?|2% approve|v2 approve|2 or 3 ok
para 2|2 is not approved|2 approve or reject|ok for 2|2 approve unless it is long|1. add a table. 2. fix the title
2 Versionen?|ich brauche 2|mi servono 2|il m'en faut 2|necesito 2|2 esempi in più|2 approve but shorter""".replace(
        "\n", "|"
    ).split("|"),
)
def test_what_may_mean_anything_else_is_no_clear_decision(text: str) -> None:
    picks = read_picks(text, cards=True)
    assert picks is None or not picks.certain


@pytest.mark.parametrize(
    "text, meant",
    [
        ("T-1 ok, T-2 no", {1: YES, 2: NO}),
        ("T-1 approve, T-2 no thanks", {1: YES, 2: NO}),
        ("T-1 ok and T-2 no!", {1: YES, 2: NO}),
        ("T-1 reject, T-2 no", {1: NO, 2: NO}),
        ("T-1: no, T-2: yes", {1: NO, 2: YES}),
        ("T-1 ok, but T-2 and T-3 no", {1: YES, 2: NO, 3: NO}),
        ("T-1 ja, T-2 nein", {1: YES, 2: NO}),
        ("T-1 oui, T-2 non", {1: YES, 2: NO}),
        ("T-1 sì, T-2 no", {1: YES, 2: NO}),
    ],
)
def test_a_no_beside_a_verdict_on_another_task_is_one_too(text: str, meant: dict[int, Meaning]) -> None:
    picks = read_picks(text, cards=False)
    assert picks is not None and picks.certain
    assert {pick.number: pick.reply.meaning for pick in picks.picks} == meant


@pytest.mark.parametrize(
    "text, meant",
    [
        ("3 approve, 5 no", {3: YES, 5: NO}),
        ("3 approve, 6 ok, 7 no", {3: YES, 6: YES, 7: NO}),
        ("2 ja, 3 nein", {2: YES, 3: NO}),
        ("1 ok but 2 no thanks", {1: YES, 2: NO}),
    ],
)
def test_a_no_of_the_last_card_beside_verdicts_on_others_is_one_too(text: str, meant: dict[int, Meaning]) -> None:
    picks = read_picks(text, cards=True)
    assert picks is not None and picks.certain
    assert {pick.number: pick.reply.meaning for pick in picks.picks} == meant


@pytest.mark.parametrize(
    "text",
    [
        "1 no, 2 yes",
        "1 ok, 2 no?",
        "1 ok, no 2",
        "1 ok 2 no 3",
        "1 ok, 2 no longer needed",
        "1 hmm, 2 no",
        "1 yes; 2 no; 3 yes",
    ],
)
def test_a_no_of_a_card_that_may_belong_to_anything_else_decides_nothing(text: str) -> None:
    picks = read_picks(text, cards=True)
    assert picks is None or not picks.certain


@pytest.mark.parametrize(
    "text",
    """T-1 no, T-2 approve|T-1, no, T-2 approve|T-1 ok, T-2, no|T-1 ok, T-2 no?|T-1 ok, T-2 no idea|T-1 ok, no T-2
T-1 why?, T-2 no|T-1 hmm, T-2 no|T-1 shorter, T-2 no|T-1 ok, T-2 no, T-3 hmm|T-1 ok T-2 no|T-1 no, T-2 no
T-1 ok, T-2 not|T-1 ok, T-2 no more|T-1: no. T-2: yes.""".replace("\n", "|").split("|"),
)
def test_a_no_that_may_belong_to_anything_else_decides_nothing(text: str) -> None:
    picks = read_picks(text, cards=False)
    assert picks is None or not picks.certain


@pytest.mark.parametrize(
    "text",
    """T-1, not T-2: approve|T-1 not T-2 approve|T-1 but not T-2 approve|T-1 instead of T-2 ok|T-1 rather than T-2: approve
T-1 is better than T-2, approve|T-1 shorter than T-2, approve|T-1 like T-2 please|T-1 without T-2 approve|T-1 or T-2 approve
T-1 except T-2 approve|T-1 duplicates T-2, reject it|T-1 contradicts T-2. Reject|T-1 replaces T-2, reject|T-1/T-2 approve
T-1 waits for T-2, ok|T-1: reject, T-2 is better|T-1 is nicer than T-2\napprove|T-1 - T-3 approve|T-1 approve, T-2
T-1 ist besser als T-2, genehmigt|T-1 statt T-2 ok|T-1 e meglio di T-2, approvo|T-1 è meglio di T-2, approvo
T-1 al posto di T-2 ok|T-1 au lieu de T-2 ok|T-1 en lugar de T-2 ok|T-1 anstatt T-2: genehmigt|approve T-1, not T-2
approve T-1 or T-2|approve T-1 instead of T-2|approve T-1 except T-2|approve T-1 rather than T-2|T-1 ok, T-2 hmm
T-1: shorter than T-2: approve|T-1: use the price of T-2: approve|T-1: same as T-2: reject|T-1 depends on T-2, approve
T-1 approve, T-2 the second half drags|T-1 shorter T-2 approve""".replace("\n", "|")
    .replace("T-2|approve", "T-2\napprove")
    .split("|"),
)
def test_where_any_word_between_tasks_is_not_understood_none_of_them_is_decided(text: str) -> None:
    picks = read_picks(text, cards=False)
    assert picks is None or not picks.certain


@pytest.mark.parametrize(
    "text",
    """1: better than 2: approve|1, not 2: approve|1 not 2: approve|1 rather than 2: approve|1: shorter than 2: approve
1: instead of 2: approve|1 approve 2: shorter 3|1: add what is in 2: approve|1: ok, 2: the second half drags|1: ok, 2
1: change it to 39: that is the price""".replace("\n", "|").split("|"),
)
def test_where_any_word_between_cards_is_not_understood_none_of_them_is_decided(text: str) -> None:
    picks = read_picks(text, cards=True)
    assert picks is None or not picks.certain


@pytest.mark.parametrize(
    "text, notes",
    [
        ("1: shorter 2: add the price", ["shorter", "add the price"]),
        ("1: shorter, please 2: add the price 3: longer", ["shorter, please", "add the price", "longer"]),
        ("#1: shorter #2: add the price", ["shorter", "add the price"]),
        ("1 and 2: shorter 3: add 2 rows", ["shorter", "shorter", "add 2 rows"]),
        ("T-1: shorter T-2: add the price", ["shorter", "add the price"]),
    ],
)
def test_each_number_with_a_colon_begins_what_is_said_of_another(text: str, notes: list[str]) -> None:
    picks = read_picks(text, cards=True)
    assert picks is not None and picks.certain
    assert [pick.reply.note for pick in picks.picks] == notes
    assert {pick.reply.meaning for pick in picks.picks} == {CHANGE}


@pytest.mark.parametrize("first", ["", "approve ", "no "])
@pytest.mark.parametrize(
    "unit", ["1 ", "1 approve, ", "T-1 ", "1: ok ", "1 ok ", "approve 1 ", "T-1, T-2, ", "the ", "die das ", "number "]
)
@pytest.mark.parametrize("cards", [True, False])
def test_a_long_line_of_numbers_is_read_at_once(first: str, unit: str, cards: bool) -> None:
    text = (first + unit * 1000)[:2000]
    took = []
    for _ in range(3):  # one of them may be interrupted
        before = time.thread_time()
        picks = read_picks(text, cards)
        took.append(time.thread_time() - before)
    assert min(took) < 0.03
    assert picks is None or not picks.certain


@pytest.mark.parametrize("text", ["T-12 approve", "2 approve", "1 and 3 approve", "T-1 add 3 rows and 2 columns", "hi"])
def test_without_cards_one_task_is_no_pick(text: str) -> None:
    assert read_picks(text, cards=False) is None


@given(st.text(alphabet="T-0123456789 ,.:;\nandapproverejectoknotif?#", max_size=80), st.booleans())
def test_any_text_is_read(text: str, cards: bool) -> None:
    picks = read_picks(text, cards)
    numbers = [(pick.task, pick.number) for pick in picks.picks] if picks else []
    assert picks is None or not picks.certain or len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("text", ["approve 6 but shorten it", "send 6 back: too long", "approve 6 once legal agrees"])
def test_words_behind_a_number_that_are_not_understood_are_kept(text: str) -> None:
    picks = read_picks(text, cards=True)
    assert picks is not None and not picks.certain
    assert picks.picks[0].reply.text.split() == text.replace("6 ", "").replace(" 6", "").split()
