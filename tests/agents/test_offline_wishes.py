"""What a goal wishes and rules cannot do is named as not followed, in each form."""

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.values.ask import MATERIAL
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

NOTES = "We decided 39 € for the seats.\nAnna is against it.\nBob will call Tom by 4 December."
GERMAN = "Wir haben 39 € beschlossen.\nAnna ist nicht dafür.\nWer zahlt den Stand?"


async def make(goal: str, notes: str = NOTES, answer: str = "") -> Draft:
    return await OfflineWorker().work(assignment(f"{goal}\n{notes}", answers={MATERIAL: answer} if answer else None))


def not_followed(wish: str) -> str:
    return f"Not followed, that needs a language model: “{wish}”"


@pytest.mark.parametrize(
    "goal, wish",
    [
        ("Summary in German", "in German"), ("memo in Italian, please", "in Italian"), ("German summary", "German summary"),
        ("Riassunto in tedesco", "in tedesco"), ("Post in Japanese", "in Japanese"), ("action items in French", "in French"),
        ("checklist in Spanish", "in Spanish"), ("timeline auf Deutsch", "auf Deutsch"),
        ("2 bullet summary", "2 bullet"), ("One sentence summary", "One sentence"), ("Summary in two sentences", "two sentences"),
        ("memo in 5 points", "in 5 points"), ("Memo as a table", "as a table"), ("Summary as an e-mail", "as an e-mail"),
        ("Friendly summary", "Friendly"), ("Write a funny memo", "funny"), ("summary for a five-year-old", "for a five-year-old"),
        ("Memo with a recommendation", "with a recommendation"), ("Summary with next steps and risks", "with next steps and risks"),
        ("Summary without the prices", "without the prices"), ("Summary of decisions only", "Summary of decisions only"),
        ("memo, only what Bob does", "only what Bob does"), ("Riassunto senza i prezzi", "senza i prezzi"),
        ("Summary of what Bob said", "what Bob said"),
    ],
)  # fmt: skip
async def test_a_wish_that_rules_cannot_do_is_named(goal: str, wish: str) -> None:
    assert not_followed(wish) in (await make(goal)).missing


@pytest.mark.parametrize(
    "goal, notes",
    [
        ("Summary in English", NOTES), ("Zusammenfassung auf Deutsch", GERMAN), ("German summary", GERMAN),
        ("Post in German", GERMAN), ("Memo with a decision and its owner", NOTES), ("Summary with open questions", GERMAN),
        ("Summary in three sentences", NOTES), ("3 bullet summary", NOTES), ("memo", NOTES), ("Memo on the formal complaint", NOTES),
        ("Memo on the prices in German shops", NOTES), ("Memo on the meeting with Acme", NOTES), ("Post for members only", NOTES),
        ("Memo on the plan for 2027", NOTES), ("Summary of the German market", NOTES), ("Memo for the executive board", NOTES),
        ("Summary with the price of a seat", f"{NOTES}\nThe price of a seat stays."), ("Memo on 2 sites", NOTES),
        ("Announcement: our new plan", NOTES), ("memo: hiring plan", NOTES), ("Post about our offer", NOTES),
    ],
)  # fmt: skip
async def test_a_wish_that_is_met_or_none_is_not_named(goal: str, notes: str) -> None:
    assert (await make(goal, notes)).missing == ()


@pytest.mark.parametrize(
    "goal", ["Project plan", "SWOT analysis", "Job description for a baker", "Angebot für Acme", "Offerta"]
)
async def test_what_has_to_be_thought_out_is_not_called_so(goal: str) -> None:
    made = await make(goal)
    assert len(made.missing) == 1 and made.missing[0].startswith("Not written as “")


async def test_a_letter_in_another_language_is_not_called_one() -> None:
    made = await make("Letter to Mr Rossi in Italian", "say: Your parcel arrives on Friday.")
    assert made.missing == (not_followed("in Italian"),)


async def test_a_limit_of_words_in_the_goal_holds() -> None:
    made = await make("Summary in at most 12 words")
    assert made.missing == ("Left out to fit 12 words: “Bob will call Tom by 4 December.”",)
