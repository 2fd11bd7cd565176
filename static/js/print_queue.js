"use strict";

// The queue works without this file; with it the ticks are counted, and ticking means “the ticked ones”.
(function () {
  const form = document.getElementById("pile");
  if (!form) {
    return;
  }
  const boxes = Array.from(form.querySelectorAll('input[name="letter"]'));
  const count = document.getElementById("ticked-count");
  const ticked = form.querySelector('input[name="scope"][value="ticked"]');

  function show() {
    const many = boxes.filter((box) => box.checked).length;
    count.textContent = "（" + many + " 件）";
  }

  boxes.forEach(function (box) {
    box.addEventListener("change", function () {
      ticked.checked = true;
      show();
    });
  });
  show();
})();
