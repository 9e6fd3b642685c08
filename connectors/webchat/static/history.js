// What this browser remembers: the session id and the last messages, shared by its tabs. Works without storage too.

const SESSION = "orienta.session";
const MESSAGES = "orienta.messages";
const LIMIT = 100;
const SAME_MESSAGE_MS = 3000; // two tabs that get one message write it within this time

const OPENED = Date.now(); // what stood there before came to the page before a reload
export const tab = Math.random().toString(36).slice(2);

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is off
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // off or full: the conversation goes on, it only will not be there after a reload
  }
}

export const sessionId = () => read(SESSION);
export const keepSessionId = (id) => write(SESSION, id);

export function messages() {
  return parse(read(MESSAGES));
}

function parse(text) {
  try {
    const list = JSON.parse(text ?? "[]");
    return Array.isArray(list) ? list.filter((item) => item?.entry && typeof item.entry === "object") : [];
  } catch {
    return [];
  }
}

export function remember(entry) {
  const list = messages();
  const content = JSON.stringify(entry);
  const now = Date.now();
  const known = list.some(
    (other) =>
      other.tab !== tab &&
      other.at >= OPENED &&
      now - other.at < SAME_MESSAGE_MS &&
      JSON.stringify(other.entry) === content,
  );
  if (!known) {
    list.push({ entry, tab, at: now });
    write(MESSAGES, JSON.stringify(list.slice(-LIMIT)));
  }
}

export function forget() {
  try {
    localStorage.removeItem(SESSION);
    localStorage.removeItem(MESSAGES);
  } catch {
    // nothing was kept
  }
}

// What happens in other tabs: they have a new conversation, or the person wrote there.
export function watchOtherTabs({ onSession, onPerson }) {
  window.addEventListener("storage", (event) => {
    if (event.key === SESSION && event.newValue && event.oldValue !== event.newValue) {
      onSession(event.newValue);
    } else if (event.key === MESSAGES && event.newValue) {
      const before = new Set(parse(event.oldValue).map((item) => JSON.stringify(item)));
      for (const item of parse(event.newValue)) {
        if (item.entry?.from === "person" && !before.has(JSON.stringify(item))) {
          onPerson(item.entry);
        }
      }
    }
  });
}
