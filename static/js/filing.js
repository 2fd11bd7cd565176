"use strict";

// Filing works without this file; with it a row is added on the spot, and a second click while the first is on its way
// does nothing.
(function () {
  const form = document.getElementById("filing");
  const errors = document.getElementById("errors");
  if (errors) {
    errors.focus();
  }
  if (!form) {
    return;
  }

  const list = form.querySelector(".demand-rows");
  const more = form.querySelector("[data-add-row]");
  more.addEventListener("click", function (event) {
    event.preventDefault();
    const row = list.lastElementChild.cloneNode(true);
    const order = list.children.length + 1;
    const area = row.querySelector("textarea");
    const label = row.querySelector("label");
    area.value = "";
    area.id = "demand-" + order;
    label.htmlFor = area.id;
    label.textContent = "第 " + order + " 条诉求";
    list.append(row);
    area.focus();
  });

  let typed = false;
  let sent = false;
  form.addEventListener("input", function () {
    typed = true;
  });
  form.addEventListener("submit", function (event) {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
  });
  window.addEventListener("pageshow", function () {
    sent = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (typed && !sent) {
      event.preventDefault();
    }
  });
})();
