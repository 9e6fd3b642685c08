"""A cry for help in another language is heard with its kind; ways of speaking and bare facts are none."""

from __future__ import annotations

import pytest

from bot.italian.distress import CHILD, EXPLOITATION, HUNGER, MEDICAL, SUICIDE, VIOLENCE, find_distress

CASES = {
    SUICIDE: (
        "non voglio più esserci", "vorrei non essere mai nata", "ho voglia di sparire dal mondo",
        "nobody would miss me", "I can't see a reason to go on living", "I feel like ending it",
        "life is not worth living", "je veux en finir", "la vie ne vaut plus la peine",
        "je ne sers à rien, autant mourir", "no le veo sentido a la vida", "me quiero matar",
        "ich habe keine Lust mehr zu leben", "das Leben hat keinen Sinn mehr", "nu mai are rost să trăiesc",
        "nuk ka kuptim të jetoj", "حياتي بلا معنى", "немає сенсу жити", "mi viene da buttarmi dal balcone",
        "la faccio finita con tutto", "sto pensando di farla finita", "voglio addormentarmi per sempre",
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
        "my husband is violent", "my partner threatens me", "he hit me again", "elle me frappe",
        "mon mari est violent", "mi esposo es violento", "me pegan en casa", "mein Mann ist gewalttätig",
        "er bedroht mich", "soțul meu este violent", "burri im është i dhunshëm", "زوجي عنيف", "чоловік погрожує мені",
        "il mio compagno mi tira i capelli e mi insulta", "mi ha dato un pugno mio marito", "ho i lividi, è stato lui",
        "mio marito mi tiene chiusa in casa",
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
        "my mum collapsed", "he is not breathing", "mon fils ne respire plus", "mi madre se desmayó",
        "mein Kind atmet nicht mehr", "mama a leșinat", "babai ra pa ndjenja", "أمي فقدت الوعي",
        "мама втратила свідомість", "il bambino non respira", "mia nonna è caduta e non si muove",
        "my father is having a heart attack", "I can't breathe", "please call an ambulance", "I took too many pills",
        "my mother is unconscious",
        "je n'arrive pas à respirer", "mon père fait une crise cardiaque", "il faut une ambulance",
        "no puedo respirar", "mi padre tiene un infarto", "necesito una ambulancia",
        "ich kann nicht atmen", "mein Vater hat einen Herzinfarkt", "wir brauchen einen Krankenwagen",
        "nu pot să respir", "tata are un infarct", "chemați o ambulanță", "nuk marr dot frymë", "thirrni ambulancën",
        "لا أستطيع التنفس", "أبي عنده نوبة قلبية", "نحتاج سيارة إسعاف",
        "не можу дихати", "у батька інфаркт", "викличте швидку"),
    EXPLOITATION: (
        "my boss took my passport and I cannot leave", "they keep my documents at work", "I am forced to work here",
        "le patron a pris mon passeport", "el jefe tiene mis documentos y no me los da",
        "patronul mi-a luat pașaportul"),
    HUNGER: (
        "we sleep outside with our kids", "we got evicted and have no place to go", "I have no food for my kids",
        "on dort dehors", "je n'ai rien mangé depuis deux jours", "nos van a echar de casa", "no tengo comida",
        "ich habe nichts zu essen für meine Kinder", "wir verlieren die Wohnung", "nu avem unde să dormim",
        "nuk kemi ku të flemë", "ليس لدينا مكان ننام فيه", "діти голодні",
        "mi sfrattano il mese prossimo con tre bambini", "mi hanno staccato tutto e non ho da mangiare",
        "dormo dal mio amico ma domani mi manda via, non so dove andare",
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
    "life in Lecco is good", "I have no food handling certificate", "I have nothing to do", "my husband works a lot",
    "mon mari travaille", "la vie est belle", "mi vida es buena", "das Leben in Italien ist gut",
    "my husband is sick",
    "I lost my house keys and the appointment", "can I sleep at the course?", "حياتي في إيطاليا جميلة",
    "життя в Італії",
    "no tengo tiempo", "ho perso la casa editrice", "mio marito è agitato",
    "Marie Mourir", "Ambulante Rossi", "muoio dal ridere", "venditore ambulante"])
def test_a_way_of_speaking_or_a_bare_fact_is_none(text: str) -> None:
    assert find_distress(text) is None
