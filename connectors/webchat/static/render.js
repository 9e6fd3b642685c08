// Turns the text of a message into elements: paragraphs, lists, links. Nothing in it can become markup.

const LINK = new RegExp(
  [
    "(?<url>https://[^\\s<>\"«»]+)",
    "(?<mail>(?:mailto:)?[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)",
    "(?<phone>tel:\\+?[\\d./ -]{6,}\\d|(?<![\\d/.+-])(?:\\+39 ?)?0\\d{2,3}[ ./-]?\\d{3}[ .]?\\d{3,4}(?![\\d/]))",
  ].join("|"),
  "gu",
);
const AFTER_ADDRESS = /[.,;:!?)\]»”"']+$/u;
const ITEM = /^\s*[-•*]\s+/u;

export function renderText(text) {
  const fragment = document.createDocumentFragment();
  let block = null; // the paragraph or list that is being filled
  for (const line of text.split(/\r?\n/u)) {
    if (line.trim() === "") {
      block = null;
      continue;
    }
    const isItem = ITEM.test(line);
    const tag = isItem ? "UL" : "P";
    if (block === null || block.tagName !== tag) {
      block = document.createElement(tag);
      fragment.append(block);
    } else if (!isItem) {
      block.append(document.createElement("br"));
    }
    if (isItem) {
      const item = document.createElement("li");
      appendLinked(item, line.replace(ITEM, ""));
      block.append(item);
    } else {
      appendLinked(block, line);
    }
  }
  return fragment;
}

function appendLinked(parent, text) {
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const shown = match[0].replace(AFTER_ADDRESS, "");
    parent.append(text.slice(done, match.index), link(shown, match.groups));
    done = match.index + shown.length;
  }
  parent.append(text.slice(done));
}

function link(shown, { url, mail }) {
  const anchor = document.createElement("a");
  if (url) {
    anchor.href = shown;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
  } else if (mail) {
    anchor.href = "mailto:" + shown.replace(/^mailto:/u, "");
  } else {
    anchor.href = "tel:" + shown.replace(/^tel:/u, "").replace(/[^\d+]/gu, "");
  }
  anchor.textContent = shown.replace(/^(?:mailto|tel):/u, "");
  return anchor;
}

// A file that came inside a message, as a link that saves it; null when it is not one that we know how to offer.
export function renderFile(attachment) {
  const { name, mime, src } = attachment?.payload ?? {};
  const match = /^data:(text\/calendar|application\/pdf|text\/html|application\/json)(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=]+)$/u.exec(src ?? "");
  if (attachment?.type !== "file" || match === null) {
    return null;
  }
  const bytes = Uint8Array.from(atob(match[2]), (character) => character.charCodeAt(0));
  const anchor = document.createElement("a");
  anchor.className = "file";
  // a page is saved, never shown under our address
  const type = match[1] === "text/html" ? "application/octet-stream" : match[1];
  anchor.href = URL.createObjectURL(new Blob([bytes], { type }));
  anchor.download = String(name ?? "promemoria.ics");
  anchor.textContent = (mime ?? match[1]).startsWith("text/calendar")
    ? "Scarica il promemoria (.ics)"
    : `Scarica ${anchor.download}`;
  return anchor;
}
