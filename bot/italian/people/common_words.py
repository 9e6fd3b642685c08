"""Words that people use in a conversation here, folded: alone, or among themselves, they are no name.

Most come from the training data of the assistant; the names of :mod:`name_words` are left out, unless they are both.
"""

from __future__ import annotations

COMMON_WORDS = frozenset("""
    abbandona abbandonato abbandono abbastanza abbia abbiamo abbigliamento abbonamento abilita abitanti abiti abito
    about academy accanto accede accedere accendi accessibile accesso accettano accettare accettate accettato
    accidenti accoglienza accolto accompagnamento accompagnare accompagnato accompagno accordi accordo account acli
    acordo acqua acquisiscono acquisti ad adatto addetto addio addosso adecco aderenti aderire aderisce aderito
    adesso adi adieu adios admin adulta adulti adulto aereo aeroporto affare affari affidato affittare affitto
    affluenza agenda agente agenzia agenzie aggiornamento aggiornato aggiungere aggiungi aggiunta aggiuntive
    aggiuntivi agli agosto agricola agricoltura ah ahah aiuta aiutami aiutano aiutare aiutarmi aiutate aiutatemi
    aiutato aiuti aiuto albanese alberghi albergo alcune aleikum alimentare alimenti all allargare allenatore
    allievi alloggio allora almeno alpina alternanza alternative alto altra altre altri altro altrove alunni amazon
    ambiti ambito ambulanza ami amica amici amico ammessa ammesse ammessi ammesso amministrativa amministrativo
    ammissione ammonta amo amore an anagrafe analisi anch anche ancora andando andarci andare andata andate andati
    andato andava andiamo andrebbe animali anime anni anno annuito annullamento annullare annullarlo annullate
    annulli annulliamo annullo annunci annuncio anonima anonimato anonimo anonymous ansia anticipare anticipo
    antincendio antinfortunistiche anzi anziana anziani anziano anziche aperta aperte aperti aperto apertura app
    appena applica appoggia appoggio appointment apposto apprendista apprendistato approccio approvato approvazione
    appuntament appuntamenti appuntamento appunto apri aprile aprire aprite apriva apro aprono apuntamento arabo
    archivi are area aree argomenti argomento aria arrabbiata arrabbiato arretrati arriva arrivano arrivare arrivata
    arrivate arrivati arrivato arrivederci arrivederla arrivo articola articolo artificiale artigiana artigiani
    artigiano ascensore ascolta ascoltando ascoltare asd asdf asilo ask aspettando aspettano aspettare aspettate
    aspettativa aspettato aspettavo aspettiamo aspetto assai assegnato assegno assemblea assenza assenze
    assicurazione assistente assistenza assistere assistito associazione associazioni assolutamente assume assumere
    assumono assunto assunzione assurda assurdo at attacca attaccato attacchi attenda attendere attendi attenta
    attenzione attesa attestati attestato attimino attimo attiva attive attivi attivita attivo atto attori attorno
    attualmente attuativo attuazione audience auguro aula aule aumento ausiliatrice australia autista auto autobus
    automatica automatico autonoma autonomi autonomo autorizzato autorizzo autunno avanti avec avendo aver avere
    avermi avessi avete aveva avevamo avevano avevate avevi avevo avrei avuto avvenuta avviato avvio avvisare
    avvisate avviso avvocato axl azienda aziendale aziende azioni azzera baby badante badanti bagno bah balance
    ballo bambina bambini bambino banana banca bancaria banche banco bando bar barca barista barzelletta basa basata
    base basi basket basso basta bastano batteria battesimo be beh bei bel bella bellagio bellano belle bello bene
    benefici beneficiari benessere bengalese benino benissimo benone benzina bere bergamo bgiorno bianco biblioteca
    bici bicicletta bidello biglietti bigliettino biglietto bilanciamento bilancio bilaterale birra bisogna
    bisognava bisogno bitte bloccato blu bocciato boh bollette bollettino bollo bondi bongiorno bonjour bonus book
    bordo borsa borse bot bottega bottone braccio brava bravi bravissimo bravo brescia breve brianza brutta brutte
    brutto buco budget bugiarda bugiardo bun buon buona buonanotte buonasera buondi buone buongiorno buoni buono bus
    busta butta buttarmi bye ca caccia cade caduta caduto caf caffe caio calabria calcio calcola calcolo caldo
    calendario call calma calolzio calolziocorte cambi cambia cambiamo cambiare cambiarmi cambiate cambiato cambio
    camera cameriera cameriere camerieri camion camionista cammino campi campo can canale cancel cancellalo
    cancellami cancellano cancellare cancellate cancellatemi cancellati cancellato cancellazione cancelli
    cancelliate cancello candida candidano candidare candidarmi candidarsi candidati candidato candidatura
    candidature candido cane cani canta canterino canzone cap capace capacita capelli capi capire capisce capisci
    capita capitale capo capofila capoprogetto cara carabinieri caratteri caratteristiche carico caritas carlos
    carne carnevale caro carpentiere carrozzina carta carte cartello casa casalinga casargo casatenovo case casetta
    casi caso cassa cassaintegrata cassintegrati catalogo categoria categorie causa cavi cavoli cavolo cazzate cazzi
    cazzo cd ce cellulare cellulari cento centralino centri centro cerca cercando cercano cercare cercavo cerchiamo
    cerchio cerco certa certamente certezza certi certificato certificazione certo cgil chahiye chat chatgpt check
    chef chiama chiamami chiamano chiamare chiamata chiamate chiamato chiamava chiami chiamo chiaramente chiare
    chiarire chiarirmi chiaro chiavi chiede chiedere chiederlo chiedermi chiederti chiedete chiedeva chiedevo chiedi
    chiedo chiedono chiesto chilometri chitarra chiude chiudere chiudete chiudi chiudo chiunque chiusa chiuse chiusi
    chiuso chiusura ciao ciaone ciascun ciascuno ciau ciclo cie cieco cielo cifra cifre cigs cina cinema cinese
    cinquant cinquanta cio cioe circa cisl citare citta cittadinanza cittadini cittadino civico civile classe classi
    classifica clerici clicca cliente clienti cmq co cod coda codardo codice coesione cofinanziato coglione cognato
    cognome coi coinvolgere coinvolta coinvolti coinvolto col colazione colf colico collabora collaborano collega
    collegamento collegami collegare collegati collegato colleghi collettivo collocament collocamento colloqui
    colloquio colonna colore com comanda combina comincia cominciamo cominciare cominciati cominciato cominciava
    comincio commedia commento commerciali commercialista commerciante commercio commessa commesso commissione como
    comodo compagna compagni compagnia compagno comparti compatibili competente competenze compilare compilo compiti
    compiuti compiuto complain compleanno complessi complessivo completa completare completo complimenti compone
    componenti compongono comporta composizione composta composto compra comprare comprato comprende comprendere
    compresa compresi compreso compro computer comunale comune comuni comunicare comunicato comunicazione comunita
    comunque concentra concerto concetto conciliazione conclusi concordo concorsi concorso concretamente concrete
    concreto condizioni condotto confapi confartigianato confcommercio confederazione confermare confermata
    confermato confezionamento configura confindustria confusa confusione confuso congedo connessione conoscenza
    conoscere conoscerti conosci conosciamo conosco consegnare conseguenze consensi consenso consento conservate
    considera considerati considerato consigli consigliami consigliere consiglio consiste consolida consulente
    consulenti consumatori conta contabile contabilita contano contattami contattare contatti contatto contenere
    contenta contento contenuti contenuto conti contiene continua continuare continuato continui continuiamo
    continuo conto contratti contratto contributi contributo contro controlla controllare controlli controllo
    convegni convegno conversazione conversazioni conversione conviene convinta convinto cookie cooperativa coordina
    coordinatore coperto copertura copia copie coppia copre cordata cordiali correggi correggo corrente corretta
    corretto corriere corsa corsi corsisti corso corte cortesemente cortesia cortile corto cos cose cosi coso costa
    costano costare costato costi costituita costo costretta costruito course cpi cpia crea creare creato credevo
    crediti credito credo cresciuto cretina cretino crisi cristiani criteri croce crollato cronaca cronologia cs
    cuando cucina cucinare cucito cugina cugino cui culturale cuoca cuoco cuore cura curato cure curiosita curioso
    curriculum cus cusa cv cya daccordo daje dall dammi dan dando danke dannazione danno danza dare darmi darti data
    database date dati dato datore datoriali dava davano davanti davvero day days de debito decide decidere decido
    decisamente deciso decreto dedicata dedicati dedicato deficiente definire definisce definizione degli delega
    delegato dell della delle dello delusa deluso denaro denti dentista dentro denuncia depennami depressa depresso
    deputato der descrive descrivere descrivi descrizione desidero destinatari destinati destinato destra
    determinato dettagli dettaglio dettando detto deve devi devono dica dice dicembre dicendo diceva dicevano
    dichiarare dichiarato dichiarazione dichiaro dici diciamo diciannove diciotto dico did didattico dieta dietro
    difetti differenza difficile digitale dimagrire dimensione dimentica dimenticato dimissioni dio dipende
    dipendente dipendenti diploma diplomato dir direi diretta direttamente diretto direttore direzione diritti
    diritto dirti disabile disabili disabilita disastro disciplina disco discorso disdetta disdici disdico disdire
    disegno disoccupata disoccupati disoccupato disoccupazione disperata disperato disperazione dispiace disponibile
    disponibili disponibilita dispositivo disposizione disposto distanza distinti distretti distretto distrutta
    disturbo dite ditta ditte divano diventa diventare divento diverse diversi diverso divertente divide divina
    divisa divisi diviso divorziata divorziato divorzio dobbiamo doc docente docenti documentazione documenti
    documento documents dodici doe dollari dolore doman domanda domande domenica domiciliata domiciliato domicilio
    donde donna donne dopo doppia doppio dormire dormo dotazione dote dottore dov dovere doveva dovevano dovevo
    dovra dovrebbe dovrei du dubbio duepuntozero dunque dura durano durante durata durato dv eccellente eccetera
    eccomi ecole economia economica economici economico ed edificio edilizia edizione edizioni egiziana egiziano
    egregi eh ehi ehila el elegante elementare elementi elenca elencami elencare elencarmi elenchi elenco elettrica
    elettrici elettricista elettricisti elettricita elettrico elettronica elettronico elettrotecnica elezioni elfi
    eligibility elimina eliminalo eliminare eliminati elle email emergenza en enaip ente enti entita entra entrambi
    entrano entrare entrata entrate entrato entro era erano eravamo eravate erba eredita ero errore errori es esame
    esami esatta esattamente esatto esausta esausto esce escluso esco escono esempi esempio esenzione esercitare
    esercitazioni esercito esigo esiste esistono esperienza esperienze esperti esprimere esselunga esserci essere
    essermi est estate esterno estero estetista estivo estratto estrazioni eta euro europa europea europei europeo
    event eventi evento ex excel exit extra extracomunitario fabbisogni fabbrica facce faccenda faccia facciamo
    faccio facebook facendo faceva facevano facevo facile facili facoltative facoltativi facoltativo falegname
    fallita fallito falsa falso fame famiglia famiglie familiare fammi famoso fan fanculo fanno fantastico far fara
    faranno fare farei farete farla farli farlo farmacia farmi farne farsi farti fascia fase fasi fatemi fatta fatte
    fatti fatto fattura favore febbraio febbre feedback felice femmina femmine ferie ferma fermata fermati fermi
    fermiamoci fermo ferro festa feste fi fidanzata fido fiducia fiera figli figlia figlie figlio figura figurati
    figure fila file filiera filiere film filo fin finale finalita finanzia finanziamenti finanziamento finanziaria
    finanziato finanziatori fine finestra fini finiamo finire finisce finisco finiscono finita finiti finito fino
    finora finta fiocchi fiore firma firmare firmatari firmato fiscale fiscali fisica fissa fissami fissare fissarmi
    fissatemi fissato fissi fissiamo fisso foglio folla fondazione fondi fondo fontana fonte for forma formano
    formata formati formativa formative formativi formativo formato formazione formazioni formula fornire fornito
    forte fortuna forza forzate fosse fossero fossi foto fotocopie fotografia fotografo fototessera francese francia
    frase frasi fratelli fratello freddo frega fregatura frequenta frequentare frequentato frequento frequenza
    fretta frontaliere fumare funerale funziona funzionano funzionario funzioni fuori furibondo furiosa furioso
    futuri futuro galbiate garanzia gare gas gdpr gelato generale generali genere genero genitore genitori gennaio
    genova gente gentile gentili gentilissima gentilissimi gentilissimo gentilmente germania gestione gestisce
    gestito gestore gh ghanese ghe giallo giardiniere ginocchio gioca giocando giocatori giochi giochiamo gioco
    gioia giornale giornalista giornata giornate giorni giorno giovane giovani giovedi gira girato giri giro giu
    giudizio giugno giuridica giust giusta giuste giusti giusto glielo gmail gode gol gomma goodbye google gracias
    gracie gradi gradirei graduatoria graduatorie grafica gran grande grandi grasie grassie gratis gratuita gratuiti
    gratuito gravidanza graxie grazie grazzie green grigio grossi group gruppi gruppo grz guadagna guadagnare
    guadagnato guadagno guai guarda guardando guardare guardato guardi guardia guardo guerra guida guidando guidare
    guidato haccp haha hahaha han hei heila hello help hey hi hola hotel how ial ich ics id idea identificativo
    identita idiota idraulico ignorante illustrarmi imbecille imbianchino immagino immediata immobiliare impara
    imparano imparare imparo impazzire impegnata impegnato impegni impegno impianti impianto impiegata impiegato
    impiego impone importa importante importanti importo impossibile imposta imposti imprenditore imprenditori
    impresa imprese incapace incassato incinta include inclusi inclusione incluso incontrare incontrarvi incontrato
    incontri incontro incredibile indecisa indeciso indennita indeterminato indiana indiano indicare indicarmi
    indicato indice indietro indirizzo indispensabile indispensabili individuale individuare individuato indovinello
    industria industriali industrie infatti infermiera infermiere infermieri infinite inflazione influenza info
    inform informatica informativa informative informazione informazioni infortunio infrastrutture ingegnere
    ingegneria inglese ingredienti ingresso inizia iniziale iniziali iniziamo iniziano iniziare iniziativa
    iniziative iniziato inizio inoccupata inoccupato inoltre inps insegna insegnano insegnante insegnanti insegnare
    insegnate insegnato insegnava inserire inserito insieme insomma instagram installatore insulta intanto integrale
    integrazione intelligenza intende intendete intendevo intendo intent intenti intento inter interessa interessano
    interessante interessata interessati interessato interesse interesserebbe interinale interinali internazionale
    internet interno intero interrompere interrompi intervenire interventi intervento intervenuti intervenuto
    interviene inutile inutili invalida invalidita invalido invece inventato inverno inviare invitati invitato
    invito io iperal iphone irpef iscritta iscritti iscritto iscrive iscrivere iscrivermi iscriversi iscrivete
    iscrivo iscrizione iscrizioni isee isolamento ist istituti istituto istituzione istruzioni it italia italian
    italiana italiane italiani italiano italy iter its iva je job jobday ke ki kk laboratori laboratorio ladri lago
    lamentarmi lamentela lanciato las lasci lasciamo lasciano lasciare lasciata lasciate lasciato lascio laurea
    lavatrice lavora lavorando lavorano lavorare lavorato lavoratore lavoratori lavoravo lavoretti lavoretto lavori
    lavoro lazio lecchese lecco legale legame legati legato legge leggendo leggere leggi leggo lento lettera lettere
    letto lezione lezioni libera liberamente libere liberi libero libretto libri libro licenza licenziamento
    licenziarmi licenziata licenziato liceo life like limite limiti linea linee lingua lingue link liquidazione list
    lista liste livelli livello locale locali localita logistica logo lol lombarda lombardia lontano lordi lordo
    loro los lotto luce luglio luna lunedi lunga lunghe lunghezza lunghi lungo luogo macche macchina macchine madre
    maestro magari magazziniere magazzino maggio maggiorenne mah mail maiuscolo mal malata malato malattia male
    malissimo mamma mamme man manager manca mancano mancare mancava manco manda mandami mandano mandare mandarmi
    mandata mandate mandato mandava mandello mandi mando mangia mangiare mangiato mangio mani manifestazione
    manifestazioni mannaggia mano manpower mantiene mantova manuali manutentore manutenzione mappa marca mare marito
    marketing marocchina marocchino marocco martedi marzo maschi maschio massima massimo master matematica materia
    materiale materiali materie materna maternita matteotti mattinata maturita meccanica meccanici meccanico
    meccatronica media mediatore medica medico medie medio meglio member membri membro mensa mensile mente mentre
    menu merate mercato merci mercoledi merda merito mese mesi messa messaggi messaggio messe messi messo mestiere
    mestieri meta metalmeccanici metalmeccanico meteo metodo metri metropolitana metta mette metterci mettere
    metterlo mettermi mettersi mettete metti mettiamo mettimi metto mettono mezz mezza mezzanotte mezzi mezzo
    mezzogiorno mia mica mie miei migliorare migranti mila milano milione militare mille minga minima minimi minimo
    ministero ministro minorenne minorenni minuscolo minuti minuto mio mira mirato miseria miss missaglia mission
    missione misura mo mobilita modalita modello moderato moderatrice moderava modi modifica modificare modo moduli
    modulo moglie moldavo mollato mollo molta molti molto momenti momentino momento mondiale mondo monitoraggio
    montagna montana montare monte monza morire morte morto mostra mostrami mostrare motivi motivo moto motori
    muletto multa municipio muove muratore museo musica mutuo my naa nah napoli nasce nascita naso naspi nata natale
    nati nato naturalmente navigatore nazionale nazionali neanche necessari necessaria necessariamente necessario
    necessita negativo negli negoziale negoziata neh nein nell nelle nello nero nervosa nervoso nessun nessuna
    nessuno netto network new nicht nickname nido niente nigeriano nipote noioso nome nomi nomignolo nominativo
    nominato none nonna nonno nono noo nope norma normale normativa normativo nostra nostre nostri nostro nota
    notizia notizie notte notti nous novembre novita nucleo null nulla nullita num numeri numero numerosi nuora
    nuova nuovamente nuove nuovi nuovo obbliga obbligatori obbligatoria obbligatoriamente obbligatorie obbligatorio
    obblighi obbligo obiettivi obiettivo occasioni occhi occhiali occhio occorre occupa occupabilita occupata occupate
    occupati occupatissimo occupato occupazione odio of offerta offerte offerto offesa office officina offre offrire
    offrite oggiono ogni ognuno oh oila okei okey oki okk olginate olimpiadi oltre online onore op open opera operai
    operaia operaio operatore operatori operatrice operazione opere opinione opportunita oppure opzione opzioni ora
    orale orari oraria orario ordinaria ordine ordini ore oretta organizza organizzare organizzarmi organizzate
    organizzati organizzato organizzatore organizzazione organizzazioni orienta orientamento orientatore originali
    origine ormai oro oroscopo ospedale ospite ospiti oss ossa ottenere ottiene ottima ottimo ottobre oui out
    outlook over ovvero ovviamente ovvio pacchetto pact padre padrone padroni paese paesi paga pagamento pagano
    pagare pagata pagate pagati pagato pagina pago pakistano palazzo palco palestra palle pane panico panoramica
    papa para parcheggio pardon pare parecchio parini parla parlami parlando parlare parlarne parlate parlato
    parlava parlavano parli parliamo parlo parmigiani parola parole parrocchia parrucchiera parrucchiere
    parrucchieri part parte partecipa partecipano partecipanti partecipare partecipato partecipazione partenariati
    partenariato partenza parti particolare particolari partire partita partiti partito partiva partner parto
    partono pas pasqua passa passaggi passaggio passami passano passaporto passare passarmi passate passati passato
    passi passiamo passione passo password pasta pasticceria pasto patente patentino patronato patti patto paura
    pausa pavia pazienza pazzesco pc pec peccato peggio pena penale pensando pensato pensavo pensi pensieri
    pensionata pensionato pensione pensioni penso pentola percentuale percepisco percio percorsi percorso perdere
    perdita perdo perdono perduto perfetta perfettamente perfetto periferia periodo permessi permesso permette
    permetto permisul pero persa persegue persico persino perso persona personale personali persone peruviano pesca
    pesce pesci peso pessimo pezzi pezzo piace piacere piacerebbe piaciuto piango piani piano piattaforma
    piattaforme piatti piazza piccola piccole piccoli piccolo piede piedi piemonte piena pieni pieno pilota pippo
    piscina pista pizza pizzaiolo pizzeria please plus pnrr poche pochi poesia politecnico politica politiche
    politici politico polizia poliziotto polo pompieri pone ponte poor popolare popolari porca porque porta
    portafoglio portano portare portatile portato porti porto positiva posizione posizioni possesso possiamo
    possibile possibili possibilita post posta postale poste posti posticipare posto poter potere potete poteva
    potevano potevo potrebbe potuto pour povere poveri povero pranzo pratica pratiche pratici pratico prato pre
    preavviso precisa preciso preferire preferirei preferito prefettura prego premio prende prendendo prendere
    prendereste prendero prendete prendi prendiamo prendo prendono prenota prenotami prenotare prenotata prenotate
    prenotati prenotato prenotazione prenotazioni prenoti prenotiamo prenoto preoccupata preoccupato prepara
    preparando preparare preparo presa prese presenta presentare presentarmi presentarsi presentata presentati
    presentato presentavano presentazione presentazioni presente presenti presento presenza presenze presi
    presidente preso presso prestazioni prestito presto prevede previsioni prevista previste previsti previsto
    prezzi prezzo prima primavera prime primi primo principale principali principianti privacy privata private
    privati privato pro probabilmente problema problemi procede procedere procedi procediamo procedimento procedura
    produce produttivi prof professionale professionali professionalizzanti professionista professore professori
    profilo profondamente progettare progettato progettazione progetti progetto progettuale programma programmare
    programmatore programmazione programmi project promemoria promessi promossi promosso promuove pronti pronto
    propone proponi proporre proposta proposte proposto propri proprietario proprio prosegui proseguiamo proseguire
    proseguo prossima prossime prossimi prossimo protetti protezione prova provando provare provato prove province
    provincia provinciale provo prox pseudonimo psicologo pubblicate pubbliche pubblici pubblicita pubblico pulizia
    pulizie pullman pune punta puntata punti punto pur pure purtroppo python qnd qnt quadri quadro qual qualche
    qualcosa qualcun qualifica qualsiasi qualunque quand quant quarantadue quarto quasi que quei quel quell quelle
    quest questionario questione questura quiero quindi quindici quinto quit quota qwerty qwertyuiop raccolta
    raccolto raccontami raccontare raccontato racconti racconto radice radio raga ragazza ragazze ragazzi ragazzo
    raggi raggiungere ragione ragioneria rami randstad rapporto rappresenta rappresentanti razza reale realizza
    realizzati realizzato realta recapiti recapito recensione recente reclamo recuperare recupero redditi reddito
    referendum referente regalo regime regionale regione regioni registrata registrate registrato registrazione
    registro regiun regola regolamento regolare regole relatore relatori relazione remoto rendicontazione renzi
    report repubblica requisiti residencia residente residenti residenza resinelli responsabile responsabili resta
    restano restare resti resto rete reti retribuito retta revisione revoco revoir riaprono riassumi riassunto
    riavere ricaricano ricco ricerca ricerche ricetta riceve ricevere ricevermi ricevete ricevuta ricevuto
    richiamami richiamare richiamata richiamate richiamatemi richiamato richiamo richiede richiedo richiesta
    richieste richiesti richiesto ricomincia ricominciamo ricominciare riconoscimento riconosciuto ricorda ricordare
    ricordi ricordo ricorso ricostruzione ridere ridici ridicola ridicolo ridurre rieccomi rientra rientrare rientro
    riepilogo riesce riesci riesco rifanno rifare rifate riferimenti riferimento rifissare rifiutare rifugiata
    rifugiato righe riguarda riguardo rilascia rilasciano rimandami rimandare rimandarmi rimandi rimandiamo rimane
    rimasta rimasti rimasto rimborso rimini rimuovere rimuovi ringrasi ringraziamenti ringraziare ringrazio rinnova
    rinnovare rinnovo rinuncio rinviare rinvio riparare riparte ripartira ripensato ripetere ripeti riportare riposo
    riprendere riprendo riprova riprovare risale rischio riservata riservati riservato risiedo risolvere risorse
    rispediscimi rispettare rispettate rispetto risponde rispondere rispondeva rispondi rispondo rispondono risposta
    risposte risposto ristorante ristoranti ristorazione risulta risultano risultare risultati risultato risulto
    ritardo ritiro ritrova ritrovo riunione riuscite riva rivedere rivolge rivolgo rivolti rivolto road roba robot
    roma romagna rompi rossa rosso rotonda rotta rotto rottura rubato rumena rumeno rumore ruolo sabato sacco sala
    salam saldare saldatore saldatori saldatura salire salone salta saltare saltato salto saludi salute saluti
    saluto salva salvate salvati salvato salve samsung san sangue sanitaria sanitario sanremo sapere saperlo saperne
    sapete sapeva sapevo saprebbe saprei saputo saranno sarebbe sarebbero sarei saro sartoria sbagliata sbagliato
    sbaglio sbaliato sbattere sbrigati scade scadente scadenza scadeva scaduta scaduto scala scale scambiare
    scancella scandalo scappare scappo scarica scaricare scaricato scarico scarpe scarso scegliere scelgo scelta
    scelto scema scemo scendo scheda schede schema schiena schifo scienze sciopero scolastici scolastico scommetto
    scomoda sconto scopi scopo scoraggiata scoraggiato scorsa scorso scritta scritto scrittura scrive scrivendo
    scrivere scriverti scrivi scrivimi scrivo scuola scuolabus scuole scusami scusate seconda secondo sede sedere
    sedermi sedi sedia segnala segnalare segnami segnare segnarmi segnate segnato segni segno segreta segretaria
    segretario segreteria segreto segue seguire seguiti seguito seimila selezione selezioni sembra sembri seminari
    seminario semplice semplicemente semplici sempre senegal senegalese sensi senso sente senti sentiamo sentimenti
    sentire sentito sento senza separata separati separato separazione serale serali serata seri seria serie serio
    serve server servire servirebbe servito serviva servizi servizio servono sessant sessione sesto sete settembre
    settimana settimanale settimane settore settori sezione sfl sgravi shukran sia siamo siano siccome sicilia
    sicura sicuramente sicurezza sicuro siete sigla significa significato signor signora signore signori signorina
    sii simile simpatica simpatico sindacale sindacalista sindacati sindacato sindaco single singola singolo
    sinistra sintesi siriano sisi sistema sistemare siti sito sitter situazione skip sky slittare slot slv smarrito
    smesso smettere smetti smettila sms sn soccorso social sociale sociali societa socio soddisfatta soddisfatto
    soddisfazione soggetti soggetto soggiorno soglia soglie sogno sola soldi sole soli solidarieta solito solo
    soltanto somma somministrazione son sondrio sonno sono sopra soprannome soprattutto sordo sorella sorry
    sospensione sospesa sospesi sospeso sostegno sostenere sostengono sostenitore sostenitori sostiene sostituito
    sotto spagnolo spam sparire spasso spazio speaker speciale specifiche spegni spende speranza spero spesa spese
    speso spesso spetta spettano spettatori spiaggia spid spiega spiegamela spiegami spiegare spiegarmi spiegato
    spiegavano spiegazione spiegazioni spieghi spiego spinge sporca sport sportello sportiva sposa sposata sposato
    sposi sposta spostalo spostami spostare spostarlo spostarmi spostate spostato sposti spostiamo squadra sta
    stabilisce stage stagionale stagione stai stamattina stammi stampa stampante stampare stampato stanca stanco
    stanno stanotte stanza stanziato stare start startup stata statale state stati stato stava stavamo stavo
    stavolta stazione stella stellato stelle step stessa stesse stessi stesso sti stiamo stipendi stipendio storia
    storico strada strana straniera straniere stranieri straniero strano straordinaria straordinario streaming
    stronza stronzo strumenti strumento struttura strutturato studente studentessa studenti studi studia studiano
    studiare studio stufato stupida stupido sua sub subito succede succedere succedeva successiva successo sud
    suggerimento sugli sui suicidarmi suicidio suis sull sulle sullo suo suocera suocero suoi suona suonare
    superiore superiori supermercato supplenze supporto sussidio sveglia sviluppo svizzera svolge svolgere svolta
    svolti svolto synergie tagliare tanta tante tanti tantissimo tanto tappa tappe tardi target tariffa tasca tassa
    tasse tavola tavoli tavolo taxi teatro technoprobe tecnica tecniche tecnici tecnico tedesco tel telecamere
    telefonare telefonico telefono telegram tema temi tempi tempistiche tempo temporale tenere tenete tenetemi
    teneva tengo tengono tennis tentativi tentori tenuta tenuti tenuto teoria termina termine termini terra terranno
    territori territoriale territoriali territorio terza terzo tesi tesina tesoro tessera tessile test testa
    testamento teste testimoni testimonianza testimonianze testo tetto tfr tg thank thanks there this thx ticket
    tiene tieni tienimi tim time tipi tipo tira tirare tirate tirato tirocinio titolare titoli titolo tks to tocca
    togli togliere togliete toglietemi toglimi top torino torna tornando tornare tornata tornato tornitore torno
    toscana totale trabajo traccia tradizionale traduce traduci tradurre traduzione traffico traguardi trainanti
    tranne tranquilla tranquillo trasferimento trasferisci trasferisco tratta trattamento trattano trattati trattato
    trattava trattavano tredicesima treni treno trenord trenta trentaquattro tribunale triennale triplo triste
    troppe troppi trova trovano trovare trovata trovate trovati trovato trovi trovo trucco truffa tua tubo tue
    tunisino tuo tuoi turco turismo turistico turni turno tutor tutta tutte tutti tutto tv ucraina ucraino ue uela
    uff uffa uffici ufficiale ufficialmente ufficio uffizi uguale uguali ugualmente uil ulteriori ultima ultimi
    ultimo umana umane umani umano und undefined under undici unica unico unione universale universita universitario
    unsubscribe uomini uomo uovo urgente urla usa usano usare usata usate usati usciamo uscire uscita usciti uscito
    usi uso utente utenti utile utili utilita vabbe vaben vacanza vacanze vaccino vada vaffanculo vale valida valido
    valmadrera valore valsassina valuta valutare valutazione vanno vantaggi varenna varese vari ve vecchi vecchia
    vecchie vecchio vede vedere vedermi vedi vediamo vedo vedova vedovo vedra velo veloce veloci ven venduti venendo
    venerdi veneto vengano vengo vengono venire venivano venti venuta venute venuti venuto vera veramente verde
    vergogna verifica verificare verissimo vero verona verra versare verso vestiti vestito via viaggio viale vicina
    vicino video videogiochi vie viene vieni vigile vigili villa vince vincere vino vinto violenza virtuale virus
    visita visite vista viste visto visura vita vive vivere vivo vivono vocale voce vogliono volantino volare
    volentieri volere volete voleva volevamo volevo volo volontariato volta volte voluto vorrebbe vostra vostre
    vostri vostro vota votare voti voto vous vuol vuole vuoto we web weekend welfare whatsapp who with wo work
    working workshop wow xke xyz yo york you your zero zia zio zitto zona
""".split())
