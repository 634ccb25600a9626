// The map: events and control on a day, and on the days before it. Nothing is asked of any other machine.
import { Map as WorldMap, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { circle, features, middle } from "./topology.js";
import { say } from "./desk.js";

const DAY = 86400000;
/** Rows of one box. */
const MOST = 12;
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const INK = dark
  ? { sea: "#16202a", land: "#2a2a26", border: "#5b5a54", name: "#a9a69d", halo: "#191917" }
  : { sea: "#dbe7ee", land: "#f6f3ec", border: "#b3ada1", name: "#5d5a54", halo: "#fffdf9" };
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

const [data, world] = await Promise.all(
  [frame.dataset.source, "/basemap/countries-50m.json"].map((address) => fetch(address).then((answer) => answer.json())),
);
const colours = new globalThis.Map();
for (const f of data.control.features) {
  const holder = f.properties.holder ?? "";
  if (!colours.has(holder)) colours.set(holder, holder ? HOLDERS[colours.size % HOLDERS.length] : "#777777");
  f.properties.colour = colours.get(holder);
}
for (const f of [...data.events.features, ...data.control.features]) {
  f.first = ordinal(f.properties.from);
  f.last = ordinal(f.properties.to);
}

const first = ordinal(data.first), last = ordinal(data.last);
if (first !== null) {
  slider.max = String(last - first);
  slider.value = slider.max;
}
const day = () => (first ?? 0) + Number(slider.value);

/** Events that may have happened within the window that ends on the day; undated ones only where all is shown. */
function eventsOn(n) {
  const width = Number(span.value);
  return data.events.features.filter((f) => (f.first === null ? !width : f.first <= n && (!width || f.last > n - width)));
}

const controlOn = (n) => (withControl.checked
  ? data.control.features.filter((f) => (f.first === null || f.first <= n) && (f.last === null || n < f.last)) : []);
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

function legend() {
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
  rows.push(key({ tag: "circle", is: { cx: 10, cy: 10, r: 8, fill: "none", stroke: STATUS.reported, "stroke-dasharray": "3 2", "stroke-width": 1.5 } }, "somewhere within"));
  rows.push(key({ tag: "path", is: { d: "M2 18 18 2M2 10 10 2M10 18 18 10", stroke: STATUS.contested, "stroke-width": 2 } }, "contested or disputed"));
  const names = new globalThis.Map(data.control.features.map((f) => [f.properties.holder ?? "", f.properties.holders || "nobody that is known"]));
  for (const [holder, words] of names) rows.push(key(square(colours.get(holder)), `held by ${words}`));
  document.getElementById("legend").replaceChildren(...rows);
}

/** What is known of one or more events or states of one point, as a box with links. */
function popup(map, at, rows) {
  const box = document.createElement("div");
  for (const properties of rows.slice(0, MOST)) box.append(...described(properties));
  if (rows.length > MOST) box.append(`${rows.length - MOST} more are in the list below.`);
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
  line(properties.label ? [...new Set([properties.from ?? "day unknown", properties.to].filter(Boolean))].join(" to ") : `from ${properties.from ?? "a day unknown"}${properties.to ? ` to ${properties.to}` : ", still"}`);
  if (properties.toll) line(properties.toll);
  line(properties.status);
  return [box];
}

function style() {
  const land = features(world, "countries");
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: collection(land) },
      names: { type: "geojson", data: collection(land.map(middle)) },
      control: { type: "geojson", data: collection([]) },
      held: { type: "geojson", data: collection([]) },
      areas: { type: "geojson", data: collection([]) },
      events: { type: "geojson", data: collection([]), cluster: true, clusterRadius: 38, clusterMaxZoom: 12 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": INK.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": INK.land } },
      { id: "held", type: "fill", source: "held", paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.28 } },
      { id: "disputed", type: "fill", source: "held", filter: ["any", ["==", ["get", "status"], "disputed"], ["==", ["get", "state"], "contested"]], paint: { "fill-pattern": "hatch", "fill-opacity": 0.8 } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": INK.border, "line-width": 0.9 } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": ["get", "tint"], "fill-opacity": 0.08 } },
      { id: "contested", type: "fill", source: "areas", filter: ["==", ["get", "status"], "contested"], paint: { "fill-pattern": "hatch", "fill-opacity": 0.55 } },
      { id: "outlines", type: "line", source: "areas", paint: { "line-color": ["get", "tint"], "line-width": 1.5, "line-dasharray": [3, 2] } },
      { id: "names", type: "symbol", source: "names", layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 6, 15], "text-font": ["Noto Sans Regular"], "text-max-width": 7, "symbol-sort-key": ["-", 0, ["get", "size"]] }, paint: { "text-color": INK.name, "text-halo-color": INK.halo, "text-halo-width": 1.2 } },
      { id: "control", type: "circle", source: "control", paint: { "circle-radius": 19, "circle-color": ["get", "colour"], "circle-opacity": 0.4, "circle-stroke-color": ["get", "colour"], "circle-stroke-width": 2 } },
      { id: "clusters", type: "circle", source: "events", filter: ["has", "point_count"], paint: { "circle-color": "#4b4b4b", "circle-radius": ["step", ["get", "point_count"], 12, 10, 16, 100, 22], "circle-stroke-color": "#fff", "circle-stroke-width": 1.5 } },
      { id: "counts", type: "symbol", source: "events", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 12, "text-font": ["Noto Sans Bold"], "text-allow-overlap": true }, paint: { "text-color": "#fff" } },
      { id: "events", type: "circle", source: "events", filter: ["!", ["has", "point_count"]], paint: { "circle-color": ["get", "tint"], "circle-radius": 6.5, "circle-stroke-color": "#fff", "circle-stroke-width": 1.5, "circle-opacity": ["case", ["get", "background"], 0.5, 1] } },
      { id: "towns", type: "symbol", source: "events", minzoom: 6, filter: ["!", ["has", "point_count"]], layout: { "text-field": ["coalesce", ["get", "place"], ""], "text-size": 12, "text-font": ["Noto Sans Regular"], "text-offset": [0, 1.1], "text-anchor": "top" }, paint: { "text-color": INK.name, "text-halo-color": INK.halo, "text-halo-width": 1.2 } },
    ],
  };
}

