"""A cry for help in another language is heard with its kind; ways of speaking and bare facts are none."""

from __future__ import annotations

import pytest

from bot.italian.distress import CHILD, HUNGER, MEDICAL, SUICIDE, VIOLENCE, find_distress

CASES = {
    SUICIDE: (
        "I lost my job and my house, I don't want to live anymore", "i want to die", "I'm going to kill myself",
        "everybody would be better off without me", "there is no reason to live",
        "je n'en peux plus, je veux mourir", "je ne veux plus vivre", "j'ai envie de mourir",
        "je pense à me suicider",
        "no quiero vivir más", "ya no quiero seguir viviendo", "me quiero morir", "quiero quitarme la vida",
        "ich will nicht mehr leben", "ich möchte sterben", "ich bringe mich um", "ich denke an Selbstmord",
        "nu mai vreau să trăiesc", "vreau să mor", "mă gândesc să mă sinucid",
        "nuk dua të jetoj më", "dua të vdes", "dua ta vras veten",
        "لا أريد أن أعيش", "أريد أن أموت", "أفكر في الانتحار", "لم أعد أريد الحياة",
        "я не хочу більше жити", "хочу померти", "думаю про самогубство", "я не хочу больше жить",
        "não quero mais viver", "quero morrer", "nie chcę już żyć", "chcę umrzeć"),
    VIOLENCE: (
        "my husband beats me", "my boyfriend hit me last night", "my ex is threatening to kill me",
        "I am afraid of my husband",
        "mon mari me frappe", "mon copain m'a frappée hier", "je subis des violences à la maison",
        "mi marido me pega", "mi novio me golpeó", "sufro violencia doméstica",
        "mein Mann schlägt mich", "mein Freund hat mich geschlagen", "ich habe Angst vor meinem Mann",
        "soțul mă bate", "bărbatul meu m-a lovit", "burri më rreh", "kam frikë nga burri",
        "زوجي يضربني", "أنا خائفة من زوجي", "чоловік мене б'є", "мій чоловік б'є мене", "муж меня избивает",
        "meu marido me bate", "mąż mnie bije"),
    CHILD: (
        "my husband beats the children", "my daughter is being abused", "il frappe mes enfants",
        "mi marido pega a los niños", "mein Mann schlägt die Kinder", "soțul bate copiii", "burri rreh fëmijët",
        "زوجي يضرب الأطفال", "чоловік б'є дітей"),
    MEDICAL: (
        "my father is having a heart attack", "I can't breathe", "please call an ambulance", "I took too many pills",
        "my mother is unconscious",
        "je n'arrive pas à respirer", "mon père fait une crise cardiaque", "il faut une ambulance",
        "no puedo respirar", "mi padre tiene un infarto", "necesito una ambulancia",
        "ich kann nicht atmen", "mein Vater hat einen Herzinfarkt", "wir brauchen einen Krankenwagen",
        "nu pot să respir", "tata are un infarct", "chemați o ambulanță", "nuk marr dot frymë", "thirrni ambulancën",
        "لا أستطيع التنفس", "أبي عنده نوبة قلبية", "نحتاج سيارة إسعاف",
        "не можу дихати", "у батька інфаркт", "викличте швидку"),
    HUNGER: (
        "we have nothing to eat", "my children are hungry", "I am homeless", "I sleep in my car",
        "we have nowhere to sleep tonight", "I lost my job and my house",
        "nous n'avons rien à manger", "je dors dans la rue", "mes enfants ont faim", "j'ai perdu ma maison",
        "no tenemos nada que comer", "duermo en la calle", "mis hijos tienen hambre", "no tengo dónde dormir",
        "wir haben nichts zu essen", "ich bin obdachlos", "ich schlafe auf der Straße",
        "nu am ce mânca", "dorm pe stradă", "nuk kam çfarë të ha", "fle në rrugë",
        "ليس عندي طعام", "أنام في الشارع", "нам нема що їсти", "я сплю на вулиці", "нам ніде ночувати",
        "não tenho o que comer", "moro na rua", "nie mamy co jeść"),
}


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in CASES.items() for text in texts])
def test_a_cry_for_help_in_another_language_is_heard(text: str, kind: str) -> None:
    assert find_distress(text) == kind


@pytest.mark.parametrize("text", [
    "I'm dying to know when it starts", "this queue is killing me", "it beats me", "hit me up tomorrow",
    "I don't want to live in Milan", "I want to live in Lecco", "I hurt myself at work two years ago",
    "how many people live here?", "do you give first aid courses?", "I lost my job", "I lost my appointment code",
    "my father had a heart attack last year, can I move the appointment?", "I'm hungry for knowledge",
    "je meurs d'envie de commencer", "c'est à mourir de rire", "je veux vivre à Lecco", "je ne veux plus vivre à Milan",
    "me muero de risa", "quiero vivir en Italia", "no quiero vivir lejos",
    "ich sterbe vor Neugier", "ich will in Lecco leben", "das schlägt mir auf den Magen",
    "mor de râs", "vreau să trăiesc în Italia", "po vdes nga kurioziteti", "dua të jetoj në Lecco",
    "أموت من الضحك", "أريد أن أعيش في إيطاليا", "вмираю зі сміху", "хочу жити в Лекко",
    "quero viver aqui", "chcę żyć we Włoszech", "which courses do you have?", "Und was kostet das?",
    "Marie Mourir", "Ambulante Rossi", "muoio dal ridere", "venditore ambulante"])
def test_a_way_of_speaking_or_a_bare_fact_is_none(text: str) -> None:
    assert find_distress(text) is None
