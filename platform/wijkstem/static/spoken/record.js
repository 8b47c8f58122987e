// A button that records a plan in the browser; without it the telephone's own recorder does, through the file field.
"use strict";

(() => {
  const place = document.getElementById("opnemen");
  const form = document.getElementById("opname");
  const field = document.getElementById("f-opname");
  if (!place || !field || !window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) return;
  const said = place.dataset;
  const button = document.createElement("button");
  const status = document.createElement("p");
  const clock = document.createElement("span");
  let recorder = null;
  let ticking = 0;

  button.type = "button";
  button.className = "nl-button nl-button--primary";
  button.textContent = said.start;
  status.setAttribute("role", "status");
  clock.className = "ws-recorder__clock";
  // A screen reader that says every second drowns who is speaking.
  clock.setAttribute("aria-hidden", "true");

  const send = (kind, parts) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File(parts, "opname", { type: kind }));
    field.files = chosen.files;
    status.textContent = said.sending;
    button.disabled = true;
    form.requestSubmit();
  };

  const start = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      status.textContent = said.refused;
      return;
    }
    const parts = [];
    const began = Date.now();
    recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      send(recorder.mimeType, parts);
    });
    recorder.start();
    button.textContent = said.stop;
    status.textContent = said.busy;
    ticking = setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= Number(said.most) - 1) stop();
    }, 250);
  };

  const stop = () => {
    if (recorder?.state === "recording") recorder.stop();
  };

  button.addEventListener("click", () => (recorder ? stop() : start()));
  place.append(button, status, clock);
  place.hidden = false;
})();
