"""What asks for a change of a draft, in five languages: the verbs, the comparatives and the complaints.

Texts come as `plain.plain` leaves them, but for REASONED. What praises what was changed (“much shorter now, thanks”) is no wish.
"""

import re

_LEAD = (  # what may stand before a wish
    r"(?:(?:please|pls|ok|okay|yes|no|nope|but|just|only|also|maybe|perhaps|then|and|so|well|hm+|sorry|you (?:should|could)|"
    r"it should|i(?:'d| would) like you to|i want you to|let's|we (?:should|need to)|you need to|(?:can|could|would) (?:you|we)|"
    r"don't|do not|never|bitte|aber|nur|noch|auch|dann|und|nein|ja|ma|pero|mais|solo|per favore|por favor|anche|non|ne|"
    r"s'il te plait|s'il vous plait|merci de|stp|aussi|juste|tambien|si|oui|e|et|y|du solltest|besser|lieber) )*+"
)
_DAY = r"(?:next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|next (?:week|month)|later"
_NOT_SUBJECT = r"(?= (?!is\b|was\b|are\b|looks?\b|works?\b|reads?\b|sounds?\b|seems?\b|and\b|as\b|it$|this$|that$))"
_VERBS = (
    r"(?:add|remove|delete|shorten|trim|condense|tighten|expand|extend|rephrase|reword|replace|translate|simplify|clarify|"
    r"restructure|reorder|reformat|lengthen|soften|rework|redo|leave out|include|exclude|mention|avoid|insert|start over|"
    r"double check)\b|(?:fix|change|improve|adjust|update|edit|rewrite|revise|correct) (?:it|this|that)$|"
    rf"(?:change|fix|rewrite|revise|edit|adjust|correct|update|improve|polish|cut|drop|use|round|link|quote|cite){_NOT_SUBJECT}|"
    r"say (?!no more|hi\b|yes\b|thanks)|write (?!on\b)|put (?!off\b|it (?:out|live|up|off)\b|(?:this|that) off\b)|"
    rf"move (?!on\b|ahead\b|forward\b|(?:it|this|that) to (?:{_DAY})\b)|"
    r"make (?!it (?:so|happen|live|official|public)\b|this happen|sense|my day)|tone |turn |spell |give (?:me|us|it) (?:more|a|some|two) |"
    r"check (?:the|that|if|whether|again|your)\b|swap |merge |split |highlight |emphasi[sz]e |attach |call (?:it|him|her|them|the) "
)
_VERBS_DE = (
    r"(?:aendere?|kuerze?|fuege?|entferne?|ersetze?|schreibe?|streiche?|loesche?|korrigiere?|ueberarbeite?|verbessere?|"
    r"uebersetze?|formuliere?|vereinfache?|ergaenze?|verwende?|benutze?|nenne?|erwaehne?|lass .+ weg$|nimm .+ (?:raus|weg|auf)$|"
    r"mach .*(?:kuerzer|laenger|einfacher|klarer|freundlicher|foermlicher|lockerer|knapper|genauer))"
)
_VERBS_IT = (
    r"(?:accorcia\w*|allunga\w*|aggiung\w+|togli\w*|rimuovi\w*|cambia\w*|modifica\w*|corregg\w+|riscrivi\w*|sostitui\w+|"
    r"elimina (?:il|la|le|i|gli|l')|semplifica\w*|traduci\w*|rendi\w*|metti|scrivi\w*|taglia\w*|inseri\w+|menziona\w*|riduci\w*|"
    r"specifica\w*|usa (?!quest)|fall[oa] (?:piu|meno)|usare|scrivere|menzionare|togliere|da (?:accorciare|correggere|cambiare))"
)
_VERBS_FR = (
    r"(?:raccourci\w*|rallonge\w*|ajoute\w*|enleve\w*|retire[rz]?|supprime\w*|change[rz]? (?:le|la|les|l'|ce|cette)|modifie\w*|"
    r"corrige\w*|reecri\w+|remplace\w*|simplifie\w*|tradui\w+|rends|mets|utilise\w*|ecri[st]|coupe\w*|insere\w*|mentionne\w*|"
    r"reduis\w*|developpe\w*|reformule\w*|evite\w*|fais .*(?:plus|moins)|a (?:corriger|raccourcir|changer|modifier|completer))"
)
_VERBS_ES = (
    r"(?:acorta\w*|alarga\w*|anad\w+|agrega\w*|quita\w*|elimina (?:el|la|los|las)|cambia\w*|modifica\w*|corrige\w*|reescrib\w+|"
    r"sustituye\w*|reemplaza\w*|simplifica\w*|traduce\w*|usa |escribe\w*|pon |incluye\w*|menciona\w*|reduc\w+|amplia\w*|"
    r"haz(?:lo|la) (?:mas|menos)|haz (?:el|la) .*(?:mas|menos)|revisa (?:el|la|los|las)|evita\w*|arregla\w*|borra (?:el|la|los|las))"
)
_QUALITIES = (
    r"(?:court|courte|long|longue|simple|formel|formelle|clair|claire|direct|concis|poli|chaleureux|precis|detaille|corto|corta|"
    r"breve|lungo|lunga|semplice|formale|chiaro|chiara|gentile|dettagliat[oa]|dettagli|conciso|diretto|largo|larga|sencillo|formal|"
    r"claro|clara|amable|detallado|detalles?|informale?|tecnic[oa]|technique|de (?:details?|chiffres|exemples|precision))"
)
_COMPARED = (
    r"(?:an? (?:little|bit|lot|touch) |slightly |much |way |far |even |somewhat |etwas |viel |deutlich |ein (?:bisschen|wenig) |"
    r"un (?:po'?|peu|poco) |molto |beaucoup |mucho )?"
    r"(?:shorter|longer|simpler|clearer|friendlier|warmer|softer|stronger|bolder|tighter|crisper|punchier|snappier|politer|"
    r"firmer|plainer|fewer|less (?!is more)|more (?!of (?:this|that|these)|like (?:this|that|these)|than)|kuerzer|laenger|"
    r"einfacher|klarer|freundlicher|foermlicher|formeller|lockerer|knapper|genauer|ausfuehrlicher|weniger |mehr (?!als|davon)|"
    rf"(?:plus|moins|piu|meno|mas|menos) {_QUALITIES})"
)
_LANGUAGES = (
    r"(?:in (?:english|german|italian|french|spanish|italiano|inglese|tedesco|francese|spagnolo)|"
    r"auf (?:deutsch|englisch|italienisch|franzoesisch|spanisch)|en (?:francais|anglais|allemand|italien|espagnol|espanol|"
    r"ingles|aleman|italiano|frances))"
)
_COUNTED = r"(?:one|two|three|some|few|a few|a couple of|small|minor) (?:small |minor |little )?(?:changes?|edits?|tweaks?|corrections?|fix(?:es)?)"
WISH = re.compile(
    rf"{_LEAD}(?:{_VERBS}|{_VERBS_DE}\b|{_VERBS_IT}\b|{_VERBS_FR}\b|{_VERBS_ES}|{_COMPARED}|{_LANGUAGES}\b|{_COUNTED}\b)"
)
AT_ONCE = re.compile(  # “now” tells when, not that it is so already
    rf"{_LEAD}(?:fix|change|improve|adjust|update|edit|rewrite|revise|correct|shorten|rephrase|simplify|redo) (?:it|this|that)"
    r"(?: (?:now|today|first|please|asap|again|right away|then))++$"
)
_TOO = (
    r"(?:long|short|formal|informal|wordy|vague|technical|complicated|generic|dry|salesy|harsh|soft|boring|many|much|lang|kurz|"
    r"foermlich|allgemein|technisch|kompliziert|steif|lung[oa]|cort[oa]|generic[oa]|vag[oa]|tecnic[oa]|complicat[oa]|fredd[oa]|"
    r"longue?|courte?|formel|technique|complique|froid|generique|larg[oa]|tecnico|complicado)"
)
COMPLAINT = re.compile(
    rf"\b(?:too|zu|troppo|trop|demasiado) {_TOO}\b|\b(?:is|are|'s) (?:missing|wrong|incorrect|outdated|misspelled)\b|^missing\b|"
    r"\byou (?:forgot|missed|left out)\b|\btypo\b|\b(?:should|must|needs? to|has to|ought to) (?:be (?:\w+er|more|less|in)\b|"
    r"say|mention|include|name|explain)\b|\b(?:once|when|if|until|as soon as) it(?:'s| is) (?:\w+er|more|less)\b|"
    r"\bneeds (?:more|less|fewer|another|a (?:new|better|shorter|different|clearer))\b|\binstead\b|\bfehl(?:t|en)\b|"
    r"\bfalsch\b|\b(?:an)?statt\b|\bmanca(?:no)? |\bsbagliat[oaie]\b|\bal posto di\b|\bmanque\b|\bau lieu d|"
    r"\bfaltan? (?:el|la|los|las|un|una)\b|\ben lugar de\b|\bequivocad[oa]\b|"
    r"\b(?:kuerzen|aendern|ergaenzen|hinzufuegen|entfernen|streichen|loeschen|ersetzen|umschreiben|umformulieren|verbessern|"
    r"korrigieren|anpassen|vereinfachen|uebersetzen|weglassen|erwaehnen|einfuegen)$"
)
LACK = re.compile(
    r"(?:not|n't) (?:short|long|clear|formal|friendly|detailed|specific|precise|concrete|simple|polite|strong) enough"
)
NEGATION = re.compile(
    r"\b(?:no|not|never|none|nothing|nor|neither|without|hardly|nicht|nichts|kein\w*|nie|niemals|ohne|non|niente|nulla|mai|senza|"
    r"pas|ne|rien|jamais|sans|nada|nunca|sin|ni|tampoco|wouldn't|don't|doesn't|didn't|can't|cannot|won't|isn't|aren't|wasn't|"
    r"shouldn't|couldn't|haven't|\w+n't)\b"
)
CONDITION = re.compile(
    r"\b(?:if|unless|once|after|before|until|till|when|provided|as long as|as soon as|except|only|but|assuming|depends|wenn|"
    r"falls|sobald|solange|bis|ausser|aber|nur|sofern|quando|appena|purche|finche|tranne|ma|solo|quand|lorsque|des que|sauf|mais|"
    r"seulement|cuando|hasta|siempre que|excepto|pero|salvo|a condition|se|si)\b"
)
UNTOUCHED = re.compile(  # a negation before these praises: nothing to change
    r"\b(?:chang\w*|add(?:ed|ing)?|fix\w*|edit\w*|revis\w*|improv\w*|correct\w*|touch\w*|modif\w*|alter\w*|missing|missed|notes?|"
    r"complaints?|objections?|comments?|better|wrong|typos?|aender\w*|ergaenz\w*|verbesser\w*|korrigier\w*|fehlt|auszusetzen|"
    r"hinzu\w*|cambi\w*|aggiung\w*|manca|correg\w*|miglior\w*|ajout\w*|manque|corrig\w*|redire|anad\w*|falta|mejor\w*|quitar)\b|"
    r"\b(?:nothing|anything|a thing|nichts|niente|nulla|rien|nada)(?:\s+e_\w+)*+$"
)
_BEFORE = (  # what a draft is compared with
    r"(?:than (?:the )?(?:before|last|previous|first|old|v\d|i\b|we\b|expected)|als (?:vorher|zuvor|davor|bisher|beim|die letzte|v\d)|"
    r"di (?:prima|quanto)|(?:del|della) (?:prima|versione|precedente|v\d)|qu'(?:avant|a la)|que (?:la |el |lo )?(?:avant|antes|derniere|"
    r"precedente|premiere|anterior|primera|v\d))"
)
PAST = re.compile(rf"\b(?:now|geworden|jetzt|adesso|ora|maintenant|ahora|finally|endlich|{_BEFORE})\b")
PRAISED = re.compile(  # a clause that begins so speaks of what is there
    r"(?:thanks|thank you|thx|i (?:really )?(?:love|like|appreciate)|love|loved|like how|nice|great|good|well done|glad|happy|"
    r"danke|vielen dank|schoen|gut|toll|super|grazie|bello|bella|bravo|merci|beau|bien|gracias|buen|me gusta|mi piace|j'aime)\b"
)
SPLIT = re.compile(
    r"[.!?,;:\n()–—]+| - | (?:but|however|except|just|only|and|then|aber|und|nur|dann|ma|mais|pero|solo|juste)(?= )|"
    r" (?:after|once|when|if|as soon as|provided|until) (?=you)(?:you(?:'ve|'ll| have| will)?)(?= )|"
    r" (?:wenn|sobald|nachdem) du(?= )"
)
ASKED_POLITELY = re.compile(
    r"(?:(?:please|bitte|ok|hi|hey|hello|hallo|ciao|sluice) )*+(?:(?:can|could|would|will) (?:you|we|it|this|the \w+)|kannst du|koenntest du|koennen wir|"
    r"koennten wir|koennt ihr|puoi|potresti|possiamo|peux tu|pourrais tu|pouvez vous|pourriez vous|on peut|puedes|podrias|podemos) "
    r"(?:please |also |bitte |anche |aussi |tambien |it |es |das |be )*+(?P<wish>.*)"
)
INFINITIVE = re.compile(  # what follows “can you”, wherever the language puts it
    r"\b(?:kuerzen|kuerzer|aendern|ergaenzen|hinzufuegen|entfernen|streichen|loeschen|ersetzen|umschreiben|umformulieren|"
    r"korrigieren|anpassen|vereinfachen|uebersetzen|weglassen|erwaehnen|accorciar\w*|allungar\w*|aggiunger\w*|toglier\w*|"
    r"cambiar\w*|modificar\w*|corregger\w*|riscriver\w*|tradur\w*|raccourcir|ajouter|enlever|retirer|supprimer|changer|modifier|"
    r"corriger|reecrire|remplacer|simplifier|traduire|acortar\w*|alargar\w*|anadir\w*|agregar\w*|quitar\w*|corregir\w*|"
    r"reescribir\w*|traducir\w*)\b"
)
QUESTION = re.compile(
    r"(?:(?:but|and|so|ok|hi|hey|hello|hallo|ciao|hola|bonjour|aber|und|ma|e|mais|et|pero|y|sorry|sluice) )*+"
    r"(?:why|where|how (?:many|much|come|does|do|did|is|are|can|long)|what (?:is|are|does|do|did|was|about)|what's|where's|"
    r"who's|how's|who (?:is|said|wrote)|warum|wieso|weshalb|wo|woher|wozu|wie viele?|was (?:ist|bedeutet|heisst|meinst)|"
    r"perche|dove|da dove|come mai|quanto|quanti|quante|quanta|cosa (?:significa|vuol)|che cosa|pourquoi|combien|d'ou|"
    r"qu'est ce|que signifie|por que|donde|de donde|cuantos?|cuantas?|que significa)\b"
)
REFUSED_FIRST = re.compile(
    r"(?:(?:please|bitte|sorry|no|nein|non)[\s,:]++)*+(?:reject|discard|decline|drop (?:it|this|that)|ablehnen|abgelehnt|verworfen|"
    r"rifiut|respint|rejet|je rejette|refuse|rechaz)"
)
REASONED = re.compile(  # a refusal with its reason, as it was typed: the reason is kept in the person's own letters
    r"[\s*_]*+(?:(?:please|bitte|sorry)[\s,:]++|(?:no|nein|non)\s*+[,.:!]++\s*+)*+(?:reject(?:ed)?(?: it| this)?|discard(?: it| this)?|"
    r"decline(?:d)?|ablehnen|abgelehnt|verworfen|rifiut[ao](?:to|ta)?|respint[oa]|rejet[eé]e?|je rejette|refus[eé]|rechazad[oa]|"
    r"rechazo)[*_]*+\s*(?:[:(–—]|,? ?(?:because|since|weil|denn|perch[eéè]|parce que|porque)\b)\s*(?P<reason>.+)",
    re.S | re.I,
)
