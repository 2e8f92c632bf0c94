"""What each verdict is, in one table: which items take it, what it needs, what it causes, and how it is told."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.rules.authority import Action
from storage.rules.lifecycle import Event
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The row of one verdict.

    Attributes:
        on: the kind of item that takes it.
        needs: what its decider must be allowed.
        causes: what happens to the task when it takes effect.
        asks: whether it takes more than a press: words, or a name.
        ends: whether the task is closed then; else somebody works on it again.
        done: words that follow who decided.
    """

    on: Kind
    needs: Action
    causes: Event | None  # of the task; none where its state stays, or whoever takes it decides
    asks: bool = False
    ends: bool = False
    done: str


RULES: Mapping[Verdict, Rule] = {
    Verdict.APPROVE: Rule(on=Kind.DRAFT, needs=Action.APPROVE, causes=Event.APPROVE, ends=True, done="approved it"),
    Verdict.REVISE: Rule(on=Kind.DRAFT, needs=Action.REVISE, causes=Event.REVISE, asks=True, done="asked to revise it"),
    Verdict.REJECT: Rule(on=Kind.DRAFT, needs=Action.REJECT, causes=Event.REJECT, ends=True, done="rejected it"),
    Verdict.RETRY: Rule(on=Kind.PROBLEM, needs=Action.MEND, causes=Event.RETRY, done="started it again"),
    Verdict.CANCEL: Rule(on=Kind.PROBLEM, needs=Action.CANCEL, causes=Event.CANCEL, ends=True, done="canceled it"),
    Verdict.WITHOUT: Rule(on=Kind.PROBLEM, needs=Action.MEND, causes=Event.FREE, done="had it start without that"),
    Verdict.GIVE: Rule(on=Kind.PROBLEM, needs=Action.REASSIGN, causes=None, asks=True, done="gave it to somebody else"),
    Verdict.WAIT: Rule(on=Kind.PROBLEM, needs=Action.REASSIGN, causes=None, asks=True, done="waits for who has it"),
    Verdict.HERE: Rule(on=Kind.PROBLEM, needs=Action.MEND, causes=None, done="had it brought to them"),
    Verdict.LEAVE: Rule(on=Kind.PROBLEM, needs=Action.MEND, causes=None, done="left it undelivered"),
    Verdict.ANSWER: Rule(on=Kind.QUESTION, needs=Action.ANSWER, causes=Event.ANSWER, asks=True, done="answered it"),
    Verdict.ALLOW: Rule(on=Kind.PERMISSION, needs=Action.ALLOW, causes=Event.ANSWER, done="allowed it"),
    Verdict.ALLOW_ALL: Rule(on=Kind.PERMISSION, needs=Action.ALLOW, causes=Event.ANSWER, done="allowed it"),
    Verdict.REFUSE: Rule(on=Kind.PERMISSION, needs=Action.ALLOW, causes=Event.ANSWER, done="refused it"),
}
ANSWERS = frozenset(verdict for verdict, rule in RULES.items() if rule.causes is Event.ANSWER)
ENDS = frozenset(verdict for verdict, rule in RULES.items() if rule.ends)


def taken_by(kind: Kind) -> frozenset[Verdict]:
    """Return the verdicts that a kind of item takes."""
    return frozenset(verdict for verdict, rule in RULES.items() if rule.on is kind)
