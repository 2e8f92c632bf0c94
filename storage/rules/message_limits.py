"""How much a message of Slack's holds."""

from dataclasses import dataclass

BLOCKS = 50  # Slack's limit for a message
CHARACTERS = 11_900  # of the message's JSON: Slack does not document its limit, which lies between 11,341 and 13,200
FRAME_BLOCKS = 8  # header, summary, buttons, footer
FRAME_CHARACTERS = 1_800


@dataclass(frozen=True, slots=True)
class Size:
    """The space that a card takes in a message: blocks, and characters of JSON after escaping."""

    blocks: int
    characters: int


def cards_in_a_message(card: Size) -> int:
    """Return how many cards of a size stay under the limits of a message."""
    return min((BLOCKS - FRAME_BLOCKS) // card.blocks, (CHARACTERS - FRAME_CHARACTERS) // card.characters)
