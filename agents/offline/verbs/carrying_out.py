"""What a point asks for, carried out by the verb that reads it."""

from collections.abc import Sequence

from agents.offline.arranged import Section
from agents.offline.corrections.reading import is_denied_correction
from agents.offline.material.material import Material
from agents.offline.mending.correcting import corrected
from agents.offline.orders.reading import read_orders
from agents.offline.orders.refusing import FORBIDDEN
from agents.offline.orders.words import ADDS
from agents.offline.point_result import Step, Verb
from agents.offline.verbs.choosing import kept, ordered
from agents.offline.verbs.dropping import dropped
from agents.offline.verbs.shortening import shortened
from agents.offline.verbs.target import target_of
from agents.offline.wording import verb_first

UNWRITTEN = "new sentences need a language model. Without one, paste the sentence after “add:”."


def understood(point: str) -> bool:
    """Tell whether a point is one of the wishes that this module can read, even if it cannot be done."""
    return carried_out(point, [], Material(remarks=())) is not None


def carried_out(point: str, parts: list[Section], material: Material) -> Step | None:
    """Carry out what a point asks for; None when it is not a wish that can be read.

    What it forbids, or only asks about, is not done, and the answer says so.
    """
    if (step := corrected(point, parts, material)) is not None:
        return step
    if is_denied_correction(point):
        return Step(sections=parts, answer=FORBIDDEN, done=False)
    orders = read_orders(verb_first(point))
    step = next((s for verb in _VERBS if (s := verb(orders.text, parts, material)) is not None), None)
    if step is None and orders.refusal:
        return Step(sections=parts, answer=orders.refusal, done=False)
    return step


def added(point: str, parts: list[Section], material: Material) -> Step | None:
    """Say that nothing was added when a point names only the subject of an addition."""
    what = target_of(ADDS, point)
    if not what:
        return None
    return Step(sections=parts, answer=UNWRITTEN, done=False)


_VERBS: Sequence[Verb] = (shortened, dropped, kept, ordered, added)
