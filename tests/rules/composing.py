"""What one collection would show of all that waits."""

from collections.abc import Sequence

from storage.rules.message_limits import Size, cards_in_a_message
from storage.rules.order_cost import Candidate, sitting
from storage.rules.ranking import Rule, choose


def compose(candidates: Sequence[Candidate], most: int, card: Size, rule: Rule = choose) -> tuple[Candidate, ...]:
    """Choose the items of a message by the rule: at most `most`, and no more cards of a size than it can hold."""
    return tuple(rule(candidates, min(most, cards_in_a_message(card)), sitting(candidates)))
