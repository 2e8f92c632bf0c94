"""Who does something by a date, as it is said in German, Italian, French and Spanish.

“Anna schickt die Folien bis Freitag” is a step of hers; “Anna bleibt bis Freitag” is none.
"""

import re

_NAME = r"@?[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?"
_ALONE = re.compile(_NAME)
_WE = re.compile(r"(?:wir|noi|nous|nosotros|man|on)\b", re.I)
_NOBODY = re.compile(  # articles, pronouns and the nouns of things
    r"(?:der|die|das|dem|den|des|ein\w*|kein\w*|unser\w*|ihr\w*|mein\w*|il|lo|la|gli|le|un[ao]?|une|les|el|los|las|nuestr\w+|"
    r"notre|nos|i|ich|er|sie|es|io|lui|lei|je|il|elle|yo|él|ella|alle|jeder|niemand|tutti|ognuno|nessuno|tous|chacun|personne|"
    r"todos|nadie|dann|danach|bis|entro|avant|antes|wer|chi|qui|quien)\b|"
    r"\w*(?:ung|heit|keit|schaft|tion|ität|nis|zione|mento|ción|miento|ité|ware|preis|angebot|vertrag|paket|bericht)\b",
    re.I,
)
_STATES = (  # verbs that say what is so
    r"(?:(?:ist|sind|war|waren|hat|haben|hatten?|kann|können|will|wollen|weiß|gilt|gelten|läuft|laufen|hält|halten|geht|gehen|"
    r"trifft|treffen|findet|finden|endet|enden|soll(?:en)?\b.*\bsein|wird\b.*\bsein|"
    r"è|era|erano|sono|ha|hanno|vuole|vogliono|dice|dicono|costa|costano|dura|durano|"
    r"est|était|sont|a|ont|avait|veut|veulent|dit|disent|"
    r"es|era|son|está|están|tienen?(?! que)|cree|creen)\b|"
    r"(?:bleib|wart|arbeite|wohn|fehl|möcht|brauch|erwarte|hoff|denk|sag|mein|glaub|kenn|dauer|steh|lieg|reich|kost|pausier|"
    r"komm|erfolg|beginn|erschein|resta|rimane|rimang|aspett|lavor|spera|pensa|crede|arriv|inizi|finisc|scad|reste|attend|"
    r"travaill|espèr|pense|croi|coût|commenc|finit|expir|queda|espera|trabaja|quier|piensa|cuesta|necesit|llega|empieza|"
    r"termina|vence)\w*)"
)
_NO_VERB = (  # what follows “Für”, “Per” or a name that is one of two
    r"(?:die|der|das|den|dem|des|einen?|eine[rm]?|und|oder|il|lo|la|gli|una?|uno|ed?|le|les|du|des|un|une|et|ou|el|los|las|y|"
    r"del?|della|delle|nos|notre|nostr[aoei]|unsere?n?)\b"
)
_PASSIVE = re.compile(
    r"(?:wird|werden|wurde\w*)\b.*(?:\bge\w+(?:t|en)|[^e\W]t)\W*$|(?:viene|vengono|sera|será)\b", re.I
)
_RANGE = re.compile(r"\bvon\s+\S+\s+bis\b|\bdal?\s+\S+\s+(?:al?|entro)\b", re.I)
_DOES = re.compile(
    rf"(?P<owner>(?:[Ww]ir|[Nn]oi|[Nn]ous|[Nn]osotros|{_NAME}(?:(?:, | und | e | ed | et | y ){_NAME})*)) "
    rf"(?P<what>(?!{_STATES}|{_NO_VERB})[a-zß-ÿ]{{2,}} \S.*)"
)
DEADLINES = frozenset({"bis", "entro", "avant", "d'ici", "d’ici", "prima di", "prima del", "antes de", "antes del"})


def does(sentence: str) -> tuple[str, str] | None:
    """Return who does what in a sentence that also names a deadline; None for any other sentence.

    Returns:
        The owner, who is empty where it is all of us, and the rest of the sentence.
    """
    match = _DOES.fullmatch(sentence)
    if match is None or _PASSIVE.match(match["what"]) or _RANGE.search(sentence):
        return None
    if _WE.fullmatch(match["owner"]):
        return "", match["what"]
    if _ALONE.fullmatch(match["owner"]) and match["what"].partition(" ")[0].endswith("n"):
        return None  # “Folien schicken bis Freitag”: a thing, and what is done with it
    return None if _NOBODY.match(match["owner"]) else (match["owner"], match["what"])
