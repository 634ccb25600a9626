// Choosing words of the text: by mouse, or by keyboard with the arrows. Offsets are those of the text that the ledger
// keeps, in characters; the page shows exactly this text, else nothing can be chosen.
import { say } from "./desk.js";

const prose = document.querySelector(".prose[data-length]");
const characters = (words) => [...words].length;
export const exact = prose !== null && characters(prose.textContent) === Number(prose.dataset.length);

/** The offset in the text of a place in the page. */
function offset(node, at) {
  const range = document.createRange();
  range.selectNodeContents(prose);
  range.setEnd(node, at);
  return characters(range.toString());
}

/** The words that are chosen in the page; null where none are. Spaces at the ends do not count. */
export function chosen() {
  const selection = getSelection();
  if (!exact || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!prose.contains(range.startContainer) || !prose.contains(range.endContainer)) return null;
  const words = range.toString(), inner = words.trim();
  if (!inner) return null;
  const start = offset(range.startContainer, range.startOffset) + characters(words.slice(0, words.length - words.trimStart().length));
  return { start, end: start + characters(inner), text: inner };
}

/** Show words as chosen, by offsets in UTF-16 as the page counts. */
function select(start, end) {
  const range = document.createRange();
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  let at = 0, begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = at + node.length;
    if (!begun && start < next) { range.setStart(node, start - at); begun = true; }
    if (end <= next) { range.setEnd(node, end - at); break; }
    at = next;
  }
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  const box = range.getBoundingClientRect();
  if (box.top < 60 || box.bottom > innerHeight - 90) scrollBy({ top: box.top - innerHeight / 2 });
}

/** Ask for words of the text, for a part of a claim; null where the person left it. */
export function choose(what) {
  if (!exact) { say("The words of this page are not exactly those of the text, so none can be chosen.", true); return Promise.resolve(null); }
  const words = [...prose.textContent.matchAll(/[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu)].map((m) => [m.index, m.index + m[0].length]);
  if (!words.length) return Promise.resolve(null);
  const bar = document.createElement("div");
  bar.className = "choosing";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Choosing words");
  const told = document.createElement("p");
  told.setAttribute("aria-live", "polite");
  const help = document.createElement("p");
  help.className = "small";
  help.textContent = `${what}. Choose with the mouse, or with the arrows (Shift and arrows: more or fewer words), then Enter. Escape leaves.`;
  const take = document.createElement("button");
  take.type = "button";
  take.textContent = "Take these words";
  const leave = document.createElement("button");
  leave.type = "button";
  leave.textContent = "Leave";
  bar.append(help, told, take, " ", leave);
  document.querySelector("main").append(bar);
  const before = chosen();
  let first = 0, last = 0;
  const near = (at) => Math.max(words.findIndex(([, end]) => end > at), 0);
  const marked = prose.querySelector("a.now");
  const there = getSelection().rangeCount && before ? getSelection().getRangeAt(0).startContainer : marked?.firstChild;
  if (there) {
    const range = document.createRange();
    range.selectNodeContents(prose);
    range.setEnd(there, 0);
    first = last = near(range.toString().length);
  }
  const show = () => { select(words[first][0], words[last][1]); told.textContent = `“${prose.textContent.slice(words[first][0], words[last][1])}”`; };
  const was = prose.getAttribute("tabindex");
  prose.tabIndex = 0;
  prose.setAttribute("role", "application");
  prose.setAttribute("aria-label", "The text");
  if (!before) show();
  prose.focus();
  return new Promise((done) => {
    const end = (span) => {
      for (const [target, name, act] of listened) target.removeEventListener(name, act, true);
      bar.remove();
      prose.removeAttribute("role");
      prose.removeAttribute("aria-label");
      if (was === null) prose.removeAttribute("tabindex");
      getSelection().removeAllRanges();
      done(span);
    };
    const finish = () => { const span = chosen(); if (span) end(span); else say("No words are chosen.", true); };
    const keys = (pressed) => {
      const acts = {
        ArrowRight: () => { if (pressed.shiftKey) last = Math.min(last + 1, words.length - 1); else first = last = Math.min(last + 1, words.length - 1); show(); },
        ArrowLeft: () => { if (pressed.shiftKey) last = Math.max(last - 1, first); else first = last = Math.max(first - 1, 0); show(); },
        ArrowDown: () => { first = last = Math.min(first + 12, words.length - 1); show(); },
        ArrowUp: () => { first = last = Math.max(first - 12, 0); show(); },
        Enter: finish, Escape: () => end(null),
      };
      if (!acts[pressed.key] || bar.contains(document.activeElement) && pressed.key === "Enter") return;
      pressed.preventDefault();
      pressed.stopPropagation();
      acts[pressed.key]();
    };
    const links = (happened) => { if (happened.target.closest(".prose")) { happened.preventDefault(); happened.stopPropagation(); } };
    const mouse = () => { const span = chosen(); if (span) told.textContent = `“${span.text}”`; };
    const listened = [[document, "keydown", keys], [document, "click", links], [document, "mouseup", mouse]];
    for (const [target, name, act] of listened) target.addEventListener(name, act, true);
    take.addEventListener("click", finish);
    leave.addEventListener("click", () => end(null));
  });
}
