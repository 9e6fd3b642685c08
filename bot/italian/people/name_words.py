"""Given names and surnames that tell a name from a sentence, folded; a name that is in no list is a name as well."""

from __future__ import annotations

GIVEN_NAMES = frozenset("""
    abramo achille ada adamo adelaide adele adelio adolfo adriana adriano agata agnese agostina agostino aida alba
    albert alberta alberto albino alda aldo alessandra alessandro alessia alessio alex alexandra alfio alfonso
    alfredo alice alida alina aloisio alvaro amalia amanda amato ambra ambrogio amedeo amelia amos ana anastasia
    andrea angela angelica angelina angelo aniello anita anna annabella annalisa annamaria annarita annunziata
    anselmo antonella antonello antonia antonietta antonino antonio arcangelo argentina arianna armanda armando
    arnaldo arrigo arturo asia assunta attilio augusta augusto aurelia aurelio aurora azzurra barbara bartolomeo
    battista beatrice bella benedetta benedetto beniamino benigno benito benvenuto beppe berenice bernadette
    bernarda bernardo bettina biagio bianca brigida brigitta bruna bruno calogera calogero camilla camillo candida
    candido carla carlo carlotta carmela carmelo carmen carmine carolina caterina catia cecilia celeste celestino
    cesare cesarina chiara cinzia cipriano cirillo ciro clara clarissa claudia claudio clelia clemente clementina
    cleofe cloe concetta consuelo corinna cornelia corrado cosima cosimo costantino costanza costanzo cristian
    cristiana cristiano cristina dalila damiana damiano daniela daniele danilo dante daria dario davide debora
    deborah delfina delia demetrio denise desideria desiderio diana diego dina dino dionigi domenica domenico donata
    donatella donatello donato dora doriana doriano dorotea edda edgardo edith edmondo edoardo efrem egidio elda
    elena eleonora elettra elia eliana elio elisa elisabetta elvira emanuela emanuele emidio emilia emiliano emilio
    emma enea enrica enrichetta enrico enza enzo ercole erica erika ermanno ermelinda ermenegilda ermenegildo
    ernesta ernestina ernesto eros esmeralda ester ettore eugenia eugenio eva evaristo ezio fabia fabiana fabiano
    fabio fabiola fabrizia fabrizio fausta faustino fausto fede fedele federica federico felice felicia ferdinando
    fermo fernanda fernando ferruccio filippa filippo fiorella fiorenza fiorenzo flavia flavio flora floriana
    floriano fortunata fortunato franca francesca francesco franco fulvia fulvio gabriele gabriella gaetana gaetano
    gaia galileo gaspare gastone gavino gelsomina gemma gennaro genoveffa gerardo geremia gerlando germana germano
    gertrude gesualdo ghita giacinta giacinto giacoma giacomina giacomo giada giambattista gian giancarla giancarlo
    gianfranca gianfranco gianluca gianluigi gianmarco gianmaria gianna gianni gianpaolo gianpiero gigi gigliola
    gilberto gilda gina ginevra gino gioacchino gioele gioia gionata giordana giordano giorgia giorgina giorgio
    giosue giovanna giovanni girolamo gisella giuditta giulia giuliana giuliano giulietta giulio giuseppe giuseppina
    giustina giustino giusto gloria goffredo grazia graziana graziano graziella greta guendalina guglielmo guido
    gustavo ida ignazio ilaria ilario ilenia ilva imma immacolata ines innocenzo iolanda irene iride iris irma isa
    isabel isabella isacco isaia isidoro isotta italia italo ivan ivana ivano ivo jacopo jessica jolanda jonathan
    josefa katia kevin lamberto lara laura lauretta lavinia lazzaro lea leda lella lello leo leonarda leonardo leone
    leonilda leopoldo letizia lia libera liberato libero licia lidia lilia liliana lina linda lino lisa livia livio
    loredana lorella lorena lorenza lorenzo loretta loris luana luca luce lucia luciana luciano lucilla lucio
    lucrezia ludovica ludovico luigi luigia luigina luisa luna maddalena mafalda manfredi manila manlio manuel
    manuela mara marcella marcellino marcello marco margherita maria marialuisa mariangela mariano marica mariella
    marilena marina marino mario marisa marissa marita marta martina martino marzia marzio massimiliano massimo
    matilde mattea matteo mattia maura maurizia maurizio mauro melania melissa mercedes mia michela michelangelo
    michele michelina milena milo mirco mirella miriam mirko modesto monica morena moreno morgana nadia natale
    natalia natalina nazareno nazario neri nerina nerio niccolo nicla nico nicola nicole nicoletta nicolo nina nino
    nives noemi nora norma novella nunzia nunzio olga olimpia oliviero omar ombretta onofrio orazio oreste orietta
    orlando ornella orsola oscar osvaldo otello ottavia ottavio pamela paola paolina paolo paride pasqua pasquale
    pasqualina patrizia patrizio perla petronilla pia piera pierangela pierangelo piergiorgio pierina pierluigi
    piermario piero pierpaolo pietro pina pino pio placido pompeo porzia primo prisca priscilla prospero quintino
    quirino rachele raffaele raffaella raffaello raimondo ramona rebecca regina remigio remo renata renato renzo
    riccarda riccardo rina rino rita roberta roberto rocco rodolfo rolando romana romano romeo romilda romina romolo
    romualdo rosa rosalba rosalia rosalinda rosanna rosaria rosario rosella rosetta rosina rosita rossana rossella
    rosy ruben rufina ruggero ruggiero sabato sabina sabino sabrina salvatore salvo samanta samantha samuel samuela
    samuele sandra sandro santa sante santina santino santo sara sarah sasha saturnino saverio savino sebastiana
    sebastiano secondo selene selvaggia serafina serafino serena sergio settimio severina severino sibilla silvana
    silvano silverio silvestro silvia silvio simona simone sofia sole sonia speranza stefania stefano stella susanna
    sveva tamara tania tarcisio tatiana tecla telemaco teo teodora teodoro teresa teresina terzo tiberio tina tino
    tito tiziana tiziano tommaso tonino tosca tullio ubaldo ugo ulisse umberto urbano valentina valentino valeria
    valerio vanda vanessa vania vasco vera verdiana veronica vilma vincenza vincenzo viola violetta virgilio
    virginia virginio vita vitale vito vittore vittoria vittorina vittorio viviana walter wanda ylenia yuri zaira
    zeno zita
""".split())
"""Given names of people in Italy."""

