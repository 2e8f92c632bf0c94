"""A correction: a wrong value and the right one."""

import re
from dataclasses import dataclass

from agents.offline.contrasts import DATES, PRONOUN
from agents.offline.value import Sort, Value

_AROUND = frozenset(re.findall(r"\w+", "the our is der die das ist lautet il la è le el est es nuova neue new correct"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A wrong value and the right one, as far as a sentence names them.

    Attributes:
        old: the wrong value; None where it is not named.
        new: the right value; None where it is not named.
        subject: the words before them that tell which value is meant, “the launch date”.
        sort: the kind of value.
        ordered: whether the sentence orders the change (“change … to …”), and does not only say what is right.
        may_be_new_fact: whether it may as well tell something that the draft does not have.
    """

    old: Value | None
    new: Value | None
    subject: str = ""
    sort: Sort = Sort.WORD
    ordered: bool = False
    may_be_new_fact: bool = False

    @property
    def vague(self) -> bool:
        """Whether the subject is empty or only a pronoun."""
        return not self.subject.strip() or PRONOUN.match(self.subject) is not None

    @property
    def of_any_date(self) -> bool:
        """Whether the subject is only “the date”."""
        return bool(DATES & set(words := re.findall(r"\w+", self.subject.lower()))) and set(words) - DATES <= _AROUND
