// TopoJSON to GeoJSON, as much of it as the base map needs: https://github.com/topojson/topojson-specification
export function features(topology, name) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
  const line = (index) => (index < 0 ? arcs[~index].slice().reverse() : arcs[index]);
  const ring = (indexes) => unbroken(indexes.flatMap((index, n) => (n ? line(index).slice(1) : line(index))));
  const shape = {
    Polygon: (parts) => parts.map(ring),
    MultiPolygon: (parts) => parts.map((polygon) => polygon.map(ring)),
    MultiLineString: (parts) => parts.map(ring),
  };
  return topology.objects[name].geometries.filter((g) => g.arcs).map((g) => ({
    type: "Feature",
    properties: g.properties ?? {},
    geometry: { type: g.type, coordinates: shape[g.type](g.arcs) },
  }));
}

/** A line that crosses the 180th meridian goes on beyond it, instead of all the way back around the world; one that goes
 * around a pole takes it in. */
function unbroken(points) {
  let turn = 0;
  const found = points.map(([lon, lat], n) => {
    const step = n ? lon - points[n - 1][0] : 0;
    if (step > 180) turn -= 360;
    else if (step < -180) turn += 360;
    return [lon + turn, lat];
  });
  const first = found[0], last = found[found.length - 1];
  if (Math.abs(last[0] - first[0]) >= 360) found.push([last[0], Math.sign(first[1]) * 90], [first[0], Math.sign(first[1]) * 90], first);
  return found;
}

/** A point for the name of a country: the middle of its largest part. */
export function middle(feature) {
  const parts = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
  let best = null;
  for (const [outline] of parts) {
    const xs = outline.map((p) => p[0]), ys = outline.map((p) => p[1]);
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const size = (box[2] - box[0]) * (box[3] - box[1]);
    if (!best || size > best.size) best = { size, point: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] };
  }
  return { type: "Feature", properties: { ...feature.properties, size: best.size }, geometry: { type: "Point", coordinates: best.point } };
}

/** A circle of so many kilometres around a point, as a polygon. */
export function circle([lon, lat], km, corners = 48) {
  const up = km / 110.574, side = km / (111.32 * Math.max(Math.cos((lat * Math.PI) / 180), 0.05));
  const points = Array.from({ length: corners + 1 }, (_, n) => {
    const turn = (2 * Math.PI * n) / corners;
    return [lon + side * Math.cos(turn), lat + up * Math.sin(turn)];
  });
  return { type: "Polygon", coordinates: [points] };
}
