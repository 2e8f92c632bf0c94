"""Several versions in one, without a language model."""

from dataclasses import replace

from agents.offline.mixing import BEST, mixed
from agents.offline.parsing import parse
from agents.offline.worker import OfflineWorker
from agents.work.prompt import prompt
from storage.rules.mixing import MIX
from storage.rules.values.draft import Draft
from tests.agents.given import assignment
from tests.ledger.hands import draft as handed


def draft(version: int, body: str) -> Draft:
    return handed(version, body=body)


OWN = parse("## Price\n\n- 39 € per seat\n\n## When\n\nOn 3 March.")


def test_it_puts_versions_together_by_their_sections_and_says_what_that_is_not() -> None:
    step = mixed(OWN, [parse("## price\n\n- 39 € per seat\n- no student plan\n\n## Who\n\n- Bob")])
    assert [part.title for part in step.sections] == ["Price", "When", "Who"]
    assert step.sections[0].lines == ("- 39 € per seat", "- no student plan")
    assert step.done
    assert step.answer == (f"put together by sections: 1 section and 1 line come from the other versions. {BEST}")


def test_where_nothing_is_new_it_says_that_it_can_not() -> None:
    step = mixed(OWN, [OWN])
    assert step.sections == OWN
    assert not step.done
    assert BEST in step.answer


def test_words_in_sentences_are_left_alone() -> None:
    step = mixed(OWN, [parse("## When\n\nIn April.")])
    assert step.sections == OWN


async def test_the_offline_worker_mixes_what_its_reviewer_wants_mixed() -> None:
    versions = [draft(1, "## Price\n\n- 39 € per seat"), draft(2, "## Who\n\n- Bob tells the partners")]
    given = replace(assignment("Write a memo"), version=3, previous=versions[0], points=(MIX,), others=(versions[1],))
    made = await OfflineWorker().work(given)
    assert "## Price" in made.body and "## Who" in made.body
    assert "put together by sections" in made.answer
    assert "needs a language model" in made.answer


async def test_without_other_versions_it_says_that_it_can_not() -> None:
    given = replace(assignment("Write a memo"), version=3, previous=draft(1, "## Price\n\n- 39 €"), points=(MIX,))
    assert "not done" in (await OfflineWorker().work(given)).answer


def test_a_model_reads_all_versions_and_who_edited_the_last() -> None:
    given = replace(assignment("Write a memo"), version=3, previous=draft(1, "Own"), points=(MIX,))
    assert "Your last version:" in prompt(given)
    text = prompt(replace(given, previous=replace(draft(1, "Own"), edited_by="U1"), others=(draft(2, "Other"),)))
    assert "as a person has edited it" in text
    assert '<draft version="2">\nOther\n</draft>' in text
    assert f"1. {MIX}" in text
