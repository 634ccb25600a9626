// The base map that all maps of the desk stand on: countries with their names, and the lines between first-level units.
import { features, middle } from "./topology.js";

const dark = matchMedia("(prefers-color-scheme: dark)").matches;
export const INK = dark
  ? { sea: "#16202a", land: "#2a2a26", border: "#6b6a63", unit: "#45443f", name: "#b9b6ad", halo: "#191917" }
  : { sea: "#dbe7ee", land: "#f6f3ec", border: "#a39d91", unit: "#d6d0c4", name: "#5d5a54", halo: "#fffdf9" };
const collection = (rows) => ({ type: "FeatureCollection", features: rows });
const read = async (name) => (await fetch(`/basemap/${name}`)).json();

/** A style of MapLibre with the base map below these layers. */
export async function base(sources, layers) {
  const land = features(await read("countries-50m.json"), "countries");
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: collection(land) },
      names: { type: "geojson", data: collection(land.map(middle)) },
      units: { type: "geojson", data: collection([]) },
      ...sources,
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": INK.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": INK.land } },
      { id: "units", type: "line", source: "units", minzoom: 3, paint: { "line-color": INK.unit, "line-width": ["interpolate", ["linear"], ["zoom"], 3, 0.4, 7, 1.2] } },
      { id: "borders", type: "line", source: "land", paint: { "line-color": INK.border, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 7, 1.6] } },
      ...layers.filter((layer) => layer.type !== "symbol"),
      { id: "names", type: "symbol", source: "names", layout: { "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 1, 10, 6, 15], "text-font": ["Noto Sans Regular"], "text-max-width": 7, "symbol-sort-key": ["-", 0, ["get", "size"]] }, paint: { "text-color": INK.name, "text-halo-color": INK.halo, "text-halo-width": 1.2 } },
      ...layers.filter((layer) => layer.type === "symbol"),
    ],
  };
}

/** The lines of first-level units come when the rest is drawn. */
export async function borders(map) {
  map.getSource("units").setData(collection(features(await read("admin1-lines.json"), "lines")));
}
