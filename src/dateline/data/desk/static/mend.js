// The form that mends a claim: only what was changed is sent, and the server checks all of it.
import { ask, say } from "./desk.js";

let choices = null;

function field(label, input) {
  const made = document.createElement("label");
  made.append(label, input);
  return made;
}

function text(name, value, type = "text") {
  const input = document.createElement("input");
  input.type = type;
  input.name = name;
  input.value = value ?? "";
  input.dataset.was = input.value;
  if (type === "number") { input.min = "0"; input.step = "1"; }
  return input;
}

function select(name, value, options) {
  const made = document.createElement("select");
  made.name = name;
  made.add(new Option("unknown", ""));
  for (const [key, words] of options) made.add(new Option(words, key));
  made.value = value ?? "";
  made.dataset.was = made.value;
  return made;
}

const plain = (names) => names.map((name) => [name, name.replaceAll("_", " ")]);

/** A field in which something is looked up by name; the choice goes to the server as the id of `name`. */
function lookup(name, label, now, path, words) {
  const box = document.createElement("div");
  const input = text("", now);
  input.autocomplete = "off";
  input.dataset.field = name;
  input.dataset.chosen = "";
  const list = document.createElement("ul");
  let timer;
  input.addEventListener("input", () => {
    input.dataset.chosen = "";
    clearTimeout(timer);
    timer = setTimeout(async () => {
      if (input.value.trim().length < 2) { list.replaceChildren(); return; }
      try {
        const found = await ask(`${path}?q=${encodeURIComponent(input.value.trim())}`);
        list.replaceChildren(...found.map((row) => {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = words(row);
          button.addEventListener("click", () => {
            input.value = row.name;
            input.dataset.chosen = row.id;
            list.replaceChildren();
            input.focus();
            input.dispatchEvent(new CustomEvent("chosen", { detail: row }));
          });
          const item = document.createElement("li");
          item.append(button);
          return item;
        }));
        if (!found.length) list.textContent = "Nothing of that name.";
      } catch (error) { say(error.message, true); }
    }, 200);
  });
  box.append(field(label, input), list);
  return [box, input];
}

const placeWords = (p) => [p.name, p.kind, p.adm1, p.country, p.population ? p.population.toLocaleString() : ""].filter(Boolean).join(", ");

function fields(claim) {
  const rows = [];
  const found = [];
  const add = (label, input) => { rows.push(field(label, input)); };
  if (claim.event_type !== null || claim.type === "event") add("What", select("event_type", claim.event_type, Object.entries(choices.event_type)));
  const places = claim.places.length ? claim.places : [{ name: "", role: "event" }];
  places.forEach((place, n) => {
    const [box, input] = lookup(`places.${n}.id`, `${place.role} place: search by name`, place.name, "/gazetteer", placeWords);
    rows.push(box);
    found.push(input);
    add("or its latitude", text(`places.${n}.lat`, place.lat));
    add("and longitude", text(`places.${n}.lon`, place.lon));
  });
  add("From", text("time.from", claim.time.from, "date"));
  add("To", text("time.to", claim.time.to, "date"));
  claim.actors.forEach((actor, n) => {
    const [box, input] = lookup(`actors.${n}.id`, actor.role.replaceAll("_", " "), actor.name ?? actor.text, "/actors", (a) => [a.name, a.kind, a.country].filter(Boolean).join(", "));
    rows.push(box);
    found.push(input);
  });
  if (claim.figure) for (const [name, label] of [["min", "At least"], ["best", "Number"], ["max", "At most"]]) add(label, text(`figure.${name}`, claim.figure[name], "number"));
  claim.attribution.sources.forEach((source, n) => add(`${source.role} that says so`, text(`attribution.sources.${n}.name`, source.name)));
  add("Told as", select("factuality", claim.factuality, plain(choices.factuality)));
  add("Certainty", select("certainty", claim.certainty, plain(choices.certainty)));
  add("In the story", select("news_role", claim.news_role, plain(choices.news_role)));
  if (claim.control) add("Control", select("control.state", claim.control.state, plain(choices.control_state)));
  return [rows, found];
}

/** What was changed, as the API takes it. A point that was typed in is a place of no gazetteer's. */
function changed(form, found, claim) {
  const rows = [];
  for (const input of found) if (input.dataset.chosen) rows.push({ field: input.dataset.field, value: input.dataset.chosen });
  const points = new Set();
  for (const input of form.querySelectorAll("[name]")) {
    if (!input.name || input.value === input.dataset.was) continue;
    const point = /^places\.(\d+)\.(lat|lon)$/.exec(input.name);
    if (point) { points.add(Number(point[1])); continue; }
    rows.push({ field: input.name, value: input.value.trim() || null });
  }
  for (const n of points) {
    const at = (name) => Number(form.querySelector(`[name="places.${n}.${name}"]`).value);
    if (found.some((input) => input.dataset.field === `places.${n}.id` && input.dataset.chosen)) continue;
    const old = claim.places[n];
    const place = { id: null, lat: at("lat"), lon: at("lon"), precision: "exact", radius_km: 0.5, why: "placed by hand" };
    rows.push({ field: `places.${n}`, value: JSON.stringify(old ? place : { ...place, role: "event", name: null }) });
  }
  return rows;
}

/** Open the form under a claim; `save` takes the changes and says whether they were stored. */
export async function openMend(article, save) {
  if (article.querySelector("form.mend")) { article.querySelector("form.mend input, form.mend select").focus(); return; }
  let answer;
  try {
    choices ??= await ask("/choices");
    answer = await ask("/claims/" + encodeURIComponent(article.dataset.claim));
  } catch (error) { say(error.message, true); return; }
  article.dataset.version = answer.version;
  const claim = answer.claim;
  const form = document.createElement("form");
  form.className = "mend";
  form.setAttribute("aria-label", "Mend this claim");
  const [rows, found] = fields(claim);
  const buttons = document.createElement("p");
  buttons.className = "actions";
  const keep = document.createElement("button");
  keep.textContent = "Keep the changes";
  const leave = document.createElement("button");
  leave.type = "button";
  leave.textContent = "Leave it";
  buttons.append(keep, leave);
  form.append(...rows, buttons);
  const close = () => { form.remove(); article.focus(); };
  leave.addEventListener("click", close);
  form.addEventListener("keydown", (pressed) => { if (pressed.key === "Escape") close(); });
  for (const input of found) {
    input.addEventListener("chosen", (made) => {
      const n = /^places\.(\d+)\./.exec(input.dataset.field);
      if (!n) return;
      for (const name of ["lat", "lon"]) {
        const point = form.querySelector(`[name="places.${n[1]}.${name}"]`);
        point.value = point.dataset.was = made.detail[name];
      }
    });
  }
  form.addEventListener("submit", async (sent) => {
    sent.preventDefault();
    const changes = changed(form, found, claim);
    if (!changes.length) { say("Nothing was changed; accept it instead.", true); return; }
    keep.disabled = true;
    if (await save(changes)) form.remove();
    keep.disabled = false;
  });
  article.querySelector(".actions").after(form);
  form.querySelector("input, select").focus();
}
