"""Which agent a brief goes to when nobody named one, and why, in words that a receipt can carry."""

import re
from collections.abc import Collection, Sequence

DEFAULT = "writer"
_ON_PAPER = (  # “fix the typo in the invoice” is no code
    r"(?: \w+){0,4} (?:invoice|letter|mail|e-?mail|memo|faq|text|wording|spelling|grammar|sentence|heading|slide|deck|"
    r"agenda|minutes|notes|contract|offer|order|booking|date|price|address)s?\b"
)

# What each kind of work is called by; the first agent with the most signs wins, documents are the rest.
SIGNS: Sequence[tuple[str, str, str]] = (
    ("coder", "it is about code",
     rf"\b(?:bug|fix(?:es)? the(?!{_ON_PAPER})|refactor|unit tests?|pull request|stack ?trace|traceback|"
     r"repo(?:sitory)?|function|endpoint|compile|failing test|patch|regression|exception)\b|"
     r"\.(?:py|js|ts|go|rs|java)\b"),
    ("analyst", "it is about figures", r"\b(?:chart|plot|graph|csv|spreadsheet|xlsx?|figures|trend|median|average|"
     r"percent(?:age)?|forecast|sales by|cohort|correlat\w+|analy[sz]e|analysis|pivot|numbers)\b"),
    ("researcher", "you ask for sources", r"\b(?:research|find out|sources?|compare|competitors?|rivals?|market|survey|"
     r"what do we know|look up|investigate|benchmark|who else|cite|evidence)\b|https?://"),
    ("assistant", "it is a daily task", r"\b(?:remind|schedule|sort|list|extract|prepare|agenda|invite|tidy|rename|"
     r"collect|check whether|reply to|follow up|book|translate|to-?do|action items?)\b"),
    ("writer", "you ask for a document", r"\b(?:memo|faq|document|report|article|post|mail|e-?mail|letter|summary|"
     r"summari[sz]e|announcement|press release|notes|plan|proposal|brief|page|text|job ad|tagline|draft|write)\b"),
)  # fmt: skip


def route(text: str, agents: Collection[str]) -> tuple[str, str]:
    """Return the agent for a text, and why; a word in the title counts more, since it names the deliverable.

    Args:
        agents: the names that exist here.
    """
    title, _, rest = text.partition("\n")
    best, word, why = 0, "", ""
    for name, reason, signs in SIGNS:
        if name not in agents:
            continue
        words = {m.lower() for m in re.findall(signs, title, re.I)}
        more = {m.lower() for m in re.findall(signs, rest[:2000], re.I)} - words
        score = 3 * len(words) + min(2, len(more))
        if score > best:
            named = next(iter(re.finditer(signs, text, re.I)))[0]
            best, word, why = score, name, f"{reason}: “{named.strip()[:30]}”"
    if word:
        return word, why
    rest_goes = DEFAULT if DEFAULT in agents else min(agents, default=DEFAULT)
    return rest_goes, "no other agent fits"
