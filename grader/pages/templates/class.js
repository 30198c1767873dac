"use strict";
// Without this the page shows the same, in the order of the learners' names.

// Sorting: each header of a sortable table becomes a button.
for (const table of document.querySelectorAll("table[data-sortable]")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = [...body.rows].map((row) => [key(row.cells[column]), row]);
      keyed.sort(([one], [other]) => (down ? compare(other, one) : compare(one, other)));
      body.append(...keyed.map(([, row]) => row));
    });
  });
}

// A row's header sorts as text; other cells by the first number in them, with nothing (–, ·) below zero.
function key(cell) {
  const text = cell.textContent.trim();
  if (cell.tagName === "TH" || cell.className === "w") return text;
  const number = text.match(/\d+(\.\d+)?/);
  return number ? Number(number[0]) : text.startsWith("·") ? -1 : -2;
}

const words = new Intl.Collator("en", { numeric: true });
function compare(one, other) {
  return typeof one === "string" ? words.compare(one, other) : one - other;
}

// Searching: by a part of the name, whatever its accents and capitals.
const form = document.querySelector("form.search");
const field = document.getElementById("name");
const found = document.getElementById("found");
const rows = [...document.getElementById("heat").tBodies[0].rows];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const names = rows.map((row) => plain(row.cells[0].textContent));
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", () => {
  const wanted = plain(field.value.trim());
  let count = 0;
  rows.forEach((row, place) => {
    row.hidden = !names[place].includes(wanted);
    count += !row.hidden;
  });
  found.textContent = wanted ? `${count} of ${rows.length} learners` : "";
});

// On paper nothing is folded.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const details of folded) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of folded) details.open = false;
});
