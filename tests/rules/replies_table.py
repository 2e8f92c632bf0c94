"""What people write under a card and to the bot, and what they mean by it: a line per meaning and language."""

from storage.rules.replies import Meaning


def _lines(text: str) -> list[str]:
    return [phrase.strip() for line in text.strip().splitlines() for phrase in line.split("|")]


CONSENT = _lines("""
approve | Approved. | ok, send it | looks good | yes | LGTM | Looks good to me, thanks! | ship it | go ahead | yep | perfect
approve it please | yes, approve | Sounds good, go ahead | all good, ship it | ok | okay | fine by me | that's fine | sure
👍 | ✅ | :+1: | :white_check_mark: | 👌 | 👍🏽 | ok 👍 | great 👍 | approved ✅ | Thanks, looks great! | works for me
YES!!! | yesss | Ok, thanks. | send it out today please | post it | publish it | you have my approval | signed off
genehmigt | passt | passt so, danke | sieht gut aus | ja | ja bitte | in Ordnung | einverstanden | freigegeben | schick es ab
Ja, schick es ab! | alles klar | perfekt | raus damit | sehr gut, danke | das passt | Klar | ich genehmige das | super, passt
approvo | approvato | va bene | va bene così | ok, mandalo | sì | sì, grazie | perfetto | d'accordo | per me va bene
Ottimo, invialo! | procedi pure | tutto bene | lo approvo | benissimo | certo | Sì, va bene | pubblicalo
approuvé | j'approuve | c'est bon | c'est bon pour moi | oui | oui, envoie-le | d'accord | parfait | vas-y | ça marche
Très bien, merci | parfait, merci ! | on y va | feu vert | bien sûr | je valide | C'est parfait
apruebo | aprobado | vale | sí | sí, envíalo | de acuerdo | perfecto | adelante | está bien | por mí bien
correct | Correct! | that is correct | That's correct. | correct, thanks | correct 👍
Muy bien, gracias | dale | me parece bien | claro que sí | estoy de acuerdo | visto bueno | lo apruebo
""")
PRAISE = _lines("""
great work! | well done | love it | awesome | wow | nice one, thanks! | much better | beautiful | 🎉 | great, thank you
gute Arbeit | toll | klasse | gut gemacht, danke | gefällt mir | wunderbar
bel lavoro | bravo | ottimo lavoro, grazie | mi piace | bellissimo
bon travail | bravo, merci | génial | magnifique
buen trabajo | genial, gracias | me gusta | me encanta
""")
KIND = _lines("""
this reads beautifully | you nailed the tone | chef's kiss 👌👌 | really happy with how concise this is
what a lovely intro | the table is a nice touch | best draft so far! | so much clearer than the last one | gr8 work
you made it shorter, love that | I have nothing to change here | can't think of anything to improve
nicely fixed, thank you | no edits from me 🙂
scritto benissimo | proprio bello, complimenti | ottima sintesi 👏 | che bella introduzione | molto più chiaro di prima
niente da aggiungere, bravo | non toglierei niente | mi piace un sacco | lavoro eccellente 🎉
finalmente un testo breve! | hai centrato il tono | corretto bene, grazie | non cambierei una virgola
richtig schön geschrieben | sehr gelungen 👏 | da hast du den Ton getroffen | viel klarer als vorher
gut gekürzt, danke | nichts auszusetzen | ich würde nichts streichen | hammer! | spitze gemacht | liest sich super
tolles Intro | endlich mal kurz, prima | daran ist nichts falsch
très bien écrit 👏 | quel beau texte | bien plus clair qu'avant | bien raccourci, merci | rien à redire
je ne changerais rien | tu as trouvé le ton juste | excellent boulot | au top ! | superbe intro
enfin un texte court, bravo | je n'enlèverais rien | c'est du bon travail 🎉
muy bien escrito 👏 | qué texto tan bonito | mucho más claro que antes | bien acortado, gracias | nada que objetar
no cambiaría nada | has dado con el tono | excelente trabajo | qué crack | preciosa la intro
por fin un texto corto, bravo | no quitaría nada | trabajazo 🎉
no changes needed | nothing to add, great | I wouldn't change a thing | don't change anything | nothing is missing
thanks for adding the price | the fix works great | changes look good | I love how short it is | couldn't be better
much shorter now, thanks | say no more | no notes | no complaints | no typos, nice | short and sweet | edits look good
more of this please | great change | thanks for the changes | love the new title | not too long, nice | it needs nothing
correct, nice work | keep it as it is | leave it as it is | move on | make it happen | this makes sense | use this
so much clearer than the last one | shorter than before, nice | a lot shorter than v1 | more fun than I expected
molto più chiaro di prima | più corto della versione precedente | non toglierei niente | non aggiungerei nulla
viel klarer als vorher | kürzer als beim letzten Mal | ich würde nichts streichen
bien plus clair qu'avant | plus court que la dernière fois | je n'enlèverais rien
mucho más claro que antes | más corto que la primera versión | no quitaría nada
nichts zu ändern | da würde ich nichts ändern | danke fürs Kürzen | es fehlt nichts | viel kürzer geworden, schön
niente da cambiare | non cambia niente | grazie per averlo accorciato | non manca nulla | adesso è più corto, bravo
rien à changer | ne change rien | merci d'avoir raccourci | il ne manque rien
nada que cambiar | no cambies nada | gracias por acortarlo | no falta nada | sin cambios
""")
REFUSAL = _lines("""
reject | rejected | no, drop it | No, reject it. | drop it | scrap it | discard | please reject | decline | 👎 | ❌ | :-1: | :x:
throw it away | bin it | nope, drop it | i reject this | thumbs down
ablehnen | abgelehnt | nein, weg damit | weg damit | ich lehne ab | verwerfen | bitte ablehnen | in den Papierkorb
rifiuta | rifiuto | rifiutato | no, buttalo | scartalo | respinto
rejeté | je rejette | non, poubelle | poubelle | jette-le | à la poubelle
rechazado | lo rechazo | no, descártalo | a la basura | rechazar
reject: too expensive | Rejected, because it is off topic | abgelehnt: falsches Thema | rechazado: fuera de tema
""")
CHANGE = _lines("""
ok but shorter | looks good, just fix the title | approve after you change the title | Shorter, please | shorter | make it shorter
add the price | please remove the second paragraph | Say 39 €, not 29 | too long | too formal for them | the price is missing
change "we" to "I" | a bit friendlier | less formal please | more detail on the risks | could you add the price? | try again
can you make it shorter? | can we shorten this? | it should mention the refund | approve once it's shorter | in German please
fine, but use the new name | yes, but drop the last line | no, make it about sales | great, but add a table | one change: the date
send it once you fixed the typo | the second line is wrong | not clear enough | instead of the list a table | revise | needs more detail
don't mention the price | Correct it. | please correct this | correct this now | correct it please | fix this now, please
rewrite the intro | use "customers" instead | good, only translate it | typo in the second line
kürzer bitte | bitte kürzen | passt, aber kürzer | füge den Preis hinzu | zu lang | der Preis fehlt | mach es einfacher
könntest du es kürzen? | den Titel ändern | etwas freundlicher | bitte auf Deutsch | schreib „Sie“ | gut, aber ändere den Titel
più corto | va bene ma più corto | aggiungi il prezzo | troppo lungo | manca il prezzo | cambia il titolo | potresti accorciarlo?
un po' più formale | togli l'ultima riga | sì, ma correggi la data | riscrivi l'inizio | meno tecnico
plus court | c'est bon mais plus court | ajoute le prix | trop long | il manque le prix | change le titre | peux-tu raccourcir ?
un peu plus formel | oui, mais corrige la date | enlève la dernière ligne | en anglais s'il te plaît
más corto | vale, pero más corto | añade el precio | demasiado largo | falta el precio | cambia el título | ¿puedes acortarlo?
un poco más formal | sí, pero corrige la fecha | quita la última línea | menos técnico | en inglés, por favor
""")
GUARDED = _lines("""
oh wow, brilliant, just what I needed 🙄 | yeah great, another mess | sure, because that always works | fantastic. not.
perfect... if you like typos | slow clap 👏 | hmm, I guess so? | not sure about this | maybe | I suppose it's fine?
is it good enough? | looks good? | approve? | should I approve this? | I can't approve this | I wouldn't reject it
don't reject it | who rejected it? | I haven't approved anything | almost there | approved by whom? | yes and no
ah bravo, complimenti davvero 🙄 | certo, come no | perfetto... come al solito | bella roba
fantastico, un altro pasticcio | eh sì, va beh | boh | mah, forse | non saprei | va bene? | approvo? | non lo approvo
non posso approvare | non va bene | non è male | ni | può andare? | sì e no | quasi | chi l'ha approvato?
non l'ho rifiutato | non rifiutarlo
na toll, ganz großes Kino 🙄 | ja ja, schon klar | super, noch so ein Murks | wunderbar... wie immer | sehr witzig
na prima | hm, weiß nicht | vielleicht | passt das? | genehmigt? | soll ich das genehmigen? | das genehmige ich nicht
ich lehne das nicht ab | nicht ablehnen | nicht schlecht | geht so | jein | fast | wer hat das freigegeben?
noch nicht genehmigt | passt nicht | das passt so nicht
ah bravo, félicitations 🙄 | mais oui, bien sûr | génial, encore un truc bâclé | parfait... comme d'habitude
très drôle | c'est ça oui | bof | peut-être | je ne sais pas | c'est bon ? | j'approuve ? | je n'approuve pas
je ne rejette pas | pas mal | mouais | oui et non | presque | qui a approuvé ? | pas encore approuvé
ce n'est pas bon | ça ne va pas | ne le rejette pas
ah muy bien, felicidades 🙄 | sí claro, cómo no | genial, otra chapuza | perfecto... como siempre | muy gracioso
qué bonito | mmm no sé | quizás | puede ser | ¿está bien? | ¿apruebo? | no lo apruebo | no lo rechazo | no está mal
más o menos | sí y no | casi | ¿quién lo aprobó? | todavía no aprobado | no está bien | no vale | no lo rechaces
non rifiuto | non lo rifiuto | non scartare | no rechazar | no lo rechazo | no descartar | no drop it | non refuser | nein ablehnen
non basta | no basta | non fermalo | no stop | reject, no | drop it, no | non rifiuto: va bene | no rechazo porque está bien
refuse: nein, approve it | reject – no, wait, approve | reject: ok, send it | rejected because no, it is fine | reject: wait, lgtm
~approve~ | ~reject~ | ~yes~ ok | ~approve~ reject
lascia stare | lascia perdere | laisse tomber | on laisse tomber | forget it | vergiss es | olvídalo | déjalo | non, laisse tomber
""") + _lines("""
don't approve | not ok | I can't approve this yet | do not send it | not approved | I don't like it | not good | isn't ready
approve if legal agrees | only approve if the price is right | ok if Bob agrees | yes unless it costs more | ok once legal has seen it
no | nope | nah | hmm | ok... | ok? | yeah right | oh great | yeah, sure | if you say so | thanks for nothing | sure, whatever | ya vale | jetzt ist gut
👍👎 | 👍🙄 | approve? | never approve this | I would approve it but | looks good for now but wait for Bob | almost approved
approved by whom | who said approve | I never said yes | yes and no | good question | ok, not sure | reject unless legal agrees
nicht genehmigt | nicht gut | ich genehmige das nicht | passt nicht | nein | genehmigt, wenn der Preis stimmt | noch nicht gut
sieht nicht gut aus | ja, falls Bob zustimmt | gut, sobald Recht es gesehen hat
non approvo | non va bene | no, non ancora sicuro | approvo se il prezzo è giusto | va bene solo se Bob è d'accordo | non mi piace
je n'approuve pas | pas bon | ça ne va pas | d'accord si le prix est juste | oui, sauf si Bob refuse | non
no apruebo | no está bien | apruebo si el precio es correcto | vale, salvo que Bob diga no | no me gusta | todavía no está bien
""")
MIXED = _lines("""
great but the price is off | approve, but change the date first | love it, though the ending is weak
yes, after you fix the typo | good except for the last line | ok if you drop the joke | nice, now make it half as long
bello ma troppo lungo | approvo ma cambia la data | va bene, però togli il prezzo | sì, dopo che hai corretto l'errore
ok se Bob è d'accordo | perfetto tranne il finale | ottimo, solo correggi il titolo
gut, aber zu lang | genehmigt, aber ändere das Datum | passt, nur der Titel ist falsch | ja, sobald der Fehler weg ist
ok wenn Bob zustimmt | super bis auf den Schluss | schön, jetzt noch kürzer bitte
bien mais trop long | j'approuve mais change la date | c'est bon, sauf le titre | oui, dès que la faute est corrigée
ok si Bob est d'accord | super à part la fin | joli, maintenant plus court
bien pero muy largo | apruebo pero cambia la fecha | está bien, salvo el título | sí, cuando corrijas el error
ok si Bob está de acuerdo | genial menos el final | bonito, ahora más corto
""")
LATER = _lines("""
later | tomorrow | not now | maybe later | I'll look at it tomorrow | remind me later | not today, sorry | let me think about it | ⏰
später | morgen | nicht jetzt | heute Abend | lieber später | noch nicht
dopo | domani | non ora | più tardi | ci penso domani | stasera
plus tard | demain | pas maintenant | ce soir
luego | mañana | ahora no | más tarde | esta noche
""")
QUESTIONS = _lines("""
why 39 €? | where does it say that? | who said that? | how many seats? | is this the final price? | what is the source? | why
what about the refund? | does it name the price? | when does it ship? | how do you know? | are you sure?
warum 39 €? | wo steht das? | woher weißt du das? | stimmt der Preis? | was bedeutet das
perché 39 €? | dove è scritto? | quanto costa? | da dove viene?
pourquoi 39 € ? | où est-ce écrit ? | combien de clients ? | d'où vient ce prix ?
¿por qué 39 €? | ¿dónde está escrito? | ¿cuántos clientes? | ¿de dónde sale?
""")
CONTROLS = {
    Meaning.HELP: _lines(
        "help | Help! | ? | what can you do? | hilfe | was kannst du? | aiuto | aide | ayuda | how does this work?"
    ),
    Meaning.STATUS: _lines(
        "status | Status? | any updates? | what are you doing? | wie ist der Stand? | novità? | T-12? | T-12 | estado"
    ),
    Meaning.READY: _lines(
        "what's ready? | what is ready | anything for me? | was ist fertig? | cosa è pronto? | qué está listo?"
    ),
    Meaning.STOP: _lines(
        "no, stop | nein, stopp | stop T-12 | T-12 stop | stop | stopp | ferma T-12 | arrête | para T-12"
    ),
    Meaning.GREETING: _lines(
        "hi | Hello! | hey there | good morning | hallo | ciao | bonjour | hola | 👋 | buongiorno | guten Morgen"
    ),
    Meaning.THANKS: _lines(
        "thanks | Thank you! | thx | danke | vielen Dank | grazie mille | merci beaucoup | gracias | 🙏"
    ),
}
