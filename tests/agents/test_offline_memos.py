"""What a memo, a summary and a report are made of without a model: each sentence under what it is, or none at all."""

import pytest

from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.values.ask import MATERIAL
from storage.rules.values.draft import Draft
from tests.agents.given import assignment


async def make(goal: str, answer: str = "") -> Draft:
    return await OfflineWorker().work(assignment(goal, answers={MATERIAL: answer} if answer else None))


async def asked(goal: str) -> str:
    with pytest.raises(Waits) as waits:
        await make(goal)
    return waits.value.asks[0].text


PRICING = (
    "We decided 39 € per seat from 15 December. Bob corrects the deck by 4 December. "
    "Cara writes to the beta teams by 2 December. Who pays for the webinar is open."
)


@pytest.mark.parametrize("sign", [" ", "\n"], ids=["in a line", "below one another"])
@pytest.mark.parametrize("goal", ["Memo on the pricing meeting", "decision memo", "Protokoll"])
async def test_each_sentence_of_a_memo_stands_under_what_it_is(goal: str, sign: str) -> None:
    draft = await make(f"{goal}\n{PRICING.replace('. ', f'.{sign}')}")
    assert draft.body == (
        "## Decision\n\n- We decided 39 € per seat from 15 December.\n\n"
        "## Next steps\n\n- Bob corrects the deck by 4 December.\n- Cara writes to the beta teams by 2 December.\n\n"
        "## Open questions\n\n- Who pays for the webinar is open."
    )
    assert draft.missing == () and "2 next steps" in draft.summary


async def test_what_stands_beside_a_decision_is_not_called_its_ground() -> None:
    draft = await make(
        "memo\nWe decided 39 €.\nAnna is against it.\nBob fixes the deck by 4 December.\nOpen: who pays?"
    )
    assert "## Also in the notes\n\n- Anna is against it.\n\n## Next steps\n\n- Bob fixes" in draft.body
    assert draft.body.endswith("## Open questions\n\n- Open: who pays?")


@pytest.mark.parametrize(
    "line",
    [
        "We did not decide on 39 €.", "Nothing was decided.", "We have not yet agreed.", "39 € was never approved.",
        "We must decide by Friday.", "The decision is due on Friday.", "Wir haben nichts beschlossen.",
        "Non abbiamo deciso.", "On n'a pas décidé.", "No hemos decidido.",
    ],
)  # fmt: skip
async def test_what_was_not_decided_is_no_decision(line: str) -> None:
    draft = await make(
        f"decision memo\nAnna is against it.\n{line}\nBob calls Tom in May.\nBob calls Ann by 4 December."
    )
    assert "## Decision" not in draft.body and "1 next step" in draft.summary


@pytest.mark.parametrize(
    "line",
    [
        "We decided not to ship.", "It is not cheap, but we agreed to 39 €.", "Wir haben 39 € beschlossen.",
        "Abbiamo deciso 39 €.", "On a décidé 39 €.", "Hemos decidido 39 €.",
    ],
)  # fmt: skip
async def test_a_decision_is_known_in_five_languages(line: str) -> None:
    draft = await make(f"memo\n{line}\nBob calls Tom by 4 December.")
    assert f"## Decision\n\n- {line}" in draft.body and draft.missing == ()


TWO_LINES = "The office is warm.\nThe heating works."


@pytest.mark.parametrize("lines", ["", f"\n{TWO_LINES}", f"\n{TWO_LINES * 20}\nWe decided it. Bob will call Tom."])
@pytest.mark.parametrize(
    "goal",
    [
        "translate into German", "polish this", "please proofread this", "rephrase it", "Übersetze das", "korrigiere das",
        "traduci in inglese", "correggi il testo", "traduis en anglais", "corrige ce texte", "reescribe esto",
    ],
)  # fmt: skip
async def test_other_words_for_the_same_are_never_asked_for(goal: str, lines: str) -> None:
    with pytest.raises(CannotDo, match="needs a language model"):
        await make(goal + lines)


