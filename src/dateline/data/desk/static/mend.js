// The form that mends a claim: only what was changed is sent, and the server checks all of it.
import { ask, say } from "./desk.js";

let choices = null;
let count = 0;

const plain = (names) => names.map((name) => [name, name.replaceAll("_", " ")]);
const typed = (rows) => rows.filter(Boolean).join(", ");
const placeWords = (p) => typed([p.name, p.kind, p.adm1, p.country, p.population ? p.population.toLocaleString() : ""]);
const actorWords = (a) => typed([a.name, a.kind.replaceAll("_", " "), a.country]);
const sourceWords = (s) => typed([s.name, s.type.replaceAll("_", " "), s.country]);

function element(tag, given = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, given);
  made.append(...children);
  return made;
}

const button = (words, act, given = {}) => {
  const made = element("button", { type: "button", textContent: words, ...given });
  made.addEventListener("click", act);
  return made;
};

/** The form of one claim. What is changed in it is gathered in `changes`: field -> value. */
class Form {
  constructor(article, answer, save) {
    this.article = article;
    this.claim = answer.claim;
    this.changes = new Map();
    /** Names that were typed, but none that was found for them chosen: input -> what it was. */
    this.unchosen = new Map();
    this.root = element("form", { className: "mend" });
    this.root.setAttribute("aria-label", "Mend this claim");
    this.added = { places: this.claim.places.length, actors: this.claim.actors.length, "attribution.sources": this.claim.attribution.sources.length };
    this.fill();
    const keep = element("button", { textContent: "Keep the changes" });
    const leave = button("Leave it", () => this.close());
    this.root.append(element("p", { className: "actions" }, keep, leave));
    this.root.addEventListener("keydown", (pressed) => { if (pressed.key === "Escape" && !pressed.defaultPrevented) this.close(); });
    this.root.addEventListener("submit", async (sent) => {
      sent.preventDefault();
      const [open] = this.unchosen.keys();
      if (open) {
        say(`Choose one of the names found for “${open.value.trim()}”, or put back “${this.unchosen.get(open)}”.`, true);
        open.focus();
        return;
      }
      const changes = this.changed();
      if (!changes.length) { say("Nothing was changed; accept it instead.", true); return; }
      keep.disabled = true;
      if (await save(changes)) this.root.remove();
      keep.disabled = false;
    });
  }

  close() {
    this.root.remove();
    this.article.focus();
  }

  /** The changes in the order in which they can be made: a part that is added comes before what is set in it. */
  changed() {
    const depth = ([field]) => field.split(".").length;
    return [...this.changes].sort((a, b) => depth(a) - depth(b)).map(([field, value]) => ({ field, value }));
  }

  set(field, value, was) {
    if (value === was) this.changes.delete(field);
    else this.changes.set(field, value === "" ? null : value);
  }

  group(name, ...rows) {
    const made = element("fieldset", {}, element("legend", { textContent: name }), ...rows);
    this.root.append(made);
    return made;
  }

  text(label, field, value, type = "text") {
    const was = value === null || value === undefined ? "" : String(value);
    const input = element("input", { type, name: field, value: was });
    if (type === "number") { input.min = "0"; input.step = "1"; }
    input.addEventListener("input", () => this.set(field, input.value.trim(), was));
    return element("label", {}, label, input);
  }

  select(label, field, value, options, none = "unknown") {
    const was = value ?? "";
    const made = element("select", { name: field });
    if (none !== null) made.add(new Option(none, ""));
    for (const [key, words] of options) made.add(new Option(words, key));
    if (was && ![...made.options].some((o) => o.value === was)) made.add(new Option(was.replaceAll("_", " "), was));
    made.value = was;
    made.addEventListener("input", () => this.set(field, made.value, was));
    return element("label", {}, label, made);
  }

  /** A field in which something is looked up by name; `take` gets what was chosen. `free`: a name that nothing has will do too. */
  lookup(label, value, path, words, take, more = null, free = false) {
    const input = element("input", { value: value ?? "", autocomplete: "off" });
    const list = element("ul", { className: "found", id: `found-${count++}` });
    let timer, asked = 0;
    const look = async () => {
      const typed = input.value.trim(), mine = ++asked;
      if (typed.length < 2) { list.replaceChildren(); return; }
      let found;
      try { found = await ask(`${path}?q=${encodeURIComponent(typed)}`); } catch (error) { say(error.message, true); return; }
      if (mine !== asked) return;
      list.replaceChildren(...found.map((row) => element("li", {}, button(words(row), () => {
        input.value = row.name;
        this.unchosen.delete(input);
        list.replaceChildren();
        input.focus();
        take(row);
      }))));
      if (!found.length) list.append(element("li", { textContent: "Nothing of that name." }));
      if (more) list.append(element("li", {}, more(typed)));
    };
    const was = value ?? "";
    input.addEventListener("input", () => {
      if (!free && input.value.trim() !== was) this.unchosen.set(input, was);
      else this.unchosen.delete(input);
      clearTimeout(timer);
      timer = setTimeout(look, 200);
    });
    const move = (pressed) => {
      const rows = [input, ...list.querySelectorAll("button")], at = rows.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[pressed.key] ?? (pressed.key === "Enter" && at === 0 && this.unchosen.has(input) ? 1 : 0);
      if (!step || at < 0 || !rows[at + step]) return;
      pressed.preventDefault();
      rows[at + step].focus();
    };
    input.addEventListener("keydown", move);
    list.addEventListener("keydown", move);
    const box = element("div", {}, element("label", {}, label, input), list);
    return { box, input, look: (named) => { input.value = named; look(); } };
  }

