"""Cries for help in the languages of those who write here in their own, by kind, as :mod:`bot.italian.distress` hears
them in Italian.

Each pattern needs somebody who suffers or wants: «dying to know», «me muero de risa», «quiero vivir aquí» are none.
Patterns are written as the languages are spelt and folded like the texts that they are compared with.
"""

from __future__ import annotations

import re
from functools import cache

from bot.italian.text import normalise

_ENGLISH_HURTS = r"(?:beats?|beating|hits?|hitting|punch\w+|slap\w*|chok\w+|rape[sd]?|kicks|kicked|abus\w+|stalk\w*)"
_ENGLISH_SICK = r"(?:mother|father|mum|mom|dad|wife|husband|son|daughter|baby|child|friend|he|she|someone)"

_PATTERNS: dict[str, tuple[str, ...]] = {
    "suicide": (
        r"\b(?:do not|don t|dont|no longer|never) (?:really )?(?:want|wish|wanna) (?:to )?"
        r"(?:live|be alive|exist|wake up|go on living)\b(?! (?:in|with|here|there|near|far|alone|at|on)\b)",
        r"\b(?:want|wanna|wish|going|rather|better) (?:to |i )?(?:just )?(?:die|be dead|were dead|kill myself|end it "
        r"all|"
        r"end my life|disappear forever)\b(?! (?:of|from|laugh\w*)\b)",
        r"\bkill(?:ing)? myself\b|\bsuicid(?:e|al)\b|\b(?:end|ending|take|taking) my (?:own )?life\b|\btired of "
        r"living\b",
        r"\b(?:want|going|think\w*|thought) (?:to|of|about) hurt(?:ing)? myself\b|\bcut(?:ting)? my wrists\b",
        r"\bnobody would miss me\b|\bfeel like ending it\b|\bautant mourir\b|\bmieux vaut mourir\b|\bveux en "
        r"finir\b(?! avec)",
        r"\bno (?:reason|point|sense) (?:to|in|for) (?:liv\w+|go(?:ing)? on|being alive)\b|"
        r"\bbetter off (?:dead|without me)\b",
        r"\b(?:veux|voudrais|envie de|prefere|vais) (?:plus |juste |seulement )?(?:mourir|crever|me tuer|me suicider|"
        r"en finir avec la vie)\b(?! de (?:rire|faim|chaud|honte|curiosite))",
        r"\bplus (?:envie de )?vivre\b(?! (?:a|avec|ici|chez|dans|en|loin|la)\b)|\bsuicid(?:er|e)\b|\bme tuer\b|"
        r"\b(?:mettre )?fin a mes jours\b|\b(?:marre|fatigue\w?) de vivre\b|\bmieux (?:morte?|sans moi)\b",
        r"\b(?:quiero|quisiera|deseo|ganas de|prefiero|voy a) (?:solo |ya )?(?:morir\w*|matarme|suicidarme|"
        r"acabar con mi vida|desaparecer para siempre)\b(?! de (?:risa|hambre|calor))",
        r"\bme quiero (?:morir|matar)\b(?! de)|\bquitarme la vida\b|\bsuicidarme\b|\bcansad[oa] de vivir\b|"
        r"\bmejor muert[oa]\b",
        r"\bno (?:quiero|tengo ganas de) (?:seguir )?(?:vivir|viviendo)\b(?! (?:en|con|aqui|lejos|cerca|solo|sola)\b)",
        r"\b(?:will|mag|möchte|kann) (?:so )?nicht mehr (?:leben|weiterleben|aufwachen)\b|\blebensmüde\b",
        r"\b(?:will|möchte) (?:nur noch |einfach |nur )?(?:sterben|tot sein)\b(?! vor)|\bwäre (?:ich )?lieber tot\b",
        r"\b(?:mich|mir|sich) (?:selbst )?(?:um(?:zu)?bringen|das leben (?:zu )?nehmen)\b|\bbringe mich um\b|"
        r"\bselbstmord\w*|\bsuizid\w*",
        r"\bnu (?:mai )?vreau sa (?:mai )?trăiesc\b(?! (?:in|cu|aici|la)\b)|\bsinuci\w*|\bsă (?:îmi|mi) iau viața\b",
        r"\b(?:vreau|aș vrea|îmi vine) să (?:mor|mă omor)\b(?! de)",
        r"\b(?:nuk|s) dua (?:më |te )*(?:jetoj|rroj)\b(?! (?:ne|me ty|ketu)\b)|\bdua (?:te|ta) (?:vdes|vras veten)\b|"
        r"\b(?:vras|vrasë) veten\b|\bvetëvras\w*|\blodhur nga jeta\b",
        r"(?:لا|ما|لم اعد|مش|ما عاد) ?(?:اريد|ابغى|عايز|بدي|ارغب) (?:ان |في )?(?:اعيش|العيش|الحياة)(?! في)",
        r"(?:اريد|بدي|عايز|اتمنى) (?:ان )?(?:اموت|الموت)(?! من)|انتحار|انتحر|اقتل نفسي|انهي حياتي|تعبت من الحياة",
        r"\b(?:не хочу|не хочеться|не хочется|немає сил) (?:більше |больше )?(?:жити|жить)\b(?! (?:в|у|з|с|тут|на)\b)",
        r"\b(?:хочу|хочеться|хочется) (?:просто )?(?:померти|вмерти|умереть)\b|\bсамог\w+|\bсамоуб\w+|"
        r"\b(?:вбити|убить) себ[ея]\b|\b(?:покінчити|покончить) (?:з|із|с) (?:собою|собой|життям|жизнью)\b",
        r"\bnão (?:quero|aguento) (?:mais )?viver\b(?! (?:em|com|aqui|longe)\b)|\b(?:quero|vontade de) (?:morrer|"
        r"me matar)\b(?! de)|\btirar (?:a )?minha (?:própria )?vida\b",
        r"\bnie chc[eę] (?:mi się |już )*żyć\b(?! (?:w|z|tu)\b)|\bchcę (?:umrzeć|się zabić)\b|\bsamobój\w*|"
        r"\bodebrać sobie życie\b"),
    "violence": (
        rf"\b(?:husband|boyfriend|partner|ex|father|dad|brother|son|uncle|he)\b(?: \w+){{0,3}} {_ENGLISH_HURTS} "
        r"(?:me|us)\b(?! (?:up|to it)\b)",
        r"\bthreaten\w* (?:to kill|to hurt|me|us)\b|\b(?:was|been|being) (?:raped|beaten|stalked)\b|"
        r"\b(?:afraid|scared) of my (?:husband|boyfriend|partner|ex|father)\b|\bdomestic violence\b|"
        r"\bviolence at home\b|\bbeaten by\b",
        r"\b(?:mari|copain|compagnon|conjoint|ex|père|frère|il)\b(?: \w+){0,3} (?:me|m|nous)(?: a)? "
        r"(?:frapp\w+|bat|battu\w*|gifl\w+|menac\w+|viol\w+|maltrait\w+|étrangl\w+|cogn\w+)\b",
        r"\b(?:violences? )(?:conjugales?|domestiques?|à la maison)\b|\bpeur de (?:mon (?:mari|copain|ex|compagnon)|"
        r"rentrer chez moi)\b|\bj ai été (?:violée?|battue?|frappée?)\b",
        r"\b(?:marido|esposo|novio|pareja|ex|padre|hermano|él)\b(?: \w+){0,3} (?:me|nos) (?:ha )?"
        r"(?:peg\w+|golpe\w+|maltrat\w+|amenaz\w+|viol\w+|ahorc\w+)\b",
        r"\bme (?:pega|golpea|maltrata|ha pegado|violó|violaron)\b|\bviolencia (?:doméstica|de género|en casa)\b|"
        r"\bmiedo (?:de|a) (?:mi (?:marido|esposo|pareja|novio|ex)|volver a casa)\b",
        r"\b(?:mann|freund|partner|ex|vater|bruder|er)\b(?: \w+){0,3} (?:schlägt|schlug|verprügelt|bedroht|misshandelt|"
        r"vergewaltigt|würgt) (?:mich|uns)\b(?! auf)",
        r"\bhat (?:mich|uns) (?:geschlagen|verprügelt|vergewaltigt|bedroht|gewürgt)\b|\bhäusliche gewalt\b|"
        r"\bgewalt (?:zu ?hause|in der (?:familie|ehe))\b|\bangst vor meinem (?:mann|freund|ex|partner|vater)\b",
        r"\b(?:soț\w*|bărbat\w*|iubit\w*|prieten\w*|fost\w*|tata|frate\w*|el)\b(?: \w+){0,2} (?:mă|ne) "
        r"(?:bate|lovește|amenință|violează|maltratează)\b|\bm[ -]a (?:bătut|lovit|violat|amenințat)\b|"
        r"\bviolență (?:domestică|în familie)\b|\bfrică de (?:soțul|bărbatul|iubitul|fostul)\b",
        r"\b(?:burri|bashkëshorti|babai|vëllai|djali|dashuri|ai)\b(?: \w+){0,3} (?:më|na) (?:rreh|godet|kërcënon|"
        r"dhunon|përdhunon)\b|\bmë rreh\b|\bdhun[eë] në (?:familje|shtëpi)\b|\bfrikë nga (?:burri|bashkëshorti)\b",
        r"يضربني|ضربني|تضربني|يضربنا|اغتصبني|يهددني|هددني|يعنفني|عنف (?:اسري|منزلي|في البيت)|العنف (?:الاسري|المنزلي)|"
        r"(?:خايفة|خائفة|اخاف|خايف|خائف) من (?:زوجي|ابي|طليقي)",
        r"\b(?:мене|меня|нас) (?:б є|б ють|бив|побив|побили|бьет|бьют|избивает|избил|зґвалтували|изнасиловали)\b|"
        r"\b(?:б є|бьет|избивает|погрожує|угрожает) (?:мене|меня|мені|мне|нас)\b|\bдомашн\w+ насил\w+|"
        r"\b(?:боюся|боюсь) (?:свого |мого |своего )?(?:чоловіка|мужа)\b",
        r"\b(?:marido|namorado|companheiro|pai|ex)\b(?: \w+){0,3} (?:me|nos) (?:bate|bateu|agride|agrediu|ameaça|"
        r"espanca|violentou)\b|\bviolência doméstica\b",
        r"\b(?:mąż|chłopak|ojciec|partner)\b(?: \w+){0,3} (?:mnie|nas) (?:bije|pobił|grozi)\b|\bbije mnie\b|"
        r"\bprzemoc (?:domowa|w domu)\b"),
    "child": (
        r"\b(?:child|children|kids?|baby|son|daughter)\b(?: \w+){0,3} (?:is|are|was|were|been|being|gets?|get) "
        r"(?:being )?"
        r"(?:beaten|hit|abused|molested|raped)\b",
        r"\b(?:beats?|beating|hits|hitting|abus\w+|molest\w+) (?:\w+ )?(?:children|kids?|child|baby|son|daughter)\b",
        r"\b(?:frappe|bat|tape|maltraite|violente) (?:les|mes|mon|ma|ses|nos|le|la) (?:enfants?|fils|fille|bébé)\b|"
        r"\b(?:enfants?|fils|fille|bébé) (?:est|sont|a été|ont été) (?:frapp|battu|maltrait|abus|viol)\w*",
        r"\b(?:pega|golpea|maltrata|abusa) (?:a|de) (?:mis?|los|las|sus?|el|la) (?:hij|niñ|bebé)\w*",
        r"\bschlägt (?:die|meine|unsere|seine|ihre|das|mein|unser)\w* (?:kind\w*|sohn|tochter|baby)\b|\b(?:kind|kinder|"
        r"sohn|tochter) (?:wird|werden|wurde|wurden) (?:geschlagen|misshandelt|missbraucht|verprügelt)\b",
        r"\bbate (?:copi\w+|băiat\w+|fetița|fata|fiul|fiica)\b|\brreh (?:fëmij\w+|djalin|vajzën)\b",
        r"يضرب (?:الاطفال|اطفالي|اولادي|الاولاد|ابني|ابنتي|بنتي)|(?:ابني|ابنتي|بنتي|طفلي).{0,20}(?:للضرب|تحرش|اغتصاب)",
        r"\b(?:б є|бьет|избивает) (?:моїх |наших |моих )?(?:дітей|дитину|сина|доньку|детей|ребенка|дочь)\b|"
        r"\b(?:дітей|дитину|детей|ребенка) (?:б ють|бьют|побили)\b",
        r"\bbate (?:nos|nas|em) (?:meus|minhas|filhos|crianças)\b|\bbije (?:dzieci|dziecko|syna|córkę)\b"),
    "medical": (
        r"\b(?:can t|cannot|can not|cant|not|difficulty) breath\w*|\b(?:took|taken|swallowed) (?:too many|a lot of|"
        r"all (?:my|"
        r"the|his|her)) (?:pills|tablets)\b|\boverdosed\b|\b(?:call|need|send) (?:me |us )?an ambulance\b",
        rf"\b(?:having|has|is having) (?:a |an )?(?:heart attack|stroke)\b|\b{_ENGLISH_SICK} is (?:unconscious|"
        rf"dying)\b(?! to)|"
        rf"\b{_ENGLISH_SICK} (?:has )?(?:just )?(?:fainted|passed out|collapsed)\b|\bbleeding (?:a lot|heavily|"
        rf"badly)\b|"
        r"\b(?:chest pain|pain in (?:my|the|his|her) chest)\b",
        r"\bpas à respirer\b|\bne respire (?:pas|plus)\b|\b(?:fait|faire|a|avoir) une (?:crise cardiaque)\b|"
        r"\b(?:fait|a) un (?:infarctus|avc)\b|\b(?:une|l) ambulance\b|\bappel\w+ le samu\b|\bperd\w* beaucoup de "
        r"sang\b|"
        r"\b(?:est|s est) (?:évanoui\w*|inconscient\w*)\b|\b(?:pris|avalé) (?:trop de|une boîte de) (?:médicaments|"
        r"comprimés|cachets)\b|\bmal à la poitrine\b|\ben train de mourir\b",
        r"\bno (?:puedo|puede) respirar\b|\bno respira\b|\b(?:tiene|tengo|teniendo|dio|dando) un (?:infarto|derrame|"
        r"ataque al corazón)\b|\b(?:una|la) ambulancia\b|\bsangra mucho\b|\b(?:perdiendo|pierde|pierdo) (?:mucha "
        r")?sangre\b|"
        r"\b(?:está|se ha) (?:inconsciente|desmayad\w)\b|\b(?:tomado|tomé) (?:muchas|demasiadas) pastillas\b|"
        r"\b(?:duele|dolor en) el pecho\b|\bse está muriendo\b",
        r"\b(?:kann|kriegt?|bekomm\w+) (?:nicht (?:mehr )?atmen|keine luft)\b|\batmet nicht\b|\bherzinfarkt\b(?! vor)|"
        r"\bschlaganfall\b|\b(?:krankenwagen|notarzt)\b|\bist (?:bewusstlos|ohnmächtig)\b|\bblutet (?:stark|sehr)\b|"
        r"\b(?:zu viele|zu viel) tabletten\b|\b(?:schmerzen in der brust|brustschmerzen)\b|\bliegt im sterben\b",
        r"\bnu (?:mai )?(?:pot (?:să )?respir\w*|respiră)\b|\b(?:are|face|a făcut|am) (?:un )?(?:infarct|atac de cord|"
        r"accident vascular)\b|\b(?:o ambulanță|ambulanța|salvarea)\b|\bsângerează (?:mult|tare)\b|\ba leșinat\b|"
        r"\b(?:luat|înghițit) (?:prea )?multe pastile\b|\bdurere în piept\b|\b(?:mama|tata|soțul|soția|copilul) "
        r"moare\b",
        r"\b(?:nuk|s) (?:marr|merr|mund te marr) (?:dot )?frymë\b|\b(?:infarkt|sulm ne zemër)\b|\bambulanc[eë]n?\b(?! "
        r"i)|"
        r"\bpo gjakos\w*|\b(?:i|me) ka renë të fikët\b|\bpa ndjenja\b|\bdhimbje në gjoks\b",
        r"(?:لا|ما) (?:استطيع|اقدر|يستطيع|قادر) (?:ان )?(?:اتنفس|يتنفس|التنفس)|لا يتنفس|نوبة قلبية|سكتة|جلطة|اسعاف|"
        r"ينزف|نزيف|فاقدة? الوعي|اغمي علي|(?:تناولت|بلعت|اخذت) (?:الكثير من|كثير من) (?:الحبوب|الادوية)|"
        r"الم (?:شديد )?في (?:صدري|الصدر)",
        r"\bне (?:можу|може|могу|может) (?:дихати|дышать)\b|\bне (?:дихає|дышит)\b|\b(?:інфаркт|інсульт|инфаркт|"
        r"инсульт)\b"
        r"(?! (?:минул|прошл))|\bшвидк\w+ допомог\w+|\b(?:викличте|вызовите|потрібна|нужна) (?:швидку|скорую|швидка|"
        r"скорая)\b|"
        r"\bкровоте\w+|\bзнепритомні\w+|\bнепритомн\w+|\bбез (?:свідомості|сознания)\b|\b(?:болить|болит) (?:у|в) "
        r"груд\w+|"
        r"\b(?:мати|мама|батько|тато|чоловік|дитина|папа|муж|ребенок) (?:помирає|умирает)\b",
        r"\bnão (?:consigo|consegue) respirar\b|\bnão respira\b|\b(?:uma|a) ambulância\b|\btendo um infarto\b|"
        r"\bnie (?:mogę|może) oddychać\b|\bnie oddycha\b|\bma zawał\w*|\bkaretk[ęi]\b|\bzemdlał\w*"),
    "exploitation": (
        r"\b(?:boss|employer|master|owner|they)\b.{0,30}\b(?:took|takes?|taken|keeps?|kept|holds?|has|hides?)\b"
        r".{0,15}\b(?:my|our) (?:passports?|documents?|papers|permit)\b|\bforced to work\b|\bforc\w+ me to work\b|"
        r"\bwork like a slave\b|\b(?:won t|not|don t) let (?:me|us) leave (?:work|the (?:factory|farm|house))\b",
        r"\b(?:patron|chef|employeur)\b.{0,30}\b(?:pris|garde|confisque\w*|retient|a)\b.{0,15}\b(?:mon passeport|mes "
        r"(?:papiers|documents))\b|\b(?:jefe|patron|empleador)\b.{0,30}\b(?:quit\w+|tiene|guarda|retien\w+)\b.{0,15}"
        r"\b(?:mi pasaporte|mis (?:papeles|documentos))\b|\b(?:șeful|patronul)\b.{0,30}\b(?:luat|ține|reține|"
        r"păstrează)\b"
        r".{0,15}\b(?:pașaportul|actele)\b|\bm[aă] obligă să muncesc\b"),
    "hunger": (
        r"\b(?:nothing|no food|don t have (?:any )?food|anything) (?:left )?to eat\b|\bno (?:money (?:for|to buy) "
        r")?food\b"
        r"(?! (?:court|course|handl|certif|hyg|all|saf))|\b(?:kids|children|family) (?:are|is) (?:hungry|starving)\b|"
        r"\b(?:have ?n t|have not|haven t) eaten (?:for|in|since)\b",
        r"\blos(?:t|ing) (?:\w+ ){0,5}(?:house|home|flat|apartment)\b(?! key)|\b(?:i am|i m|we are|we re|are|became|"
        r"now) "
        r"homeless\b|"
        r"\b(?:sleep\w*|liv(?:e|ing)) (?:in (?:the street|my car|a car|our car|the station)|on the streets?|rough)\b|"
        r"\b(?:nowhere|no place) to (?:sleep|stay|live|go tonight)\b|\b(?:kicked|thrown|throwing|kicking) (?:\w+ "
        r")?out of "
        r"(?:my|our|the) (?:house|home|flat|apartment)\b",
        r"\b(?:rien|pas de quoi|plus rien) (?:à )?manger\b|\bpas d argent pour manger\b|\benfants? (?:ont|a) faim\b|"
        r"\bj ai (?:très )?faim\b(?! de)|\b(?:dors|dormons|vis|vivons) (?:dans (?:la rue|ma voiture|une voiture|la "
        r"gare)|"
        r"dehors)\b|\bsans abri\b|\bsdf\b|\bà la rue\b|\bperdu (?:\w+ ){0,4}(?:maison|logement|appartement)\b|"
        r"\b(?:nulle part|pas d endroit) (?:où |pour )?(?:dormir|aller)\b|\bexpuls\w+ de (?:chez|ma|notre|mon)\b",
        r"\b(?:nada|dinero) (?:que|para|de) comer\b|\bno (?:tengo|tenemos|hay) (?:que|para) comer\b|"
        r"\b(?:hijos|niños|hijas) (?:tienen|pasan) hambre\b|\bpas(?:o|amos|ando) hambre\b|\b(?:duermo|vivo|dormimos|"
        r"vivimos) en "
        r"(?:la calle|el coche|mi coche|la estación)\b|\bperd(?:í|ido|imos) (?:\w+ ){0,4}casa\b|\bsin (?:techo|"
        r"hogar)\b|"
        r"\b(?:no (?:tengo|tenemos)|sin) (?:\w+ )?(?:dónde|lugar para) dormir\b|\b(?:echan|echado|echaron) de (?:la |"
        r"mi )?casa\b|"
        r"\bnos desalojan\b",
        r"\bnichts (?:mehr )?zu essen\b|\bkein geld (?:mehr )?(?:für|zum) (?:das )?(?:essen|lebensmittel)\b|"
        r"\bkinder haben hunger\b|\bhaben (?:wir )?hunger\b|\bobdachlos\w*|\bschlaf\w+ (?:auf der strasse|im auto|am "
        r"bahnhof|"
        r"draussen)\b|\b(?:haus|wohnung|zuhause) (?:\w+ ){0,2}verloren\b|\bnicht wo (?:ich|wir) schlafen\b|"
        r"\baus der wohnung (?:geworfen|geschmissen)\b|\bzwangsräumung\b",
        r"\b(?:n|nu) (?:am|avem) (?:ce|bani (?:de|pentru)) mânca\w*|\bcopiilor le este foame\b|\bne este foame\b|"
        r"\bcopiii (?:mei )?(?:sunt flămânzi|mor de foame)\b|\b(?:dorm|dormim|trăiesc) (?:pe stradă|în mașină|în gară|"
        r"afară)\b|"
        r"\bpierdut (?:\w+ ){0,4}casa\b|\bfără adăpost\b|\b(?:n|nu) (?:am|avem) unde (?:să )?(?:dorm\w*|stau|stăm|"
        r"locu\w+)\b|"
        r"\b(?:dat|scos|aruncat) afară din casă\b",
        r"\b(?:nuk|s) (?:kam|kemi) (?:\w+ ){0,2}(?:të ha|të hamë|të ngrënë|buk[eë]|ushqim)\b|\bfëmijët (?:jane të "
        r"uritur|"
        r"kanë uri)\b|\bkemi uri\b|\bjam (?:i|e) uritur\b|\bfle\w* (?:në rrugë|në makinë|jashtë)\b|"
        r"\bhumb\w+ (?:\w+ ){0,4}shtëpin[eë]\b|\b(?:i|e|te) pastrehë\b|\b(?:nuk|s) (?:kam|kemi) ku të (?:fle|flemë|"
        r"rri|rrimë)\b|"
        r"\bnxjerr\w* nga shtëpia\b",
        r"(?:ليس|لا يوجد|ما|لا) ?(?:عندي|عندنا|لدي|لدينا|معي|نملك|املك)?(?: \w+){0,2} (?:اكل|طعام|الطعام|ناكل|للاكل)|"
        r"(?:اطفالي|اولادي|نحن) (?:جائعون|جياع|جوعانين)|(?:انام|ننام|اعيش|نعيش) في (?:الشارع|السيارة|سيارتي|المحطة)|"
        r"(?:بلا|بدون) (?:مأوى|بيت|منزل)|مشرد|(?:فقدت|خسرت)(?: \w+){0,3} و?(?:بيتي|منزلي|البيت)|"
        r"(?:ليس|ما) (?:لدي|عندي) مكان (?:انام|للنوم|اسكن)|(?:طردوني|طردونا|يطردونا) من (?:البيت|المنزل)",
        r"\b(?:нема|немає|нічого|не маю|не маємо|нечего|нет) (?:що |чого |нічого |что )?(?:їсти|поїсти|есть|еды|їжі)\b|"
        r"\b(?:немає|нема|нет) (?:грошей|денег) на (?:їжу|еду)\b|\b(?:діти|дети|ми|мы) (?:голодні|голодные|"
        r"голодуємо)\b|"
        r"\b(?:сплю|спимо|спим|ночую|ночуємо|живу|живемо|живем) (?:на вулиці|на улице|[ву] машин\w|на вокзалі|на "
        r"вокзале)\b|"
        r"\b(?:втрати\w+|потеря\w+) (?:\w+ ){0,4}(?:дім|житло|будинок|дом|жилье|квартиру)\b|\bбезхатьк\w+|\bбездомн\w+|"
        r"\b(?:ніде|нема де|немає де|негде) (?:спати|ночувати|жити|спать|ночевать|жить)\b|\bвигнали з (?:дому|хати|"
        r"квартири)\b",
        r"\b(?:nada|o que|dinheiro) (?:para |pra )?comer\b|\bpassando fome\b|\bfilhos (?:estão )?com fome\b|"
        r"\b(?:moro|durmo|vivo) na rua\b|\bperdi (?:\w+ ){0,4}casa\b|\bnão (?:tenho|temos) onde (?:dormir|morar)\b|"
        r"\bnie ma(?:m|my) co jeść\b|\bdzieci są głodne\b|\bbezdomn\w+|\bśpi\w+ na ulicy\b|\bnie mam gdzie spać\b"),
}


