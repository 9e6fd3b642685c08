// The words of the interface in Italian and English. What the assistant says is always Italian.

export interface Texts {
  title: string;
  subtitle: string;
  open: string;
  unread: (count: number) => string;
  close: string;
  menu: string;
  conversation: string;
  welcomeTitle: string;
  welcome: string;
  starters: string[];
  startersLabel: string;
  person: string;
  privacyShort: string;
  privacy: string;
  privacyTitle: string;
  privacyLines: string[];
  privacyLink: string;
  restart: string;
  restartTitle: string;
  restartText: string;
  confirm: string;
  cancel: string;
  dismiss: string;
  transcript: string;
  you: string;
  assistant: string;
  operator: string;
  system: string;
  write: string;
  send: string;
  tooLong: (limit: number) => string;
  left: (count: number) => string;
  connecting: string;
  ready: string;
  offline: string;
  offlineNote: string;
  expired: string;
  queued: string;
  sending: string;
  failed: string;
  noAnswer: string;
  retry: string;
  discard: string;
  repliesLabel: string;
  repliesCount: (count: number) => string;
  cardsCount: (count: number) => string;
  typing: (name: string) => string;
  waiting: string;
  place: (place: number) => string;
  minutes: (minutes: number) => string;
  owned: (name: string) => string;
  callback: string;
  ended: string;
  newMessages: string;
  earlier: string;
  earlierLoaded: (count: number) => string;
  earlierMissing: string;
  chooseDay: string;
  chooseTime: string;
  morning: string;
  afternoon: string;
  slotsCount: (count: number) => string;
  rating: string;
  ratingLow: string;
  ratingHigh: string;
  code: string;
  where: string;
  when: string;
  calendarFile: string;
  file: (name: string) => string;
  opensNewTab: string;
  today: string;
  yesterday: string;
  transcriptName: string;
  transcriptTitle: string;
}

