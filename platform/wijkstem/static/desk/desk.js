// Keys for officials with a full queue, once they turn them on; everything they do can be done without.
"use strict";

(() => {
  const list = document.getElementById("sneltoetsen");
  const on = document.getElementById("sneltoetsen-aan");
  if (!list || !on) return;
  const KEPT = "sneltoetsen";
  const kept = (() => {
    try {
      return window.localStorage;
    } catch {
      return null; // a browser that keeps nothing: the keys are on until the next page
    }
  })();
  list.hidden = false;
  on.checked = kept?.getItem(KEPT) === "aan";
  on.addEventListener("change", () => kept?.setItem(KEPT, on.checked ? "aan" : "uit"));

  const cases = [...document.querySelectorAll("[data-zaak]")];
  const step = (by) => {
    const now = cases.indexOf(document.activeElement);
    cases[now < 0 ? 0 : Math.min(Math.max(now + by, 0), cases.length - 1)]?.focus();
  };
  const press = (selector) => document.querySelector(selector)?.click();
  const tick = () =>
    document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]")?.click();
  const decision = () => {
    const field = document.querySelector("#besluit ~ form input[type=radio]");
    if (field) field.focus();
    else press("#begin button");
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: tick,
    b: decision,
    n: () => press("[data-volgende]"),
    p: () => press("#in-de-hand button"),
    u: () => press("#terug a"),
    "/": () => document.getElementById("f-zoek")?.focus(),
    "?": () => {
      list.open = !list.open;
      list.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea");
    if (!on.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