  /** Which words of the text a part stands in, and a button that chooses others where the text is beside the form. */
  words(label, field, now, then = () => {}) {
    const shown = element("q", { textContent: now || "" });
    shown.hidden = !now;
    const line = element("p", { className: "chosen" }, element("span", { textContent: `${label}: ` }), shown);
    const none = element("span", { textContent: now ? "" : "no words" });
    line.append(none);
    const put = (span) => {
      this.changes.set(field, JSON.stringify({ start: span.start, end: span.end }));
      shown.textContent = span.text;
      shown.hidden = false;
      none.textContent = "";
      then(span.text);
    };
    if (document.querySelector(".prose[data-length]")) {
      line.append(" ", button("Choose the words", async () => {
        const { choose } = await import("./spans.js");
        const span = await choose(`${label} of ${this.article.querySelector("h2, h3").textContent.trim()}`);
        if (span) put(span);
        line.querySelector("button").focus();
      }));
    }
    this.slots ??= new Map();
    this.slots.set(field, put);
    return line;
  }

  fill() {
    const { claim } = this;
    const what = [this.words("evidence", "span", claim.text)];
    if (claim.event_type !== null || claim.type === "event") what.unshift(this.select("What", "event_type", claim.event_type, Object.entries(choices.event_type), claim.event_type ? null : "unknown"));
    this.group("What", ...what);
    claim.places.forEach((place, n) => this.place(n, place));
    this.grow("Add a place", "places", (n) => this.place(n, null));
    this.group("When", this.text("From", "time.from", claim.time.from, "date"), this.text("To", "time.to", claim.time.to, "date"), this.words("date", "time.span", claim.time.text));
    claim.actors.forEach((actor, n) => this.actor(n, actor));
    this.grow("Add an actor", "actors", (n) => this.actor(n, null));
    if (claim.figure) this.figure(claim.figure);
    claim.attribution.sources.forEach((source, n) => this.source(n, source));
    this.grow("Add a source", "attribution.sources", (n) => this.source(n, null));
    const rest = [this.select("Told as", "factuality", claim.factuality, choices.factuality.map((key) => [key, `${choices.told[key]} (${key})`]), null), this.select("Certainty", "certainty", claim.certainty, plain(choices.certainty), null), this.select("In the story", "news_role", claim.news_role, plain(choices.news_role), null)];
    if (claim.control) rest.push(this.select("Control", "control.state", claim.control.state, plain(choices.control_state), null));
    this.group("How sure", ...rest);
  }

  grow(words, list, add) {
    const made = button(words, () => {
      const group = add(this.added[list]++);
      made.before(group);
      group.querySelector("select, input").focus();
    });
    made.dataset.grow = list;
    this.root.append(made);
  }

  /** A part that the claim lacks is added first, then its fields are set. */
  begin(field, given) {
    if (!this.changes.has(field)) this.changes.set(field, JSON.stringify(given));
  }

