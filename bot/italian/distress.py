"""Words of somebody in danger or in want, by kind. They are heard before anything else, in every state and language.

Missing one is worse than a helpful number too many; figures of speech («muoio dal ridere») and surnames are none.
"""

from __future__ import annotations

import re
from typing import Mapping, Optional, Sequence

from bot.italian.figures_of_speech import ADVERBS, FIGURES
from bot.italian.foreign_distress import compile_foreign
from bot.italian.text import normalise

SUICIDE, VIOLENCE, CHILD, MEDICAL = "suicide", "violence", "child", "medical"
EXPLOITATION, HUNGER = "exploitation", "hunger"
KINDS = (CHILD, VIOLENCE, SUICIDE, MEDICAL, EXPLOITATION, HUNGER)
"""In the order in which they are looked for: a child who is beaten is both of the first two."""

_MAN = (r"(?:mari\w+|compagn\w+|fidanzat\w+|ragazz[oa]|ex|padre|papa|babbo|madre|mamma|patrigno|matrigna|fratello|"
        r"sorella|zio|zia|nonno|cognato|convivente|moglie|suocer\w|vicino|padrone di casa|coinquilin\w)")
_BLOW = (r"(?:schiaff\w+|sberl\w|ceffon\w|pugn\w|calci\w*|cazzott\w*|cinghiat\w|bastonat\w|mazzat\w|botte|spinton\w|"
         r"testat\w|manat\w|morsi)")
_BODY = (r"(?:dent\w|bracci\w+|naso|costol\w|polso|mano|labbro|dit[oa]|mascella|gamba|testa|occhio|spalla|setto|"
    r"timpano)")
_BEATS = (r"(?:picchi(?!a(?:no)? sui)\w+|pesta\w*|menat\w+|mena|menano|alza le mani|mett\w+ le mani addosso|"
          r"mess\w+ le mani addosso|maltratt\w+|violent\w+|stupr\w+|abus\w+ di|schiaff\w+|botte|tira calci)")
_CHILD = r"(?:bambin\w+|figli\w*|bimb\w+|neonat\w+|ragazzin\w+|nipot\w+ di x?\w+ anni|minor\w+)"
_WANTS = r"(?:vogli\w+|vorre\w+|vuole|vgl|desider\w+|pens\w+|pensat\w+|decis\w+|intenzione|voglia)"
_SELF = r"(?:suicid\w+|ammazzar\w+|ucciderm\w+|uccidersi|impiccar\w+)"

_BOSS = r"(?:cap[oi]|padron\w|datore|titolar\w|principale|caporal\w|sfruttator\w|dove lavoro|sul lavoro|al lavoro)"
_PAPERS = r"(?:passaport\w|document\w|permesso(?: di soggiorno)?|carta di identita)"
_KEEPS = (r"(?:pres[oi]|tolt[oi]|tien\w+|tenut[oi]|tratt\w+|ritirat[oi]|requisit[oi]|sequestrat[oi]|nascost[oi]|"
          r"non (?:\w+ ){0,3}?(?:rid\w+|restitui\w+|rend\w+))")
_RELATIVE = (r"(?:mi[ao] (?:madre|mamma|padre|papa|marito|moglie|figli[ao]|nonn[ao]|zi[ao]|fratello|sorella|"
             r"compagn[ao])|"
             r"la mamma|il papa|il bambino|la bambina)")

_UTILITY = r"(?:luce|corrente|elettricita|energia|gas|metano|acqua|riscaldament\w|contatore|calda(?:ia|ie))"
_CUT = (r"(?:staccat\w|stacca(?:no|ranno)?|tagliat\w|tolt\w|tolgono|chius\w|chiudono|sospes\w|interrott\w|"
    r"sigillat\w|levat\w)")
_IN_NEED = (r"(?:bambin\w|bimb\w|figli\w*|neonat\w|piccol\w|incinta|malat\w|anzian\w|invalid\w|freddo|gelo|soldi|"
            r"settiman\w|giorni|mesi|aiut\w+|rivolg\w+|a chi)")

