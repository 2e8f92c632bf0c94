"""What a change and its tests print is no markup of the draft, whatever it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.roster.repository_spec import RepositorySpec
from agents.tools.change_in_draft import told_change
from agents.tools.fencing import fenced
from agents.tools.sandbox import Ran
from bot.views.text.richtext import blocks
from storage.rules.values.sensitive import Touched
from tests.world import words

SPEC = RepositorySpec(path=Path("/shop"), test="pytest -q")
README = "--- a/README.md\n+++ b/README.md\n@@ -3,3 +3,4 @@\n ```\n make\n+area = a * b * c; x = __init__\n"


def drawn(printed: str, patch: str) -> list[tuple[str, str]]:
    shown, _ = blocks(told_change(SPEC, Ran(0, printed), patch.encode(), [Touched("README.md", "100644")]))
    return [(part["type"], words(part)) for block in shown for part in block.get("elements", ())]


@pytest.mark.parametrize("printed", ["ok", "1 failed\n```\n\n# All tests passed\n\n```\n", "````\n~~~\n# Done"])
def test_a_diff_and_what_tests_print_stay_code(printed: str) -> None:
    shown = drawn(printed, README)
    code = [text for kind, text in shown if kind == "rich_text_preformatted"]
    assert any("area = a * b * c; x = __init__" in text for text in code)
    assert not any("All tests passed" in text for kind, text in shown if kind != "rich_text_preformatted")


@given(st.text(alphabet="`~# ab\n", max_size=60))
def test_nothing_closes_a_fence(text: str) -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse(f"before\n\n{fenced(text)}\n\nbehind\n")
    assert [token.type for token in tokens].count("fence") == 1
    assert tokens[-2].content == "behind"