const it: Texts = {
  title: "Orienta Lecco",
  subtitle: "Assistente automatico",
  open: "Apri la chat",
  unread: (count) => (count === 1 ? "1 messaggio nuovo" : `${count} messaggi nuovi`),
  close: "Chiudi la chat",
  menu: "Altre azioni",
  conversation: "Conversazione",
  welcomeTitle: "Ciao! Come posso aiutarti?",
  welcome:
    "Sono un assistente automatico, non una persona. Ti informo sul Patto, sui corsi gratuiti e sugli incontri, " +
    "e ti prenoto un appuntamento al centro per l’impiego.",
  starters: ["Quali corsi ci sono?", "Posso partecipare?", "Prenota un appuntamento"],
  startersLabel: "Domande per cominciare",
  person: "Parla con una persona",
  privacyShort:
    "Non serve dire chi sei. Quello che scrivi si conserva per poco e gli operatori possono leggerlo; " +
    "nome e recapito li salvo solo se sei d’accordo.",
  privacy: "Privacy",
  privacyTitle: "I tuoi dati in questa chat",
  privacyLines: [
    "Quello che scrivi serve a risponderti: possono leggerlo gli operatori, e dopo un tempo breve si cancella da solo.",
    "Nome e contatto si salvano solo con il tuo consenso: per un appuntamento, un avviso, un’iscrizione o la lista d’attesa.",
    "In questo browser resta solo il codice della conversazione, per ritrovarla se ricarichi la pagina.",
    "La chat non passa da servizi di altri; e-mail e SMS, se lasci un recapito, da chi li trasporta.",
    "Non scrivere notizie sulla tua salute o su altre persone.",
    "Per averne una copia scrivi «dammi i miei dati», per cancellare tutto «cancella i miei dati».",
  ],
  privacyLink: "Leggi l’informativa completa",
  restart: "Nuova conversazione",
  restartTitle: "Vuoi ricominciare da capo?",
  restartText: "I messaggi di questa conversazione non si vedranno più qui. Gli appuntamenti che hai preso restano.",
  confirm: "Sì, ricomincia",
  cancel: "No, continua questa",
  dismiss: "Ho capito",
  transcript: "Scarica la conversazione",
  you: "Tu",
  assistant: "Assistente",
  operator: "Operatore",
  system: "Avviso",
  write: "Scrivi il tuo messaggio",
  send: "Invia",
  tooLong: (limit) => `Il messaggio è troppo lungo: accorcialo, posso leggere fino a ${limit} caratteri.`,
  left: (count) => `Ancora ${count} caratteri`,
  connecting: "Mi sto collegando…",
  ready: "Collegato",
  offline: "Connessione persa",
  offlineNote: "Connessione persa: riprovo da solo. Puoi scrivere: i messaggi partono appena torna.",
  expired: "La conversazione di prima è scaduta: ne cominciamo una nuova.",
  queued: "In attesa di connessione",
  sending: "Invio…",
  failed: "Non inviato",
  noAnswer: "Il messaggio non è arrivato.",
  retry: "Riprova",
  discard: "Togli",
  repliesLabel: "Risposte pronte",
  repliesCount: (count) => (count === 1 ? "1 risposta pronta." : `${count} risposte pronte.`),
  cardsCount: (count) => (count === 1 ? "1 scheda." : `${count} schede.`),
  typing: (name) => (name === "" ? "L’assistente sta scrivendo…" : `${name} sta scrivendo…`),
  waiting: "Ti sto mettendo in contatto con una persona.",
  place: (place) => 
    place <= 1
      ? "Sei la prima persona in attesa."
      : place === 2 ? "Prima di te c’è 1 persona in attesa." : `Prima di te ci sono ${place - 1} persone in attesa.`,
  minutes: (minutes) => `Attesa prevista: circa ${minutes} ${minutes === 1 ? "minuto" : "minuti"}.`,
  owned: (name) => (name === "" ? "Stai parlando con una persona." : `Stai parlando con ${name}.`),
  callback: "Ti ricontatta un operatore.",
  ended: "La conversazione con l’operatore è finita.",
  newMessages: "Vai ai messaggi nuovi",
  earlier: "Mostra i messaggi precedenti",
  earlierLoaded: (count) => (count === 1 ? "1 messaggio precedente" : `${count} messaggi precedenti`),
  earlierMissing: "I messaggi precedenti non sono arrivati dal server: salva di nuovo tra un minuto.",
  chooseDay: "Scegli il giorno",
  chooseTime: "Scegli l’ora",
  morning: "Mattina",
  afternoon: "Pomeriggio",
  slotsCount: (count) => (count === 1 ? "1 orario libero" : `${count} orari liberi`),
  rating: "Da 1 a 5 stelle",
  ratingLow: "1 = per niente",
  ratingHigh: "5 = moltissimo",
  code: "Codice",
  where: "Dove",
  when: "Quando",
  calendarFile: "Scarica il promemoria (.ics)",
  file: (name) => `Scarica ${name}`,
  opensNewTab: "si apre in una nuova scheda",
  today: "Oggi",
  yesterday: "Ieri",
  transcriptName: "conversazione",
  transcriptTitle: "Conversazione con",
};