_PATTERNS: dict[str, tuple[str, ...]] = {
    SUICIDE: (
        r"\b(?:ho in mente|penso a|sto pensando a) (?:\w+ )?(?:brutte cose|cose brutte)\b|\bpreparat\w la corda\b|"
        r"\bmi tolgo di mezzo\b|\btoglierm\w di mezzo\b|\bnon ci saro piu\b(?! (?:il|la|un|in|quel|per|da|a)\b)|"
        r"\bmeglio (?:se )?non (?:mi )?svegli\w+\b",
        rf"\b{_WANTS}(?: \w+){{0,3}} (?:morire|sparire per sempre|crepare|{_SELF})\b",
        r"\b(?:vogl\w+|vorre\w+|vgl) (?:solo |soltanto )?(?:morire|essere mort\w|sparire(?! da))\b",
        rf"\b(?:mi|si) (?:vogl\w+|vorre\w+|vuole) (?:solo )?(?:ammazzare|uccidere|suicidare)\b|\b{_SELF}\b|"
        rf"\bsuicidio\b",
        r"\b(?:ha|hanno|aveva) (?:gia )?(?:detto|scritto|minacciato)(?: \w+){0,3} (?:che )?(?:si|di) (?:vuole )?"
        r"(?:ammazz\w+|uccid\w+|impicc\w+|suicid\w+|butta\w* (?:giu|sotto)|fa\w* (?:fuori|del male)|"
        r"toglie\w* la vita)\b|"
        r"\b(?:dice|minaccia|continua a dire|ripete)(?: \w+){0,3} (?:che )?(?:si|di) (?:vuole )?(?:ammazz\w+|"
        r"uccid\w+|impicc\w+|"
        r"suicid\w+|toglie\w* la vita)\b",
        r"\bmi (?:ammazzo|uccido|tolgo la vita|taglio le vene|impicco|suicido)\b(?! di)",
        r"\b(?:toglier\w+|tolgo) la vita\b|\btagliar\w+ le vene\b|\b(?:fa\w+|faccio) del male da sol\w|"
        r"\b(?:mi faccio|farmi|farsi) del male\b",
        r"\b(?:non|nn) (?:vogl\w+|vgl|ho|volere) (?:piu )?(?:voglia di |motivo (?:di|per) |la forza di )?vivere\b",
        r"\b(?:non|nn) ho piu (?:nessuna )?(?:voglia|motivo|ragione|la forza) (?:di|per) vivere\b",
        r"\b(?:pers|passat|andat|spent|finit|tolt)[ao] (?:\w+ ){0,3}(?:voglia|forza) di vivere\b",
        r"\b(?:la|farla|far la) (?:faccio )?finita\b",
        r"\b(?:non|nn) (?:mi )?svegli\w+ piu\b|\bsvegliar\w+ mai piu\b",
        r"\bpaura di fare una sciocchezza\b|\b(?:mi butto|si butta|buttar(?:mi|si)) (?:sotto|giu|di sotto|"
        r"dalla finestra|dal (?:ponte|balcone|tetto)|nel lago)\b",
        r"\bche senso ha (?:la vita|vivere|continuare a vivere)\b|\bla (?:mia )?vita non ha (?:piu )?senso\b|"
        r"\bnon vale la pena (?:di )?vivere\b|\b(?:serve|senso)\b.{0,20}\b(?:stare|restare) al mondo\b",
        r"\bse (?:fossi mort\w|sparissi|non ci fossi piu|morissi)\b|\blettera d addio\b|"
        r"\b(?:mi sono|mi son) tagliat\w (?:le vene|i polsi|le braccia|apposta)\b|\blamett\w\b.{0,25}\btagliar\w+\b|"
        r"\b(?:mi )?(?:vogl\w+|vorre\w+|vgl) (?:solo )?buttar(?:e|mi) (?:sotto|giu|di sotto|"
        r"dalla finestra|dal (?:ponte|"
        r"balcone|tetto)|nel (?:lago|fiume))\b|\b(?:non|nn) (?:ce la faccio|riesco) piu a (?:vivere|"
        r"campare|tirare avanti)\b|"
        r"\bpens\w+ (?:solo |sempre |spesso )?(?:a|di) mor(?:ire|te)\b",
        r"\bmeglio (?:se )?(?:mort\w|senza di me)\b|\bmeglio se non ci fossi\b|\bmai nat[oa]\b|"
        r"\bnon vedo l ora di morire\b|\bodio la mia vita\b|\bgesto estremo\b|\b(?:prima o poi|va a finire che) mi "
        r"ammazzo\b|"
        r"\b(?:addormentarmi|dormire) (?:e non svegliarmi|per sempre)\b|\b(?:solo |soltanto )?un peso per (?:tutti|"
        r"la (?:mia )?famiglia|i miei)\b",
        r"\bsul (?:ponte|cornicione|balcone|tetto|parapetto|binario|viadotto)\b.{0,30}\bguard\w+ (?:giu|"
        r"in basso|di sotto|"
        r"l acqua)\b|\bguard\w+ (?:giu|di sotto)\b.{0,20}\bdal (?:ponte|balcone|tetto|viadotto)\b|"
        r"\b(?:pens\w+|pensat\w+) di (?:saltare|lasciarmi (?:andare|cadere))\b(?! (?:il|l|un|la))|"
        r"\bnon (?:mi )?(?:interessa|importa) (?:piu )?(?:di )?vivere\b|"
        r"\bnon voglio piu esserci\b|\bspari\w+ (?:dal mondo|dalla faccia)\b",
        r"\bnon (?:ha|c e) (?:piu )?(?:alcun |nessun )?senso andare avanti\b(?! (?:con|cosi con))|\bsent\w+ (?:la "
        r")?mia mancanza\b|"
        r"\b(?:non|nn) ho piu (?:la )?forz[ae] (?:di|per) andare avanti\b",
        r"\bchiud\w+ gli occhi\b.{0,12}\b(?:sparire|per sempre|non (?:li )?(?:apri\w+|riapri\w+|svegli\w+)|basta$)|"
        r"\b(?:a (?:cosa|che)|che|cosa) (?:serv\w+|ci sto a fare)\b.{0,15}\b(?:io sia (?!porti)|al mondo|"
        r"ancora qui$|"
        r"ancora viv\w|la mia vita|in questa vita)\b|\b(?:tutti |tutte )?starebbero (?:\w+ )?meglio (?:tutti |tutte )?"
        r"(?:senza(?: di)? me|se non ci fossi)|\bmeglio per tutti (?:se|senza)\b.{0,12}\b(?:me|fossi|spari\w+)\b",
        r"\bnon (?:saro|sono|voglio essere) piu un (?:peso|problema) per (?:nessuno|loro|la (?:mia )?famiglia|"
        r"i miei|voi)\b|"
        r"\bnon dar\w+ piu (?:fastidio|pensieri) a nessuno\b|\bpresto (?:sara|e) tutto finito$|"
        r"\b(?:vorrei|voglio) che (?:tutto )?fini\w+ (?:tutto|per sempre)\b|"
        r"\b(?:sono|siamo|arrivat\w) (?:\w+ )?al capolinea\b.{0,30}\bnon (?:voglio|riesco|ce la faccio piu|vado)\b",
        r"\b(?:mi (?:farei|faccio|faro)|(?:vogl\w+|vorre\w+|pens\w+|penso di) farmi) fuori\b(?! (?:un|una|i|il|le|"
        r"la|due|da)\b)|"
        r"\b(?:mi|si) spar(?:o|a|erei|erebbe)\b(?! (?:le|la|una|un|i|il|in|tutt\w|pos\w+|quattro|due)\b)|"
        r"\bspararmi\b(?! (?:le|la|una|un|i)\b)",
        r"\bnon esserci piu\b(?! (?:il|la|un|in|quel|per|da|a)\b)|\b(?:stuf|stanc)\w di (?:vivere|stare al mondo|"
        r"esistere)\b|"
        r"\b(?:piu facile|meglio) (?:morire(?! \w+(?:ando|endo))|crepare|sparire(?! da)|farla finita)\b|"
        r"\bprend\w+ tutt[ei] (?:le|"
        r"i) (?:pastiglie|pillole|gocce|"
        r"medicine|farmaci|sonniferi)\b|\b(?:ce la faccio|riesco) piu a stare al mondo\b|\b(?:pistola|"
        r"fucile)\b.{0,15}\bci penso\b|"
        r"\b(?:la (?:mia )?vita|vivere) non (?:mi )?(?:interessa|importa)\b|\bnon (?:trovo|ho|"
        r"vedo) (?:piu )?(?:un |il |nessun |alcun )?"
        r"motiv\w per (?:andare avanti|alzarmi|continuare|restare)\b(?! (?:con|la|le|il|i)\b(?! mattina))|"
        r"\bper me e finita\b.{0,20}\bsenso\b",
        r"\bnon (?:ho|c e) (?:piu )?(?:niente|nulla|nessuno) per cui (?:valga )?(?:vivere|la pena|andare avanti|"
        r"lottare)\b|"
        r"\b(?:scritto|lasciato|lascio|preparat\w) (?:\w+ )?lettera\b.{0,30}\baddio\b|\b(?:sarebbe|era|"
        r"e) (?:\w+ )?meglio (?:se|che) (?:io )?non ci (?:fossi|sia)\b|"
        r"\b(?:sarebbero|starebbero|vivrebbero) (?:tutti )?(?:piu|meglio) ?\w* (?:tutti )?(?:se non ci fossi|"
        r"senza di me)\b|"
        r"\bnon vedo (?:piu )?(?:via d uscita|una via d uscita|vie d uscita)\b.{0,30}\b(?:chiuder\w+ (?:con|tutto)|"
        r"finir\w+|fare)\b|"
        r"\bcorda pronta\b|\b(?:figli\w|sorella|fratello|amic\w|madre|mamma|nipote|"
        r"ragazz\w) si taglia\b(?! (?:i capelli|le unghie|"
        r"la barba))",
        r"\b(?:ricominciat\w|comincio|inizio|voglia|bisogno|continuo) (?:a|di) tagliarmi\b(?! (?:i|le|la|un|una|lo|"
        r"fuori))|"
        r"\bmi taglio\b(?=$| (?:le (?:braccia|gambe|vene)|i polsi|apposta|di nascosto|per (?:non sentire|"
        r"stare meglio))|"
        r".{0,30}\b(?:nessuno (?:lo )?sa|non lo sa nessuno|di nascosto)\b)"),
    VIOLENCE: (
        rf"\b(?:mi|ci) (?:(?:ha|hanno|aveva) )?(?:pres\w|prend\w+|afferr\w+|string\w+|strett\w|tir\w+)(?: \w+)? "
        rf"(?:(?:per|al|alla|dal|dai) (?:il |la |i )?(?:collo|gola|capelli)|a {_BLOW})\b|"
        rf"\b(?:mi|ci) (?:(?:ha|hanno) )?(?:dato|da|danno|tirat\w|tira|tirano|mollat\w|molla|rifilat\w|"
        rf"rifila)(?: \w+){{0,2}} "
        rf"{_BLOW}\b(?! (?:di fortuna|d occhio))|\b(?:mi|ci) (?:ha|hanno) (?:rott|spaccat|frattur\w|"
        rf"slogat)\w (?:un|una|il|la|lo|le|i|due) "
        rf"{_BODY}\b",
        rf"\b(?:lui|lei|mi|ci|{_MAN}|(?:ha|hanno|aveva))(?: \w+)? (?:alza\w*|alzat\w|mett\w+|mess\w|"
        rf"allung\w+)(?: \w+){{0,2}} "
        r"(?:le mani|la mano)(?: addosso| su di (?:me|noi)| sui (?:bambin\w|figli))?$|"
        r"\b(?:mi|ci) (?:ha |hanno )?(?:alza|alzano|alzat\w) (?:\w+ )?(?:le mani|la mano)\b",
        r"\b(?:mi )?(?:costring|obblig|forz)\w+ (?:ad? )?(?:avere rapporti|fare (?:sesso|cose|l amore)|"
        r"andare a letto)\b|"
        r"\bminacci\w+ (?:\w+ )?con (?:un|una|il|la) (?:coltell\w|pistola|martello|bastone|fucile|mazza|ascia)\b",
        rf"\b(?:{_MAN}|{_BOSS}|collega|prete|allenatore|un uomo|uno) mi (?:tocca|palpa|ha toccat\w)"
        r"(?=$| (?:quando|di notte|la notte|sotto|il (?:sedere|seno|culo)|le (?:gambe|parti)|dove|e non))",
        r"\b(?:un uomo|uno|qualcuno|lui|una persona) mi (?:sta (?:seguendo|inseguendo)|insegue|segue (?:per|fino|"
        r"sotto|ovunque|da))\b|"
        rf"\bscappat\w (?:di|da|dalla) (?:mia |nostra )?casa\b(?=.*\b(?:lui|{_MAN}|cerca|paura|botte|picchi\w+|"
        rf"men\w+)\b)|"
        rf"\bscappat\w da (?:mio |mia |un )?(?:lui|{_MAN})\b",
        r"\bpaura che (?:\w+ ){0,2}?(?:mi|ci) (?:ammazz|uccid|picchi|men|facci\w+ (?:del )?male|"
        r"veng\w+ a (?:cercare|prendere))\w*|"
        rf"\b(?:mi|ci) (?:ha |hanno )?(?:stretto|messo|stringe|mette) le mani (?:al|attorno al|intorno al) collo\b|"
        rf"\b(?:lui|{_MAN})\b.{{0,40}}\b(?:mi|ci) aspetta (?:fuori|sotto|dentro)\b.{{0,20}}\bpaura\b|"
        rf"\b(?:mi|ci) (?:molest\w+|palpeggi\w+)\b|\bmi toccano\b(?=$| (?:sul|al) lavoro|.*\b(?:seno|sedere|culo|"
        rf"gambe)\b)|"
        rf"\bprend\w+ a (?:cinghiate|calci|pugni|schiaffi|sberle|botte|bastonate|ceffoni) (?!il|la (?:porta|"
        rf"macchina|palla))\w+|"
        rf"\bscappat\w (?:via )?(?:col|con (?:il|la|i|mio|mia|due|tre)) (?:mi\w+ )?(?:bambin\w|bimb\w|figli\w*)\b",
        rf"\bpaura di (?:quello|cio|cosa) che (?:puo|potrebbe)?.{{0,20}}\b(?:lui|{_MAN})\b|\b{_MAN} mi (?:control|"
        rf"sorvegli)\w+ (?:in )?tutto\b|"
        r"\bmi sputa addosso\b|\bmi ammazza(?:no)? se (?:torno|me ne vado|vado via|lo lascio|parlo|esco|scopr\w+|"
        r"denunci\w+)\b",
        rf"\b(?:vicin\w|urla\w*|grida\w*|{_MAN})\b.{{0,40}}\b(?:la|lo|li|le) (?:sta |stanno )?(?:picchi(?:a|ano|"
        rf"ando)|menando|"
        r"pest(?:a|ando)|massacr\w+|ammazzando|strangol\w+)\b",
        r"\b(?:sono|prendo|mi prendo|giu|arrivano|volano) (?:le )?botte\b|\bse (?:lo|mi|ci) (?:vede|scopre|"
        r"trova|sente)\b.{0,20}\b"
        r"(?:botte|guai|ammazz\w+|picchi\w+)\b",
        rf"\b(?:lui|{_MAN})\b.{{0,60}}\bmi ammazz\w*\b|\bmi ammazza (?:di botte|se)\b",
        rf"\b(?:mi|ci) (?:ha |hanno |ha gia )?(?:spint|buttat|sbattut|scaraventat|strattonat|"
        rf"tirat)\w (?:giu\b(?! di)|a terra|"
        rf"per terra|contro|per le scale|dalle scale|addosso)|\b(?:{_MAN}|lui)\b.{{0,40}}\bmi (?:spinge|strattona|"
        r"strozza|soffoca|afferra|chiude|rinchiude)\b",
        rf"\b(?:{_MAN}|lui)\b.{{0,40}}\bmi (?:control\w+|guard\w+|spia|prende|legge|sequestr\w+|toglie) "
        r"(?:sempre |tutto |anche |sul )*(?:il |i |nel )?(?:telefon\w+|cellulare|cell|messagg\w+|document\w+|soldi)\b|"
        rf"\b(?:il telefono|il cellulare|i messaggi) (?:me l[oi] |me li )?(?:guarda|controlla|legge|"
        rf"prende) (?:{_MAN}|lui)\b",
        r"\b(?:mi|ci) (?:ha |hanno )?(?:chius|rinchius|bloccat|segregat)\w (?:a chiave|dentro|in (?:magazzino|casa|"
        r"camera|"
        r"bagno|cantina|"
        r"stanza|garage))\b",
        r"\b(?:ho|con) (?:la |una )?(?:faccia|labbro|occhio|viso|bocca) (?:gonfi|ner|pest|tumefatt|spaccat)\w\b|"
        r"\bocchio nero\b|\b(?:non sono|mica sono) cadut\w\b.{0,20}\b(?:lui|stat\w)\b|"
        r"\bnon (?:vuole|mi lascia|mi permette) che (?:io )?(?:esca|lavori)\b",
        rf"\b{_MAN}\b.{{0,40}}\b(?:mi|ci)\b(?: ha| hanno| da| ha dato| vuole)?(?: \w+){{0,2}} {_BEATS}",
        rf"(?<!capo )\b(?:mi|ci)(?: hanno| ha| da| tira le| tira| sta| stanno)? {_BEATS}",
        rf"\b{_MAN}\b.{{0,40}}\b(?:mi )?(?:minacci\w+|perseguit\w+|mi segue|mi insulta sempre|mi ricatta|violento)\b",
        rf"\bpaura (?:di|del) (?:mio |mia |mi )?(?:tornare a casa|{_MAN})\b|\bpaura a tornare a casa\b",
        r"\b(?:viene|vengono|sono stat\w|e stat\w) (?:picchiat|menat|violentat|stuprat|aggredit)\w+",
        r"\b(?:subisc\w+|subit\w|vittim\w+ di)(?: una| la| delle)? (?:violenz\w+|abus\w+|maltrattament\w+|stalking)\b",
        r"\b(?:uomo|compagno|marito|padre) violento\b|\bmi ha puntato (?:un|una|il|la) (?:coltello|pistola)\b|"
        r"\bmi chiude (?:a chiave |dentro )?in casa\b|\bnon mi lascia uscire di casa\b|"
        r"\bminacci\w+ di (?:ammazz|uccid)(?!ersi|arsi)\w+",
        rf"\b{_MAN}\b.{{0,40}}\b(?:aspetta|segue|spia|controlla)\b.{{0,40}}\bpaura\b|\b(?:messo|mette|metteva) le mani "
        rf"(?:al collo|addosso|sotto)\b|\b(?:mi|ci) mett\w+ le mani addosso\b|\b(?:mi ha rotto|"
        rf"mi ha spaccato)\b.{{0,30}}"
        rf"\b{_MAN}\b|\b{_MAN}\b.{{0,20}}\bmi (?:ha )?(?:rotto|spaccato) (?:un|il|la|le|i)\b|\b(?:stata|stato|mi ha|mi "
        rf"hanno) (?:molestat|palpeggiat)\w\b",
        r"\bviolenza (?:in casa|domestica)\b|\blascia (?:i |dei )?lividi\b|\bho (?:i |dei )?lividi\b.{0,20}\b(?:lui|"
        r"marito|compagno|ex)\b|"
        r"\b(?:mi )?(?:tira|tirat\w|prende) (?:per )?i capelli\b|\bmi (?:ha )?(?:dato|da|tirato|tira) (?:un |dei "
        r")?(?:pugn\w|calci\w*)\b|"
        r"\b(?:mi )?tiene (?:rinchius\w|chius\w|segregat\w)(?: in casa)?\b|\bnel terrore (?:di (?:mio|mia)|del mio)\b|"
        r"\bquando beve\b.{0,20}\b(?:violent\w|mi (?:fa|mette) paura|alza)\b|\balza la mano su (?:di )?(?:me|noi)\b|"
        r"\b(?:mi|ci) riempi\w+ di botte\b"),
    CHILD: (
        rf"\b{_CHILD}\b.{{0,40}}\b(?:picchiat|menat|maltrattat|violentat|abusat|toccat)\w+",
        rf"\b(?:{_BEATS}|toccat\w)\b.{{0,30}}\b{_CHILD}\b",
        rf"\b{_CHILD}\b.{{0,30}}\be(?: stat\w)? (?:in pericolo|toccat\w)\b",
        rf"\bho (?:[5-9]|1[0-7]) anni\b.{{0,60}}\b{_BEATS}",
        rf"\b{_CHILD}\b.{{0,20}}\bmolestat\w\b|\b(?:{_CHILD}|nipot\w)\b.{{0,60}}\b(?:lo|la|li|le) {_BEATS}",
        r"\bnipote di \d+ anni\b.{0,30}\btoccat\w+"),
    MEDICAL: (
        r"\b(?:non|nn) (?:riesc\w+ a respirare|respira|si sveglia|risponde piu e respira)\b",
        r"\b(?:ho|ha|abbiamo) (?:pres\w+|ingoiat\w+|ingerit\w+|bevut\w+)(?: \w+){0,2} "
        r"(?:troppe |troppi )?(?:pastiglie|pillole|sonniferi|medicinali|farmaci|candeggina|veleno|ammoniaca)\b",
        r"\b(?:sta|sto|stanno)(?: \w+)? (?:avendo|avere|facendo|venendo)(?: \w+)? (?:infarto|ictus)\b|"
        r"\bcred\w+ (?:di avere|sia|che sia) un (?:infarto|ictus)\b|\bdolore (?:\w+ )?al petto\b",
        r"\b(?:ho|ha|aveva) (?:un|avuto un) (?:infarto|ictus|arresto cardiaco)(?! (?:anni|mesi|nel|"
        r"l anno|la settimana|il mese|fa))\b(?! \w+ (?:anni|"
        r"mesi) fa)|\b(?:fa male il|dolor\w(?: \w+)? al) petto\b|\bnon respir[oai]\w*\b(?! qui| in quest)|"
        r"\ba terra\b.{0,20}\bnon (?:risponde|si muove)\b|\b(?:e|sembra) (?:incosciente|"
        r"privo di sensi|priva di sensi)\b|"
        r"\b(?:pres|ingoiat|ingerit)\w (?:un|tutto il|una) (?:flacone|scatola|blister|confezione) di\b",
        r"\be svenut[oa]\b|\bsta svenendo\b|\bperd\w+ (?:\w+ )?sangue\b|\bsanguin\w+ (?:molto|tanto)\b",
        r"\b(?:serve|chiamat\w+|manda\w+|chiama|bisogno di) (?:subito )?(?:un |una |l )?ambulanza\b",
        r"\bsentit[oa] male\b.{0,20}\bper terra\b|\bsta morendo\b|\bpers\w (?:conoscenza|i sensi)\b|\bbocca storta\b|"
        rf"\b(?:{_RELATIVE}|una persona|uno|una signora|un signore) (?:e cadut\w e )?non (?:si muove|risponde|"
        rf"parla)(?: piu)?\b(?! (?:\w+ ){{0,4}}?(?:italian\w|lingua|inglese|francese)\b)|"
        r"\bpres\w (?:troppe|troppi) (?:gocce|compresse|medicine|calmanti|antidepressivi)\b|"
        r"\bnon (?:mi )?sent\w+ piu (?:il|un|la|una|le|mezz\w+) (?:bracci\w+|gamb\w|faccia|lato|corpo)\b(?! dopo)|"
        r"\bmanc\w+ il respiro\b(?!.*\bscale\b)|\bmale al petto\b|\bpeso sul petto\b|\bpreso (?:una|un intera|"
        r"tutta la) (?:scatola|confezione) (?:intera )?di\b"),
    EXPLOITATION: (
        rf"\b{_BOSS}\b.{{0,40}}\b{_KEEPS}\b.{{0,25}}\b{_PAPERS}\b(?!.{{0,20}}\bassunzion)|"
        rf"\b{_PAPERS}\b.{{0,40}}\b{_BOSS}\b.{{0,30}}\b{_KEEPS}\b|"
        rf"\b{_PAPERS}\b.{{0,40}}\b{_KEEPS}\b.{{0,30}}\b{_BOSS}\b",
        r"\b(?:costr\w+|obblig\w+|forz\w+) (?:a|alla) (?:prostitu\w+|vender(?:e|mi) (?:il|droga)|rubare|spacciare)|"
        r"\b(?:non (?:mi|ci) lasci\w+|(?:mi|ci) impedi\w+ di) (?:uscire|andare via|andarmene|smettere|"
        r"licenziar\w+)\b(?! prima\b).{0,25}\b(?:capannon\w|cantiere|camp[oi]|laborator\w+|fabbrica|ditta|lavoro|"
        r"azienda|serr\w)\b",
        r"\b(?:dorm\w+|viv\w+)\b.{0,25}\b(?:magazzino|capannone|baracc\w|serra|container|retrobottega|per terra)\b"
        r"(?=.*\b(?:paga\w*|cap[oi]|padron\w|lavor\w+)\b)",
        r"\b(?:lavor\w+|tratta\w+|tenut\w|tengono|come) (?:come |da )?(?:un[oa]? |degli |delle )?schiav\w\b"
        r"(?=.*\b(?:paga\w*|document\w|passaport\w|usc\w+|minacci\w+)\b)",
        rf"\b{_BOSS}\b.{{0,30}}\b(?:minacci\w+|picchi\w+|ricatt\w+)\b.{{0,25}}\bse (?:me ne vado|smett\w+|parl\w+|"
        r"vado via|denunci\w+|lo dico)\b|\b(?:minacci\w+|ricatt\w+)\b.{0,25}\bse (?:smett\w+|me ne vado|"
        r"denunci\w+)\b(?=.*\blavor\w+)|\blavor\w+\b.*\bminacci\w+ se (?:smett\w+|me ne vado|denunci\w+|"
        r"vado via)\b",
        r"\b(?:debito|soldi)\b.{0,40}\b(?:chi|quello che|quelli che|l uomo che|gli) mi ha\w* (?:portat\w|"
        r"fatt\w venire) "
        r"(?:qui|in italia)\b"),
    HUNGER: (
        r"\b(?:padron\w|proprietari\w) (?:di |della )?casa\b.{0,30}\b(?:butt|sbatt|cacci|mand|mett)\w+ (?:fuori|"
        r"via|per strada)\b",
        r"\b(?:non|nn) (?:\w+ )?(?:ho|abbiamo|hanno|c e) (?:piu |niente |nulla )*(?:da |i soldi (?:per|da) |"
        r"soldi (?:per|da) )"
        r"(?:mangiare|dare da mangiare)\b",
        r"\b(?:dare|do|diamo) da mangiare a\w*\b|\b(?:figl\w+|bambin\w+|bimb\w+|piccol\w) hanno fame\b|\bho fame e\b|"
        r"\babbiamo fame\b|"
        r"\bnon mang\w+ da (?:ieri|\w+ giorni|giorni)\b|\b(?:giorni|ieri) che non mang\w+\b",
        r"\b(?:vanno|andiamo|vado) a (?:letto|dormire) senza (?:cena|mangiare)\b|"
        r"\bfrig\w+(?: \w+){0,3} (?:vuoto|piu (?:nulla|"
        r"niente))\b|\b(?:non|nn) (?:so )?(?:come )?sfam\w+|\bcome sfamare\b|\b(?:non|nn) (?:ho|"
        r"abbiamo) (?:piu )?(?:i )?soldi "
        r"(?:per|da) (?:la spesa|comprare (?:da mangiare|il cibo|il pane|il latte))\b",
        r"\bnon possi\w+ fare la spesa\b|\bnon (?:posso|riesco a) fare la spesa\b",
        r"\b(?:dorm\w+|viv\w+)(?: \w+)? (?:in macchina|in auto|in stazione|nel furgone|per strada|in strada|all aperto|"
        r"sotto i ponti)\b",
        r"\b(?:io )?(?:via|fuori) (?:di|da) casa\b.{0,30}\bdove (?:io )?dorm\w+|\bdove (?:io )?dormo(?: io|"
        r" stanotte| adesso|$)|"
        r"\b(?:no|senza) casa (?:per|dove) dormire\b|"
        r"\b(?:non|nn) (?:so|abbiamo|ho|sappiamo) (?:piu )?(?:un (?:posto|letto) )?dove (?:dormire|"
        r"andare a dormire|stanotte)\b",
        r"\b(?:sono|siamo|restat\w|rimast\w) (?:senza (?:casa|un tetto|tetto)|senzatetto|(?<!sono )in strada|"
        r"in mezzo alla strada)\b|\bsono in strada\b(?=.*\b(?:casa|sfratt\w+|dorm\w+|figli\w*|bambin\w+|soldi)\b)",
        r"\b(?:butt|sbatt|cacci|scarav|mand)\w+ (?:via |fuori )?(?:di|da|dalla) casa\b(?! (?:famiglia|editrice))|"
        r"\b(?:siamo|finiamo|finisco|restiamo|resto|rimast\w|finit\w|mess\w|mett\w+) (?:in|"
        r"per) (?:mezzo alla )?strada\b(?! (?:per|per venire|"
        r"verso|e arrivo))|"
        r"\bmangi\w+ una volta al giorno\b|\b(?:bambini|figli\w*) salt\w+ (?:i|il|la) (?:past\w|pranzo|cena)\b|"
        r"\bsfratt\w+\b.{0,40}\b(?:bambin\w|figli\w*|neonat\w|incinta|dove andare)\b|"
        r"\b(?:mand\w+|butt\w+) via\b.{0,25}\bnon so dove (?:andare|stare)\b|"
        r"\bdispensa (?:e )?vuota\b|\blasci\w+ (?:la )?casa\b.{0,20}\bnon (?:sappiamo|so) dove\b|\bdorm\w+ in tenda\b|"
        rf"\b(?:mi|ci|gli|le) (?:hanno |ha |stanno per |vogliono |vengono a )?{_CUT} (?:anche |pure |gia )?(?:il |"
        rf"la |l |lo |"
        rf"i )?{_UTILITY}\b|"
        rf"\b(?:mi|ci) (?:stanno per|vogliono|vengono a) (?:stacc|tagli|togli|chiud|sospend)\w+ (?:il |la |"
        rf"l )?{_UTILITY}\b|"
        rf"\bsenza (?:il |la |l )?{_UTILITY}\b(?=.*\b{_IN_NEED}\b)(?!.*\b(?:uffici\w|cors\w|sala|sede)\b)|"
        rf"\b{_IN_NEED}\b.{{0,40}}\bsenza (?:il |la |l )?{_UTILITY}\b|"
        r"\b(?:siamo|sono|stiamo|viviamo|dormiamo) (?:tutti )?al (?:freddo|gelo)\b(?=.*\b(?:bambin\w|bimb\w|"
        r"figli\w*|neonat\w|"
        r"casa|gas|riscald\w+|bollett\w+)\b)|\b(?:bambin\w|bimb\w|figli\w*) (?:\w+ )?(?:tremano|trema|al freddo|"
        r"al gelo)\b",
        r"\b(?:non|nn) (?:posso|possiamo|riesco|riusciamo|so|ho (?:i )?soldi|abbiamo (?:i )?soldi)(?: piu)?(?: a|"
        r" come| per| di che)* "
        r"(?:compr\w+|pag\w+|prend\w+|permett\w+) (?:\w+ ){0,2}(?:latte|pannolin\w|pappa|medicine|cibo|pane)\b|"
        r"\b(?:non|nn) (?:ho|abbiamo) (?:i soldi|soldi|un (?:euro|soldo|centesimo)) (?:per|da) (?:i pannolini|"
        r"mangiare|il latte|le medicine|"
        r"scaldar\w+|la spesa)\b|\bnon (?:ho|abbiamo) (?:piu )?dove (?:andare|dormire|stare)\b(?! (?:in|a|al|"
        r"per) \w+)|"
        r"\bmangi\w+ (?:\w+ )?mensa dei poveri\b|"
        r"\bufficiale giudiziario\b.{0,40}\b(?:fuori|via|casa|sfratt\w+)\b|"
        r"\bci (?:mett|mand|butt|sbatt)\w+ (?:tutti )?(?:fuori|per strada)\b(?! (?:sede\b|(?:dal|dalla) (?:grupp|"
        r"cors|chat|"
        r"sala|aul)))|"
        r"\bcambiat\w la serratura\b(?=.*\b(?:fuori|figli\w*|bambin\w|dorm\w+|dove)\b)|"
        r"\b(?:siamo|sono) fuori con (?:i |due |tre |mio |mia |mi\w+ )?(?:bambin\w|figli\w*)\b",
        r"\bho perso (?:la )?casa\b(?! editrice)|\bsono (?:finit\w |rimast\w )?in mezzo a(?:lla)? (?:una )?strada\b|"
        r"\bdorm(?:o|iamo) (?:al pronto soccorso|su una panchina|in (?:un )?(?:parco|cantina|garage|ospedale|"
        r"un furgone)|"
        r"alla stazione)\b|\bnon (?:so|sappiamo|ho) (?:piu )?dove (?:stare(?! meglio)|passare la notte|"
        r"andare a (?:dormire|"
        r"stare))\b|"
        r"^(?:(?:aiuto|vi prego|per favore|scusate) )*(?:io )?ho (?:tanta |molta |sempre )?fame$|\bsiamo alla fame\b|"
        r"\b(?:pat\w+|soffr\w+|facciamo|faccio) la fame\b",
        r"\b(?:sono|siamo|sto|stiamo|vivo|viviamo|finit\w|rimast\w|restat\w|trov\w+) (?:\w+ )?(?:in|per) "
        r"(?:mezzo a )?(?:la |una )?strada\b(?=.*\b(?:valig\w+|in tasca|borse|borsoni|notte|stanotte|da ieri|"
        r"da \w+ (?:giorn|settiman|mes|nott)\w+|freddo|neonat\w|bambin\w|bimb\w|sacco a pelo|cartoni|"
        r"nessuno mi (?:prende|ospita)|dove (?:and\w+|dorm\w+|vad\w+))\b)"
        r"(?!.*\b(?:arriv\w+|in ritardo|traffico|coda|siete aperti|vengo|sto venendo)\b)|"
        r"\b(?:mess|butt\w+|cacciat|sbattut|mand\w+)\w? fuori (?:di|da|dalla) casa\b(?! (?:famiglia|editrice))|"
        r"\b(?:vivo|viviamo|dormo|dormiamo|dormit\w|dormendo|vivendo) (?:\w+ )?(?:in|su|dentro|nel|nella|sul) "
        r"(?:un |una |il |la )?(?:furgon\w+|tenda|macchina|auto|stazione|panchin\w|garage|cantina|baracca|vagone|"
        r"androne|portone)\b|"
        r"\bsfrattat\w+\b|\blo sfratto\b.{0,40}\bnon so dove\b|\bno casa\b"),
}
_ILLNESS_TOLD = re.compile(r"\b(?:ho|ha|aveva|abbiamo) avuto un (?:infarto|ictus|arresto cardiaco)\b")
_OF_BENEFIT = re.compile(
    r"\b(?:accompagnament\w+|invalid\w+|104|pension\w+|assegn\w+|indennita|sussidi\w+|bonus|aiuti|agevolazion\w+|"
    r"contribut\w+|permess\w+|inps|patronat\w+|badant\w|riconosc\w+|collocamento|"
    r"categori\w+ protett\w|pass disabil\w+|contrassegno|tornare a lavor\w+|cors[oi])\b")