SURNAMES = frozenset("""
    festa
    agostini airoldi albini alfieri amato angeli anghileri antonelli arrigoni avella baggioli baldi barbieri barone
    bartoli basile bassani basso beretta bernardi bertoli bianchi bianco biffi boffi bonacina bonfanti bonomi
    borghetti bosisio brambilla brivio bruno buzzi caldera calvi cantu carozzi caruso castagna castelli catalano
    cattaneo cereda cesana ciceri colombo conte conti corbetta corti costa costantini crippa crotta damico dangelo
    deluca desanctis donati dozio esposito fabbri farina ferrara ferrari ferraro ferri fiore fontana formenti
    frigerio fumagalli fusi galbiati galli gallo garavaglia gatti gatto gentile ghezzi gilardi giordano giudici
    giuliani grassi grasso greco greppi guerra invernizzi isella lanfranchi leone locatelli lombardi lombardo longhi
    longo longoni losa maggi magni mainetti malugani mandelli manzoni marchesi marchetti mariani marini marino
    martinelli martini martino mauri mazza mazzoleni mele melesi messina milani molteni monaco montanari monti monza
    morandi moretti mori moro motta mottadelli nava negri neri orlandi pagani panzeri parisi pellegrini pellegrino
    pepe perego pirovano pizzi polvara ponti pozzi proserpio ratti redaelli ricci riva rivolta rizzi rizzo romano
    rossetti rossi rosso rota ruggeri ruggiero rusconi russo sacchi sala sanna santi santoro serra silvestri sironi
    sorrentino spada spreafico tagliabue testa tocchetti todeschini torri turati valentini valsecchi vassena venturi
    vigano viganò villa viscardi vitale vitali viviani zanetti zanoni zappa
""".split())
"""Surnames of people in Italy."""

