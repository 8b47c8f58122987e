// The sum of a ballot goes along while somebody fills it in; without this the button "Bereken" does the same.
"use strict";

(() => {
  const print = document.querySelector("[data-print]");
  if (print) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "nl-button nl-button--secondary";
    button.textContent = print.dataset.print;
    button.addEventListener("click", () => window.print());
    print.append(button);
  }

  const form = document.getElementById("stembiljet");
  const sum = document.getElementById("som");
  if (!form || !sum) return;
  const language = document.documentElement.lang;
  const figure = (text) => Number(text.replace(/[^0-9]/g, "")) || 0;
  const shown = (name) => sum.querySelector(`[data-sum="${name}"]`);

  // What stands in a field now, and what stood there when the server sent it.
  const now = (field) => (ticked(field) ? (field.checked ? 1 : 0) : field.value.trim());
  const sent = (field) => {
    if (ticked(field)) return field.defaultChecked ? 1 : 0;
    if (field.tagName !== "SELECT") return field.defaultValue.trim();
    const chosen = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return chosen ? chosen.value : "";
  };
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";

  const ofPlan = (plan, read) => {
    const field = plan.querySelector("input:not([type=hidden]), select");
    if (!field) return { picks: 0, cost: 0, points: 0 };
    const value = read(field);
    const picked = value && Number(value) !== 0 ? 1 : 0;
    return { picks: picked, cost: picked * Number(plan.dataset.cost), points: picked * (Number(value) || 0) };
  };
  const ofAll = (read) => {
    const total = { picks: 0, cost: 0, points: 0 };
    for (const plan of form.querySelectorAll("[data-cost]")) {
      const one = ofPlan(plan, read);
      for (const name of Object.keys(total)) total[name] += one[name];
    }
    return total;
  };

  // Plans that are not shown just now count as well: the server's sum without what is shown.
  const before = ofAll(sent);
  const others = {};
  for (const name of Object.keys(before)) {
    const place = shown(name);
    others[name] = place ? figure(place.textContent) - before[name] : 0;
  }
  const limits = { cost: sum.dataset.limit, points: sum.dataset.points, picks: sum.dataset.points ? "" : sum.dataset.most };

  const goAlong = () => {
    const total = ofAll(now);
    let over = false;
    for (const name of Object.keys(total)) {
      const all = form.dataset.type === "choose_one" ? total[name] : total[name] + others[name];
      const place = shown(name);
      if (place) place.textContent = all.toLocaleString(language);
      if (limits[name] && all > Number(limits[name])) over = true;
    }
    shown("over").hidden = !over;
    sum.classList.toggle("ws-sum--over", over);
  };
  form.addEventListener("input", goAlong);
  // Somebody may have begun before this script was there; a browser may have put back what was filled in.
  goAlong();
  window.addEventListener("pageshow", goAlong);
})();
