// The map: events and control of the visible box on a day, and on the days before it, as the desk gathers them. Nothing
// is asked of any other machine.
import { Map as WorldMap, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { INK, base, borders } from "./basemap.js";
import { circle } from "./topology.js";
import { ask, say } from "./desk.js";

const DAY = 86400000;
/** Rows of one box; milliseconds that a moving slider or map may rest before the desk is asked. */
const MOST = 12, REST = 120;
// Told apart by the colour-blind too (Okabe and Ito); shape and hatching say the rest.
const STATUS = { reported: "#0072b2", corroborated: "#009e73", contested: "#d55e00", retracted: "#777777" };
const HOLDERS = ["#e69f00", "#56b4e9", "#cc79a7", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#8c564b", "#17becf", "#7f7f7f"];
const frame = document.getElementById("map");
const slider = document.getElementById("day");
const span = document.getElementById("window");
const withControl = document.getElementById("control");
const shown = document.getElementById("shown");
const ordinal = (day) => (day ? Math.round(Date.parse(day + "T00:00:00Z") / DAY) : null);
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
const collection = (rows) => ({ type: "FeatureCollection", features: rows });
const thousands = (n) => n.toLocaleString("en");

const first = ordinal(frame.dataset.first), last = ordinal(frame.dataset.last);
if (first !== null) {
  slider.max = String(last - first);
  slider.value = String(Math.min(Math.max(ordinal(frame.dataset.day) - first, 0), last - first));
}
const day = () => (first === null ? null : iso(first + Number(slider.value)));
const colours = new globalThis.Map();
let latest = null;

/** What is asked: the filters of the address, the day, the box and how near it is looked at. */
function query(map, more = {}) {
  const asked = new URLSearchParams(location.search);
  for (const name of ["cursor", "limit", "box", "zoom", "day", "window", "control"]) asked.delete(name);
  for (const [name, value] of [...asked]) if (!value) asked.delete(name);
  const box = map.getBounds();
  const given = {
    box: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((x) => x.toFixed(4)).join(),
    zoom: map.getZoom().toFixed(2), window: span.value, control: withControl.checked, ...(day() ? { day: day() } : {}), ...more,
  };
  for (const [name, value] of Object.entries(given)) asked.set(name, String(value));
  return asked;
}

/** Areas and radii: drawn only for what stands at one place, as circles of so many kilometres. */
const asAreas = (rows, least) => rows.filter((f) => f.properties.radius_km >= least || f.properties.area)
  .map((f) => ({ ...f, geometry: circle(f.geometry.coordinates, Math.max(f.properties.radius_km ?? 10, 1)) }));

/** Hatching for what is contested. */
function hatch(colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 12;
  const pen = canvas.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 2.5;
  for (const shift of [-12, 0, 12]) { pen.beginPath(); pen.moveTo(shift, 12); pen.lineTo(shift + 12, 0); pen.stroke(); }
  return pen.getImageData(0, 0, 12, 12);
}

function legend(control) {
  const key = (shape, words) => {
    const item = document.createElement("span");
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawn.setAttribute("viewBox", "0 0 20 20");
    drawn.setAttribute("aria-hidden", "true");
    const part = document.createElementNS("http://www.w3.org/2000/svg", shape.tag);
    for (const [name, value] of Object.entries(shape.is)) part.setAttribute(name, value);
    drawn.append(part);
    item.append(drawn, words);
    return item;
  };
  const dot = (fill) => ({ tag: "circle", is: { cx: 10, cy: 10, r: 6, fill, stroke: "#fff", "stroke-width": 1.5 } });
  const square = (fill) => ({ tag: "rect", is: { x: 3, y: 3, width: 14, height: 14, fill } });
  const rows = Object.entries(STATUS).map(([name, fill]) => key(dot(fill), `${name} event`));
  rows.push(key({ tag: "circle", is: { cx: 10, cy: 10, r: 8, fill: "#4b4b4b", stroke: "#fff", "stroke-width": 1.5 } }, "several events"));
  rows.push(key({ tag: "circle", is: { cx: 10, cy: 10, r: 8, fill: "none", stroke: STATUS.reported, "stroke-dasharray": "3 2", "stroke-width": 1.5 } }, "somewhere within"));
  rows.push(key({ tag: "path", is: { d: "M2 18 18 2M2 10 10 2M10 18 18 10", stroke: STATUS.contested, "stroke-width": 2 } }, "contested or disputed"));
  const names = new globalThis.Map(control.map((f) => [f.properties.holder ?? "", f.properties.holders || "nobody that is known"]));
  for (const [holder, words] of [...names].slice(0, 14)) rows.push(key(square(colours.get(holder)), `held by ${words}`));
  document.getElementById("legend").replaceChildren(...rows);
}

/** What is known of one or more events or states of one point, as a box with links. */
function popup(map, at, rows, more = 0) {
  const box = document.createElement("div");
  for (const properties of rows.slice(0, MOST)) box.append(...described(properties));
  if (rows.length + more > MOST) {
    const rest = document.createElement("p");
    rest.textContent = `${thousands(rows.length + more - Math.min(rows.length, MOST))} more are in the list below.`;
    box.append(rest);
  }
  new Popup({ maxWidth: "22rem", focusAfterOpen: true }).setLngLat(at).setDOMContent(box).addTo(map);
}

function described(properties) {
  const box = document.createElement("div");
  const line = (words) => { const p = document.createElement("p"); p.textContent = words; box.append(p); };
  const link = document.createElement("a");
  link.href = properties.label ? "/events/" + encodeURIComponent(properties.id)
    : properties.place_id ? "/places/" + encodeURIComponent(properties.place_id) : "/control";
  link.textContent = properties.label ?? `${properties.holders || "nobody that is known"}: ${properties.state.replaceAll("_", " ")}`;
  const head = document.createElement("p");
  head.append(link);
  box.append(head);
  line([properties.place, properties.country].filter(Boolean).join(", "));
  line(properties.label ? days(properties) : `from ${properties.from ?? "a day unknown"}${properties.to ? ` to ${properties.to}` : ", still"}`);
  if (properties.toll) line(properties.toll);
  line(properties.status);
  return [box];
}

const days = (properties) => [...new Set([properties.from ?? "day unknown", properties.to].filter(Boolean))].join(" to ");

/** The list under the map, which has the same for those who cannot see it. */
function list(answer) {
  const cell = (...parts) => { const made = document.createElement("td"); made.append(...parts); return made; };
  const rows = answer.listed.map((p) => {
    const link = document.createElement("a");
    link.href = "/events/" + encodeURIComponent(p.id);
    link.textContent = p.label;
    const place = document.createElement("bdi");
    place.textContent = p.place ?? "";
    const status = document.createElement("span");
    status.className = "status " + p.status;
    status.textContent = p.status;
    const row = document.createElement("tr");
    row.append(cell(days(p)), cell(link), cell(place, p.area ? " somewhere in it" : ""), cell(p.toll), cell(status));
    return row;
  });
  document.querySelector("#features tbody").replaceChildren(...rows);
  document.getElementById("listed").textContent = `${thousands(answer.shown)} events in the visible part`
    + (answer.shown > rows.length ? `, the latest ${rows.length}` : "");
  document.getElementById("told").textContent = `${thousands(answer.total)} events`
    + (answer.unplaced ? `; ${thousands(answer.unplaced)} have no place that a map could show` : "")
    + (answer.left_out ? "; some are left out, look nearer or use the filters" : "");
}

function layers() {
  return [
    { id: "held", type: "fill", source: "held", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.28 } },
    { id: "disputed", type: "fill", source: "held", filter: ["any", ["==", ["get", "status"], "disputed"], ["==", ["get", "state"], "contested"]], paint: { "fill-pattern": "hatch", "fill-opacity": 0.8 } },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": ["get", "tint"], "fill-opacity": 0.08 } },
    { id: "contested", type: "fill", source: "areas", filter: ["==", ["get", "status"], "contested"], paint: { "fill-pattern": "hatch", "fill-opacity": 0.55 } },
    { id: "outlines", type: "line", source: "areas", paint: { "line-color": ["get", "tint"], "line-width": 1.5, "line-dasharray": [3, 2] } },
    { id: "control", type: "circle", source: "control", paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 2, 7, 6, 16, 9, 19], "circle-color": ["get", "colour"], "circle-opacity": 0.4, "circle-stroke-color": ["get", "colour"], "circle-stroke-width": 2 } },
    { id: "clusters", type: "circle", source: "events", filter: ["has", "count"], paint: { "circle-color": "#4b4b4b", "circle-radius": ["step", ["get", "count"], 12, 10, 15, 100, 18, 1000, 21], "circle-stroke-color": ["case", [">", ["get", "contested"], 0], STATUS.contested, "#fff"], "circle-stroke-width": ["case", [">", ["get", "contested"], 0], 2.5, 1.5] } },
    { id: "counts", type: "symbol", source: "events", filter: ["has", "count"], layout: { "text-field": ["get", "short"], "text-size": 12, "text-font": ["Noto Sans Bold"], "text-allow-overlap": true }, paint: { "text-color": "#fff" } },
    { id: "events", type: "circle", source: "events", filter: ["!", ["has", "count"]], paint: { "circle-color": ["get", "tint"], "circle-radius": 6.5, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5, "circle-opacity": ["case", ["get", "background"], 0.5, 1] } },
    { id: "towns", type: "symbol", source: "events", minzoom: 6, layout: { "text-field": ["coalesce", ["get", "place"], ""], "text-size": 12, "text-font": ["Noto Sans Regular"], "text-offset": [0, 1.4], "text-anchor": "top" }, paint: { "text-color": INK.name, "text-halo-color": INK.halo, "text-halo-width": 1.2 } },
  ];
}