const en: Texts = {
  title: "Orienta Lecco",
  subtitle: "Automatic assistant (answers in Italian)",
  open: "Open the chat",
  unread: (count) => (count === 1 ? "1 new message" : `${count} new messages`),
  close: "Close the chat",
  menu: "More actions",
  conversation: "Conversation",
  welcomeTitle: "Hello! How can I help you?",
  welcome:
    "I am an automatic assistant, not a person, and I answer in Italian. I tell you about the Pact, free courses and " +
    "meetings, and book you an appointment at the job centre.",
  starters: ["Quali corsi ci sono?", "Posso partecipare?", "Prenota un appuntamento"],
  startersLabel: "Questions to start with",
  person: "Talk to a person",
  privacyShort:
    "You need not say who you are. What you write is kept for a short time and operators can read it; " +
    "name and contact are kept only if you agree.",
  privacy: "Privacy",
  privacyTitle: "Your data in this chat",
  privacyLines: [
    "What you write serves to answer you: operators can read it, and after a short time it deletes itself.",
    "Name and contact are kept only with your consent: for an appointment, a notice, a sign-up or the waiting list.",
    "This browser keeps only the conversation’s code, to find it again when you reload the page.",
    "The chat passes through no other service; e-mail and SMS, if you leave a contact, through who carries them.",
    "Do not write about your health or about other people.",
    "For a copy write «dammi i miei dati», to have everything deleted «cancella i miei dati».",
  ],
  privacyLink: "Read the full privacy notice",
  restart: "New conversation",
  restartTitle: "Do you want to start over?",
  restartText: "The messages of this conversation will not be seen here any more. Appointments that you made remain.",
  confirm: "Yes, start over",
  cancel: "No, go on",
  dismiss: "Close",
  transcript: "Download the conversation",
  you: "You",
  assistant: "Assistant",
  operator: "Operator",
  system: "Notice",
  write: "Write your message",
  send: "Send",
  tooLong: (limit) => `The message is too long: shorten it, I can read up to ${limit} characters.`,
  left: (count) => `${count} characters left`,
  connecting: "Connecting…",
  ready: "Connected",
  offline: "Connection lost",
  offlineNote: "Connection lost: I keep trying. You can write: messages are sent as soon as it is back.",
  expired: "The previous conversation has expired: we start a new one.",
  queued: "Waiting for the connection",
  sending: "Sending…",
  failed: "Not sent",
  noAnswer: "The message did not arrive.",
  retry: "Try again",
  discard: "Remove",
  repliesLabel: "Ready answers",
  repliesCount: (count) => (count === 1 ? "1 ready answer." : `${count} ready answers.`),
  cardsCount: (count) => (count === 1 ? "1 card." : `${count} cards.`),
  typing: (name) => (name === "" ? "The assistant is writing…" : `${name} is writing…`),
  waiting: "I am putting you in touch with a person.",
  place: (place) => 
    place <= 1
      ? "You are first in line."
      : place === 2 ? "There is 1 person before you." : `There are ${place - 1} people before you.`,
  minutes: (minutes) => `Expected wait: about ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
  owned: (name) => (name === "" ? "You are talking to a person." : `You are talking to ${name}.`),
  callback: "An operator will contact you.",
  ended: "The conversation with the operator is over.",
  newMessages: "Go to the new messages",
  earlier: "Show earlier messages",
  earlierLoaded: (count) => (count === 1 ? "1 earlier message" : `${count} earlier messages`),
  earlierMissing: "Earlier messages did not come from the server: save again in a minute.",
  chooseDay: "Choose the day",
  chooseTime: "Choose the time",
  morning: "Morning",
  afternoon: "Afternoon",
  slotsCount: (count) => (count === 1 ? "1 free time" : `${count} free times`),
  rating: "From 1 to 5 stars",
  ratingLow: "1 = not at all",
  ratingHigh: "5 = very much",
  code: "Code",
  where: "Where",
  when: "When",
  calendarFile: "Download the reminder (.ics)",
  file: (name) => `Download ${name}`,
  opensNewTab: "opens in a new tab",
  today: "Today",
  yesterday: "Yesterday",
  transcriptName: "conversation",
  transcriptTitle: "Conversation with",
};

export type Language = "it" | "en";

export function textsIn(language: string | null): { language: Language; texts: Texts } {
  return language?.toLowerCase().startsWith("en") ? { language: "en", texts: en } : { language: "it", texts: it };
}

// What the «talk to a person» button says to the assistant, which understands Italian.
export const ASK_FOR_PERSON = "Vorrei parlare con una persona";
