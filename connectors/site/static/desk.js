// The desk's pages while they are open: reconnecting, notices with sound, the composer. Everything also works without.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const title = document.title;
  const DRAFT = `bozza:${location.pathname}`;
  const SWITCH = "orienta-avvisi";
  let failed = false;

  // the stream: a page that comes back asks for what lies behind the last message it shows, and shows none twice

  let shown = Array.from(document.querySelectorAll("#messaggi > [data-sequence]"))
    .reduce((last, item) => Math.max(last, Number(item.dataset.sequence)), 0);

  function connect(url) {
    const address = new URL(url, location.href);
    if (address.searchParams.has("dopo")) address.searchParams.set("dopo", String(shown));
    const source = new EventSource(address);
    source.addEventListener("open", () => offline(false));
    source.addEventListener("error", () => offline(true));
    source.addEventListener("coda", (event) => count(Number(event.data)));
    source.addEventListener("avviso", (event) => alertOf(event.data));
    source.addEventListener("fine", () => {
      source.close();
      location.reload();
    });
    return source;
  }

  function offline(is) {
    const notice = byId("staccato");
    if (notice) notice.hidden = !is;
  }

  if (window.htmx) window.htmx.createEventSource = connect;

  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    if (event.detail.type !== "message") return;
    const sequence = Number(event.detail.lastEventId);
    if (sequence <= shown) event.preventDefault();
    else shown = sequence;
  });

  const scroll = byId("scorri");
  let atEnd = true;

  function toEnd() {
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
  }

  if (scroll) {
    scroll.addEventListener("scroll", () => {
      atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
    });
    document.addEventListener("htmx:sseMessage", () => atEnd && toEnd());
    toEnd();
  }

  // the number in the navigation and in the title

  function count(waiting) {
    const badge = byId("in-coda");
    if (badge) {
      badge.hidden = waiting === 0;
      badge.textContent = `${waiting} in coda`;
    }
    document.title = waiting ? `(${waiting}) ${title}` : title;
  }

  // notices, when they are switched on; they say nothing about the person

  const TEXTS = { attesa: "Una persona è in coda.", messaggio: "C’è un messaggio nuovo in una tua conversazione." };
  const button = byId("avvisi");
  let sound = null;

  function isOn() {
    return localStorage.getItem(SWITCH) === "1";
  }

  function drawSwitch() {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(isOn()));
    button.textContent = isOn() ? "Avvisi accesi" : "Avvisi spenti";
  }

  if (button) {
    drawSwitch();
    button.addEventListener("click", () => {
      localStorage.setItem(SWITCH, isOn() ? "0" : "1");
      drawSwitch();
      if (!isOn()) return;
      if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
      beep();
    });
  }

  function alertOf(kind) {
    if (!isOn() || !TEXTS[kind]) return;
    beep();
    if (document.hidden && "Notification" in window && Notification.permission === "granted") {
      new Notification("Sportello Orienta Lecco", { body: TEXTS[kind], tag: `orienta-${kind}` });
    }
  }

  function beep() {
    try {
      sound = sound || new AudioContext();
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.frequency.value = 660;
      volume.gain.setValueAtTime(0.15, sound.currentTime);
      volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.4);
      tone.connect(volume).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 0.4);
    } catch {
      // a browser without sound still shows the notice
    }
  }

  // the composer: what is written stays until it was said, also over a reload or a new sign-in

  function field() {
    return document.querySelector("#risposta-form textarea");
  }

  function begin() {
    const text = field();
    if (!text || text.dataset.ready) return;
    text.dataset.ready = "1";
    if (!text.value) text.value = sessionStorage.getItem(DRAFT) || "";
    text.addEventListener("input", () => {
      sessionStorage.setItem(DRAFT, text.value);
      if (failed) {  // another text than the one that may have arrived: another message
        byId("chiave").value = `desk:${crypto.getRandomValues(new Uint32Array(3)).join("")}`;
        failed = false;
      }
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        text.form.requestSubmit();
      }
    });
    byId("scorciatoia").hidden = false;
    const insert = byId("inserisci");
    if (insert) insert.addEventListener("click", insertAnswer);
  }

  function insertAnswer(event) {
    event.preventDefault();
    const text = field();
    const chosen = byId("risposta").selectedOptions[0];
    text.setRangeText(chosen.dataset.text, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }

  document.addEventListener("detto", () => {
    const text = field();
    sessionStorage.removeItem(DRAFT);
    failed = false;
    text.value = "";
    text.focus();
    atEnd = true;
    toEnd();
  });

  function notSaid(event) {
    if (event.target.id !== "risposta-form") return;
    failed = true;
    const notice = document.createElement("p");
    notice.className = "desk-notice bad";
    notice.textContent = "Il messaggio non è partito: il testo è ancora qui, premi di nuovo Invia.";
    byId("avviso").replaceChildren(notice);
  }

  document.addEventListener("htmx:sendError", notSaid);
  document.addEventListener("htmx:timeout", notSaid);
  document.addEventListener("htmx:responseError", notSaid);
  document.addEventListener("htmx:oobAfterSwap", begin);
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/operatori/uscita") sessionStorage.clear();
  });
  begin();
})();
