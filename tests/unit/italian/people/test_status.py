"""Occupational status in people's own words, misspelt and in second-language Italian; and what tells none."""

from __future__ import annotations

import pytest

from bot.italian.people.status import denies_status, read_status

IN_ANY_MESSAGE = {
    "unemployed": [
        "sono disoccupato", "sono disoccupata", "disoccupata da due anni", "sono disocupato", "sono dissocupata",
        "sono disoccupatto",
        "sono senza lavoro", "io senza lavoro da 2 mesi", "ho perso il lavoro", "ho perso lavoro",
        "sono stato licenziato",
        "mi hanno licenziata", "licenziata a marzo", "mi hanno lasciato a casa", "sono in naspi", "prendo la naspi",
        "sono inoccupato",
        "prendo la disoccupazione", "non sono occupato", "sono rimasta senza lavoro",
        "ho finito il contratto? no, mi è scaduto il contratto",
        "mi è scaduto il contratto e ho 40 anni", "ho 50 anni e sono disoccupata, posso fare il corso?",
        "ho smesso di lavorare",
        "non studio più, sono disoccupato", "non lavoro più da gennaio, sono in mobilità",
        "sono iscritta al centro per l'impiego",
        "ero operaio, ora sono disoccupato", "facevo la badante, adesso sono disoccupata", "mi hanno mandato via",
        "sono un disoccupato di Merate", "ho dato le dimissioni", "sono disoccupata ma studio all'università",
        "SONO DISOCCUPATO",
        "ho perso il lavoro da dipendente", "io disoccupato, ha 34 ani", "sono casalinga disoccupata",
        "mi anno licenziato",
        "Ciao sono disoccupato e vorrei un corso per lavorare in officina", "ho fatto la DID",
        "sono licenziato da poco",
        "sono disoccupata da gennaio. Ho sempre fatto l'impiegata", "ho lavorato come operaio, ora sono disoccupato",
        "a spasso da marzo, facevo il fornaio", "non lavoro", "io no lavoro", "io sono muratore ma adesso no lavoro",
        "non faccio niente",
        "no lavoro, posso fare corso?", "non ho un lavoro", "non ho lavoro", "al momento non lavoro e ho 30 anni",
        "io non ha lavoro", "non sto lavorando", "non studio e non lavoro", "sono a casa senza lavoro",
    ],
    "suspended": [
        "sono in cassa integrazione", "sono in cassintegrazione", "in cassa integrazione da gennaio", "sono in CIGS",
        "sono in cig",
        "mi hanno messo in cassa", "sono cassaintegrato", "sono cassintegrata", "sono stata sospesa dal lavoro",
        "lavoro ma sono in cassa integrazione", "sono un occupato sospeso",
        "non lavoro perché sono in cassa integrazione",
        "sono in cassa intregrazione", "sono dipendente in CIGS", "sono in C.I.G.S.",
    ],
    "employed": [
        "io lavoro", "lavoro come badante", "lavoro come cameriera, posso fare il corso?", "sono dipendente",
        "sono un dipendente",
        "ho un contratto a tempo determinato", "ho un contratto part time", "lavoro part time ma guadagno poco",
        "lavoro ma guadagno poco",
        "ho un lavoro a chiamata", "lavoro in fabbrica e ho 40 anni", "faccio la badante", "faccio la colf a ore",
        "ho 34 anni e lavoro",
        "non sono disoccupato, lavoro", "studio e lavoro part-time", "sono un working poor", "sono una working poor",
        "sono impiegata",
        "sono occupata", "ho un lavoro", "sono un pensionato ma lavoro", "sono uno studente lavoratore",
        "sono apprendista",
        "lavoro e mi occupo dei figli", "sono dipendete di una ditta", "io lavorro", "io lavora in fabrica",
        "sono precaria", "faccio lavoretti", "sono una studentessa lavoratrice", "adesso lavoro part time",
    ],
    "self_employed": [
        "ho la partita iva", "ho partita IVA", "lavoro con partita iva", "sono a partita iva",
        "sono un lavoratore autonomo", "sono autonoma",
        "sono libero professionista", "sono un libera professionista", "sono artigiano", "sono un artigiano",
        "ho una ditta mia",
        "ho la p.iva", "lavoro in proprio", "ho un'attività mia", "studio ma ho la partita iva", "ho la partitta iva",
        "sono freelance",
    ],
    "student": [
        "sono studente", "sono uno studente", "sono una studentessa", "studio", "sto studiando", "vado a scuola",
        "vado ancora a scuola",
        "sono universitario", "frequento l'università", "non lavoro, studio", "sono studentesa", "faccio l'università",
        "faccio il liceo",
    ],
    "retired": ["sono pensionato", "sono pensionata", "sono in pensione", "sono un pensionatto",
        "sono in pensione, non lavoro più"],
    "inactive": [
        "sono casalinga", "sono una casalinga", "faccio la casalinga", "non ho mai lavorato", "mai lavorato",
        "mi occupo dei figli",
        "mi occupo dei miei figli", "faccio la mamma", "faccio la mamma a tempo pieno", "sono casalinga, non lavoro",
        "sono casaliga",
        "io mai lavorato in italia",
    ],
}
AS_AN_ANSWER = {
    "unemployed": ["disoccupato", "disocupata", "cerco lavoro", "cerco lavoro part time", "sto cercando lavoro",
        "cerco un lavoro",
        "in cerca di lavoro",
                   "naspi", "nessun lavoro", "inoccupata", "senza lavoro", "in disoccupazione",
                   "non lavoro e cerco lavoro", "disoccupat"],
    "suspended": ["cassa integrazione", "cig", "CIGS", "in cassa integrazione", "occupato sospeso",
        "sospeso dal lavoro"],
    "employed": ["lavoro", "dipendente", "part time", "tempo determinato", "a chiamata", "contratto a termine",
        "occupato", "lavoro a Lecco",
                 "si lavoro", "lavoro ma cerco lavoro", "sono operaio", "faccio il cameriere", "working poor",
                 "lavoro, ma poco",
                 "lavoratore dipendente", "lavoro 20 ore",
                 "lavoro in cassa all'Esselunga", "sto lavorando", "lavoro come badante"],
    "self_employed": ["partita iva", "ho la partita iva, faccio l'estetista", "autonomo", "p.iva", "artigiano",
    "libero professionista", "lavoratrice autonoma"],
    "student": ["studente", "studentessa", "studio", "universitaria"],
    "retired": ["pensionato", "in pensione", "la pensione"],
    "inactive": ["casalinga", "mai lavorato", "inattiva"],
    "other": ["altro", "nessuna di queste", "un'altra situazione"],
}


