"""Strong words about small things, which cry for nothing: «muoio dal ridere», «mia mamma mi uccide»."""

from __future__ import annotations

import re

from bot.italian.text import normalise

_KILLS = r"(?:(?:mi|ci) )?(?:ammazz|uccid|strozz|scann|scuoi|fulmin|fucil|impicc)\w+"
_SCOLDS = (r"(?:mamm\w|madre|padre|papa|babbo|nonn\w|moglie|suocer\w|sorella|prof\w*|coinquilin\w|cap[oa]|boss|"
           r"titolare|principale|padron\w|direttor\w|direttrice|responsabile|collegh\w|allenator\w|coach)")
_FALLS_SHORT = (r"\bse (?:\w+ )?(?:non (?!mi ved|mi sent|risp)|perdo|resto|sto ancora|faccio tardi|arrivo tardi|"
    r"sbaglio|salto|dimentic|"
                r"scord|rimand)")
_IN_JEST = (
    rf"\b{_SCOLDS} {_KILLS}(?=.{{0,30}}{_FALLS_SHORT})|{_FALLS_SHORT}.{{0,60}}\b{_SCOLDS} {_KILLS}|"
    rf"\b(?:mi|ci) (?:ammazz|uccid|strozz|strangol|scann)\w+\b(?! di botte)(?=.*(?:\b(?:a*h+a+h+a*\w*|lol|"
    rf"scherzo)\b|[😂🤣😅]))")
"""Who is killed for falling short is scolded; «se lo scopre mi ammazza» is no jest."""
_SAYINGS = (
    r"\b(?:che (?:barba|noia|pizza|palle)(?! (?:la|di|questa) vita)|mi annoio(?! di vivere)|"
    r"piang\w+ (?:di|dalla) (?:gioia|felicita|contentezza)|non ci spera\w+ piu|non ce la faccio (?:a|"
    r"ad) (?:venire|andar\w+|"
    r"esserci|arrivare)|(?:muoi\w*|mori\w*|moren\w+|mort[oaie]|ammazz\w+|uccid\w+|crep\w+) (?:dal|dalla|dalle|di|d|da) "
    r"(?!solo\b|sola\b|me\b|noi\b|dolore\b|botte\b)\w+|da morire|farla finita con (?!tutto|la vita|me\b)|"
    r"facciamola finita|"
    r"(?:tasse|spese|domande|prezz\w+|bollette|code|lavoro) (?:mi|ci) (?:ammazz|uccid)\w+|fame di \w+|"
    r"(?:mi|ci|vi) (?:uccid|ammazz|distrugg)\w+ (?:quest\w+|le|la|il|i|l|sta|ste|tutte|"
    r"tutta) (?:\w+ )?(?:burocrazi|fil|cod|"
    r"cart|modul|tass|spes|domand|prezz|bollett|cald|fredd|afa|noi|traffic|attes)\w*|(?<!mi )ammazza (?:che|"
    r"quant\w+|oh|se|o|ragazzi)|mi ammazz\w+ (?:di|con|a) (?:lavor|fatic|stud|sport|palestra|domande)\w*|"
    r"(?:ha|hanno) picchiato la (?:porta|testa)|picchia il sole|butt\w+ giu (?:due|quattro|qualche|"
    r"una|un|le|gli|il|la) "
    r"\w+|svegli\w+ (?:mai |piu )+(?:presto|tardi|prima|alle)|da mangiare (?:al|ai|alle) (?:can|gatt|"
    r"gallin|pesc|animal)"
    r"\w+|dormire in macchina durante|"
    r"vivere (?:a|in) (?!quest|cas)\w+|(?:stanc|mort)\w (?:stanc|mort)\w di (?!fame|freddo)\w+|un mortorio|(?:torn|"
    r"entr|rientr|affacc)\w+ (?:\w+ )?(?:nel|al) mondo del lavoro|"
    r"(?:piogg\w+|piove|piova|neve|nebbia|vento|tempo|cald\w|fredd\w|afa|umidita|traffico|burocrazi\w|attes[ae]|fil[ae]|"
    r"cod[ae]|musichetta|zanzare|barzellett\w)\W+(?:che )?(?:mi|ci) f(?:a|anno) (?:morire|impazzire)|"
    r"mi fa morire (?:dal )?(?:rider\w|rido)|"
    r"fame (?:da|chimica|nervosa)\b(?: lup\w)?|"
    r"(?:mi |ci )?(?:butt|lanci|tuff)\w+ (?:a capofitto )?(?:nel|nell|nella|in|su|sul|sull|sulla|sui)"
    r"(?! (?:lago|fiume|adda|acqua|vuot\w|strada|binari\w*|treno|mare|macchina)) \w+|"
    r"(?:la |far\w+ )?(?:faccio |faro )?finita (?:con|coi) (?!tutto|la vita|me\b|questa vita)(?:il |la |le |i |"
    r"gli |l |quest\w+ )?"
    r"\w+)\b")
FIGURES = re.compile(f"{_IN_JEST}|{_SAYINGS}")
"""What is taken out before words of distress are looked for."""
ADVERBS = re.compile(r"\b(?:da (?:morire|matti|impazzire|pazzi)|alla follia)\b")
"""What can be taken out of a clause: «mi piace da morire la cucina»."""
_GOOD_MOOD = re.compile(
    r"\bnon (?:sto (?:\w+ )?male|mi sento (?:\w+ )?male|sono (?:\w+ )?(?:trist|depress|disperat|malat|giu)\w*|"
    r"ho bisogno di aiuto)\b"
    r"(?!.*\b(?:ma|pero)\b)|(?<!non )\b(?:sto|mi sento|sono) (?:molto |tutto |proprio |gia |adesso |ora )?(?:bene|"
    r"meglio|"
    r"benissimo|felice|content\w|"
    r"rinat\w|viv[oa])\b(?!.*\b(?:ma|pero|non)\b)|\bla vita (?:e (?:bella|fatta|cosi|una|strana)|continua|va avanti)\b|"
    r"\b(?:che )?bella vita\b|\bevviva\b|\b(?:nessun|niente) dramm\w\b|\btutto (?:bene|a posto|ok)\b(?!.*\b(?:ma|"
    r"pero|non)\b)")
"""Who is well, or says that nothing is the matter."""


def is_in_good_mood(text: str) -> bool:
    """Whether ``text`` says that the person is well, whatever words of distress are denied in it."""
    return _GOOD_MOOD.search(normalise(text)) is not None
