"""A number is quoted only where it stands as a whole."""

import pytest

from agents.checks.quoting import quote


@pytest.mark.parametrize(
    "what, body, is_there",
    [
        ("$5", "It costs $5.", True),
        ("$5", "It costs $5,000.", False),
        ("$5", "It costs $5.50.", False),
        ("5%", "It grew by 5%, and fell.", True),
        ("5%", "It grew by 1.5%.", False),
        ("39 €", "The price is 39 €.", True),
        ("39 €", "The price is 1,039 €.", False),
        ("March", "Until March, and no longer.", True),
    ],
)
def test_a_number_is_no_part_of_another(what: str, body: str, is_there: bool) -> None:
    assert bool(quote(body, what)) is is_there
