"""Words of somebody in danger or in want, by kind. They are heard before anything else, in every state and language.

Missing one is worse than a helpful number too many; figures of speech («muoio dal ridere») and surnames are none.
"""

from __future__ import annotations

import re
from typing import Mapping, Optional, Sequence

from bot.italian.foreign_distress import compile_foreign
from bot.italian.text import normalise

SUICIDE, VIOLENCE, CHILD, MEDICAL = "suicide", "violence", "child", "medical"
EXPLOITATION, HUNGER = "exploitation", "hunger"
KINDS = (CHILD, VIOLENCE, SUICIDE, MEDICAL, EXPLOITATION, HUNGER)
"""In the order in which they are looked for: a child who is beaten is both of the first two."""

_FIGURES = re.compile(
    r"\b(?:piang\w+ (?:di|dalla) (?:gioia|felicita|contentezza)|non ci spera\w+ piu|non ce la faccio (?:a|"
    r"ad) (?:venire|andar\w+|"
    r"esserci|arrivare)|(?:muoi\w*|mori\w*|moren\w+|mort[oaie]|ammazz\w+|uccid\w+|crep\w+) (?:dal|dalla|dalle|di|d|da) "
    r"(?!solo\b|sola\b|me\b|noi\b|dolore\b|botte\b)\w+|da morire|farla finita con (?!tutto|la vita|me\b)|"
    r"facciamola finita|"
    r"(?:tasse|spese|domande|prezz\w+|bollette|code|lavoro) (?:mi|ci) (?:ammazz|uccid)\w+|fame di \w+|"
    r"(?:mi|ci|vi) (?:uccid|ammazz|distrugg)\w+ (?:quest\w+|le|la|il|i|l|sta|ste|tutte|"
    r"tutta) (?:\w+ )?(?:burocrazi|fil|cod|"
    r"cart|modul|tass|spes|domand|prezz|bollett|cald|fredd|afa|noi|traffic|attes)\w*|ammazza (?:che|"
    r"quant\w+|oh|se|o|ragazzi)|mi ammazz\w+ (?:di|con|a) (?:lavor|fatic|stud|sport|palestra|domande)\w*|"
    r"(?:ha|hanno) picchiato la (?:porta|testa)|picchia il sole|butt\w+ giu (?:due|quattro|qualche|"
    r"una|un|le|gli|il|la) "
    r"\w+|svegli\w+ (?:mai |piu )+(?:presto|tardi|prima|alle)|da mangiare (?:al|ai|alle) (?:can|gatt|"
    r"gallin|pesc|animal)"
    r"\w+|dormire in macchina durante|"
    r"vivere (?:a|in) (?!quest|cas)\w+)\b")
"""Ways of speaking: they are taken out before the words are looked for."""

_JOKES = re.compile(
    r"\bse non (?:trov|arriv|port|torn|prend|pass|fin|impar|lavor|mi (?:muov|sbrig|present|"
    r"iscriv))\w*\b(?!.*\b(?:picchi|bott|paur|"
    r"lasci|denunci)\w*).{0,40}?\b(?:mi|ci) (?:ammazz|uccid|strozz|strangol)\w+(?=.*(?:\b(?:a*h*(?:ah|ha){2,}a*h*|"
    r"lol|xd|"
    r"scherz\w+)\b|[😀-😆😂🤣😅😜😝]))")
