// What all pages share: asking the API, saying what became of it, and the buttons of claims, events and decisions.
import { openMend } from "./mend.js";

const said = document.getElementById("said");

/** Say something to everybody, a screen reader's user too. */
export function say(words, wrong = false, link = null) {
  const line = document.createElement("p");
  line.textContent = words;
  if (wrong) line.className = "wrong";
  if (link) line.append(" ", link);
  said.replaceChildren(line);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => said.replaceChildren(), wrong ? 15000 : 5000);
}

/** An answer of the API; what it refuses is thrown as an Error with `code` and `details`. */
export async function ask(path, body, signal) {
  const options = body === undefined ? { signal } : {
    method: "POST",
    headers: { "content-type": "application/json", "x-dateline": "desk" },
    body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch("/api/v1" + path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The desk does not answer. Is it still open in its terminal?");
  }
  const found = await answer.json();
  if (answer.ok) return found;
  const error = new Error(found.error.message);
  error.code = found.error.code;
  error.details = found.error.details;
  throw error;
}

/** Signing in happens beside: what was typed here stays. */
function toLogin() {
  const link = document.createElement("a");
  link.href = "/login?next=/account";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in again";
  return link;
}

/** Decide; null where it was refused, and the user was told why. */
export async function decide(decision, article) {
  try {
    return await ask("/reviews", decision);
  } catch (error) {
    say(error.message, true, error.code === "sign_in" ? toLogin() : null);
    const current = error.details && error.details.current;
    if (error.code === "changed" && article && current && current.version) await renew(article);
    return null;
  }
}

/** Show a claim as it is now: the server renders it, here its card is exchanged. What is typed in its form stays. */
export async function renew(article) {
  const page = await fetch("/claims/" + encodeURIComponent(article.dataset.claim));
  const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
  const fresh = parsed.querySelector("article.claim");
  if (!fresh) return;
  for (const name of ["version", "last"]) article.dataset[name] = fresh.dataset[name];
  const keep = article.dataset.quote === "no" ? "blockquote" : null;
  const children = [...fresh.childNodes].filter((n) => !(keep && n.matches && n.matches(keep)));
  const form = article.querySelector("form.mend");
  const typing = form && form.contains(document.activeElement) ? document.activeElement : null;
  article.replaceChildren(...children.map((n) => document.importNode(n, true)));
  if (form) (article.querySelector(".actions") || article.lastElementChild).after(form);
  if (typing) typing.focus();
  const heading = article.querySelector("h2");
  if (article.dataset.level === "3" && heading) {
    const lower = document.createElement("h3");
    lower.append(...heading.childNodes);
    heading.replaceWith(lower);
  }
  for (const name of ["accepted", "rejected", "edited"]) article.classList.toggle(name, fresh.classList.contains(name));
  reveal(article);
}

const WORDS = { accept: "Accepted", reject: "Rejected", edit: "Mended", undo: "Taken back" };

/** Do one of a claim's acts. Gives back what was done, or null. */
export async function act(article, name, reason, changes) {
  const { claim, version, last } = article.dataset;
  if (name === "undo") {
    if (!last) { say("Nothing was decided about this claim.", true); return null; }
    const done = await decide({ action: "undo", review: last, together: true, reason: reason || "taken back at the desk" });
    if (done) { await renew(article); say("Taken back."); }
    return done && name;
  }
  const words = reason || "read beside its words";
  const done = await decide({ action: name, claim, version, reason: words, ...(changes ? { changes } : {}) }, article);
  if (!done) return null;
  await renew(article);
  say(WORDS[name] + ".");
  return name;
}

/** What needs a script is shown where there is one. */
export function reveal(root) {
  for (const card of root.querySelectorAll("article.claim")) card.mend = () => mend(card);
  for (const node of root.querySelectorAll("[data-needs-script]")) node.hidden = false;
}

function mend(article) {
  return openMend(article, async (changes) => {
    const reason = document.getElementById("reason");
    const done = await act(article, "edit", reason && reason.value.trim(), changes);
    if (done) article.dispatchEvent(new CustomEvent("decided", { bubbles: true, detail: done }));
    return done !== null;
  });
}

async function ofClaim(button, article) {
  const name = button.dataset.act;
  if (name === "mend") { mend(article); return; }
  const reason = document.getElementById("reason");
  button.disabled = true;
  const done = await act(article, name, reason && reason.value.trim());
  button.disabled = false;
  if (done) article.dispatchEvent(new CustomEvent("decided", { bubbles: true, detail: done }));
}

async function ofSuggestion(button, pair) {
  const { one, two, oneVersion, twoVersion } = pair.dataset;
  const merged = button.dataset.act === "merge";
  const done = await decide(merged
    ? { action: "merge", events: [{ id: one, version: oneVersion }, { id: two, version: twoVersion }], reason: "one event by its words" }
    : { action: "split", event: one, version: oneVersion, parts: [two], reason: "two events by their words" });
  if (!done) return;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.dataset.undo = done.reviews[0].id;
  undo.textContent = "Undo";
  const line = document.createElement("p");
  line.append(done.reviews[0].words + " ", undo);
  button.closest(".actions").replaceWith(line);
  undo.focus();
  say(merged ? "They are one event now." : "They stay two events.");
}

async function ofEvent(button) {
  const event = document.getElementById("event");
  const parts = [...document.querySelectorAll("input[name=part]:checked")].map((box) => box.value);
  if (!parts.length) { say("Choose the claims to take out first.", true); return; }
  const reason = button.closest(".actions").querySelector(".reason").value.trim() || "not of this event";
  const done = await decide({ action: "split", event: event.dataset.event, version: event.dataset.version, parts, reason });
  if (done) location.reload();
}

async function simply(decision) {
  if (await decide(decision)) location.reload();
}

async function signOut(everywhere) {
  try {
    await ask("/session/end", { everywhere });
    location.assign("/login");
  } catch (error) { say(error.message, true); }
}

document.addEventListener("click", (happened) => {
  const button = happened.target.closest("button");
  if (!button) return;
  if ("signOut" in button.dataset) { signOut(button.dataset.signOut === "everywhere"); return; }
  const { act: name, undo, release, takeBack } = button.dataset;
  if (undo) simply({ action: "undo", review: undo, reason: "taken back at the desk" });
  else if (release) simply({ action: "release", target: release, reason: "can harm nobody" });
  else if (takeBack) simply({ action: "take_back", target: takeBack, reason: "taken back at the desk" });
  else if (name && button.closest(".suggestion")) ofSuggestion(button, button.closest(".suggestion"));
  else if (name === "split") ofEvent(button);
  else if (name && button.closest("article.claim")) ofClaim(button, button.closest("article.claim"));
});

/** Where views are being made: say how far, and offer what is new; a page that had nothing to show fills in. */
async function follow(note) {
  note.querySelector("[data-without-script]").remove();
  const progress = note.querySelector("[data-progress]");
  for (;;) {
    await new Promise((done) => setTimeout(done, 1200));
    let state;
    try { state = await ask("/making"); } catch { continue; }
    if (state.ready) break;
    const { done, of } = state.making ?? {};
    progress.textContent = of ? `, ${done.toLocaleString("en")} of ${of.toLocaleString("en")} documents` : "";
  }
  const untouched = !document.querySelector("form.mend, form.span, dialog[open], article.claim.done") && !document.activeElement?.closest("main form");
  if (untouched) { location.reload(); return; }
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Show what is new";
  button.addEventListener("click", () => location.reload());
  note.replaceChildren("Newer views are there. ", button);
}

/** What changed is worked out beside the page: look again until it is there. */
async function later() {
  for (;;) {
    await new Promise((done) => setTimeout(done, 1500));
    try {
      const home = await ask("/home" + location.search);
      if (home.changes !== null || home.too_many) { location.reload(); return; }
    } catch { return; }
  }
}

const making = document.querySelector("[data-making]");
if (making) follow(making);
else if (document.querySelector("[data-later]")) later();

reveal(document);
