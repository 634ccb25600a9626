// The text and its claims: pointing at words shows the claims that they carry, and the other way round. Words that are
// chosen with the mouse can be made the words of a part of a claim.
import { chosen, exact } from "./spans.js";

const spans = [...document.querySelectorAll(".prose a[data-claims]")];
const cards = new Map([...document.querySelectorAll("article.claim")].map((card) => [card.id, card]));
let now = [];

function show(ids) {
  now = ids;
  for (const span of spans) span.classList.toggle("now", span.dataset.claims.split(" ").some((id) => ids.includes(id)));
  for (const [id, card] of cards) card.classList.toggle("now", ids.includes(id));
}

for (const span of spans) {
  const ids = span.dataset.claims.split(" ");
  for (const name of ["mouseenter", "focus"]) span.addEventListener(name, () => { if (bar.hidden) show(ids); });
  span.addEventListener("click", (happened) => {
    const card = cards.get(ids[0]);
    if (!card) return;
    happened.preventDefault();
    if (chosen()) return;
    show([ids[0]]);
    history.replaceState(null, "", "#" + ids[0]);
    card.scrollIntoView({ block: "nearest" });
    card.querySelector("[data-act=mend]")?.click();
  });
}
for (const [id, card] of cards) {
  card.addEventListener("mouseenter", () => { if (bar.hidden) show([id]); });
  card.addEventListener("focusin", () => show([id]));
}

// What the words are that are chosen: a bar at the foot of the window.
const PARTS = { "the evidence": () => "span", "the place": () => "places.0.span", "the date": () => "time.span", "the actor": () => "actors.0.span", "the number": (form) => (form.claim.figure ? "figure.span" : null), "the source": () => "attribution.sources.0.span" };
const bar = document.createElement("div");
bar.className = "choosing";
bar.hidden = true;
bar.setAttribute("role", "group");
bar.setAttribute("aria-label", "What the chosen words are");
const told = document.createElement("p");
const which = document.createElement("select");
which.setAttribute("aria-label", "of which claim");
for (const [id, card] of cards) which.add(new Option(card.querySelector("h2, h3").textContent.trim().slice(0, 90), id));
const buttons = Object.entries(PARTS).map(([words, field]) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.addEventListener("mousedown", (happened) => happened.preventDefault());
  button.addEventListener("click", () => put(field));
  return button;
});
bar.append(told, "are ", ...buttons.flatMap((b) => [b, " "]), "of ", which);
if (exact && cards.size) document.querySelector("main").append(bar);

async function put(field) {
  const span = chosen(), card = cards.get(which.value);
  if (!span || !card) return;
  bar.hidden = true;
  const form = await card.mend();
  if (!form) return;
  const name = field(form);
  if (name === null) { (await import("./desk.js")).say("This claim has no number.", true); return; }
  const list = name.replace(/\.0\.span$/, "");
  if (!form.slots.has(name)) form.root.querySelector(`[data-grow="${list}"]`)?.click();
  form.slots.get(name)(span);
  card.scrollIntoView({ block: "nearest" });
}

document.addEventListener("selectionchange", () => {
  if (document.querySelectorAll(".choosing").length > 1) { bar.hidden = true; return; }
  const span = chosen();
  bar.hidden = span === null;
  if (!span) return;
  if (told.textContent !== `“${span.text}”`) {
    told.textContent = `“${span.text}”`;
    if (now.length && cards.has(now[0])) which.value = now[0];
  }
});

const asked = cards.get(decodeURIComponent(location.hash.slice(1)));
if (asked) { show([asked.id]); asked.scrollIntoView({ block: "center" }); asked.focus({ preventScroll: true }); }