@pytest.mark.parametrize("text, expected", [(text, name) for name, texts in IN_ANY_MESSAGE.items() for text in texts])
@pytest.mark.parametrize("asked", [False, True])
def test_status_is_read_in_any_message(text: str, expected: str, asked: bool) -> None:
    assert read_status(text, asked) == expected


@pytest.mark.parametrize("text, expected", [(text, name) for name, texts in AS_AN_ANSWER.items() for text in texts])
def test_short_status_is_read_as_an_answer(text: str, expected: str) -> None:
    assert read_status(text, asked=True) == expected


@pytest.mark.parametrize("text", [
    "il corso è per disoccupati?", "posso farlo se lavoro?", "è per chi lavora?", "corso per lavorare in officina",
    "cerco un lavoro di cameriere",
    "cerco lavoro come cameriera, ho 30 anni", "cerco lavoro part time, ho 30 anni", "vorrei un lavoro come badante",
    "cerco lavoro", "possono partecipare gli studenti?", "chi è un working poor?", "cosa vuol dire occupato sospeso?",
    "cos'è la cassa integrazione?",
    "quando pagano la naspi?", "offerte di lavoro a lecco", "vorrei lavorare come cameriera",
    "i corsi sono anche per pensionati?", "lavoro estivo",
    "posso partecipare anche se lavoro?", "un disoccupato può iscriversi?", "il centro per l'impiego di Lecco",
    "workshop sulla ricerca attiva del lavoro",
    "vorrei fare la cameriera", "corsi per casalinghe", "ci sono corsi per dipendenti?", "job day",
    "quanto dura il corso?", "ho 34 anni", "abito a Lecco",
    "voglio un appuntamento", "", "🙂", "come si fa la DID?", "cos'è il patto per il lavoro",
    "sono interessato al corso", "e se studio?", "il mio lavoro",
    "serve un contratto?", "il seminario work-life balance", "a che ora chiude il cpi?", "lavoro", "part time",
    "che lavoro fate?", "sono di Merate",
    "sospeso", "voglio imparare un lavoro", "il corso per dipendenti part time",
])
def test_what_tells_no_status_in_a_message(text: str) -> None:
    assert read_status(text, asked=False) is None


