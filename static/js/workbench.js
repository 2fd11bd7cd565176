// The workbench without this file saves, previews and compares just as well; with it the letter follows the typing.
"use strict";

(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const frame = document.getElementById("preview");
  const body = form.elements.body;
  const length = document.getElementById("length");
  const state = document.getElementById("saved-state");
  const WAIT = 700; // ms after the last key
  let dirty = form.dataset.unsaved === "yes";
  let leaving = false;
  let timer = 0;
  let newest = 0;

  function count() {
    length.textContent = `（${body.value.replace(/\s/g, "").length} 字）`;
  }

  async function preview() {
    const asked = ++newest;
    let answer;
    try {
      answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    } catch {
      return; // the network is away: the next key asks again
    }
    const html = await answer.text();
    if (asked !== newest || !frame.contentDocument) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    const shown = frame.contentDocument.querySelector("main");
    const fresh = page.querySelector("main");
    if (answer.ok && shown && shown.classList.contains("paper") && fresh) {
      shown.replaceWith(frame.contentDocument.adoptNode(fresh)); // keeps the place the reader scrolled to
    } else {
      frame.srcdoc = html;
    }
  }

  function unsaved() {
    dirty = true;
    state.textContent = "有改动未保存";
  }

  function changed() {
    unsaved();
    count();
    clearTimeout(timer);
    timer = setTimeout(preview, WAIT);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    const to = event.submitter && event.submitter.getAttribute("formtarget");
    leaving = !to; // the preview and the draft PDF open elsewhere, the text stays unsaved
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    }
  });
  // The other buttons of the page would leave the unsaved text behind: the browser asks first (beforeunload).
  document.getElementById("preview-button").hidden = true;
  count();
  if (dirty) {
    unsaved();
    preview();
  }
})();
