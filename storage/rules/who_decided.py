"""Who decided: a person, or a rule of theirs."""

from storage.rules.values.decision import Decision


def who_decided(decision: Decision, reviewer: str, viewer: str = "") -> str:
    """Return who decided, to begin a sentence: “You”, a mention, “Your rule”."""
    if decision.who:
        return "You" if decision.who == viewer else f"<@{decision.who}>"
    return "Your rule" if reviewer == viewer else f"A rule of <@{reviewer}>"