function draw(map, answer) {
  for (const f of answer.control.features) {
    const holder = f.properties.holder ?? "";
    if (!colours.has(holder)) colours.set(holder, holder ? HOLDERS[colours.size % HOLDERS.length] : "#777777");
    f.properties.colour = colours.get(holder);
  }
  for (const f of answer.events.features) {
    const p = f.properties;
    if (p.count) p.short = p.count < 1000 ? String(p.count) : `${(p.count / 1000).toFixed(p.count < 10000 ? 1 : 0)}k`;
    p.tint = STATUS[p.status] ?? STATUS.reported;
  }
  map.getSource("events").setData(answer.events);
  map.getSource("areas").setData(collection(asAreas(answer.events.features, 5)));
  map.getSource("control").setData(answer.control);
  map.getSource("held").setData(collection(asAreas(answer.control.features, 2)));
  legend(answer.control.features);
  list(answer);
}

let asking = null;
/** Ask for what is to be seen now and draw it once the map is `ready`; an answer that came too late is thrown away. */
async function renew(map, ready = null) {
  asking?.abort();
  const own = asking = new AbortController();
  try {
    const answer = await ask("/map?" + query(map), undefined, own.signal);
    await ready;
    if (own !== asking) return;
    latest = answer;
    draw(map, answer);
    frame.dataset.day = answer.day ?? "";
  } catch (error) {
    if (error.name !== "AbortError") say(error.message, true);
  }
}