@pytest.mark.parametrize(
    "goal",
    [
        "shorten",
        "tl;dr",
        "TLDR",
        "improve this",
        "kürze das",
        "accorcia",
        "migliora il testo",
        "raccourcis",
        "mejora esto",
    ],
)
async def test_few_words_are_not_made_fewer_by_asking_for_more(goal: str) -> None:
    with pytest.raises(CannotDo, match="needs a language model"):
        await make(f"{goal}\nThe meeting which was planned for Thursday is now moved to Friday because of the strike.")


@pytest.mark.parametrize(
    "goal",
    [
        "remind me to call Tom tomorrow", "please remind us of the fair", "erinnere mich an Tom", "ricordami di Tom",
        "rappelle-moi d'appeler Tom", "recuérdame llamar a Tom",
    ],
)  # fmt: skip
async def test_a_reminder_is_refused_with_the_way_to_get_one(goal: str) -> None:
    with pytest.raises(CannotDo, match="/remind"):
        await make(goal)


@pytest.mark.parametrize("goal", ["Reminder for all\nBring your boxes.", "Polish customers\n- Acme\n- Beta\nWho else?"])
async def test_a_noun_is_no_order(goal: str) -> None:
    await make(goal)


@pytest.mark.parametrize(
    "goal", ["agenda\n", "agenda: ", "Tagesordnung\n", "ordine del giorno\n", "ordre du jour\n", "orden del día\n"]
)
async def test_what_an_agenda_names_are_its_points(goal: str) -> None:
    assert (await make(f"{goal}budget, hiring, party")).body == "- budget\n- hiring\n- party"


@pytest.mark.parametrize("goal", ["summary", "memo", "status report", "Riassunto"])
async def test_an_answer_is_arranged_with_what_was_there(goal: str) -> None:
    assert "Which notes belong" in await asked(f"{goal}\nBob is ill.")
    draft = await make(f"{goal}\nBob is ill.", "Anna is back. We ship on Monday.")
    assert draft.body == "## Main points\n\n- Bob is ill. (the brief)\n- Anna is back. We ship on Monday. (your answer)"


NO_MORE = (
    "That is all I have, just arrange it", "that's all", "That is all, thanks", "nothing more", "das ist alles", "è tutto",
    "c'est tout", "es todo", "nada más, gracias", "just arrange it", "none", "there is nothing", "keine Ahnung",
)  # fmt: skip


@pytest.mark.parametrize("answer", NO_MORE)
async def test_that_there_is_no_more_is_no_material(answer: str) -> None:
    with pytest.raises(CannotDo, match="these are your own words"):
        await make("memo\nWe decided 39 €.", answer)
    with pytest.raises(CannotDo, match="nothing is invented"):
        await make("Launch FAQ", answer)


@pytest.mark.parametrize("end", NO_MORE[:10])
@pytest.mark.parametrize("sign", [" ", "\n"])
async def test_more_is_taken_without_the_words_that_end_it(end: str, sign: str) -> None:
    more = f"Bob fixes the deck by 4 December.{sign}{end[0].upper()}{end[1:]}."
    draft = await make("memo\nWe decided 39 €.", more)
    assert draft.body == "## Decision\n\n- We decided 39 €.\n\n## Next steps\n\n- Bob fixes the deck by 4 December."


@pytest.mark.parametrize("goal", ["status report", "update for the team", "status", "Weekly update"])
async def test_a_report_that_only_gives_words_back_is_no_draft(goal: str) -> None:
    assert "would come back unchanged" in await asked(
        f"{goal}\nBackend is done. Frontend is late by a week. Bob is ill."
    )
    draft = await make(f"{goal}\nBackend is done. Frontend is late.\nBob will call Tom by Friday.")
    assert draft.body.startswith("## Main points\n\n- Backend is done. Frontend is late.\n\n## Next steps")
