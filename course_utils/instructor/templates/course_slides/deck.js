"use strict";
// Typeset and fit while every slide is laid out; reveal.js then hides all but one.

// What every slide says at its foot: the chapter, and which slide of how many this is.
function footer(number, total) {
  const foot = document.createElement("footer");
  foot.className = "course-footer";
  const title = document.querySelector("h1")?.textContent ?? "";
  for (const text of [title, `${number} / ${total}`]) {
    foot.appendChild(document.createElement("span")).textContent = text;
  }
  return foot;
}

// No line begins with the comma that follows a formula.
function keepPunctuation() {
  for (const formula of document.querySelectorAll('.slides script[type="math/tex"]')) {
    const after = formula.nextSibling, typeset = formula.previousSibling;
    const sign = after?.nodeType === Node.TEXT_NODE && /^[,.;:!?)]+/.exec(after.data);
    if (!sign || !typeset) continue;
    after.splitText(sign[0].length);
    const together = document.createElement("span");
    together.style.whiteSpace = "nowrap";
    typeset.before(together);
    together.append(typeset, formula, after);
  }
}

function start() {
  const page = document.documentElement, each = "section:not(:has(section))";
  const slides = () => [...document.querySelectorAll(`.slides ${each}`)];
  keepPunctuation();
  for (const slide of slides()) {
    slide.classList.add("course-slide");
    (slide.querySelector("img") ? fitWithPictures : fitText)(slide);
  }
  slides().forEach((slide, i, all) => slide.append(footer(i + 1, all.length)));
  page.classList.remove("preparing");
  if (page.classList.contains("handout")) return handout(slides());
  if (new URLSearchParams(location.search).has("print-pdf"))
    return lay(slides(), `${WIDTH}px ${HEIGHT}px`);
  Reveal.initialize({
    width: WIDTH, height: HEIGHT, margin: 0, center: false, hash: true, controls: false,
    navigationMode: "linear",
    transition: "none", backgroundTransition: "none", slideNumber: false,
    plugins: [RevealNotes],
  });
}

window.addEventListener("load", () => {
  MathJax.Hub.Queue(["Typeset", MathJax.Hub], start);
});
