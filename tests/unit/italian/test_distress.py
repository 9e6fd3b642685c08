"""Words of distress by kind, and what only sounds like them."""

from __future__ import annotations

import pytest

from bot.italian.distress import CHILD, EXPLOITATION, HUNGER, MEDICAL, SUICIDE, VIOLENCE, find_distress, without_figures

CASES = {
    SUICIDE: (
        "mio fratello ha perso il posto e stamattina ha detto che si ammazza, non so cosa fare",
        "mia figlia dice che si toglie la vita", "ha scritto che si butta sotto",
        "stanotte sono stato sul ponte a guardare giù per un'ora",
        "sarebbe meglio se fossi morto",
        "mi voglio buttare nel lago",
        "ho gia scritto la lettera d'addio",
        "mi sono tagliata le vene",
        "nn ce la faccio piu a vivere",
        "penso solo a morire",
        "nessuno si accorgerebbe se sparissi",
        "voglio morire", "nn voglio piu vivere", "non voglio più vivere così", "la faccio finita",
        "non ce la faccio più, voglio farla finita", "penso al suicidio", "mi vorrei ammazzare",
        "ho pensato di uccidermi",
        "sarebbe meglio non svegliarsi più", "vorrei non svegliarmi più", "vorrei sparire per sempre",
        "mi butto sotto un treno", "penso spesso di buttarmi giù dal ponte", "mi viene voglia di buttarmi di sotto",
        "non ho più voglia di vivere", "54, e non mi vuole più nessuno, non ho più voglia di vivere",
        "che senso ha vivere", "a cosa serve continuare a stare al mondo", "voglio togliermi la vita", "vgl morire",
        "mi taglio le vene", "vorrei farla finita con tutto", "ho paura di fare una sciocchezza",
        "tanto non servo più a nessuno, vorrei addormentarmi e non svegliarmi", "vorrei dormire per sempre",
        "sono solo un peso per tutti", "non ha più senso andare avanti", "nessuno sentirebbe la mia mancanza",
        "ho pensato a un gesto estremo", "non ho più la forza di andare avanti", "prima o poi mi ammazzo",
        "io non volere vivere", "mi faccio del male", "sarebbe meglio se non ci fossi", "vorrei essere morta",
        "meglio morto che così", "tutti starebbero meglio senza di me", "mia sorella vuole suicidarsi",
        "mio figlio dice che vuole ammazzarsi", "non vedo l'ora di morire", "ho deciso che mi ammazzo stanotte"),
    VIOLENCE: (
        "se lo lascio mio marito mi ammazza", "se non torno a casa mio marito mi ammazza di botte ahah",
        "il telefono me lo guarda lui, se scopre che cerco lavoro mi ammazza", "non sono caduta, è stato lui",
        "non lavoro, mio marito non vuole, stanotte mi ha chiusa a chiave in camera",
        "ieri mi ha spinto giù dalle scale",
        "devo disdire, ho la faccia gonfia e non mi faccio vedere così",
        "il mio ex mi aspetta sotto casa e ho paura",
        "il mio compagno mi ha messo le mani al collo",
        "mi ha rotto il braccio mio marito",
        "il capo mi mette le mani addosso",
        "mio marito mi picchia", "mio marito mi picchia, voglio andare via ma non ho un lavoro né soldi",
        "il mio compagno mi minaccia e ho paura di tornare a casa", "mio marito ieri mi ha messo le mani addosso",
        "mi mena tutte le sere", "mio padre mi picchia", "il mio ex mi perseguita", "subisco violenza in casa",
        "mi hanno violentata", "ho paura di mio marito", "il mio ragazzo mi ha dato uno schiaffo",
        "mio marito mi chiude in casa e non mi fa uscire", "mi ha puntato un coltello", "il mio ex mi segue sotto casa",
        "vivo con un uomo violento", "mia madre viene picchiata dal compagno", "sono vittima di violenza",
        "quando beve diventa violento con me", "mi lascia i lividi sulle braccia", "vivo nel terrore di mio marito",
        "mio marito alza la mano su di me", "lui quando torna a casa mi riempie di botte",
        "mi tira le botte", "mio fratello minaccia di ammazzarmi"),
    CHILD: (
        "mia figlia è stata molestata",
        "mio nipote ha dei lividi, il padre lo picchia",
        "mia figlia di 10 anni viene picchiata dal padre", "picchiano un bambino nel mio palazzo",
        "il patrigno mette le mani addosso ai bambini", "i miei figli vengono picchiati dal padre",
        "un bambino è in pericolo", "ho 13 anni e mio padre mi picchia", "ho 15 anni e a casa mi menano",
        "mio nipote di 6 anni è stato toccato da un adulto", "maltrattano una bambina"),
    MEDICAL: (
        "mia madre ha un infarto",
        "mi fa male il petto e non respiro",
        "c'è un uomo a terra, non risponde",
        "è incosciente",
        "ho ingoiato un flacone di pastiglie",
        "mio padre ha un dolore fortissimo al petto e non respira", "ho preso troppe pastiglie",
        "sto avendo un infarto",
        "mia moglie è svenuta", "non riesco a respirare", "perdo molto sangue", "serve un'ambulanza",
        "chiamate un'ambulanza", "si è sentito male, è per terra", "mio figlio ha ingoiato la candeggina",
        "mia madre non si muove più", "mio padre è caduto e non risponde", "ha la bocca storta e non parla",
        "ho un peso sul petto e mi formicola il braccio", "ha perso conoscenza", "ho preso una scatola intera di tavor",
        "credo di avere un ictus", "ho ingerito delle pillole", "mi sta venendo un infarto"),
    EXPLOITATION: (
        "il padrone si è preso il mio passaporto, mi fa dormire in magazzino e non mi paga",
        "il capo mi tiene il passaporto e non posso andare via",
        "i miei documenti ce li ha il padrone e non me li ridà",
        "il titolare mi ha tolto il permesso di soggiorno",
        "mi hanno preso i documenti al lavoro e non me li restituiscono",
        "mi fanno lavorare 14 ore e non mi lasciano uscire dal capannone",
        "lavoro in nero per un caporale, mi minaccia se smetto", "mi obbligano a prostituirmi",
        "dormiamo in sei in una baracca e il capo non ci paga", "mi trattano come uno schiavo e non mi pagano",
        "devo ancora dare i soldi a quello che mi ha portato in Italia e lavoro gratis"),
    HUNGER: (
        "figlio dice io via da casa domenica. dove dormo io", "sono in strada con due bambini",
        "il padrone di casa ci butta fuori a fine mese",
        "i miei figli vanno a letto senza cena",
        "non ho i soldi per comprare da mangiare",
        "in frigo non c'è più nulla e ho due bimbi",
        "il frigo è vuoto", "i miei bambini hanno fame e non ho più niente", "sono tre giorni che non mangio",
        "non so come sfamare i miei figli",
        "ho fame e dormo in macchina", "non abbiamo niente da mangiare da due giorni", "stanotte non so dove dormire",
        "mi hanno sfrattato e siamo in strada con due bambini",
        "non so come dare da mangiare ai miei figli questa settimana",
        "non ho da mangiare", "dormo per strada", "dormo in stazione", "non ho un posto dove dormire",
        "sono senza casa",
        "mi hanno buttato fuori di casa", "ho lo sfratto domani e non so dove andare", "non ho i soldi per mangiare",
        "vivo in macchina da un mese", "sono senza tetto", "siamo rimasti in mezzo alla strada",
        "io no casa no mangiare",
        "il 15 ci sbattono fuori di casa e ho due bambini piccoli", "ci cacciano di casa a fine mese",
        "da domani siamo per strada", "mangiamo una volta al giorno", "i bambini saltano i pasti",
        "la dispensa è vuota", "dobbiamo lasciare la casa e non sappiamo dove andare", "dormiamo in tenda",
        "i miei figli hanno fame", "non mangio da ieri", "non possiamo fare la spesa, non abbiamo più soldi"),
}


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in CASES.items() for text in texts])
def test_a_cry_for_help_is_heard_with_its_kind(text: str, kind: str) -> None:
    assert find_distress(text) == kind


