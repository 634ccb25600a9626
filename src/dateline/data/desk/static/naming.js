// A name that no book has: what is called so, and what the documents that have it say once they are read anew.
import { ask, say } from "./desk.js";

const KINDS = { actor: ["/actors", (a) => [a.name, a.kind.replaceAll("_", " "), a.country]], source: ["/sources", (s) => [s.name, s.type.replaceAll("_", " "), s.country]], place: ["/gazetteer", (p) => [p.name, p.kind, p.adm1, p.country]] };
let count = 0;

function element(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, given);
  made.append(...children);
  return made;
}

/** Open the dialog. `point`: where the form has the place, as words. */
export function openNaming({ kind, name, country, point }) {
  const back = document.activeElement;
  const title = element("h2", { textContent: `A name of a${kind === "actor" ? "n" : ""} ${kind}`, id: `naming-${++count}` });
  const called = element("input", { value: name, maxLength: 120, required: true });
  const whose = element("input", { autocomplete: "off" });
  const list = element("ul", { className: "found" });
  const reason = element("input", { value: "", placeholder: "how this is known", maxLength: 2000 });
  let of = null, timer, asked = 0;
  const [path, words] = KINDS[kind];
  whose.addEventListener("input", () => {
    of = null;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const typed = whose.value.trim(), mine = ++asked;
      if (typed.length < 2) { list.replaceChildren(); return; }
      let found;
      try { found = await ask(`${path}?q=${encodeURIComponent(typed)}`); } catch (error) { say(error.message, true); return; }
      if (mine !== asked) return;
      list.replaceChildren(...found.map((row) => {
        const button = element("button", { type: "button", textContent: words(row).filter(Boolean).join(", ") });
        button.addEventListener("click", () => { of = row.id; whose.value = row.name; list.replaceChildren(); reason.focus(); });
        return element("li", {}, button);
      }));
      if (!found.length) list.append(element("li", { textContent: "Nothing of that name." }));
    }, 200);
  });
  const rows = [element("label", {}, "Name, as reports write it", called)];
  let made = null, lat = null, lon = null, land = null;
  if (kind === "place") {
    made = element("input", { type: "checkbox" });
    lat = element("input", { type: "number", step: "any", min: "-90", max: "90", value: point?.lat ?? "" });
    lon = element("input", { type: "number", step: "any", min: "-180", max: "180", value: point?.lon ?? "" });
    land = element("input", { value: country ?? "", maxLength: 2, pattern: "[A-Z]{2}", autocomplete: "off" });
    const fresh = element("div", { hidden: true, className: "mend" }, element("label", {}, "Latitude", lat), element("label", {}, "Longitude", lon), element("label", {}, "Country (two letters)", land));
    const known = element("div", {}, element("label", {}, "is another name of (search)", whose), list);
    made.addEventListener("input", () => { fresh.hidden = !made.checked; known.hidden = made.checked; });
    rows.push(known, element("label", { className: "inline" }, made, " it is a place that no gazetteer has"), fresh);
  } else rows.push(element("div", {}, element("label", {}, `is another name of (search the ${kind}s)`, whose), list));
  rows.push(element("label", {}, "Reason", reason));
  const send = element("button", { textContent: "Add it and read again what has it" });
  const close = element("button", { type: "button", textContent: "Close" });
  const form = element("form", { className: "naming", method: "dialog" }, title, ...rows, element("p", { className: "actions" }, send, close));
  const dialog = element("dialog", {}, form);
  dialog.setAttribute("aria-labelledby", title.id);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); back?.focus?.(); });
  form.addEventListener("submit", async (sent) => {
    sent.preventDefault();
    const decision = { action: "name", kind, name: called.value.trim(), reason: reason.value.trim() || "named so in the reports" };
    if (made?.checked) {
      if (lat.value === "" || lon.value === "") { say("A new place needs its point.", true); return; }
      Object.assign(decision, { lat: Number(lat.value), lon: Number(lon.value), ...(land.value ? { country: land.value.toUpperCase() } : {}) });
    } else if (of) decision.of = of;
    else { say("Choose what is called so.", true); whose.focus(); return; }
    send.disabled = true;
    try {
      const done = await ask("/reviews", decision);
      await follow(form, done.reviews[0].id, close);
    } catch (error) { say(error.message, true); send.disabled = false; }
  });
  document.body.append(dialog);
  dialog.showModal();
  whose.focus();
}

/** What changes, as it comes; with a way to take the name back. */
async function follow(form, review, close) {
  const told = element("p");
  told.setAttribute("aria-live", "polite");
  const list = element("ul", { className: "changes" });
  const undo = element("button", { type: "button", textContent: "Take the name back" });
  undo.addEventListener("click", async () => {
    undo.disabled = true;
    told.textContent = "Taking the name back.";
    list.replaceChildren();
    try {
      await ask("/reviews", { action: "undo", review, reason: "taken back at the desk" });
      told.textContent = "The name is taken back; the documents are read again without it.";
      undo.remove();
      await until(review, told, list);
    } catch (error) { say(error.message, true); undo.disabled = false; }
  });
  const reload = element("button", { type: "button", textContent: "Show the page anew" });
  reload.addEventListener("click", () => location.reload());
  form.replaceChildren(form.querySelector("h2"), told, list, element("p", { className: "actions" }, undo, reload, close));
  told.tabIndex = -1;
  told.focus();
  await until(review, told, list);
}

async function until(review, told, list) {
  for (;;) {
    const state = await ask("/rereadings/" + encodeURIComponent(review));
    list.replaceChildren(...state.changes.map(line));
    const count = state.changes.length + state.more;
    if (state.over) {
      told.textContent = state.problem ?? (state.of ? `${state.read} document${state.read === 1 ? "" : "s"} read anew: ${count ? `${count} claims are otherwise` : "no claim is otherwise"}.` : "No document has this name.");
      return;
    }
    told.textContent = state.of ? `Reading anew: ${state.done} of ${state.of} documents.` : "Looking for the documents that have this name.";
    await new Promise((done) => setTimeout(done, 500));
  }
}

function line(change) {
  const link = element("a", { textContent: `“${change.text.slice(0, 160)}”` });
  link.href = `/documents/${encodeURIComponent(change.document)}#${encodeURIComponent(change.claim)}`;
  const what = { new: "new: ", gone: "read no more: ", changed: "" }[change.change];
  const fields = change.fields.filter((f) => !/(^|\.)(start|end|why)$/.test(f.field)).map((f) => `${f.field} was ${f.before ?? "unknown"}, is ${f.after ?? "unknown"}`).join("; ");
  return element("li", {}, what, link, fields ? `: ${fields}` : "");
}
