// The queue by keyboard: one claim is current, a decision moves on, `u` takes the last one back.
import { act } from "./desk.js";

const list = document.querySelector(".queue");
const cards = list ? [...list.querySelectorAll("article.claim")] : [];
const progress = document.getElementById("progress");
const made = [];
let at = 0;
let busy = false;

function go(to) {
  if (to < 0 || to >= cards.length) return;
  cards.forEach((card) => card.removeAttribute("aria-current"));
  at = to;
  cards[at].setAttribute("aria-current", "true");
  cards[at].focus({ preventScroll: true });
  cards[at].scrollIntoView({ block: "nearest" });
}

function count() {
  progress.textContent = `${made.length} decided, ${Math.max(Number(list.dataset.total) - made.length, 0).toLocaleString()} wait`;
}

function next() {
  const open = cards.findIndex((card, n) => n > at && !card.classList.contains("done"));
  if (open >= 0) go(open);
  else if (cards.every((card) => card.classList.contains("done"))) location.reload();
  else go(cards.findIndex((card) => !card.classList.contains("done")));
}

/** What a decision does to the list. */
function decided(card, name) {
  const undone = name === "undo";
  card.classList.toggle("done", !undone);
  const n = made.indexOf(card);
  if (n >= 0) made.splice(n, 1);
  if (!undone) made.push(card);
  count();
  if (undone) go(cards.indexOf(card));
  else next();
}

async function key(name) {
  if (busy) return;
  busy = true;
  const card = name === "undo" ? made.at(-1) : cards[at];
  const reason = document.getElementById("reason").value.trim();
  const done = card && (await act(card, name, reason));
  if (done) decided(card, done);
  busy = false;
}

const KEYS = {
  a: () => key("accept"), r: () => key("reject"), u: () => key("undo"),
  e: () => cards[at].querySelector("[data-act=mend]").click(),
  n: () => go(at + 1), j: () => go(at + 1), k: () => go(at - 1),
  o: () => { location.href = cards[at].querySelector("a[href^='/documents/']").href; },
};

if (cards.length) {
  list.classList.add("live");
  document.addEventListener("keydown", (pressed) => {
    if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.target.closest("input, select, textarea")) return;
    const does = KEYS[pressed.key];
    if (does) { pressed.preventDefault(); does(); }
  });
  list.addEventListener("decided", (happened) => decided(happened.target, happened.detail));
  list.addEventListener("click", (happened) => {
    const card = happened.target.closest("article.claim");
    if (card && !happened.target.closest("a, button, form") && cards[at] !== card) go(cards.indexOf(card));
  });
  go(0);
}