  place(n, place) {
    const at = `places.${n}`;
    const fresh = place === null;
    const role = place?.role ?? "event";
    if (fresh) this.begin(at, { role });
    const lat = element("input", { type: "number", step: "any", min: "-90", max: "90", value: place?.lat ?? "" });
    const lon = element("input", { type: "number", step: "any", min: "-180", max: "180", value: place?.lon ?? "" });
    let pin = null;
    const name = this.lookup(`${role.replaceAll("_", " ")} place: search by name`, place?.name, "/gazetteer", placeWords, (row) => {
      this.changes.delete(`${at}`);
      this.changes.set(`${at}.id`, row.id);
      lat.value = row.lat;
      lon.value = row.lon;
      pin?.move(row.lat, row.lon);
    }, (typed) => this.alias("place", typed, { lat, lon }));
    const byHand = () => {
      if (lat.value === "" || lon.value === "") return;
      this.unchosen.delete(name.input);
      this.changes.delete(`${at}.id`);
      const point = { id: null, lat: Number(lat.value), lon: Number(lon.value), precision: "exact", radius_km: 0.5, why: "placed by hand" };
      this.changes.set(at, JSON.stringify(fresh ? { ...point, role, name: name.input.value.trim() || null } : point));
    };
    for (const input of [lat, lon]) input.addEventListener("input", () => { byHand(); pin?.move(Number(lat.value), Number(lon.value)); });
    const box = element("div", { className: "whole" });
    const shows = button("Move the pin on a map", async () => {
      shows.disabled = true;
      const { openPin } = await import("./pin.js");
      try {
        pin = await openPin(box, { lat: lat.value === "" ? null : Number(lat.value), lon: lon.value === "" ? null : Number(lon.value), name: name.input.value }, (point) => {
          lat.value = point.lat.toFixed(4);
          lon.value = point.lon.toFixed(4);
          byHand();
        });
        shows.remove();
      } catch (error) { shows.disabled = false; say("The map cannot be drawn here (" + error.message + "); type the point.", true); }
    });
    box.append(shows);
    const group = this.group(`${role.replaceAll("_", " ")} place`, name.box, element("label", {}, "or its latitude", lat), element("label", {}, "and longitude", lon),
      this.words("place", `${at}.span`, place?.text, (words) => { if (fresh || !place.id) name.look(words); }), box);
    return group;
  }

  actor(n, actor) {
    const at = `actors.${n}`;
    const fresh = actor === null;
    if (fresh) this.begin(at, { role: "actor" });
    const role = this.select("Role", `${at}.role`, actor?.role ?? "actor", plain(choices.actor_role), null);
    const name = this.lookup(`${(actor?.role ?? "actor").replaceAll("_", " ")}: search by name`, actor?.name ?? actor?.text, "/actors", actorWords,
      (row) => this.changes.set(`${at}.id`, row.id), (typed) => this.alias("actor", typed));
    return this.group((actor?.role ?? "actor").replaceAll("_", " "), role, name.box, this.words("actor", `${at}.span`, actor?.text, (words) => { if (fresh || !actor.id) name.look(words); }));
  }

  figure(figure) {
    const rows = [["min", "At least"], ["best", "Number"], ["max", "At most"]].map(([name, label]) => this.text(label, `figure.${name}`, figure[name], "number"));
    const number = rows[1].querySelector("input");
    this.group("Number", ...rows, this.select("Of what", "figure.measure", figure.measure, plain(choices.measure), null), this.words("number", "figure.span", figure.raw, (words) => {
      const digits = /\d[\d,. ]*/.exec(words);
      if (!digits) return;
      number.value = digits[0].replace(/[,. ]/g, "");
      number.dispatchEvent(new Event("input"));
    }));
  }

  source(n, source) {
    const at = `attribution.sources.${n}`;
    const role = source?.role ?? "organisation";
    const fresh = source === null;
    if (fresh) this.begin(at, { role });
    const named = (given) => this.changes.set(at, JSON.stringify(fresh ? { role, ...given } : given));
    const name = this.lookup(`${role} that says so: search by name`, source?.name ?? source?.text, "/sources", sourceWords,
      ({ id, name: called, group, side, belligerent }) => named({ id, name: called, group, side, belligerent }), (typed) => this.alias("source", typed), true);
    name.input.addEventListener("input", () => {
      const called = name.input.value.trim();
      named({ id: null, name: called || null, group: called ? called.toLowerCase() : null, side: null, belligerent: null });
    });
    return this.group(role, name.box, this.words("source", `${at}.span`, source?.text, (words) => { if (fresh) name.look(words); }));
  }

  /** A name that no book has can be added to the books that go with the ledger. */
  alias(kind, name, point = null) {
    return button(`Add “${name}” to the ${kind}s…`, async () => {
      const { openNaming } = await import("./naming.js");
      openNaming({ kind, name, document: this.claim.document, country: this.claim.places[0]?.country ?? null, point: point && { lat: point.lat.value, lon: point.lon.value } });
    }, { className: "quietly" });
  }
}

/** Open the form under a claim; `save` takes the changes and says whether they were stored. Gives back the form. */
export async function openMend(article, save) {
  const there = article.querySelector("form.mend");
  if (there) { there.querySelector("input, select").focus(); return there.form; }
  let answer;
  try {
    choices ??= await ask("/choices");
    answer = await ask("/claims/" + encodeURIComponent(article.dataset.claim));
  } catch (error) { say(error.message, true); return null; }
  article.dataset.version = answer.version;
  const form = new Form(article, answer, save);
  form.root.form = form;
  article.querySelector(".actions").after(form.root);
  form.root.querySelector("input, select").focus();
  return form;
}
