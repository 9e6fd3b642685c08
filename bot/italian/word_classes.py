"""Classes of words that a place in a phrase may hold: «diploma @paese» is «diploma ucraino», «diploma del Perù»."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Mapping

CLASSES: Mapping[str, re.Pattern[str]] = {
    "paese": re.compile(
        r"paese|patria|estero|esteri|ester[ao]|stranier[oaie]|africa\w{0,4}|alban\w+|marocc\w+|romania|r[uo]men[oaie]|"
        r"ucrain\w+|moldav\w+|moldova|russi?[ao]|senegal\w*|nigeri\w*|ghan\w+|ivorian\w|camerun\w*|egitt\w*|egizian\w|"
        r"tunisi\w+|algeri\w+|libi[ao]|libic\w|sirian\w|siria|turc\w+|iran\w*|iraq\w*|iracen\w|afghan\w+|pachistan\w*|"
        r"pakistan\w*|bangla\w*|bengal\w+|indian[oaie]?|india|cines[ei]|cina|filippin\w+|peru|peruvian\w|ecuador\w*|"
        r"bolivi\w+|colombian?[oaie]?|brasil\w+|venezuel\w+|cub[ao]|cuban\w|argentin\w+|dominican\w+|salvador\w*|"
        r"honduras|etiop\w+|eritre\w+|somal\w+|burkin\w*|malian\w|togo\w*|gambian?\w|guine\w+|serb\w+|bosni\w+|kosov\w+|"
        r"macedon\w+|bulgar\w+|polacc\w+|polonia|ungher\w+|ceco\w*|sloven\w+|croa\w+|lituan\w+|estoni\w*|letton\w+|"
        r"bielorus\w+|georgian?[oaie]?|lanka|srilank\w+|vietnam\w*|thailand\w+|giappon\w*|cile\w*|messic\w+|"
        r"german\w+|tedesc\w+|frances\w|francia|spagn\w+|inghilterra|svizzer\w|american?[oaie]?|extraue"),
    "mestiere": re.compile(
        r"mestiere|segretari\w|impiegat\w|commess\w|cassier\w|operai\w|magazzinier\w|barist\w|camerier\w|cuoc\w|lavapiatt\w|pizzaiol\w|"
        r"autist\w|camionist\w|corrier\w|fattorin\w|saldator\w|tornitor\w|fresator\w|carpentier\w|murator\w|manoval\w|"
        r"giardinier\w|receptionist|centralinist\w|contabil\w|ragionier\w|parrucchier\w|estetist\w|fornai\w|panettier\w|"
        r"mulettist\w|addett\w|infermier\w|oss|educat\w+|maestr\w|insegnant\w|bidell\w|custod\w|portier\w|portinai\w|"
        r"guardian\w|vigilant\w|pulizie|stirat\w+|sart\w|facchin\w|bracciant\w|programmator\w|informatic\w|geometr\w|disegnator\w"),
    "artigiano": re.compile(
        r"artigian\w|elettricist\w|idraulic\w|meccanic\w|imbianchin\w|murator\w|falegnam\w|fabbr\w|gommist\w|carrozzier\w|"
        r"giardinier\w|piastrellist\w|antennist\w|caldaist\w|serramentist\w|vetrai\w|tappezzier\w|lattonier\w|"
        r"spazzacamin\w|traslocator\w|camerier\w|cuoc\w|tecnic\w"),
    "parente": re.compile(
        r"parent[ei]|familiar[ei]|famigli\w+|mogli[e]?|marit[oi]|figli\w*|bambin\w|madre|mamma|padre|papa|genitor[ei]|"
        r"sorell\w|fratell\w|fidanzat\w|compagn[oa]|nonn\w|coniuge|suocer\w|nipot[ei]|cugin\w"),
}
"""By the name of the class, which stands in it too; words are folded."""


@lru_cache(maxsize=4096)
def find_word_classes(word: str) -> frozenset[str]:
    """The classes that ``word`` (folded) belongs to."""
    return frozenset(name for name, words in CLASSES.items() if words.fullmatch(word))
