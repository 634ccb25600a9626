// A small map with a pin that can be dragged, or moved with the arrow keys.
import { Map as SmallMap, Marker, NavigationControl, setWorkerUrl } from "./vendor/maplibre-gl.mjs";
import { base, borders } from "./basemap.js";

/** Pixels that an arrow key moves the pin, and with Shift. */
const STEP = 8, FAR = 60;

function stylesheet() {
  if (document.querySelector("link[href='/static/vendor/maplibre-gl.css']")) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/static/vendor/maplibre-gl.css";
  document.head.append(link);
}

/** Open the map in a box; `moved` gets the point wherever the pin is put down. Gives back what moves the pin. */
export async function openPin(box, { lat, lon, name }, moved) {
  stylesheet();
  setWorkerUrl("/static/vendor/maplibre-gl-worker.mjs");
  const frame = document.createElement("div");
  frame.className = "pin";
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", `Pin of ${name || "the place"}: the arrow keys move it, with Shift further; plus and minus zoom.`);
  const told = document.createElement("p");
  told.className = "small quiet";
  told.setAttribute("aria-live", "polite");
  box.replaceChildren(frame, told);
  const known = lat !== null && lon !== null;
  const map = new SmallMap({
    container: frame, style: await base({}, []), center: known ? [lon, lat] : [30, 20], zoom: known ? 5.5 : 2,
    attributionControl: false, keyboard: false, dragRotate: false, renderWorldCopies: false, maxZoom: 14,
  });
  map.getCanvas().tabIndex = -1;
  map.addControl(new NavigationControl({ showCompass: false }));
  const pin = new Marker({ draggable: true, color: "#b85c00" }).setLngLat(known ? [lon, lat] : [30, 20]).addTo(map);
  pin.getElement().removeAttribute("tabindex");
  const tell = () => {
    const at = pin.getLngLat().wrap();
    told.textContent = `${at.lat.toFixed(4)}, ${at.lng.toFixed(4)}. Drag the pin, or use the arrow keys.`;
    return { lat: at.lat, lon: at.lng };
  };
  const put = () => moved(tell());
  pin.on("dragend", put);
  map.on("click", (at) => { pin.setLngLat(at.lngLat); put(); });
  frame.addEventListener("keydown", (pressed) => {
    const far = pressed.shiftKey ? FAR : STEP;
    const step = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[pressed.key];
    if (step) {
      pressed.preventDefault();
      const at = map.project(pin.getLngLat());
      pin.setLngLat(map.unproject([at.x + step[0], at.y + step[1]]));
      if (!map.getBounds().contains(pin.getLngLat())) map.jumpTo({ center: pin.getLngLat() });
      put();
    } else if (pressed.key === "+" || pressed.key === "=") map.zoomTo(map.getZoom() + 1, { around: pin.getLngLat() });
    else if (pressed.key === "-") map.zoomTo(map.getZoom() - 1, { around: pin.getLngLat() });
  });
  tell();
  await new Promise((done) => map.once("load", done));
  borders(map);
  frame.dataset.ready = "yes";
  frame.focus();
  return {
    move(north, east) {
      if (!Number.isFinite(north) || !Number.isFinite(east) || Math.abs(north) > 90 || Math.abs(east) > 180) return;
      pin.setLngLat([east, north]);
      map.jumpTo({ center: [east, north], zoom: Math.max(map.getZoom(), 7) });
      tell();
    },
  };
}
