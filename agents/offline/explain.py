"""What a draft and its sources say on a question, in their own sentences: no model, no invention."""

import re
from collections.abc import Iterable

from storage.rules.values.brief import Brief
from storage.rules.values.draft import Draft
from storage.rules.words import clean, unmarked

MOST = 3  # sentences that are quoted
NOTHING = "Nothing in the draft or its sources says this. Press Revise to ask for a change."
_OWN = re.compile(r"(?:made|arranged) without a language model|nothing in the material says this", re.I)
_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ASKING = frozenset(
    re.findall(
        r"\S+",
        "a an the is are was were be been do does did has have had can could should would will why what where when "
        "who whom whose which how much many come about of in on at to for from with and or but not no it its this "
        "that these those there here you your we our i my me they them their he she please say says said mean means "
        "so then than as by if warum wieso woher wo wer wann wie viel viele welche welcher welches ist sind war steht "
        "das der die den dem des ein eine einen es und oder nicht von vom zu zum zur mit auf im fuer für aus du ihr "
        "wir ich hat haben kommt perché perche dove cosa chi quando quanto quanti quanta quante quale quali mai è e "
        "sono il lo la gli le un una di del della dei da dal su per con non che si ha hanno questo questa pourquoi où "
        "ou que quoi qui quand combien quel quelle quels quelles comment est sont ce cette ces les une et ne pas dans "
        "sur pour avec elle c'est d'où vient qu'est-ce por qué dónde donde cuándo cuando cuánto cuántos cuántas cuál "
        "cuáles quién como cómo está son el los las y de se hay esto esta este para sin",
    )
)


def explain(brief: Brief, draft: Draft, question: str) -> str:
    """Return the sentences that say most about a question, each with its place; or say that there are none."""
    wanted = _words(question)
    if not wanted:
        return NOTHING
    pasted = "\n".join(brief.goal.splitlines()[1:])
    places = [("The draft", draft.body), ("The brief", pasted), *((s.name, s.text) for s in brief.sources)]
    scored: dict[str, tuple[float, str, str]] = {}
    for place, text in places:
        for sentence in _sentences(text):
            shared = wanted & _words(sentence)
            score = sum(3.0 if word[0].isdigit() else 1.0 for word in shared)
            if score and (any(w[0].isdigit() for w in shared) or len(shared) * 2 >= len(wanted)):
                scored.setdefault(sentence.lower(), (score, place, sentence))
    best = sorted(scored.values(), key=lambda found: -found[0])[:MOST]
    return "\n".join(f"{place} says: “{sentence}”" for _, place, sentence in best) or NOTHING


def _sentences(text: str) -> Iterable[str]:
    for line in clean(text).splitlines():
        for sentence in re.split(r"(?<=[.!?])\s+", unmarked(line)):
            if len(sentence.split()) > 1 and not _OWN.search(sentence) and not sentence.endswith("?"):
                yield sentence.strip()[:300]


def _words(text: str) -> frozenset[str]:
    """The words that carry meaning, cut to what other forms of them share; figures as they are."""
    found = (word.lower() for word in _WORD.findall(clean(text)))
    return frozenset(word if word[0].isdigit() else word[:6] for word in found if word not in _ASKING and _says(word))


def _says(word: str) -> bool:
    return word[0].isdigit() or len(word) > 2
