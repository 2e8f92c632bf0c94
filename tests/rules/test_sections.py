"""A text in parts for a form, and together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.sections import length, parts, together

LONG = "\n\n".join(f"## Part {n}\n\n{'word ' * 250}\n\n{'more ' * 250}" for n in range(4))
LINES = st.sampled_from(
    ("# One\n", "## Two\n", "plain words\n", "\n", "```\n", "# no heading\n", "~~~\n", "x" * 40 + "\n")
)


def test_what_fits_is_one_part() -> None:
    (part,) = parts("# A\n\nshort\n")
    assert (part.text, part.after, part.title) == ("# A\n\nshort", "\n", "A")


def test_a_long_text_is_cut_at_its_headings() -> None:
    cut = parts(LONG)
    assert [part.title for part in cut] == [f"Part {n}" for n in range(4)]
    assert all(length(part.text) <= 3_000 for part in cut)


def test_a_long_section_is_cut_between_paragraphs() -> None:
    cut = parts(f"# One\n\n{'a ' * 1_000}\n\n{'b ' * 1_000}\n\n# Two\n\nend")
    assert [part.title for part in cut] == ["One", "", "Two"]
    assert cut[1].text.startswith("b ")


def test_a_paragraph_that_no_field_holds_fits_in_no_form() -> None:
    assert parts("# One\n\n" + "word " * 700) == ()


def test_a_heading_inside_code_cuts_nothing() -> None:
    code = "```\n" + "# comment\n" * 100 + "```\n"
    cut = parts(f"# One\n\n{code}\n# Two\n\n{'b ' * 1_400}\n")
    assert [part.title for part in cut] == ["One", "Two"]
    assert cut[0].text.count("# comment") == 100


def test_a_sign_outside_of_the_first_plane_counts_twice() -> None:
    assert length("a😀") == 3
    assert parts("😀" * 1_501) == ()


@given(st.lists(LINES, max_size=60).map("".join), st.integers(30, 200))
def test_what_nobody_changed_comes_together_as_it_was(text: str, most: int) -> None:
    cut = parts(text, most)
    if cut:
        assert together(cut, [part.text for part in cut]) == text
        assert all(length(part.text) <= most for part in cut)


def test_what_was_typed_stays_as_it_was_typed() -> None:
    cut = parts(LONG)
    texts = [part.text for part in cut]
    assert (
        together(cut, [*texts[:1], "## New\n\n  * as  typed", *texts[2:]])
        .split("\n\n## Part 2")[0]
        .endswith("## New\n\n  * as  typed")
    )


@pytest.mark.parametrize("gone", [0, 1, 3])
def test_a_part_that_was_emptied_is_gone(gone: int) -> None:
    cut = parts(LONG)
    texts = ["" if n == gone else part.text for n, part in enumerate(cut)]
    joined = together(cut, texts)
    assert f"## Part {gone}" not in joined
    assert joined.count("## Part") == 3
    assert "\n\n\n" not in joined