@pytest.mark.parametrize("text", [
    "corso per disoccupati", "non sono disoccupato", "no", "sì", "non lo so", "perché?", "34", "quanto dura il corso?",
    "cosa vuol dire sospeso?", "il corso è per disoccupati?",
    "preferisco non dirlo", "sono dipendente con partita iva", "cerco un altro lavoro", "ho finito la scuola",
    "/intent", "", "a Merate",
    "cos'è la cassa integrazione?", "sono pensionato e disoccupato", "lascia stare",
])
def test_what_is_not_sure_even_when_asked(text: str) -> None:
    assert read_status(text, asked=True) is None


def test_a_relative_is_taken_as_who_would_attend_only_when_nothing_is_said_of_oneself() -> None:
    assert read_status("mio figlio è disoccupato") == "unemployed"
    assert read_status("mio marito è in cassa integrazione, io sono disoccupata") == "unemployed"
    assert read_status("mia figlia studia, io lavoro come badante") == "employed"


@pytest.mark.parametrize(("text", "expected"), [
    ("in cassa da settembre", "suspended"), ("in cassa fino a gennaio", "suspended"), ("in cassa", "suspended"),
    ("lavoro in cassa al supermercato", "employed"), ("eh magari lavorassi!", "unemployed"),
    ("magari ce l'avessi un lavoro", "unemployed"), ("ma quale lavoro, sono a casa", "unemployed"),
    ("no la cassa integrazione è finita a ottobre", "unemployed")])
def test_irony_and_short_words_answer_the_question(text: str, expected: str) -> None:
    assert read_status(text, asked=True) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("scusi ho scritto una sciocchezza, disoccupata no: lavoro part time in una mensa", "employed"),
    ("no aspetta, mica disoccupato, faccio il magazziniere", "employed"),
    ("disoccupato no, sono in cassa integrazione", "suspended"), ("sono pensionato, non disoccupato", "retired"),
    ("macché disoccupata, ho la partita iva", "self_employed"), ("sono disoccupata, no?", "unemployed"),
    ("sono disoccupato non per colpa mia", "unemployed")])
def test_a_status_that_is_denied_is_not_the_one(text: str, expected: str) -> None:
    assert read_status(text, asked=False) == expected and not denies_status(text)


def test_what_one_is_not_says_nothing_else() -> None:
    assert denies_status("non sono disoccupato") and denies_status("mica dipendente")
    assert not denies_status("sono disoccupato") and not denies_status("se non sono disoccupato posso venire?")


def test_a_question_is_no_status() -> None:
    assert read_status("che lavoro devo dire?", asked=True) != "unemployed"


def test_no_work_without_a_comma_is_none() -> None:
    assert read_status("no lavoro", asked=True) == "unemployed" and read_status("no, lavoro", asked=True) == "employed"
