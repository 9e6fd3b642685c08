"""What the channel itself says to a person: about things that only Telegram has."""

from __future__ import annotations

CANNOT_READ = {
    "photo": "Le foto non le posso guardare", "sticker": "Gli adesivi non li so leggere",
    "voice": "I messaggi vocali non li posso ascoltare", "audio": "I messaggi audio non li posso ascoltare",
    "video": "I video non li posso guardare", "video_note": "I videomessaggi non li posso guardare",
    "animation": "Le immagini animate non le posso guardare", "document": "I documenti non li posso aprire",
    "poll": "Ai sondaggi non posso rispondere"}
"""The beginning of the sentence for what cannot be read, by its kind."""

CANNOT_READ_OTHER = "Questo tipo di messaggio non lo so leggere"
WHAT_CAN_BE_DONE = "scrivimi con parole tue cosa ti serve, oppure scrivi /operatore per parlare con una persona."
DOCUMENTS = "i documenti si portano all'appuntamento. Scrivimi pure cosa ti serve."
ONLY_CAPTION = "leggo solo il testo."

EDITED = ("Le modifiche a un messaggio già inviato non le leggo: se vuoi correggere qualcosa, scrivimi un messaggio "
          "nuovo.")
NOT_YOUR_CONTACT = ("Questo è il contatto di un'altra persona: posso usare solo il tuo. Premi «Invia il mio numero» "
                    "oppure scrivi tu un numero o un'e-mail.")
CONTACT_UNASKED = "Adesso il tuo numero non mi serve: lo chiedo solo quando prenoti un appuntamento."
UNKNOWN_COMMAND = ("Questo comando non lo conosco. Puoi usare /corsi, /appuntamenti, /operatore, /privacy, "
                   "/cancella_dati e /aiuto, oppure scrivermi con parole tue.")

STALE_BUTTON = "Questo pulsante non vale più: scrivimi pure cosa ti serve."
ALREADY_ANSWERED = "Hai già risposto a questa domanda."
ALREADY_CHOSEN = "L'hai già scelto."
SHARED_POSITION = "Ecco la mia posizione"
SHARED_CONTACT = "Il mio numero è {phone}"
RECEIVED = "Ricevuto."
UNAVAILABLE = "In questo momento non riesco a rispondere: riprova tra qualche minuto."

NEAREST = "In linea d'aria l'ufficio più vicino è «{name}», a circa {distance} km da te."
BOTH_OFFICES = "Non so dire con certezza quale ufficio ti sia più vicino: ecco dove sono."


def cannot_read(kind: str, caption: bool = False) -> str:
    """One sentence for a content that cannot be read, and what can be done instead."""
    if caption:
        return f"{CANNOT_READ.get(kind, CANNOT_READ_OTHER)}: {ONLY_CAPTION}"
    return f"{CANNOT_READ.get(kind, CANNOT_READ_OTHER)}: {DOCUMENTS if kind == 'document' else WHAT_CAN_BE_DONE}"
