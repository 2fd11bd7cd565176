// The workbench without this file saves, previews and compares just as well; with it the letter follows the typing, and
// what a log-out would have thrown away is offered again.
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

  // -- what was typed, kept in this tab alone until it is saved: closing the tab or logging out forgets it -----------
  const place = `draft:${location.pathname}`;
  const NOT_TYPED = ["csrfmiddlewaretoken", "seen", "version"];

  function typed() {
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (!NOT_TYPED.includes(name) && !/^(finding|reason)-/.test(name)) fields[name] = value;
    }
    return fields;
  }

  function keep() {
    const kept = { owner: form.dataset.owner, version: form.elements.version.value, fields: typed() };
    try {
      sessionStorage.setItem(place, JSON.stringify(kept));
    } catch {
      // no room, or not allowed here: the page works as it did without
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // then nothing was kept either
    }
  }

  function kept() {
    try {
      const found = JSON.parse(sessionStorage.getItem(place));
      if (!found) return null;
      if (found.owner !== form.dataset.owner) {
        sessionStorage.clear(); // somebody else sat here: nothing of theirs is shown
        return null;
      }
      return found;
    } catch {
      return null;
    }
  }

  const plain = (text) => (text || "").replace(/\r\n?/g, "\n").replace(/[ \t]+$/gm, "").trim();

  function differs(fields) {
    const now = typed();
    return [...new Set([...Object.keys(now), ...Object.keys(fields)])].some((name) => plain(now[name]) !== plain(fields[name]));
  }

  function putBack(fields) {
    for (const [name, value] of Object.entries(fields)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  }

  function offer() {
    const found = kept();
    if (!found) return;
    const late = document.querySelector(".message.unsaved") !== null;
    if (dirty || !differs(found.fields) || !(late || found.version === form.elements.version.value)) {
      forget(); // saved meanwhile, or in the box already
      return;
    }
    const box = document.getElementById("kept-here");
    box.hidden = false;
    document.getElementById("put-back").addEventListener("click", () => {
      putBack(found.fields);
      box.hidden = true;
      changed();
      body.focus();
    });
    document.getElementById("throw-away").addEventListener("click", () => {
      forget();
      box.hidden = true;
    });
  }

  // -- the letter beside the text --------------------------------------------------------------------------------

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
    if (answer.redirected) {
      state.textContent = "登录已过期，内容没有保存。请按“保存”，重新登录后把内容放回编辑框。";
      return;
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
    timer = setTimeout(() => {
      keep();
      preview();
    }, WAIT);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    const to = event.submitter && event.submitter.getAttribute("formtarget");
    leaving = !to; // the preview and the draft PDF open elsewhere, the text stays unsaved
    if (dirty) keep();
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    }
    const reason = event.key === "Enter" && event.target.closest && event.target.closest(".explain");
    if (reason && event.target.tagName === "INPUT") {
      event.preventDefault(); // Enter would press the first button of the form, 保存
      form.requestSubmit(reason.querySelector("button"));
    }
  });
  // The other buttons of the page would leave the unsaved text behind: the browser asks first (beforeunload).
  document.getElementById("preview-button").hidden = true;
  count();
  offer();
  if (dirty) {
    unsaved();
    preview();
  }
})();