FOREIGN_NAMES = frozenset("""
    abdallah abdel abdelaziz abderrahim abdou abdul abdullah adam adama adnan agnieszka ahmad ahmed aisha aissatou
    ali alin alina aliou amadou amal amina aminata amine amir amrani andrei andriy anh aniela anton arben ardian
    arjun arta asif asma awa ayman ayoub aziz bakary bang bao bekim ben besnik bilal binta bogdan boris boubacar
    bouchra brahim camara chang cheikh chen ciobanu colin cristian cruz dang daniel daouda diallo diarra dimitri
    dinh diop dragan driss duc dumitru duong edita elif elvis emeka emily eric erion esra eugen fadi faisal fall
    fanta farah farhan farooq fatemeh fatima fatma fatos fatou feng florin florina gabriela gaye george gheorghe
    gonzalez gueye gurpreet habib hafsa hai hajar hamid hamza harjit harpreet hassan hatem hicham hoang hong hossain
    hoxha huang hui hung huong hussain hussein huynh ibrahim ibrahima idrissi igor ilham imane imran inna ion ionela
    ionut irina iryna islam ismail iulia ivanov jallow jamal james jamila jan jawad jean jia jian jiang jin jing
    joao john jorge jose juan jun kamal kamara kande karim kateryna kaur keita khadija khaled khalid khan kim klea
    kofi koval kovalenko kumar laila lakhdar lam lan larisa layla lee lena leonid li lin ling linh liu long lopez
    luan luis lyudmila maimouna malik mamadou mamun marek mariam mariama marius maryam maryna max mehdi mei mercy
    michael miguel mihaela mihai milan ming minh mirela modou mohamed mohammad mohammed mona mor mostafa mourad
    moussa muhammad mustafa nadia nadiia nasir natalya nawal ndiaye ngo nguyen noor nour oksana oleksandr olena olha
    omar otto oumar ousmane ouyang pablo papa park patel pavel pedro peng peter pham phan phuong ping popa popescu
    pradeep qing quang rachid radu rahman rahul rajesh ramirez rani rashid razvan rivera rodrigo rodriguez roman
    roxana ruslan saad said saida saleh salma samba samir sana sanchez sandeep sandhu sergiu sergiy sham sharma
    sheikh shen sheng silva simona singh smith sofiane song sow svitlana tahir tamba taras tariq tatyana thanh thi
    thomas thu tran traore trinh tuan usman valeriu vasile vasyl viktor viktoria viorel vitaliy vlad volodymyr vova
    wang wei william xiao xin xiu xu yan yang yassine ying youssef yu yuliya yun yusuf zahra zakaria zhang zhao
    zheng zhou zhu ziad zineb zoran
""".split())
"""Given names and surnames of people from elsewhere; the short ones of East Asia matter most, being Italian words."""

DOUBTFUL = frozenset("""
    amato basso bella benvenuto bianco candida candido celeste clemente conte conti costa domenica fede fedele
    felice fermo fiore fontana fortunata fortunato gentile gioia giudici giusto grasso guerra italia libera libero
    luce luna massimo messina mia mille modesto monti monza moro natale norma novella papa pasqua perla placido
    ponti primo regina riva rosso sabato sala salvo santa santo secondo serena serra sole spada speranza stella
    terzo testa torri vera villa viola vita
""".split()) & (GIVEN_NAMES | SURNAMES | FOREIGN_NAMES)
"""Names that are also words one answers with: alone in small letters they are those."""

SURNAME_PARTICLES = frozenset(
    "de di del della dello dell dei degli delle d la lo le li da dal dalla dall van von der den bin ibn el al ben bel "
    "dos das do du".split())
"""Words that belong to a surname of several, folded (De Luca, Lo Presti, Ben Salah, van der Berg)."""
