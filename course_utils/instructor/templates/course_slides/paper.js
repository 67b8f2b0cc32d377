"use strict";
// The deck on paper: a slide a page, or two of them with their notes.

// Pages of `size` in the deck's place, for paper: every step of each slide is shown.
function lay(pages, size) {
  const paper = document.head.appendChild(document.createElement("style"));
  paper.textContent = `@page { size: ${size}; margin: 0; }`;
  document.querySelector(".reveal .slides").replaceChildren(...pages);
  document.documentElement.classList.add("on-paper", "print-pdf", "ready");
}

function box(name, ...parts) {
  const made = document.createElement("div");
  made.className = name;
  made.append(...parts);
  return made;
}

// A slide in small, and its notes below.
function withNotes(slide) {
  const notes = [...slide.querySelectorAll("aside.notes")];
  const words = notes.flatMap(note => [...note.childNodes]);
  notes.forEach(note => note.remove());
  return box("course-shared", box("course-frame", slide), box("course-words", ...words));
}

// Two slides a page of A4; long notes are set in smaller type.
function handout(slides) {
  const parts = slides.map(withNotes), sheets = [], total = Math.ceil(parts.length / 2);
  while (parts.length) {
    const foot = footer(sheets.length + 1, total);
    foot.className = "";
    sheets.push(box("course-sheet", ...parts.splice(0, 2), foot));
  }
  lay(sheets, "A4 portrait");
  for (const shared of document.querySelectorAll(".course-shared")) {
    shared.style.setProperty("--scale", shared.firstChild.clientWidth / WIDTH);
    for (let size = 10.5; size > 8 && shared.scrollHeight > shared.clientHeight; size -= 0.25) {
      shared.lastChild.style.fontSize = size + "pt";
    }
  }
}
