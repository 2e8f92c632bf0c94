"""Several versions in one, without a language model."""

from agents.offline.mixing import BEST, mixed
from agents.offline.revise import parse

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
