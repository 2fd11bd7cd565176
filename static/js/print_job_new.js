"use strict";

// Counts the copies of each letter and the volumes anew when a number of copies is typed; a box that holds none leaves
// what was counted last.
(function () {
  const boxes = ["to_each", "to_copied", "archive"].map((name) => document.querySelector(`input[name="${name}"]`));
  const rows = Array.from(document.querySelectorAll("[data-people]"));
  const all = document.querySelector("[data-all-copies]");
  const volumes = document.querySelector("[data-volumes]");
  if (boxes.includes(null) || !all || !volumes) {
    return;
  }

  function count() {
    const typed = boxes.map((box) => (/^\d{1,2}$/.test(box.value.trim()) ? Number(box.value) : NaN));
    if (typed.some(Number.isNaN)) {
      return;
    }
    const [each, copied, archive] = typed;
    let copies = 0;
    let items = 0;
    for (const row of rows) {
      const people = Number(row.dataset.people);
      const offices = Number(row.dataset.offices);
      const own = Number(row.dataset.own);
      const shared = people * each + offices * copied + archive;
      row.textContent = shared + own * each;
      copies += shared + own * each;
      items += (shared > 0 ? 1 : 0) + (each > 0 ? own : 0);
    }
    all.textContent = copies;
    volumes.textContent = Math.ceil(items / Number(volumes.dataset.volumes));
  }

  boxes.forEach((box) => box.addEventListener("input", count));
})();
