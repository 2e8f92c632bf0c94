"""A note that asks for changes becomes points, none of them torn apart."""

import pytest

from storage.rules.points import points_of


@pytest.mark.parametrize(
    ("note", "points"),
    [
        ("Shorter\n\nadd prices", ["Shorter", "add prices"]),
        ("write 3. March,\nnot March 3.", ["write 3. March, not March 3."]),
        (
            "Use this query:\n```\nSELECT a,\n  b\n```\nShorter",
            ["Use this query:\n```\nSELECT a,\n  b\n```", "Shorter"],
        ),
        ("```\ncode\n```", ["```\ncode\n```"]),
        ("open:\n```\nSELECT a", ["open:\n```\nSELECT a"]),
        (
            "Use this name:\n```revenue_q4```\nFix it.\nShorter",
            ["Use this name:\n```revenue_q4```", "Fix it.", "Shorter"],
        ),
        ("- Title,\n- intro,\n- end", ["- Title,", "- intro,", "- end"]),
        ("", []),
    ],
)
def test_a_point_keeps_what_belongs_to_it(note: str, points: list[str]) -> None:
    assert points_of(note) == points