for (const f of data.events.features) f.properties.tint = STATUS[f.properties.status];

function draw(map) {
  const n = day();
  const events = eventsOn(n), control = controlOn(n);
  shown.textContent = first === null ? "no day is known" : iso(n);
  slider.setAttribute("aria-valuetext", shown.textContent);
  map.getSource("events").setData(collection(events));
  map.getSource("areas").setData(collection(asAreas(events, 5)));
  map.getSource("control").setData(collection(control));
  map.getSource("held").setData(collection(asAreas(control, 2)));
  const ids = new Set(events.map((f) => f.properties.id));
  for (const row of document.querySelectorAll("#features tbody tr")) row.hidden = !ids.has(row.dataset.id);
}

/** A cluster comes apart by zooming in; what stands on one and the same point is listed. */
async function open(map, cluster) {
  const source = map.getSource("events");
  const { cluster_id: id, point_count: size } = cluster.properties;
  const leaves = await source.getClusterLeaves(id, size, 0);
  const points = new Set(leaves.map((f) => f.geometry.coordinates.map((x) => x.toFixed(3)).join()));
  const here = controlOn(day()).filter((f) => points.has(f.geometry.coordinates.map((x) => x.toFixed(3)).join()));
  if (points.size === 1) popup(map, cluster.geometry.coordinates, [...here, ...leaves].map((f) => f.properties));
  else map.easeTo({ center: cluster.geometry.coordinates, zoom: await source.getClusterExpansionZoom(id) });
}

function bounds() {
  const points = [...data.events.features, ...data.control.features].map((f) => f.geometry.coordinates);
  if (!points.length) return [[-20, -35], [60, 60]];
  const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
  return [[Math.min(...xs) - 1, Math.min(...ys) - 1], [Math.max(...xs) + 1, Math.max(...ys) + 1]];
}

function start() {
  setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  const map = new WorldMap({ container: frame, style: style(), bounds: bounds(), fitBoundsOptions: { maxZoom: 6, padding: 40 }, attributionControl: false, maxZoom: 13 });
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl());
  map.on("style.load", () => { if (!map.hasImage("hatch")) map.addImage("hatch", hatch(STATUS.contested)); });
  map.on("load", () => {
    draw(map);
    map.once("idle", () => { frame.dataset.drawn = "yes"; });
  });
  for (const input of [slider, span, withControl]) input.addEventListener("input", () => draw(map));
  map.on("click", async (at) => {
    const [cluster] = map.queryRenderedFeatures(at.point, { layers: ["clusters"] });
    if (cluster) { await open(map, cluster); return; }
    const found = map.queryRenderedFeatures(at.point, { layers: ["events", "outlines", "control"] });
    const rows = [...new globalThis.Map(found.map((f) => [f.properties.id, f.properties])).values()];
    if (rows.length) popup(map, at.lngLat, rows);
  });
  for (const layer of ["events", "clusters", "control", "outlines"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
  return map;
}

legend();
try {
  start();
} catch (error) {
  frame.textContent = "This browser cannot draw the map (" + error.message + "). The list below has the same.";
  say("The map cannot be drawn here; the list has the same.", true);
}
