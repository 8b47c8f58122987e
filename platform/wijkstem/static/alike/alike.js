// Shows plans that look like the one in hand while its title is typed; without it they stand on the next page.
"use strict";

(() => {
  const place = document.getElementById("lijkt");
  const title = document.getElementById("f-title");
  if (!place || !title) return;
  // Long enough to type a word, and enough letters to say something.
  const [pause, least] = [700, 8];
  let waiting = 0;
  let asked = "";
  let last = null;

  const look = async () => {
    const typed = title.value.trim();
    if (typed === asked) return;
    asked = typed;
    last?.abort();
    if (typed.length < least) {
      place.replaceChildren();
      return;
    }
    last = new AbortController();
    try {
      const answer = await fetch(`${place.dataset.url}?titel=${encodeURIComponent(typed)}`, { signal: last.signal });
      // Ours, and made safe where it was made: the titles in it are text.
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    } catch {
      // The next page says it too.
    }
  };

  title.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, pause);
  });
})();