_APART = 4
"""So many words may stand between two that mean a cry for help together."""
_PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "suicide": (
        (r"(?:life|living|go on living)", r"(?:no (?:sense|meaning|point|reason)|meaningless|not worth|t worth|hate "
         r"my|reason to)"),
        (r"(?:vie|vivre)", r"(?:(?:plus|aucun|pas) (?:de |d )?(?:sens|raison|goût)|vaut plus|déteste ma)"),
        (r"(?:vida|vivir)", r"(?:no (?:\w+ ){0,3}sentido|sin sentido|no vale|odio mi)"),
        (r"leben", r"(?:kein(?:en)? sinn|keine lust|sinnlos|hasse mein|keine kraft)"),
        (r"(?:viața|trăiesc|trăi)", r"(?:nu (?:mai )?are (?:rost|sens)|urăsc)"),
        (r"(?:jeta|jetoj|jetën)", r"(?:nuk ka (?:më )?kuptim|urrej)"),
        (r"(?:حياتي|الحياة|اعيش)", r"(?:بلا معنى|لا معنى|اكره|لا فائدة)"),
        (r"(?:життя|жити|жизнь|жить)", r"(?:нема\w* сенсу|не має сенсу|немає сенсу|нет смысла|без сенсу|ненавиджу)")),
    "violence": (
        (r"(?:husband|boyfriend|partner|father|brother)", r"(?:violent|abusive|aggressive)"),
        (r"(?:mari|copain|compagnon|conjoint|père|frère)", r"violent"),
        (r"(?:marido|esposo|novio|pareja|padre|hermano)", r"(?:violento|agresivo)"),
        (r"(?:mann|freund|partner|vater|bruder)", r"(?:gewalttätig|aggressiv)"),
        (r"(?:soțul|bărbatul|iubitul|tata|prietenul)", r"(?:violent|agresiv)"),
        (r"(?:burri|bashkëshorti|babai|vëllai)", r"(?:dhunshëm|agresiv)"), (r"(?:زوجي|ابي|طليقي|اخي)", r"(?:عنيف|"
         r"عدواني)"),
        (r"(?:чоловік|хлопець|батько|муж|отец)", r"(?:агресивн\w+|жорсток\w+|погрожує|угрожает)"),
        (r"(?:elle|il|she|he|er|sie|ella|él)", r"(?:me (?:frappe|bat|tape|pega|golpea)|(?:hits|beats|threatens) me(?! "
         r"(?:up|to)\b)|"
         r"bedroht mich|schlägt mich(?! auf))"),
        (r"(?:me|nos)", r"(?:pegan|golpean|maltratan)")),
    "medical": (
        (_ENGLISH_SICK, r"(?:not breathing|stopped breathing|t wake up|collapsed|unconscious|seizure|lots of "
         r"blood)"),
        (r"(?:mère|père|mari|femme|fils|fille|enfant|bébé|il|elle)", r"(?:respire plus|réveille (?:pas|plus)|"
         r"inconscient\w*|évanoui\w*)"),
        (r"(?:madre|padre|mamá|papá|marido|esposa|hijo|hija|bebé|se)", r"(?:desmay\w+|inconsciente|no despierta)"),
        (r"(?:mutter|vater|mann|frau|kind|sohn|tochter|baby|er|sie)", r"(?:bewusstlos|ohnmächtig|atmet nicht|wacht "
         r"nicht)"),
        (r"(?:امي|ابي|زوجي|زوجتي|ابني|ابنتي|طفلي)", r"(?:فقدت? الوعي|لا يتنفس|لا تتنفس|اغمي)"),
        (r"(?:мама|мати|тато|батько|чоловік|дружина|дитина|син|дочка|он|вона|він)",
         r"(?:втрати\w+ свідомість|не дихає|не прокидається|потерял\w? сознание)")),
    "hunger": (
        (r"sleep\w*", r"(?:outside|outdoors|(?:on|in) (?:the |a |my |our )?(?:streets?|car|park|station|tent))"),
        (r"(?:dors?|dort|dormons|dorment|dormir)", r"(?:dehors|dans (?:la |une |ma |notre )?(?:rue|voiture|gare|"
         r"tente))"),
        (r"(?:duerm\w+|dorm\w+)", r"(?:(?:en|a) (?:la |el |mi )?(?:calle|coche|parque|estación))"),
        (r"schlaf\w*", r"(?:draussen|(?:auf|in|im|am) (?:der |einem |meinem )?(?:strasse|auto|park|bahnhof|zelt))"),
        (r"(?:dorm|dormim|doarme)", r"(?:afară|pe stradă|în (?:mașină|parc|gară|cort))"),
        (r"(?:fle|flemë|flejmë)", r"(?:jashtë|në (?:rrugë|makinë|park))"),
        (r"(?:انام|ننام|للنوم|اسكن|نسكن)", r"(?:الشارع|السيارة|المحطة|الحديقة|(?:ليس|لا يوجد|بدون|ما) (?:\w+ )?مكان)"),
        (r"(?:сплю|спимо|спим|ночу\w+)", r"(?:вулиц\w|улиц\w|машин\w|вокзал\w|парку)"),
        (r"(?:los(?:e|t|ing)|evict\w+ from)", r"(?:house|home|flat|apartment)(?! key)"),
        (r"(?:evict\w+|kicked out)", r"(?:no place|nowhere|children|kids|tomorrow)"),
        (r"(?:perd\w+|expuls\w+)", r"(?:notre maison|ma maison|logement|appartement|nuestra casa|mi casa)"),
        (r"(?:verlier\w+|verloren)", r"(?:wohnung|haus|zuhause)"), (r"ech\w+", r"de (?:la |mi |nuestra )?casa"),
        (r"(?:no (?:tengo|tenemos)|sin|no hay)", r"(?:comida|para comer)"), (r"(?:rien|pas)", r"mangé depuis"),
        (r"(?:food(?! (?:handl|certif|hyg|all|saf|court|course)\w*)|eat)", r"(?:no money|have no|got no|nothing)")),
}
"""Pairs of words that are a cry for help near each other, in either order."""


def _pair(one: str, other: str) -> str:
    between = rf"(?:\s\w+){{0,{_APART}}}\s"
    return rf"\b{one}\b{between}{other}\b|\b{other}\b{between}{one}\b"


@cache
def compile_foreign() -> dict[str, tuple[re.Pattern[str], ...]]:
    """The patterns by the kinds of :mod:`bot.italian.distress`, folded and compiled once."""
    return {kind: tuple(re.compile(normalise(pattern)) for pattern in (
        *patterns, *(_pair(*pair) for pair in _PAIRS.get(kind, ())))) for kind, patterns in _PATTERNS.items()}