@pytest.mark.parametrize("text", [
    "mi sento molto bene", "mi sento portato per la meccanica", "Piero Mori", "mi chiamo Angela Mori",
    "muoio dal ridere", "mi butto giù due note", "mi ha picchiato la porta", "non mi sveglio più presto la mattina",
    "mi picchia il sole in testa", "devo dare da mangiare al cane", "Ammazzalorso Gianni", "Sandro Picchi",
    "sono morto di stanchezza", "mi ammazzo di lavoro e guadagno 600 euro", "muoio dalla voglia di fare il corso",
    "muoio di fame, a che ora chiudete che vado a pranzo?", "però le tasse mi ammazzano, quanto costa?",
    "sto meglio di ieri",
    "voglio farla finita con questa prenotazione", "facciamola finita, annulla tutto", "mi hanno ammazzato di domande",
    "ho fame di imparare", "morto il cellulare", "è morta mia suocera, devo spostare l'appuntamento",
    "ho un caldo da morire",
    "mi sono fatto male alla schiena e mi hanno lasciato a casa", "l'elettricista ha preso la scossa", "vivo a Lecco",
    "sono senza lavoro", "sono senza macchina, come arrivo?", "cerco casa in affitto a Merate", "dormo poco",
    "non dormo per l'ansia del colloquio", "il mio capo mi picchia sui tempi", "Romeo Violenti",
    "ho 15 anni di contributi",
    "mio figlio di 17 anni cerca lavoro", "mi faccio vivo domani", "non vedo l'ora di cominciare",
    "mi butto sul corso di sala",
    "mi butto nel mondo del lavoro", "voglio sparire dalla lista", "perdo il posto?",
    "dove si può mangiare vicino all'ufficio?",
    "ho la partita iva da morire", "ammazza che coda", "mi ha ammazzato il prezzo", "non voglio più vivere a Milano",
    "l'ufficio è in mezzo alla strada?", "mio marito mi ha detto di scrivervi", "mio marito mi porta a Merate",
    "corso di primo soccorso prezzo", "a che ora chiude il pronto soccorso?",
    "il bambino è malato, sposto l'appuntamento",
    "ho avuto un infarto l'anno scorso, posso fare il corso?", "basta, non voglio più", "dopo la morte di mio padre",
    "mi piace respirare aria buona", "non mi fa uscire il calendario", "dove dormo se vengo da Bergamo per il corso?",
    "mangio alle 12, posso venire dopo?", "mi ha dato uno schema", "sono a casa senza lavoro",
    "non ha più senso andare avanti con questa prenotazione", "sono un peso massimo", "vado avanti con la domanda",
    "mi hanno sbattuto fuori dal gruppo", "mi butti fuori dalla chat?", "quando beve il caffè?", "salto il pranzo",
    "la sala è vuota?", "ho perso la conoscenza del francese", "non si muove più la pagina",
    "voglio sparire dai vostri archivi", "mi butti giù un appuntamento a Merate?", "il mio capo mi maltratta",
    "confermo e muoviamoci che sono in strada", "mi ha spinto a scrivervi mia figlia",
    "ho la faccia stanca", "mi hanno chiuso la fabbrica", "guardavo giù dal treno e ho visto il vostro ufficio",
    "il datore mi ha chiesto il passaporto per l'assunzione", "il mio capo tiene il corso",
    "lavoro in un magazzino a Oggiono",
    "il capo mi ha preso le ferie", "mi hanno rubato i documenti sul treno",
    "non mi lasciano andare via prima dal lavoro", "se non trovo lavoro mia moglie mi ammazza ahah, mi prenoti?", ""])
def test_a_way_of_speaking_or_a_name_is_none(text: str) -> None:
    assert find_distress(text) is None


@pytest.mark.parametrize(("text", "left"), [
    ("sto morendo di sonno, dimmi solo l'indirizzo di Lecco", "dimmi solo l'indirizzo di Lecco"),
    ("però le tasse mi ammazzano, quanto costa?", "quanto costa?"),
    ("sono morto di stanchezza", "sono morto di stanchezza"),
    ("le tasse mi ammazzano e voglio farla finita", "le tasse mi ammazzano e voglio farla finita")])
def test_what_stands_beside_a_figure_of_speech(text: str, left: str) -> None:
    assert without_figures(text) == left
