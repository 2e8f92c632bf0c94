"""How somebody feels who writes, in five languages; a text that says no more than that is no brief."""

import re

from storage.rules import phrases
from storage.rules.covering import covered
from storage.rules.plain import plain, tokens_of
from storage.rules.replies import READ

_FEELS = re.compile(
    r"(?:(?:i|we)(?:'m| am|'re| are| feel|m) (?:(?:so|very|really|just|completely|totally) )*"
    r"(?:drowning|desperate|lost|stuck|overwhelmed|stressed(?: out)?|angry|furious|tired|exhausted|sad|panicking|"
    r"going crazy|burn(?:ed|t) out|fed up|annoyed|frustrated)(?: here| in work)?|"
    r"i can'?t (?:cope|take (?:it|this))?(?: any ?more)?|"
    r"ich (?:ertrinke|verzweifle|kann nicht mehr|bin (?:(?:so|sehr|echt|richtig|voellig|total) )*"
    r"(?:verzweifelt|verloren|gestresst|muede|am ende|ueberfordert|wuetend|genervt|frustriert|sauer))|"
    r"(?:io )?(?:sto (?:affogando|annegando|impazzendo)|non ce la faccio(?: piu)?|non ne posso piu|"
    r"sono (?:(?:cosi|molto) )?(?:disperat[oa]|pers[oa]|stressat[oa]|stanc[oa]|esaust[oa]|arrabbiat[oa]|"
    r"furios[oa]|stuf[oa]))|"
    r"je (?:me noie|craque|n'en peux plus|suis (?:(?:si|tres) )?"
    r"(?:perdue?|desesperee?|debordee?|stressee?|fatiguee?|epuisee?|enervee?|furieuse|furieux|a bout))|j'en peux plus|"
    r"me (?:ahogo|estoy ahogando)|no puedo mas|"
    r"estoy (?:(?:muy|tan) )?(?:ahogad[oa]|perdid[oa]|desesperad[oa]|agobiad[oa]|estresad[oa]|cansad[oa]|agotad[oa]))"
)
_CALLS = re.compile(
    r"(?:please )?(?:(?:can|could|will) (?:someone|somebody|anyone|anybody|you) (?:please )?)?help(?: me| us)?"
    r"(?: please)?|"
    r"(?:bitte )?(?:hilfe|hilf mir|helft mir|kann mir (?:bitte )?(?:jemand|wer) helfen)(?: bitte)?|"
    r"(?:aiuto|aiutami|aiutatemi|qualcuno mi aiuti|(?:qualcuno )?(?:mi )?(?:puo|potete) aiutar(?:mi|e))"
    r"(?: per favore)?|"
    r"(?:a l'aide|aidez moi|aide moi|(?:est ce que )?(?:quelqu'un )?(?:peut|pouvez vous) m'aider)"
    r"(?: s'il (?:te|vous) plait)?|"
    r"(?:ayuda|ayudame|ayudadme|(?:alguien )?(?:me puede ayudar|puede ayudarme))(?: por favor)?"
)
_CLAUSE_END = re.compile(r"[,;.!?…\n]+|\se_\w+")
_AROUND = phrases.FILLERS | phrases.GREETING | phrases.THANKS | phrases.SORRY
_BESIDE = _AROUND | {
    "i",
    "we",
    "is",
    "are",
    "so",
    "such",
    "everything",
    "me",
    "mi",
    "ich",
    "je",
    "here",
    "hier",
    "qui",
    "ici",
    "aqui",
}


def upset(text: str) -> bool:
    """Tell whether a person sounds angry or helpless, whatever else they say."""
    return only_feels(text) or (len(text) <= READ and phrases.UPSET.search(plain(text)) is not None)


def only_feels(text: str) -> bool:
    """Tell whether a text only says how somebody feels or calls for help, with nothing that could be worked on."""
    if len(text) > READ:
        return False
    feels = False
    for clause in _CLAUSE_END.split(plain(text)):
        if rest := _after_greeting(clause.strip()):
            if not _is_feeling(rest):
                return False
            feels = True
    return feels


def _after_greeting(clause: str) -> str:
    """Return a clause without the greeting that it begins with, or that it is."""
    words = clause.split()
    if covered(tokens_of(clause), (_AROUND,)):
        return ""
    ends = (n for n in (3, 2, 1) if " ".join(words[:n]) in phrases.GREETING)
    return " ".join(words[next(ends, 0) :])


def _is_feeling(clause: str) -> bool:
    if _FEELS.fullmatch(clause) or _CALLS.fullmatch(clause):
        return True
    left = phrases.UPSET.sub(" ", clause)
    return left != clause and (not left.strip() or covered(tokens_of(left), (_BESIDE,)))
