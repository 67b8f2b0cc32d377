"use strict";
// What quizzes and explorers need of JupyterLab and can't get from ipywidgets. JupyterLab's federated
// extensions are webpack containers; this one is written by hand in that form, so that nothing has to
// be built, and so that no output of a notebook has to be a script. Without it, all can be used.
(() => {
  const NAME = "course-controls";
  const KEEP = "data-lm-suppress-shortcuts"; // JupyterLab leaves alone the keys of such an element

  // JupyterLab takes a bare letter for a command (B adds a cell, D twice deletes one), also while an
  // answer button has the focus. On the box around it KEEP would be too late, as Lab's shortcuts
  // match the focused element itself. All other keys (Shift+Enter, arrows, Escape) stay Lab's own.
  function keepLetters() {
    addEventListener("keydown", event => {
      if (!event.target.closest?.(".course-answer")) return;
      const bare = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      event.target.toggleAttribute(KEEP, bare);
    }, true);
  }

  // ipywidgets gives a slider no accessible name, a picture no alt text, and knows no live regions.
  function nameTheParts(box) {
    const words = box.querySelector(".course-words .widget-html-content");
    const picture = box.querySelector("img.course-picture");
    if (words && picture && !words.id) {
      words.id = "words-" + Math.random().toString(36).slice(2);
      words.setAttribute("aria-live", "polite");
      picture.setAttribute("aria-labelledby", words.id);
    }
    // Lab takes the arrow keys of a dropdown, and an x typed for XOR cuts the cell.
    for (const part of box.querySelectorAll("[role=slider], select, input, button"))
      if (!part.hasAttribute(KEEP)) part.setAttribute(KEEP, "true");
    for (const slider of box.querySelectorAll(".widget-slider")) {
      const label = slider.querySelector(".widget-label")?.textContent;
      const handle = slider.querySelector("[role=slider]:not([aria-label])");
      if (label && handle) handle.setAttribute("aria-label", label);
    }
  }

  // The parts of an explorer come one after the other, and again when a cell comes into view.
  function nameWhatComes() {
    const explorers = document.getElementsByClassName("course-explorer");
    let asked = false;
    new MutationObserver(() => {
      if (asked || !explorers.length) return;
      asked = true;
      setTimeout(() => { asked = false; [...explorers].forEach(nameTheParts); }, 50);
    }).observe(document.body, { childList: true, subtree: true });
  }

  const plugin = {
    id: NAME + ":plugin",
    autoStart: true,
    activate() {
      keepLetters();
      nameWhatComes();
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = {
    init() {},
    get: async () => () => ({ __esModule: true, default: plugin }),
  };
})();
