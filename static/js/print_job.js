"use strict";

// Asks every two seconds how far a print job is, and loads the page anew when a file was made or the job has ended.
(function () {
  const panel = document.querySelector("[data-progress]");
  if (!panel) {
    return;
  }
  const bar = panel.querySelector("progress");
  const placed = panel.querySelector("[data-placed]");
  const state = panel.querySelector(".state");
  const made = document.querySelectorAll(".pile-files li").length;

  async function ask() {
    try {
      const answer = await fetch(panel.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const job = await answer.json();
        bar.value = job.placed;
        placed.textContent = job.placed;
        if (job.finished || job.files !== made) {
          window.location.reload();
          return;
        }
        state.textContent = job.label;
      }
    } catch {
      // The network is away for a moment: ask again.
    }
    window.setTimeout(ask, 2000);
  }

  window.setTimeout(ask, 2000);
})();
