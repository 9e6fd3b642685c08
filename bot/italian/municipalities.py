"""Municipalities that tell residence: all of the province of Lecco, the main ones of Lombardy, and names elsewhere."""

from __future__ import annotations

from functools import lru_cache

from bot.italian.catalogue_names import NameIndex

LECCO_PROVINCE: tuple[str, ...] = (
    "Abbadia Lariana", "Airuno", "Annone di Brianza", "Ballabio", "Barzago", "Barzanò", "Barzio", "Bellano",
    "Bosisio Parini", "Brivio", "Bulciago", "Calco", "Calolziocorte", "Carenno", "Casargo", "Casatenovo",
    "Cassago Brianza", "Cassina Valsassina", "Castello di Brianza", "Cernusco Lombardone", "Cesana Brianza", "Civate",
    "Colico", "Colle Brianza", "Cortenova", "Costa Masnaga", "Crandola Valsassina", "Cremella", "Cremeno", "Dervio",
    "Dolzago", "Dorio", "Ello", "Erve", "Esino Lario", "Galbiate", "Garbagnate Monastero", "Garlate", "Imbersago",
    "Introbio", "La Valletta Brianza", "Lecco", "Lierna", "Lomagna", "Malgrate", "Mandello del Lario", "Margno",
    "Merate", "Missaglia", "Moggio", "Molteno", "Monte Marenzo", "Montevecchia", "Monticello Brianza", "Morterone",
    "Nibionno", "Oggiono", "Olgiate Molgora", "Olginate", "Oliveto Lario", "Osnago", "Paderno d'Adda", "Pagnona",
    "Parlasco", "Pasturo", "Perledo", "Pescate", "Premana", "Primaluna", "Robbiate", "Rogeno", "Santa Maria Hoè",
    "Sirone", "Sirtori", "Sueglio", "Suello", "Taceno", "Valgreghentino", "Valmadrera", "Valvarrone", "Varenna",
    "Vercurago", "Verderio", "Viganò",
)
"""The 84 municipalities of the province of Lecco."""

LECCO_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "Lecco": ("Leco", "Lecho", "Leccco", "Lecco città", "Pescarenico", "Acquate", "Maggianico", "Castello sopra Lecco",
              "Germanedo", "Belledo", "Rancio", "Laorca"),
    "Calolziocorte": ("Calolzio",), "Mandello del Lario": ("Mandello",), "Abbadia Lariana": ("Abbadia",),
    "Cernusco Lombardone": ("Cernusco",), "Paderno d'Adda": ("Paderno",), "Bosisio Parini": ("Bosisio",),
    "Cassago Brianza": ("Cassago",), "Annone di Brianza": ("Annone",), "Monticello Brianza": ("Monticello",),
    "La Valletta Brianza": ("Perego", "Rovagnate", "La Valletta"), "Bellano": ("Vendrogno",),
    "Valvarrone": ("Vestreno", "Introzzo", "Tremenico"), "Santa Maria Hoè": ("Santa Maria",),
    "Verderio": ("Verderio Superiore", "Verderio Inferiore"), "Esino Lario": ("Esino",), "Cesana Brianza": ("Cesana",),
    "Garbagnate Monastero": (), "Costa Masnaga": ("Masnaga",), "Crandola Valsassina": ("Crandola",),
    "provincia di Lecco": ("Valsassina", "lecchese", "meratese", "casatese", "oggionese", "Brianza", "lago di Lecco"),
}
"""Hamlets, former municipalities and short names."""

NO_MUNICIPALITY = frozenset({"provincia di Lecco", "Lombardia"})
"""Places that are larger than a municipality."""