"""«se non trovo lavoro mia moglie mi ammazza ahah»: laughed at, and about a trifle."""
_MAN = r"(?:mari\w+|compagn\w+|fidanzat\w+|ragazz[oa]|ex|padre|papa|madre|patrigno|fratello|convivente|moglie|suocer\w)"
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
        r"\b(?:non|nn) ho piu (?:la )?forz[ae] (?:di|per) andare avanti\b"),
    VIOLENCE: (
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
        r"\b(?:mi|ci) (?:ha |hanno )?(?:chius|rinchius|bloccat|segregat)\w (?:a chiave|dentro|in (?:casa|camera|"
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
        r"l anno|fa))\b(?! \w+ (?:anni|"
        r"mesi) fa)|\b(?:fa male il|dolor\w(?: \w+)? al) petto\b|\bnon respir[oai]\w*\b(?! qui| in quest)|"
        r"\ba terra\b.{0,20}\bnon (?:risponde|si muove)\b|\b(?:e|sembra) (?:incosciente|"
        r"privo di sensi|priva di sensi)\b|"
        r"\b(?:pres|ingoiat|ingerit)\w (?:un|tutto il|una) (?:flacone|scatola|blister|confezione) di\b",
        r"\be svenut[oa]\b|\bsta svenendo\b|\bperd\w+ (?:\w+ )?sangue\b|\bsanguin\w+ (?:molto|tanto)\b",
        r"\b(?:serve|chiamat\w+|manda\w+|chiama|bisogno di) (?:subito )?(?:un |una |l )?ambulanza\b",
        r"\bsentit[oa] male\b.{0,20}\bper terra\b|\bsta morendo\b|\bpers\w (?:conoscenza|i sensi)\b|\bbocca storta\b|"
        rf"\b(?:{_RELATIVE}|una persona|uno|una signora|un signore) (?:e cadut\w e )?non (?:si muove|risponde|"
        rf"parla)(?: piu)?\b|"
        r"\bpeso sul petto\b|\bpreso (?:una|un intera|tutta la) (?:scatola|confezione) (?:intera )?di\b"),
    EXPLOITATION: (
        rf"\b{_BOSS}\b.{{0,40}}\b{_KEEPS}\b.{{0,25}}\b{_PAPERS}\b(?!.{{0,20}}\bassunzion)|"
        rf"\b{_PAPERS}\b.{{0,40}}\b{_BOSS}\b.{{0,30}}\b{_KEEPS}\b|"
        rf"\b{_PAPERS}\b.{{0,40}}\b{_KEEPS}\b.{{0,30}}\b{_BOSS}\b",
        r"\b(?:costr\w+|obblig\w+|forz\w+) (?:a|alla) (?:prostitu\w+|vender(?:e|mi) (?:il|droga)|rubare|spacciare)|"
        r"\b(?:non (?:mi|ci) lasci\w+|(?:mi|ci) impedi\w+ di) (?:uscire|andare via|andarmene|smettere|"
        r"licenziar\w+)\b(?! prima\b).{0,25}\b(?:capannon\w|cantiere|camp[oi]|laborator\w+|fabbrica|ditta|lavoro|"
        r"azienda|serr\w)\b",
        r"\b(?:dorm\w+|viv\w+)\b.{0,25}\b(?:magazzino|capannone|baracc\w|serra|container|retrobottega)\b"
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
        r"\bsfrattat\w+\b|\blo sfratto\b.{0,40}\bnon so dove\b|\bno casa\b"),
}
_COMPILED = {kind: tuple(re.compile(pattern) for pattern in patterns) for kind, patterns in _PATTERNS.items()}


def is_figure_of_speech(text: str) -> bool:
    """Whether ``text`` has strong words about small things and cries for nothing."""
    return _FIGURES.search(normalise(text)) is not None and find_distress(text) is None


def without_figures(text: str) -> str:
    """``text`` without the clauses that are ways of speaking; as it is where nothing else would be left."""
    if not is_figure_of_speech(text):
        return text
    clauses = re.split(r"(?<=[.,;:!?])\s+", text)
    left = [clause for clause in clauses if _FIGURES.search(normalise(clause)) is None]
    said = " ".join(left)
    return said if len(said.split()) > 1 else text


def find_distress(text: str) -> Optional[str]:
    """The kind of help that ``text`` cries for (one of :data:`KINDS`); None when it does not."""
    said = _JOKES.sub(" ", _FIGURES.sub(" ", normalise(text)))
    return _find_kind(said, _COMPILED) or _find_kind(said, compile_foreign())


def is_foreign_cry(text: str) -> bool:
    """Whether ``text`` cries for help in another language than Italian."""
    said = _FIGURES.sub(" ", normalise(text))
    return _find_kind(said, _COMPILED) is None and _find_kind(said, compile_foreign()) is not None


def _find_kind(said: str, patterns: Mapping[str, Sequence[re.Pattern[str]]]) -> Optional[str]:
    return next((kind for kind in KINDS if any(
        pattern.search(said) for pattern in patterns.get(kind, ()))), None)
