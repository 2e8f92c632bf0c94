"""The words that tell what is wrong and what is right instead, in five languages."""

import re

from agents.offline.value import Sort

ART = (
    r"(?:(?:the|on|at|in|only|just|now|actually|really|der|die|das|den|dem|am|um|nur|il|lo|la|le|el|del|du|de|di|à|al|"
    r"alle|auf|called|spelled|named)\s+|l['’]){0,3}"
)
NOT = r"(?:not|nicht|non|pas|no)"
IT = r"(?:it|this|that|es|das|sie|er|il|elle|ce|lo|esto|questo)"
IS = r"(?:is|are|ist|sind|è|e['’]|sono|est|sont|es|son|lautet|heißt|reads|says)"
WAS = r"(?:was|were|war|waren|era|était|fue)"  # tells what is wrong, and never what is right
IT_IS = rf"(?:it['’]s|that['’]s|c['’]est|(?:{IT}\s+)?{IS})"
MUST = (
    r"(?:should (?:be|read|say)|must (?:be|read|say)|needs to be|has to be|ought to be|is supposed to be|"
    r"soll(?:te)?|muss|(?:dovrebbe|deve) essere|(?:doit|devrait) être|debe ser|deber[ií]a ser|tiene que ser)"
)
INSTEAD = (
    r"(?:instead of|rather than|in place of|statt|anstatt|anstelle von|invece (?:di|che|del)|anzich[ée]|"
    r"al posto d(?:i|el)|au lieu d(?:e|u)|plutôt que|à la place d(?:e|u)|en (?:vez|lugar) del?)"
)
BUT = r"(?:but|sondern|ma|bensì|mais|sino|rather)"
WRONG = re.compile(
    r"\b(?:wrong(?:ly)?|incorrect[oae]?|not (?:right|correct|true)|isn['’]t (?:right|correct|true)|outdated|"
    r"misspelled|mistaken|false|typo|mistake|error|falsch\w*|stimm(?:t|en) nicht|nicht (?:richtig|korrekt)|veraltet|"
    r"sbagliat[oaie]|errat[oaie]|scorrett[oaie]|errore|non (?:è |e['’] )?(?:giust[oa]|corrett[oa])|faux|fausse|"
    r"erroné[es]*|pas (?:bonn?e?|juste|correcte?)|erreur|equivocad[oa]s?|err[óo]ne[oa]s?|no es correct[oa]|"
    r"est[áa] mal)(?!\w)",
    re.I,
)
CHANGE = (
    r"(?:change|replace|correct|fix|update|swap|set|make|move|put|turn|amend|adjust|edit|shift|push|postpone|"
    r"(?:ä|ae)ndere?|ersetze?|korrigiere?|berichtige?|setze?|verschiebe?|tausche?|mach|cambia(?:re)?|sostituisci|sostituire|"
    r"correggi|correggere|modifica(?:re)?|metti|sposta|aggiorna|changer|changez|remplace[rz]?|corrige[rz]?|modifie[rz]?|mets|"
    r"mettez|déplace[rz]?|cambie|sustituye|reemplaza|pon|mueve|actualiza)"
)
DROP = (
    r"(?:drop|remove|delete|leave out|cut out|streiche?|l(?:ö|oe)sche?|entferne?|togli|rimuovi|elimina|enl[èe]ve[rz]?|"
    r"retire[rz]?|supprime[rz]?|quita|borra)"
)
ADD_ABROAD = (  # what stands behind it is to be added
    r"(?:f(?:ü|ue)ge?(?: bitte)? hinzu|bitte hinzuf(?:ü|ue)gen|hinzuf(?:ü|ue)gen|erg(?:ä|ae)nze?n?(?: bitte)?|"
    r"aggiung(?:i|ere|ete)|inserisci|ajoute[rz]?|a(?:ñ|n)ad(?:e|ir)|agreg(?:a|ue|ar))"
)
TO = r"(?:to|with|by|into|in|zu|zum|durch|auf|mit|con|a|al|per|par|en|à|au|por|am)"
NO_CHANGE = re.compile(
    rf"(?:(?:do not|don['’]?t|never|non|ne|no|nicht|nie|niemals)\s+(?:{CHANGE}|cambi\w+)\b)|"
    rf"{CHANGE}\b.*?\b{NOT}\s+{TO}\b",
    re.I,
)
MOVED = (  # “the launch was moved to”; wording has the German order
    r"(?:(?:was|were|is|are|has been|have been|got)\s+(?:now\s+)?(?:moved|changed|postponed|shifted|pushed(?: back)?|"
    r"rescheduled|delayed|brought forward|put back|set|raised|lowered|reduced|increased|updated|corrected)|"
    r"(?:è|e['’])\s+stat[oa]\s+(?:spostat|cambiat|rinviat|posticipat|anticipat|portat|modificat)[oa]|"
    r"a\s+été\s+(?:déplacée?|changée?|reportée?|repoussée?|avancée?|fixée?|modifiée?)|"
    r"(?:se\s+ha|ha\s+sido|fue)\s+(?:movid|cambiad|aplazad|trasladad|fijad|modificad)[oa]|"
    r"se\s+(?:movió|cambió|aplazó|trasladó))"
)
FROM = r"(?:from|von|vom|da|dal|de|du|del|desde)"
CALLED = (
    r"(?:(?:is|are)\s+(?:called|named|spelled|spelt|written)|hei(?:ß|ss)t|schreibt sich|si chiama|si scrive|"
    r"s['’]appelle|s['’]écrit|se llama|se escribe)"
)
WHY = r"(?:why|really|how come|warum|wieso|weshalb|wirklich|perch[ée]|davvero|pourquoi|vraiment|por qu[ée])"
EXCHANGE, FOR = r"(?:change|replace|correct|swap|exchange)", r"(?:to|with|by|into|for|par|en)"
EXCHANGE_ABROAD = (
    r"(?:(?:ä|ae)ndere?|ersetze?|korrigiere?|tausche?|cambia|sostituisci|correggi|modifica|remplace[rz]?|changez|corrige[rz]?|"
    r"modifie[rz]?|sustituye|reemplaza|cambie)"
)
FOR_ABROAD = r"(?:in|zu|durch|mit|gegen|con|a|per|par|en|por)"
ARROW = r"(?:→|->|=>|⇒)"
PLEASE = (
    r"(?:please|instead|bitte|per favore|s['’]il (?:te|vous) pla[iî]t|por favor|"
    r"then|ok|sein|heißen|heissen|lauten|sollte)"
)
SAYS = (  # how a sentence tells what the draft has
    r"(?:you (?:wrote|said|have|put)|(?:it|the draft|the text) says|there (?:is|stands)|du (?:hast|schreibst)|da steht|"
    r"hai scritto|c['’]è scritto|tu as écrit|il y a|has escrito|escribiste|pone)\b"
)
SCOPE = re.compile(  # one place of the draft
    r"\b(?:only )?(?:in|on|im|nel(?:la)?|dans|en)\s+(?:(?:the|der|den|dem|la|le|el)\s+)?(?:[\w’]+\s+)?"
    r"(?:line|sentence|section|paragraph|table|title|heading|header|list|intro\w*|summary|row|zeile|satz|abschnitt|absatz|"
    r"tabelle|titel|überschrift|liste|riga|frase|sezione|paragrafo|tabella|titolo|elenco|ligne|phrase|paragraphe|tableau|"
    r"titre|línea|sección|párrafo|tabla|título)\b[\s,:]*",
    re.I,
)
ASKED = re.compile(
    r"(?:please\s+)?(?:(?:can|could|would|will) you|kannst du|könntest du|puoi|potresti|peux[- ]tu|pourrais[- ]tu|"
    r"pouvez[- ]vous|puedes|podr[íi]as)\s+",
    re.I,
)
TAIL = re.compile(rf"(?:[\s,]*{PLEASE}\b)*+[\s.!]*", re.I)
LEAD = re.compile(
    r"(?:(?:please|bitte|per favore|por favor|ok|(?:no|nope|nein|non)(?=\s*[,:;.–—-])|hi|so|and|also|but|sorry|then|"
    r"can you|could you|you should|und|auch|aber|ma|anche|mais|aussi|pero|también)[\s,:;.–—-]+)*+",
    re.I,
)
RIGHT = re.compile(
    r"\b(?:correct|right|richtige?[rs]?|korrekte?[rs]?|giust[oa]|corrett[oa]|bonne?|correcte|correct[oa])\b", re.I
)
NOUNS = {
    Sort.DATE: "date|dates|day|deadline|datum|tag|termin|frist|data|giorno|scadenza|échéance|fecha|plazo",
    Sort.SUM: "price|prices|cost|amount|fee|sum|budget|preis|kosten|betrag|summe|prezzo|costo|importo|somma|prix|coût|"
    "montant|somme|precio|coste|importe|suma",
    Sort.SHARE: "percentage|rate|prozentsatz|percentuale|pourcentage|porcentaje",
    Sort.TIME: "time|uhrzeit|orario|heure|hora",
    Sort.NUMBER: "number|figure|count|zahl|anzahl|numero|cifra|chiffre|número",
    Sort.WORD: "name|spelling|nome|nom|nombre|namen",
}
DATES = frozenset({"date", "datum", "data", "fecha"})  # nouns for any date; a deadline is one of its own
NOUN = {noun: sort for sort, nouns in NOUNS.items() for noun in nouns.split("|")}
ENGLISH = re.compile(r"\b(?:the|this|that|these|your|our) (?:data|tags?)\b")  # no date
QUOTED = re.compile(r"“([^“”\n]+)”|\"([^\"\n]+)\"|„([^„“”\n]+)[“”]|«([^«»\n]+)»")
NO_NAME = (
    r"(?i:(?:the|it|this|that|he|she|they|we|i|you|der|die|das|es|il|la|le|el|lo|c|please|bitte|not|no|non|wrong|use|"
    rf"write|say|it['’]s|keep|add|shorten|without|lass|{DROP}|{CHANGE}|{'|'.join(NOUN)})(?![\w’-]))"
)
NAME = re.compile(rf"(?<![\w’'-])(?!{NO_NAME})[A-ZÀ-Þ][\w’-]*(?:\s(?!{NO_NAME})[A-ZÀ-Þ][\w’-]*){{0,2}}")
PRONOUN = re.compile(r"\s*(?:it|this|that|es|il|elle|ce|c|lo|esto|questo)(?:['’]\w*)?\s", re.I)
FRAMES = tuple(
    re.compile(frame, re.I)
    for frame in (
        rf"{EXCHANGE}\s+(?P<old>\S.{{0,80}}?)\s+{FOR}\s+(?P<new>\S.{{0,80}})",
        rf"{EXCHANGE_ABROAD}\s+(?P<old>\S.{{0,80}}?)\s+{FOR_ABROAD}\s+(?P<new>\S.{{0,80}})",
        r"es (?:muss|soll(?:te)?)\s+(?P<new>\S.{0,80}?)\s+(?:hei(?:ß|ss)en|lauten|sein),?\s+nicht\s+(?P<old>\S.{0,80})",
        rf"(?:{IT_IS}|{IT}\s+{MUST})\s+(?P<new>(?!{IS}\s)\S.{{0,80}}?),?\s+(?:{NOT}|{INSTEAD})\s+(?P<old>\S.{{0,80}})",
        rf"(?P<old>\S{{1,40}})\s*{ARROW}\s*(?P<new>\S{{1,40}})",
    )
)


def noun_sort(text: str) -> Sort | None:
    """Return the kind of value that the nouns of a text name (“the price”: a sum); None when they name none."""
    words = re.findall(r"\w+", ENGLISH.sub("", text.lower()))
    return next((NOUN[word] for word in words if word in NOUN), None)
