// The chat page: shows the conversation and carries messages over Socket.IO with the events of Rasa's web chats.

import { io } from "./vendor/socket.io.esm.min.js";
import * as history from "./history.js";
import { renderFile, renderText } from "./render.js";

const byId = (id) => document.getElementById(id);
const log = byId("log");
const form = byId("form");
const field = byId("message");
const typing = byId("typing");
const status = byId("status");

const TYPING_LIMIT_MS = 30_000;
const STATES = {
  waiting: "Mi sto collegando…",
  ready: "Collegato",
  lost: "Connessione persa: riprovo da solo, non chiudere la pagina.",
};

let session = history.sessionId();
let confirmed = false; // the server has said which session this connection is
let waiting = false; // an answer is being prepared
let typingTimer = 0;
let owed = false; // the server wants to hear that a message was seen
let turnStart = null; // the person's last message: an answer is not scrolled past it
const unsent = [];

// --- showing ---------------------------------------------------------------------------------------------------------

function bubble(from) {
  const element = document.createElement("div");
  element.className = `message ${from}`;
  const who = document.createElement("p");
  who.className = "who";
  who.textContent = from === "person" ? "Tu" : "Assistente";
  element.append(who);
  return element;
}

function show(entry) {
  if (entry.from === "person") {
    retireReplies();
  }
  const element = bubble(entry.from === "person" ? "person" : "assistant");
  if (entry.text) {
    const text = document.createElement("div");
    text.className = "text";
    text.append(renderText(entry.text));
    element.append(text);
  }
  const file = entry.attachment ? renderFile(entry.attachment) : null;
  if (file) {
    element.append(file);
  }
  if (entry.replies?.length) {
    element.append(replies(entry.replies));
  }
  if (element.childElementCount > 1) {
    log.append(element);
    if (entry.from === "person") {
      turnStart = element;
    }
    scroll(element);
  }
}

function notice(text) {
  const element = document.createElement("p");
  element.className = "notice";
  element.textContent = text;
  log.append(element);
  scroll(element);
}

function replies(list) {
  const group = document.createElement("div");
  group.className = "replies";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Risposte pronte");
  for (const { title, payload } of list) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.addEventListener("click", () => {
      button.dataset.chosen = "";
      say(title, payload);
      if (matchMedia("(pointer: fine)").matches) {
        field.focus(); // on a phone this would open the keyboard
      } else {
        log.focus({ preventScroll: true });
      }
    });
    group.append(button);
  }
  return group;
}

function retireReplies() {
  for (const button of log.querySelectorAll(".replies button:not(:disabled)")) {
    button.disabled = true;
  }
}

function scroll(element) {
  const target = turnStart ?? element;
  log.scrollTop = target.offsetTop - log.offsetTop - 8;
}

function setState(state) {
  status.dataset.state = state;
  status.textContent = STATES[state];
}

function setTyping(on) {
  waiting = on;
  typing.hidden = !on;
  clearTimeout(typingTimer);
  if (on) {
    typingTimer = setTimeout(() => setTyping(false), TYPING_LIMIT_MS);
  }
}

// --- talking ---------------------------------------------------------------------------------------------------------

const socket = io({ path: "/socket.io/", transports: ["websocket", "polling"], tryAllTransports: true });

socket.on("connect", () => socket.emit("session_request", session ? { session_id: session } : {}));

socket.on("session_confirm", (id) => {
  if (session && id !== session && log.querySelector(".message")) {
    retireReplies();
    notice("La conversazione di prima è scaduta: ne cominciamo una nuova.");
  }
  session = id;
  history.keepSessionId(id);
  confirmed = true;
  setState("ready");
  unsent.splice(0).forEach(transmit);
});

// a code of Telegram was typed: the id that is confirmed next is of the conversation that was meant
socket.on("session_linked", (data) => {
  retireReplies();
  session = data?.session_id ?? session;
});

socket.on("bot_uttered", (message) => {
  const entry = {
    from: "assistant",
    text: typeof message?.text === "string" ? message.text : "",
    replies: Array.isArray(message?.quick_replies) ? message.quick_replies : [],
    attachment: message?.attachment ?? null,
  };
  history.remember(entry);
  show(entry);
  owed ||= message?.receipt === true;
  tellSeen();
});

// A reminder that stands on a screen nobody looks at was not seen: it is sent another way.
function tellSeen() {
  if (owed && document.visibilityState === "visible") {
    socket.emit("seen", {});
    owed = false;
  }
}

document.addEventListener("visibilitychange", tellSeen);

socket.on("bot_typing", (message) => setTyping(Boolean(message?.typing)));

socket.on("disconnect", () => {
  confirmed = false;
  setState("lost");
  if (waiting) {
    setTyping(false);
    notice("La connessione è caduta: se non ricevi risposta, scrivimi di nuovo.");
  }
});

socket.on("connect_error", () => setState("lost"));

function transmit(text) {
  socket.emit("user_uttered", { message: text, session_id: session });
}

function say(shown, text = shown) {
  const entry = { from: "person", text: shown };
  history.remember(entry);
  show(entry);
  if (confirmed) {
    transmit(text);
  } else {
    unsent.push(text); // sent when the server has confirmed the session, not before
  }
}

// --- the person ------------------------------------------------------------------------------------------------------

function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text) {
    field.value = "";
    fit();
    say(text);
  }
  field.focus();
});

field.addEventListener("input", fit);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

for (const button of byId("starters").children) {
  button.addEventListener("click", () => say(button.textContent));
}

byId("restart").addEventListener("click", () => {
  if (confirm("Vuoi ricominciare da capo? I messaggi di questa conversazione spariranno da questo dispositivo.")) {
    history.forget();
    location.reload();
  }
});

history.watchOtherTabs({
  onSession: (id) => {
    if (session && id !== session) {
      location.reload();
    }
  },
  onPerson: show,
});

for (const { entry } of history.messages()) {
  show(entry);
}