/** The day stands in the address, so that the page can be kept and sent. */
function keep() {
  const asked = new URLSearchParams(location.search);
  const set = (name, value, usual) => (value === usual ? asked.delete(name) : asked.set(name, value));
  set("day", day() ?? "", frame.dataset.last);
  set("window", span.value, "0");
  set("control", String(withControl.checked), "true");
  const words = asked.toString();
  history.replaceState(null, "", location.pathname + (words ? "?" + words : ""));
}

/** Several events of one point are listed; else the map goes nearer until they come apart. */
async function open(map, cluster) {
  const p = cluster.properties, tiny = 0.0005;
  if (p.east - p.west > tiny || p.north - p.south > tiny) {
    map.fitBounds([[p.west, p.south], [p.east, p.north]], { padding: 60, maxZoom: Math.min(map.getZoom() + 4, 13) });
    return;
  }
  const box = [p.west - tiny, Math.max(p.south - tiny, -90), p.east + tiny, Math.min(p.north + tiny, 90)].join();
  const here = await ask("/map?" + query(map, { box, zoom: 16 }));
  const held = here.control.features.map((f) => f.properties);
  popup(map, cluster.geometry.coordinates, [...held, ...here.listed], Math.max(here.shown - here.listed.length, 0));
}

function bounds() {
  const given = frame.dataset.bounds.split(",").map(Number);
  if (given.length !== 4) return [[-20, -35], [60, 60]];
  const [west, south, east, north] = given;
  return [[west - 0.5, Math.max(south - 0.5, -80)], [east + 0.5, Math.min(north + 0.5, 80)]];
}

async function start() {
  setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  const own = Object.fromEntries(["control", "held", "areas", "events"].map((name) => [name, { type: "geojson", data: collection([]) }]));
  const map = new WorldMap({
    container: frame, style: await base(own, layers()), bounds: bounds(), fitBoundsOptions: { maxZoom: 6, padding: 40 },
    attributionControl: false, maxZoom: 14, renderWorldCopies: false, dragRotate: false, pitchWithRotate: false,
  });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl());
  map.on("style.load", () => { if (!map.hasImage("hatch")) map.addImage("hatch", hatch(STATUS.contested)); });
  const begun = () => renew(map);
  renew(map, new Promise((done) => map.once("style.load", done))).then(() => {
    map.once("idle", async () => {
      frame.dataset.drawn = String(Math.round(performance.now()));
      await borders(map);
      frame.dataset.lines = "yes";
    });
    map.triggerRepaint();
  });
  let timer;
  const soon = () => { clearTimeout(timer); timer = setTimeout(() => { keep(); begun(); }, REST); };
  const moved = () => {
    shown.textContent = day() ?? "no day is known";
    slider.setAttribute("aria-valuetext", shown.textContent);
  };
  moved();
  for (const input of [slider, span, withControl]) input.addEventListener("input", () => { moved(); soon(); });
  map.on("moveend", () => { if (latest) soon(); });
  map.on("click", async (at) => {
    const [cluster] = map.queryRenderedFeatures(at.point, { layers: ["clusters"] });
    if (cluster) { await open(map, cluster); return; }
    const found = map.queryRenderedFeatures(at.point, { layers: ["events", "outlines", "control"] }).filter((f) => !f.properties.count);
    const rows = [...new globalThis.Map(found.map((f) => [f.properties.id, f.properties])).values()];
    if (rows.length) popup(map, at.lngLat, rows);
  });
  for (const layer of ["events", "clusters", "control", "outlines"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

legend([]);
try {
  await start();
} catch (error) {
  frame.textContent = "This browser cannot draw the map (" + error.message + "). The list below has the same.";
  say("The map cannot be drawn here; the list has the same.", true);
}
