"""What people say to decide, to ask and to greet, in five languages, as tables of whole phrases.

They are written as `plain.plain` leaves a text: lower case, without accents (ä is ae), emoji by a name. A phrase that
is not here decides nothing.
"""

import re

TOKENS = 16  # a longer text is never a plain phrase


def table(*lines: str) -> frozenset[str]:
    """Return phrases that are written with a bar between them."""
    return frozenset(phrase.strip() for line in lines for phrase in line.split("|"))


FILLERS = table(
    "please|pls|plz|and|it|this|that|now|today|right away|asap|immediately|as is|as it is|like this|this version",
    "this one|the draft|very|really|all|there|everyone|team|sluice|bot|e_happy|indeed|then",
    "bitte|und|es|das|jetzt|heute|gleich|sofort|sehr|so|der entwurf|diese version",
    "per favore|per piacere|e|cosi|cosi com'e|pure|ora|adesso|subito|oggi|molto|questa versione",
    "s'il te plait|s'il vous plait|stp|svp|et|maintenant|tout de suite|aujourd'hui|comme ca|tel quel|telle quelle|tres",
    "por favor|porfa|y|asi|tal cual|ahora|ya|hoy|muy|esta version",
)
THANKS = table(
    "thanks|thank you|thanks a lot|thank you very much|thank you so much|thanks so much|many thanks|thx|ty|tysm|cheers",
    "much appreciated|danke|danke schoen|dankeschoen|vielen dank|danke dir|besten dank|herzlichen dank|e_thanks",
    "grazie|grazie mille|molte grazie|ti ringrazio|merci|merci beaucoup|merci bien|gracias|muchas gracias|mil gracias",
)
PRAISE = table(
    "great|nice|nice one|awesome|cool|super|wonderful|fantastic|brilliant|amazing|lovely|good job|great job|nice job",
    "great work|good work|nice work|well done|love it|i love it|like it|i like it|wow|beautiful|impressive|much better",
    "what a great draft|this is great|that's great|it's great|bravo|so good|couldn't be better|very nice|e_cheer",
    "toll|prima|klasse|wunderbar|gute arbeit|tolle arbeit|gut gemacht|gefaellt mir|das gefaellt mir|grossartig|stark",
    "brava|bravi|fantastico|grande|bello|bella|bellissimo|bel lavoro|ottimo lavoro|ben fatto|mi piace|stupendo",
    "genial|bon travail|beau travail|joli|bien joue|magnifique|j'adore|j'aime bien|chapeau|formidable",
    "estupendo|buen trabajo|bien hecho|me gusta|me encanta|que bien|maravilloso|fenomenal",
)
IRONY = table(
    "yeah sure|yeah yeah|yeah right|oh sure|sure sure|oh great|just great|great just great|if you say so|na super|na toll",
    "ja ja|ja klar|ma certo certo|si si certo|ben voyons|mais bien sur|ya ya|si claro|claro claro|oui oui|ja sicher",
    "ya vale|vale ya|ya esta bien|ist gut jetzt|jetzt ist gut|gut jetzt|vai vai|basta cosi",
)
CONSENT = table(
    "approve|approved|i approve|i approve it|i approve this|approve it|approve this|approve that|accept|accepted",
    "i accept|accept it|accept this|agreed|i agree|ok|okay|okey|okey dokey|kk|yes|yep|yup|yeah|aye|sure|sure thing",
    "of course|certainly|absolutely|definitely|go|go ahead|go for it|do it|send|send it|send this|send it out|send it off",
    "ship it|ship|ship this|post it|post this|publish it|publish this|publish|release it|let's go|let's do it",
    "let's ship it|let's send it|lgtm|looks good|looks good to me|looks great|looks great to me|looks fine",
    "looks fine to me|looks perfect|looks ok|looks right|looking good|it looks good|this looks good|that looks good",
    "it looks great|this looks great|all good|sounds good|sounds great|sounds good to me|good to go|good to send",
    "ready to go|ready to send|ready to ship|fine|fine by me|fine with me|that's fine|it's fine|good|it's good",
    "this is good|that's good|works for me|this works|that works|this works for me|perfect|that's perfect|it's perfect",
    "this is perfect|excellent|thumbs up|green light|you have my approval|signed off|confirmed|confirm|i confirm",
    "exactly|use it|use this|good enough|i'm happy with it|i'm happy with this|happy with it|happy with this|ok from me|e_yes",
    "genehmigt|genehmigen|genehmige ich|ich genehmige|ich genehmige es|ich genehmige das|freigegeben|freigeben",
    "freigabe|gebe ich frei|ich gebe frei|ich gebe es frei|gib frei|gib es frei|angenommen|annehmen|bestaetigt",
    "bestaetige|akzeptiert|einverstanden|ich bin einverstanden|ja|jawohl|jap|jo|klar|na klar|gerne|passt|passt so",
    "passt fuer mich|passt mir|das passt|das passt so|alles klar|alles gut|alles bestens|sieht gut aus|schaut gut aus",
    "sieht super aus|sieht prima aus|sieht perfekt aus|das sieht gut aus|gut|gut so|sehr gut|ist gut|das ist gut",
    "ist gut so|in ordnung|geht klar|genehmige|abschicken|schick es ab|schick ab|schick's ab|schicke es ab|absenden",
    "schick es raus|raus damit|kann raus|kann so raus|das kann raus|das kann so raus|mach das|mach es so|senden",
    "sende es|veroeffentlichen|los|los geht's|perfekt|ausgezeichnet|hervorragend|stimmt|genau|genau so|daumen hoch",
    "gruenes licht|approva|approvo|approvato|approvata|lo approvo|la approvo|approvalo|approvala|accetto|accettato",
    "confermo|confermato|d'accordo|sono d'accordo|si|certo|certamente|va bene|va benissimo|va bene cosi",
    "va bene per me|per me va bene|per me ok|per me si|tutto ok|tutto bene|tutto a posto|a posto|benissimo|bene",
    "molto bene|ottimo|perfetto|perfetta|eccellente|giusto|esatto|mi va bene|mi sta bene|procedi|procediamo|vai",
    "vai pure|vai avanti|andiamo|invia|invialo|inviala|manda|mandalo|mandala|spedisci|spediscilo|pubblica|pubblicalo",
    "pubblicala|fallo|via libera|sembra ok|sembra perfetto|si puo mandare|approuve|approuvee|j'approuve|je l'approuve",
    "d'accord|je valide|je le valide|valide|validee|valider|approuver|accepte|acceptee|j'accepte|confirme|je confirme",
    "je suis d'accord|oui|ouais|bien sur|c'est bon|c'est bon pour moi|bon pour moi|ca me va|ca marche|ca roule",
    "tout est bon|tout bon|c'est parfait|parfait|parfaite|tres bien|c'est tres bien|bien|c'est bien|c'est ok",
    "impeccable|nickel|exactement|exact|vas y|allez y|allons y|envoie|envoie le|envoyez|envoyez le|envoie ca|envoyer",
    "publie|publie le|publier|feu vert|bon a envoyer|fais le|on envoie|on y va|aprueba|apruebo|aprobado|aprobada",
    "lo apruebo|la apruebo|apruebalo|aprobar|acepto|aceptado|aceptada|confirmo|confirmado|de acuerdo",
    "estoy de acuerdo|vale|claro|claro que si|por supuesto|esta bien|todo bien|todo ok|muy bien|perfecto|perfecta",
    "excelente|me parece bien|por mi bien|correcto|exacto|adelante|dale|vamos|envia|envialo|enviala",
    "hazlo|luz verde|se ve bien|tiene buena pinta|listo para enviar|conforme|visto bueno|publicado",
)
YES = table(  # what nobody says only to praise or to thank
    "yes|yep|yup|yeah|aye|ok|okay|okey|okey dokey|kk|sure|sure thing|of course|certainly|absolutely|definitely|agreed|i agree",
    "do it|go|go ahead|go for it|let's go|let's do it|confirm|confirmed|i confirm|e_yes|thumbs up|green light",
    "ja|jawohl|jap|jo|klar|na klar|gerne|einverstanden|ich bin einverstanden|geht klar|mach das|mach es so|los|los geht's",
    "bestaetigt|si|certo|certamente|va bene|va benissimo|d'accordo|sono d'accordo|procedi|procediamo|vai|vai pure|vai avanti",
    "fallo|confermo|confermato|via libera|oui|ouais|bien sur|d'accord|je suis d'accord|vas y|allez y|allons y|on y va|fais le",
    "je confirme|feu vert|vale|claro|claro que si|por supuesto|de acuerdo|estoy de acuerdo|adelante|dale|vamos|hazlo|confirmo",
    "luz verde",
)
CORRECT = table(  # with anything else, “correct” asks for a change
    "correct|that is correct|that's correct|this is correct|it is correct|it's correct|yes correct|yes that's correct"
)
DECIDED = re.compile(  # words that nobody says but to decide
    r"\b(approved?|reject(?:ed)?|genehmig\w+|frei(?:gegeben|geben)|abgelehnt|ablehnen|approv[ao]\w*|rifiut[ao]\w*|respint[oa]|"
    r"approuvee?|rejetee?|aprueb[ao]|aprobad[oa]|rechaz[ao]\w*)\b"
)
WITH_OBJECT = re.compile(  # verdicts that take what follows them: “send 2”, and not “yes 2”
    r"\b(?:accept|send|ship|post|publish|confirm|release|decline|discard|drop|scrap|bin|trash|stop|postpone|put off|snooze|lehne ab|gib frei|freigeben|annehmen|sende|"
    r"verwirf|verwerfen|weg mit|stopp|invia|manda|pubblica|accetta|conferma|scarta|ferma|envoie|publie|valide[rz]?|accepte|"
    r"confirme|jette|rejette|refuse|arrete|envia|publica|acepta|confirma|descarta|e_yes|e_no)\b"
)
REFUSAL = table(
    "reject|rejected|reject it|reject this|reject that|i reject|i reject it|i reject this|decline|declined|i decline",
    "decline it|discard|discard it|discard this|drop it|drop this|scrap it|scrap this|bin it|trash it|throw it away",
    "throw this away|kill it|get rid of it|away with it|thumbs down|denied|deny|veto|e_no|ablehnen",
    "abgelehnt|lehne ab|ich lehne ab|lehne ich ab|ich lehne es ab|ich lehne das ab|weg damit|verwerfen|verworfen",
    "verwirf es|verwirf das|wegwerfen|wirf es weg|in die tonne|in den papierkorb|zurueckweisen|zurueckgewiesen",
    "daumen runter|rifiuta|rifiutalo|rifiuto|rifiutato|rifiutata|lo rifiuto|la rifiuto|respingi|respinto",
    "respinta|respingo|lo respingo|scarta|scartalo|scartato|scartare|buttalo|buttala|buttalo via|buttala via|cestina",
    "cestinalo|bocciato|bocciata|rejette|rejette le|rejete|rejetee|je rejette",
    "je le rejette|rejeter|refuse|refusee|je refuse|refuser|a refuser|a rejeter|poubelle|a la poubelle|jette le",
    "jette ca|rechaza|rechazar|rechazado|rechazada|rechazo|lo rechazo|rechazalo",
    "rechazala|descarta|descartalo|descartado|descartar|tiralo|tirala|a la basura|denegado",
)
NO = table("no|nope|nah|nein|nee|non")
DENIED = re.compile(  # what is not to be decided, of the task that follows
    r"(?:please |bitte |per favore |por favor )?(?:(?:don't|dont|do not|never) (?:approve|accept|reject|send|publish|postpone|post|revise|put off|stop|drop|undo)|"
    r"neither|nor|not|weder|noch|ne|ni|non (?:approvare|accettare|rifiutare|inviare|mandare|pubblicare)|"
    r"n'(?:approuve|accepte|envoie)[sz]? pas|ne (?:rejette|publie|refuse|valide)[sz]? pas|"
    r"no (?:apruebes|aceptes|rechaces|envies|publiques))"
)
NO_TASK = table(
    "none|none of them|neither|neither of them|keine|keines|nessuno|aucun|ninguno",
    "not a task|no task|it's not a task|it is not a task|that's not a task|that is not a task|don't|do not|please don't",
    "rather not|better not|keine aufgabe|das ist keine aufgabe|lieber nicht|bitte nicht|non e un compito|meglio di no",
    "ce n'est pas une tache|pas une tache|plutot pas|no es una tarea|mejor no|never mind|nevermind|forget it",
    "forget about it|schon gut|lascia stare|lascia perdere|laisse tomber|olvidalo|dejalo|vergiss es",
)
NO_MORE = table(  # what is given is all there is
    "that is all|that's all|that is it|that's it|this is all|this is it|that is all i have|that's all i have",
    "this is all i have|that is everything|that's everything|there is no more|there's no more|no more|nothing more",
    "nothing else|i have no more|i have nothing more|i have nothing else|all i have|it is all i have|it's all i have",
    "that is all there is|that's all there is|just arrange it|just arrange|arrange it|arrange what there is",
    "just arrange what there is|just use that|just use it|use what there is|use what you have|work with that",
    "das ist alles|das war's|das war alles|mehr habe ich nicht|mehr gibt es nicht|mehr ist es nicht|sonst nichts",
    "nichts weiter|nichts mehr|ordne es einfach|ordne es|e tutto|questo e tutto|e tutto qui|tutto qui",
    "e tutto quello che ho|non ho altro|nient'altro|niente altro|non c'e altro|basta cosi|c'est tout|voila tout",
    "c'est tout ce que j'ai|rien de plus|rien d'autre|je n'ai rien d'autre|je n'ai rien de plus|es todo|eso es todo",
    "esto es todo|es todo lo que tengo|nada mas|no tengo mas|no hay mas",
)
NOTHING = table(  # an answer to the question for material
    "none|no|nothing|n a|na|idk|i don't know|i don't have any|i don't have one|i don't have it|i don't have them|?",
    "there is none|there are none|there is nothing|just make it|make it up|just make it up|make something up",
    "just make something up|make it up yourself|make something up yourself|write it yourself|write something|invent it",
    "just write it|just write something|write something yourself|invent something|invent it yourself|make it|write it",
    "whatever|you decide|nichts|keine|es gibt keine|weiss ich nicht|ich weiss nicht|keine ahnung|habe ich nicht",
    "niente|nessuno|nessuna|non lo so|non ne ho|non ho niente|rien|aucun|aucune|je ne sais pas|je n'ai rien",
    "nada|ninguno|ninguna|no lo se|no tengo|no tengo nada|no hay",
)
SORRY = table("sorry|tut mir leid|mi dispiace|desole|lo siento")
NO_FIRST = re.compile(  # a no that stands alone before what follows; without a pause it denies it
    r"\A\s*+(?:(?:no|nope|nah|nein|nee|non)(?:\s*+[,.;:!–—]++\s*+|\s++-++\s++|[^\S\n]*+\n\s*+|(?=\s+e_)))++"
)
LATER = table(
    "later|not now|tomorrow|maybe later|maybe tomorrow|later today|not today|not yet|another time|next time|next week",
    "in a bit|in a while|remind me later|remind me tomorrow|snooze|i'll look later|i'll look at it later",
    "i'll look at it tomorrow|i'll do it later|i'll decide later|i'll decide tomorrow|ask me later|ask me tomorrow",
    "let me think|let me think about it|i need to think about it|i have to think about it|hold on|wait|hold it",
    "put it off|put this off|put that off|put it off for now|put it off until tomorrow|put it off until monday",
    "put it off until next week|move it to tomorrow|move it to monday|move it to next week|move it to later",
    "after lunch|tonight|this afternoon|this evening|next collection|leave it for later|leave it for tomorrow|on monday",
    "bring it later|postpone|postpone it|put off|snooze it|when i'm back|when i have time|monday|e_later|spaeter|morgen|nicht jetzt",
    "nicht heute|noch nicht|vielleicht spaeter|vielleicht morgen|erst morgen|erst spaeter|lieber spaeter|ein andermal",
    "naechstes mal|naechste woche|heute abend|heute nachmittag|nachher|warte|warte mal|moment|verschieben|vertagen",
    "ich schaue es mir spaeter an|ich schau es mir morgen an|schaue ich mir spaeter an|ich muss darueber nachdenken",
    "erinnere mich spaeter|erinnere mich morgen|dopo|piu tardi|domani|non ora|non adesso|non oggi|non ancora",
    "magari dopo|magari domani|forse dopo|forse domani|un'altra volta|la prossima volta|la prossima settimana|stasera",
    "nel pomeriggio|aspetta|un attimo|ci penso|ci devo pensare|devo pensarci|ci penso domani|lo guardo dopo",
    "lo guardo domani|lo vedo dopo|lo vedo domani|ricordamelo dopo|ricordamelo domani|rimanda|rimandiamo|plus tard",
    "demain|pas maintenant|pas aujourd'hui|pas encore|peut etre plus tard|peut etre demain|une autre fois",
    "la prochaine fois|la semaine prochaine|ce soir|cet apres midi|tout a l'heure|attends|un instant",
    "je regarde plus tard|je regarde demain|je regarderai plus tard|je regarderai demain|j'y reflechis",
    "je dois y reflechir|rappelle moi plus tard|rappelle moi demain|reportons|luego|mas tarde|manana|ahora no|no ahora",
    "hoy no|todavia no|aun no|quizas luego|quizas manana|quiza manana|tal vez manana|otro dia|en otro momento",
    "la proxima vez|la proxima semana|esta noche|esta tarde|espera|un momento|lo miro luego|lo miro manana",
    "lo veo luego|lo veo manana|tengo que pensarlo|dejame pensar|recuerdamelo luego|recuerdamelo manana|posponlo",
)
BUSY = table("ok|okay|yes|no|ja|nein|si|oui|non|vale|sorry|busy|i'm busy|not|lieber|maybe")
REVISE = table(
    "revise|revise it|revise this|send it back|send back|ueberarbeiten|ueberarbeite es|rivedi|rivedilo|da rivedere",
    "rivedere|a revoir|revois le|revisa|revisalo|revisar|changes needed|needs work|needs changes|try again",
)
ASKS_TO_REVISE = table(  # a verb behind which, and a colon, stands what is wished
    "revise|revise it|revise this|send it back|send back|ueberarbeiten|ueberarbeite es|rivedi|rivedilo|rivedere|revisa",
    "revisalo|revisar|revois le",
)
NO_WISH = table("none|no|nothing|keine|nichts|nein|niente|nessuna|rien|aucun|nada|ninguno")
HELP = table(
    "help|help me|how does this work|how do you work|how do i use this|what can you do|what can i do|what do you do",
    "who are you|commands|hilfe|hilf mir|was kannst du|wie funktioniert das|wie geht das|wer bist du|aiuto|aiutami",
    "cosa sai fare|cosa puoi fare|come funziona|come funzioni|chi sei|aide|aide moi|a l'aide|que sais tu faire",
    "que peux tu faire|comment ca marche|qui es tu|ayuda|ayudame|que puedes hacer|que sabes hacer|como funciona",
    "como funciona esto|quien eres|i need help|can you help me|can you help|kannst du mir helfen|puoi aiutarmi",
    "ich brauche hilfe|ho bisogno di aiuto|j'ai besoin d'aide|necesito ayuda|i am lost|i'm lost|i am confused",
)
SHOW = table(  # with a number: the task, with the buttons for it
    "open|show|show me|see|view|what about|zeig|zeige|zeig mir|oeffne|apri|mostra|mostrami|ouvre|montre|montre moi",
    "abre|muestra|muestrame",
)
CANCEL = table(
    "cancel|cancel it|cancel this|cancel that|cancel task|cancel the task|storniere|annulla|annule|cancela|anula"
)
UPSET = re.compile(
    r"\b(?:hate (?:this|it|you)|useless|wtf|nothing works|doesn't work|does not work|not working|stupid|annoying|frustrat\w+|"
    r"so (?:stressed|angry|tired|lost)|a+r+g+h+|ugh|damn|crap|nervt|funktioniert nicht|scheisse|mist|hasse|ich bin verloren|"
    r"odio|non funziona|che schifo|basta cosi|je deteste|ne marche pas|ras le bol|merde|no funciona|inutil\w*|harto|harta|"
    r"(?:third|fourth|tenth|hundredth) time|ridiculous|nichts (?:funktioniert|geht)|(?:funktioniert|geht) (?:hier )?nichts|"
    r"niente funziona|non funziona niente|rien ne (?:marche|fonctionne)|ne fonctionne pas|m'enerve|nada funciona)\b"
)
STATUS = table(
    "how many tasks do i have|what are my tasks|what do i have|wie viele aufgaben habe ich|quanti compiti ho",
    "combien de taches ai je|cuantas tareas tengo",
    "edit|edit it|edit this|edit the task|bearbeiten|modifica|modifier|editar",  # its buttons stand below how it stands
    "status|any update|any updates|any news|update|updates|how far are you|how far is it|what's the status",
    "what is the status|what are you doing|what are you working on|what's running|what is running|where are we",
    "progress|overview|my tasks|tasks|show my tasks|what's going on|how is it going|how's it going|stand",
    "wie ist der stand|was ist der stand|wie weit bist du|was laeuft|was machst du|neuigkeiten|gibt's neues",
    "gibt es neuigkeiten|uebersicht|meine aufgaben|stato|a che punto sei|a che punto siamo|novita|ci sono novita",
    "cosa stai facendo|i miei compiti|statut|ou en es tu|ou en est on|ou en sommes nous|des nouvelles|quoi de neuf",
    "mes taches|que fais tu|estado|como va|como vas|alguna novedad|hay novedades|novedades|que estas haciendo|mis tareas",
)
READY = table(
    "what's ready|what is ready|anything ready|is anything ready|anything for me|what waits|what's waiting",
    "what is waiting|what's waiting for me|what is waiting for me|what waits for me|what do i need to decide|ready",
    "what's next|show me what's ready|bring it|bring it now|bring me what's ready|collect|collect now|bring everything",
    "was ist fertig|was ist bereit|was wartet|was wartet auf mich|was gibt's|was liegt an|ist etwas fertig|ist was fertig",
    "zeig mir was fertig ist|cosa e pronto|cos'e pronto|che cosa e pronto|cosa c'e di pronto|c'e qualcosa di pronto",
    "cosa mi aspetta|qu'est ce qui est pret|quoi de pret|qu'est ce qui attend|qu'est ce qui m'attend|c'est pret",
    "que esta listo|que hay listo|hay algo listo|que me espera|muestrame lo que esta listo",
)
STOP = table(
    "stop|stop it|stop that|stop this|stop working|stop working on it|halt|abort|stopp|stoppen|anhalten|aufhoeren",
    "hoer auf|abbrechen|ferma|fermati|fermalo|smetti|basta|arrete|arrete toi|arrete ca|stoppe|para|parar|detente|detenlo",
)
GREETING = table(
    "hi|hello|hey|hiya|yo|good morning|good afternoon|good evening|morning|howdy|how are you|hallo|hallo zusammen",
    "guten morgen|guten tag|guten abend|moin|servus|gruess gott|wie geht's|wie geht es dir|ciao|salve|buongiorno",
    "buonasera|come stai|come va|bonjour|bonsoir|salut|coucou|ca va|comment ca va|hola|buenos dias|buenas tardes",
    "buenas noches|buenas|que tal|como estas|e_wave",
)
JOINING = table(  # after one of these a number goes on with what was said before it: “shorter than 2”
    "than|of|as|like|with|without|for|to|in|on|at|from|by|or|nor|not|no|except|versus|vs|over|under|before|after|until",
    "since|because|if|unless|while|is|are|was|equals|contradicts|duplicates|replaces|repeats|matches|says|the|a|an",
    "section|page|point|chapter|step|version|part|line|row|slide|table|figure|question|item",
    "als|wie|mit|ohne|fuer|zu|an|auf|von|vom|zum|zur|bei|im|am|oder|nicht|kein|statt|anstatt|ausser|bis|nach|vor|seit|weil",
    "wenn|ist|sind|der|die|das|den|dem|des|ein|eine|abschnitt|seite|punkt|kapitel|schritt|zeile|tabelle|folie|frage",
    "di|del|della|dei|da|con|senza|per|su|come|che|non|o|tranne|eccetto|al|alla|nel|nella|il|la|lo|un|una|sezione|pagina",
    "punto|riga|passo|de|du|que|comme|avec|sans|pour|dans|sur|au|aux|ou|sauf|pas|le|les|une|est|partie|ligne|etape",
    "como|sin|para|en|por|salvo|excepto|el|los|las|es|seccion|linea|paso",
)
INSTEAD = JOINING | table("instead|rather|stattdessen|invece|posto|lieu|plutot|lugar")
EMOJI = {
    "e_yes": "👍 ✅ ✔ ☑ 👌 🆗 +1 thumbsup white_check_mark heavy_check_mark ballot_box_with_check ok_hand ok",
    "e_no": "👎 ❌ ✖ ❎ 🚫 🗑 -1 thumbsdown x heavy_multiplication_x negative_squared_cross_mark no_entry_sign wastebasket",
    "e_later": "⏰ ⏳ ⌛ 💤 alarm_clock hourglass hourglass_flowing_sand zzz",
    "e_thanks": "🙏 pray",
    "e_wave": "👋 wave",
    "e_cheer": "🎉 👏 🙌 💯 🚀 🥳 tada clap raised_hands 100 rocket partying_face",
    "e_happy": "🙂 😊 😀 😃 😄 😁 ❤ 💪 ☺ 🥰 😍 slightly_smiling_face blush smile grinning smiley grin heart muscle "
    "relaxed heart_eyes",
}