_HAPPENS_NOW = re.compile(
    r"\b(?:aiuto|adesso|ora|subito|appena|poco fa|minut\w|un attimo|un ora fa|mezz ?ora|oggi|stamattina|stanotte|"
    r"stasera|in questo momento|non (?:respira|risponde|si muove|parla|si sveglia|mi risponde)|chi chiamo|"
    r"(?:che|cosa) faccio|ambulanza|soccors\w|emergenza|urgen\w+|mentre)\b")
"""An illness that was is told beside the question about a benefit; what may be happening now is no such telling."""
_COMPILED = {kind: tuple(re.compile(pattern) for pattern in patterns) for kind, patterns in _PATTERNS.items()}


def is_figure_of_speech(text: str) -> bool:
    """Whether ``text`` has strong words about small things and cries for nothing."""
    return FIGURES.search(normalise(text)) is not None and find_distress(text) is None


def drop_ways_of_speaking(text: str) -> str:
    """``text`` without the clauses that are ways of speaking; as it is where nothing else would be left."""
    if not is_figure_of_speech(text):
        return text
    clauses = re.split(r"(?<=[.,;:!?])\s+", text)
    left = [clause for clause in clauses if FIGURES.search(normalise(clause)) is None]
    said = " ".join(left)
    if len(said.split()) > 1:
        return said
    rest = " ".join(ADVERBS.sub(" ", normalise(text)).split())
    return rest if len(rest.split()) > 2 else text  # «ci tengo da morire al corso»


def find_distress(text: str) -> Optional[str]:
    """The kind of help that ``text`` cries for (one of :data:`KINDS`); None when it does not."""
    said = FIGURES.sub(" ", _without_past_illness(normalise(text)))
    return _find_kind(said, _COMPILED) or _find_kind(said, compile_foreign())


def is_foreign_cry(text: str) -> bool:
    """Whether ``text`` cries for help in another language than Italian."""
    said = FIGURES.sub(" ", normalise(text))
    return _find_kind(said, _COMPILED) is None and _find_kind(said, compile_foreign()) is not None


def _without_past_illness(said: str) -> str:
    """«ha avuto un ictus, come si chiede l'accompagnamento?» asks for the benefit: the illness is its reason."""
    told = _OF_BENEFIT.search(said) is not None and _HAPPENS_NOW.search(said) is None
    return _ILLNESS_TOLD.sub(" ", said) if told else said


def _find_kind(said: str, patterns: Mapping[str, Sequence[re.Pattern[str]]]) -> Optional[str]:
    return next((kind for kind in KINDS if any(
        pattern.search(said) for pattern in patterns.get(kind, ()))), None)
