"use strict";
// What an audience would miss on the slides of an open deck, each with its place.
const walk = (() => {
  const TEXT = 24, FINE_PRINT = 18, CONTRAST = 4.5, MARGIN = 20, TOLERANCE = 1.5;
  const LEAST_PICTURE = 0.9; // of its size in the notebook: type of 11 points is 14 px or more
  const UNSEEN = "aside.notes, .MJX_Assistive_MathML, script, style";
  const FINE = "pre, code, figcaption, table, sub, sup, .course-footer";
  const quote = text => '"' + text.trim().replace(/\s+/g, " ").slice(0, 50) + '"';

  const isSeen = element => !element.closest(UNSEEN)
    && element.checkVisibility({opacityProperty: true, visibilityProperty: true});

  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const known = new Map();
  // Red, green, blue and opacity of any color that CSS can name.
  const rgba = color => {
    if (!known.has(color)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(color, [red, green, blue, alpha / 255]);
    }
    return known.get(color);
  };
  const over = (front, back) =>
    [0, 1, 2].map(i => front[3] * front[i] + (1 - front[3]) * back[i]);
  const ground = element => {
    if (!element) return [255, 255, 255];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(element.parentElement));
  };
  const luminance = color => {
    const linear = color.slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = element => {
    let opacity = 1;
    for (let up = element; up; up = up.parentElement) opacity *= getComputedStyle(up).opacity;
    const back = ground(element), ink = rgba(getComputedStyle(element).color);
    const seen = over([...ink.slice(0, 3), ink[3] * opacity], back);
    const [low, high] = [luminance(seen), luminance(back)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  function look(number, total) {
    const slide = Reveal.getCurrentSlide(), found = new Set();
    const box = document.querySelector(".slides").getBoundingClientRect();
    const foot = slide.querySelector(".course-footer");
    const floor = foot ? foot.getBoundingClientRect().top : box.bottom;
    const scale = Reveal.getScale();

    const checkPlace = (rect, what, bottom) => {
      if (rect.width === 0 || rect.height === 0) return;
      if (rect.right > box.right - MARGIN || rect.left < box.left + MARGIN)
        found.add("wider than the slide: " + what);
      if (rect.bottom > box.bottom + TOLERANCE || rect.top < box.top - TOLERANCE)
        found.add("beyond the bottom or top of the slide: " + what);
      else if (rect.bottom > bottom + TOLERANCE) found.add("in the footer's place: " + what);
    };
    const checkText = (node, words) => {
      const parent = node.parentElement, style = getComputedStyle(parent);
      const bottom = parent.closest(".course-footer") ? box.bottom : floor;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) checkPlace(rect, quote(words), bottom);
      if (contrast(parent) < CONTRAST)
        found.add(`faint, contrast ${contrast(parent).toFixed(2)}: ` + quote(words));
      if (parent.closest("svg")) return;
      const size = parseFloat(style.fontSize) * parent.currentCSSZoom * scale;
      if (size < (parent.closest(FINE) ? FINE_PRINT : TEXT) - 0.1)
        found.add(`too small to read, ${size.toFixed(1)} px: ` + quote(words));
      if (!parent.closest("pre, code")
          && /\$[^$]+\$|\\[([]|\\begin\{|\\[a-zA-Z]+\{|Math Processing Error/.test(words))
        found.add("formula not typeset: " + quote(words));
    };
    const checkElement = element => {
      const style = getComputedStyle(element);
      if (/^(IMG|TABLE|svg)$/.test(element.tagName))
        checkPlace(element.getBoundingClientRect(), element.tagName.toLowerCase(), floor);
      if (element.tagName === "svg" && contrast(element) < CONTRAST) found.add("faint formula");
      const wide = element.scrollWidth > element.clientWidth + 1;
      const tall = element.scrollHeight > element.clientHeight + 1;
      if (element.clientWidth && !element.closest("svg")
          && ((wide && style.overflowX !== "visible") || (tall && style.overflowY !== "visible")))
        found.add("clipped, or only seen by scrolling: " + quote(element.textContent));
    };
    const checkPicture = picture => {
      const alt = picture.alt.trim();
      if (!picture.complete || picture.naturalWidth === 0) found.add("broken image: " + alt);
      if (!alt) found.add("image without alt text");
      const shape = picture.width / picture.height * picture.naturalHeight / picture.naturalWidth;
      if (Math.abs(shape - 1) > 0.02) found.add("picture out of shape: " + quote(alt));
      const nominal = Number(picture.getAttribute("width"));
      if (picture.width < LEAST_PICTURE * nominal)
        found.add(`picture at ${(picture.width / nominal).toFixed(2)} of its size: ` + quote(alt));
    };

    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    let words = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent.trim() || !isSeen(parent)) continue;
      words += !parent.closest(".course-footer");
      checkText(node, node.textContent);
    }
    for (const element of slide.querySelectorAll("*"))
      if (isSeen(element)) checkElement(element);
    for (const error of slide.querySelectorAll("merror, .MathJax_Error"))
      if (!error.closest("aside.notes"))
        found.add("formula has an error: " + quote(error.textContent));
    const pictures = [...slide.querySelectorAll("img")];
    pictures.forEach(checkPicture);
    if (slide.querySelector("pre.mermaid, .language-mermaid")) found.add("diagram not drawn");
    for (const link of slide.querySelectorAll("a[href]"))
      if (!/^(https?:|mailto:|#)/.test(link.getAttribute("href")))
        found.add("link to a file beside the deck: " + quote(link.textContent));
    if (!words && !pictures.length) found.add("empty slide");
    const noted = [...slide.querySelectorAll("aside.notes")].some(note => note.textContent.trim());
    const concept = slide.querySelector(".celltag_concept") ? " after a concept" : "";
    if (!noted) found.add("no speaker notes" + concept);
    const title = document.querySelector("h1").textContent;
    const said = foot ? [...foot.children].map(part => part.textContent).join(" | ") : "nothing";
    if (said !== `${title} | ${number} / ${total}`) found.add("footer says " + quote(said));
    return found;
  }

  // From the first slide to the last by the keys that a lecturer presses.
  return function walk() {
    const press = keyCode => document.dispatchEvent(new KeyboardEvent("keydown", {keyCode}));
    const problems = new Map(), HOME = 36, SPACE = 32;
    const place = () => {
      const {h, v, f} = Reveal.getIndices();
      return [`slide ${h + 1}.${(v || 0) + 1}`, f >= 0 ? ` step ${f + 1}` : ""];
    };
    const total = Reveal.getTotalSlides();
    press(HOME);
    for (let before = ""; before !== place().join(""); press(SPACE)) {
      const [slide, step] = place();
      before = slide + step;
      for (const problem of look(Reveal.getSlidePastCount() + 1, total)) {
        const said = `${slide}: ${problem}`;
        if (!problems.has(said)) problems.set(said, `${before}: ${problem}`);
      }
    }
    if (Reveal.getSlidePastCount() + 1 !== total) problems.set("", "end: the keys lead no farther");
    return [...problems.values()];
  };
})();
