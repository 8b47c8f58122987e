// Buttons to copy the address of a plan and to hand it to another app; without them the address stands there to be copied.
"use strict";

(() => {
  const place = document.getElementById("delen");
  if (!place) return;
  const { title, url, copy, copied, share } = place.dataset;
  const said = document.createElement("span");
  said.setAttribute("role", "status");

  const button = (text, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "nl-button nl-button--secondary";
    made.textContent = text;
    made.addEventListener("click", press);
    place.append(made);
  };

  if (navigator.share) button(share, () => navigator.share({ title, url }).catch(() => {}));
  if (navigator.clipboard) {
    button(copy, async () => {
      try {
        await navigator.clipboard.writeText(url);
        said.textContent = copied;
      } catch {
        said.textContent = url;
      }
    });
  }
  place.append(said);
  place.hidden = !place.querySelector("button");
})();
