// Makes the drawing of the neighbourhoods one that can be moved and zoomed; without it the drawing stays.
"use strict";

(() => {
  const box = document.getElementById("kaart");
  const said = document.getElementById("kaart-gegevens");
  if (!box || !said || typeof L === "undefined") return;
  const data = JSON.parse(said.textContent);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const live = document.createElement("div");
  live.className = "ws-map__live";
  box.replaceChildren(live);
  const map = L.map(live, {
    attributionControl: Boolean(data.tiles),
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    scrollWheelZoom: false,
    zoomAnimation: !still,
    zoomControl: false,
    zoomSnap: 0.25,
  });
  L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  if (data.tiles) {
    L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: 19 }).addTo(map);
  }

  const areas = L.featureGroup(
    data.places.map((place) =>
      L.polygon(place.polygons, {
        className: `ws-map__area ws-map__area--${place.level}`,
        interactive: false,
      })
    )
  ).addTo(map);

  // A real link for each neighbourhood: it is reached with Tab, opened in a new window, and read out by its name.
  for (const place of data.places) {
    const link = document.createElement("a");
    link.className = "ws-map__count";
    link.href = place.url;
    link.title = place.name;
    const name = document.createElement("span");
    name.className = "ws-visually-hidden";
    name.textContent = `${place.name}: `;
    link.append(name, String(place.count));
    L.DomEvent.disableClickPropagation(link);
    const icon = L.divIcon({ className: "ws-map__pin", html: link, iconSize: [44, 44] });
    const marker = L.marker(place.middle, { icon, keyboard: false, zIndexOffset: place.count });
    marker.addTo(map);
    // What is reached with the keyboard is brought into sight.
    link.addEventListener("focus", () => map.panInside(place.middle, { padding: [40, 40], animate: !still }));
  }
  map.fitBounds(areas.getBounds(), { animate: false, padding: [8, 8] });
})();
