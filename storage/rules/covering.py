"""Whether a text is nothing but phrases of some tables."""

from functools import lru_cache

from storage.rules.phrases import TOKENS

Phrases = frozenset[str]
LONGEST = 6  # tokens of a phrase


def covered(
    tokens: tuple[str, ...], tables: tuple[Phrases, ...], needs: Phrases | None = None, once: bool = False
) -> bool:
    """Tell whether tokens are only phrases of these tables, one of `needs`; `once`: one single phrase of the first."""
    if not tokens or len(tokens) > TOKENS:
        return False
    if once:
        return " ".join(tokens) in tables[0]
    known, first = _any_of(tables)
    if tokens[0] not in first:
        return False
    reached = {0: {needs is None}}  # by the number of tokens that are covered: whether the needed phrase was among them
    for start in range(len(tokens)):
        if start not in reached:
            continue
        for end in range(start + 1, min(start + LONGEST, len(tokens)) + 1):
            phrase = " ".join(tokens[start:end])
            if phrase in known:
                had_needed = needs is not None and phrase in needs
                reached.setdefault(end, set()).update(had or had_needed for had in reached[start])
    return True in reached.get(len(tokens), set())


@lru_cache(maxsize=64)
def _any_of(tables: tuple[Phrases, ...]) -> tuple[Phrases, frozenset[str]]:
    """Return the phrases of all tables, and the tokens that they begin with; which tables are asked for is written in
    the code."""
    phrases = frozenset[str]().union(*tables)
    return phrases, frozenset(phrase.partition(" ")[0] for phrase in phrases)
