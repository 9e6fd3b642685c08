// The desk's pages while they are open: reconnecting, notices with sound, the composer. Everything also works without.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const title = document.title;
  const talk = byId("conversazione");
  const DRAFT = `bozza:${talk ? talk.dataset.here : ""}`;
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
    source.addEventListener("coda", (event) => {
      waiting = Number(event.data);
      count();
    });
    source.addEventListener("nuove", (event) => {
      fresh = Number(event.data);
      count();
    });
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
    setTimeout(markRead, 300);
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

  let waiting = 0;
  let fresh = 0;

  function count() {
    draw(byId("in-coda"), waiting, `${waiting} in coda`);
    draw(byId("nuove"), fresh, fresh === 1 ? "1 nuova" : `${fresh} nuove`);
    const parts = [fresh && (fresh === 1 ? "1 nuova" : `${fresh} nuove`), waiting && `${waiting} in coda`];
    const said = parts.filter(Boolean).join(", ");
    document.title = said ? `(${said}) ${title}` : title;
  }

  function draw(badge, number, text) {
    if (!badge) return;
    badge.hidden = number === 0;
    badge.textContent = text;
  }

  // what the owner sees on the screen is read, and nothing else

  let read = document.hidden ? 0 : shown;

  function markRead() {
    if (!talk || !talk.dataset.mine || document.hidden || read >= shown) return;
    read = shown;
    const headers = JSON.parse(byId("vivo").getAttribute("hx-headers"));
    fetch(`${talk.dataset.mine}/letto?fino=${shown}`, { method: "POST", headers }).catch(() => { read = 0; });
  }

  document.addEventListener("visibilitychange", markRead);

  // notices, on until they are switched off; they say nothing about the person

  const TEXTS = { attesa: "Una persona è in coda.", messaggio: "C’è un messaggio nuovo in una tua conversazione." };
  const button = byId("avvisi");
  let sound = null;

  function isOn() {
    return localStorage.getItem(SWITCH) !== "0";
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

  // a browser lets a page sound after the first key or press on it
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => isOn() && wakeSound(), { once: true });
  }

  function wakeSound() {
    try {
      sound = sound || new AudioContext();
      sound.resume();
    } catch {
      // a browser without sound still shows the notice
    }
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

  // a part that refreshes itself keeps what is ticked, chosen or half written in it

  const FIELDS = "input:not([type=hidden]), select, textarea";
  let unsent = [];

  function addressOf(field) {
    return field.id ? `#${CSS.escape(field.id)}` : `[name="${field.name}"][value="${CSS.escape(field.value)}"]`;
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    unsent = Array.from(event.detail.target.querySelectorAll(FIELDS), (field) => ({
      address: addressOf(field), value: field.value, checked: field.checked }));
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    for (const { address, value, checked } of unsent) {
      const field = event.detail.target.querySelector(address);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = checked;
      else if (value) field.value = value;
    }
    unsent = [];
    keepDrafts();
  });

  // a note that is not sent yet also stays when another form of the page is

  function keepDrafts() {
    for (const field of document.querySelectorAll("[data-draft]")) {
      const name = `${DRAFT}#${field.id}`;
      if (!field.value) field.value = sessionStorage.getItem(name) || "";
      field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
      field.form.addEventListener("submit", () => sessionStorage.removeItem(name));
    }
  }

  keepDrafts();

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
    text.setAttribute("aria-controls", "pronte");
    text.setAttribute("aria-autocomplete", "list");
    text.addEventListener("input", suggest);
    text.addEventListener("keydown", chooseReady);
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

  // "/" before any word and a part of a title: the ready answers that fit, chosen with the arrows and Enter

  let ready = [];
  let place = 0;

  function slash(text) {
    const begun = text.value.slice(0, text.selectionStart).match(/(?:^|\s)\/([^\n/]*)$/);
    return begun ? begun[1].toLowerCase() : null;
  }

  function suggest() {
    const text = field();
    const list = byId("pronte");
    const choice = byId("risposta");
    if (!text || !list || !choice) return;
    const begun = slash(text);
    ready = begun === null ? [] : Array.from(choice.options).filter((each) => each.text.toLowerCase().includes(begun));
    place = 0;
    list.replaceChildren(...ready.map((each, at) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.id = `pronta-${at}`;
      item.textContent = each.text;
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        place = at;
        useReady();
      });
      return item;
    }));
    list.hidden = ready.length === 0;
    mark();
  }

  function mark() {
    const text = field();
    Array.from(byId("pronte").children).forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === place));
      if (at === place) item.scrollIntoView({ block: "nearest" });
    });
    if (ready.length) text.setAttribute("aria-activedescendant", `pronta-${place}`);
    else text.removeAttribute("aria-activedescendant");
  }

  function useReady() {
    const text = field();
    const end = text.selectionStart;
    const begin = text.value.lastIndexOf("/", end - 1);
    text.setRangeText(ready[place].dataset.text, begin, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }

  function chooseReady(event) {
    if (!ready.length || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      place = (place + (event.key === "ArrowDown" ? 1 : ready.length - 1)) % ready.length;
      mark();
    } else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      useReady();
    } else if (event.key === "Escape") {
      ready = [];
      byId("pronte").hidden = true;
      mark();
    }
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
    notice.className = "desk-banner bad";
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