LOMBARDY: tuple[str, ...] = (
    "Lombardia", "Bergamo", "Brescia", "Como", "Cremona", "Lodi", "Mantova", "Milano", "Monza", "Pavia", "Sondrio",
    "Varese",
    "Monza e Brianza", "bergamasca", "Valtellina", "comasco", "Sesto San Giovanni", "Cinisello Balsamo", "Rho",
    "Legnano",
    "Busto Arsizio", "Gallarate", "Saronno", "Desio", "Seregno", "Lissone", "Vimercate", "Cantù", "Erba",
    "Mariano Comense",
    "Treviglio", "Vigevano", "Voghera", "Crema", "Morbegno", "Chiavenna", "Tirano", "Cisano Bergamasco",
    "Caprino Bergamasco",
    "Ponte San Pietro", "Dalmine", "Seriate", "Carate Brianza", "Besana Brianza", "Giussano", "Arcore", "Usmate",
    "Usmate Velate",
    "Cornate d'Adda", "Trezzo sull'Adda", "Cologno Monzese", "Paderno Dugnano", "Rozzano", "Bollate", "Segrate",
    "Melzo",
    "Abbiategrasso", "Magenta", "Corsico", "Inverigo", "Merone", "Asso", "Canzo", "Bellagio", "Menaggio", "Pontida",
    "Ambivere",
    "Mapello", "Calusco d'Adda", "Villa d'Adda", "Carvico", "Lurago d'Erba", "Lambrugo", "Pusiano", "Eupilio",
    "Briosco",
    "Veduggio", "Renate", "Triuggio", "Lesmo", "Correzzana", "Bernareggio", "Ronco Briantino", "Sulbiate", "Mezzago",
    "Desenzano", "Lumezzane", "Cernusco sul Naviglio", "Bresso", "Limbiate", "Cesano Maderno", "Meda", "Brugherio",
    "Nova Milanese",
    "Muggiò", "Villasanta", "Biassono", "Macherio", "Sovico", "Albiate", "Verano Brianza", "Agrate", "Concorezzo",
    "Carugate",
)
"""Lombardy outside the province of Lecco: the other eleven provinces and the places nearest to Lecco."""

OUTSIDE_LOMBARDY: tuple[str, ...] = (
    # regions
    "Abruzzo", "Basilicata", "Calabria", "Campania", "Emilia Romagna", "Emilia", "Romagna", "Friuli Venezia Giulia",
    "Friuli",
    "Lazio", "Liguria", "Marche", "Molise", "Piemonte", "Puglia", "Sardegna", "Sicilia", "Toscana", "Trentino",
    "Alto Adige",
    "Umbria", "Valle d'Aosta", "Veneto",
    # provincial capitals and large cities
    "Agrigento", "Alessandria", "Ancona", "Andria", "Aosta", "Arezzo", "Ascoli Piceno", "Asti", "Avellino", "Bari",
    "Barletta",
    "Belluno", "Benevento", "Biella", "Bologna", "Bolzano", "Brindisi", "Cagliari", "Caltanissetta", "Campobasso",
    "Caserta",
    "Catania", "Catanzaro", "Chieti", "Cosenza", "Crotone", "Cuneo", "Enna", "Fermo", "Ferrara", "Firenze", "Foggia",
    "Forlì",
    "Frosinone", "Genova", "Gorizia", "Grosseto", "Imperia", "Isernia", "L'Aquila", "La Spezia", "Latina", "Lecce",
    "Livorno",
    "Lucca", "Macerata", "Matera", "Messina", "Modena", "Napoli", "Novara", "Nuoro", "Oristano", "Padova", "Palermo",
    "Parma",
    "Perugia", "Pesaro", "Pescara", "Piacenza", "Pisa", "Pistoia", "Pordenone", "Potenza", "Prato", "Ragusa", "Ravenna",
    "Reggio Calabria", "Reggio Emilia", "Rieti", "Rimini", "Roma", "Rovigo", "Salerno", "Sassari", "Savona", "Siena",
    "Siracusa", "Taranto", "Teramo", "Terni", "Torino", "Trapani", "Trento", "Treviso", "Trieste", "Udine", "Venezia",
    "Verbania", "Vercelli", "Verona", "Vibo Valentia", "Vicenza", "Viterbo",
    # abroad
    "Svizzera", "Canton Ticino", "Lugano", "Chiasso", "Bellinzona", "Francia", "Germania", "Austria", "Spagna",
    "Inghilterra",
    "Londra", "Parigi", "Romania", "Albania", "Marocco", "Tunisia", "Egitto", "Senegal", "Ucraina", "Slovenia",
)
"""Regions, provincial capitals and countries outside Lombardy."""


@lru_cache(maxsize=1)
def index_municipalities() -> NameIndex:
    """All the places; kind lecco, lombardy or outside, id the name as it is written."""
    lecco = [("lecco", name, (name, *LECCO_OTHER_NAMES.get(name, ()))) for name in LECCO_PROVINCE]
    lecco.append(("lecco", "provincia di Lecco", LECCO_OTHER_NAMES["provincia di Lecco"]))
    return NameIndex([*lecco, *(("lombardy", name, (name,)) for name in LOMBARDY),
                      *(("outside", name, (name,)) for name in OUTSIDE_LOMBARDY)])
