"use strict";
// Every text that can be seen in an open notebook, but for what JupyterLab alone colors (code cells,
// tracebacks), with its contrast to what lies behind it: opacity, see-through grounds and SVG count.
window.contrast = (() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  // Red, green, blue and opacity of any color that CSS can name.
  const rgba = (color) => {
    if (!known.has(color)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      known.set(color, [red, green, blue, alpha / 255]);
    }
    return known.get(color);
  };
  const over = (front, back) => [0, 1, 2].map((i) => front[3] * front[i] + (1 - front[3]) * back[i]);
  const faded = (color, opacity) => [color[0], color[1], color[2], color[3] * opacity];

  // The shape of an SVG that lies under `text`: the last one before it in its group that is filled.
  const shapeUnder = (text) => {
    for (let group = text.parentElement; group && group.closest("svg"); group = group.parentElement)
      for (const shape of group.children) {
        if (shape.contains(text)) break;
        if (!/^(rect|polygon|circle|ellipse|path)$/.test(shape.tagName)) continue;
        const [box, own] = [shape.getBoundingClientRect(), text.getBoundingClientRect()];
        const [x, y] = [(own.left + own.right) / 2, (own.top + own.bottom) / 2];
        const inside = box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
        if (inside && rgba(getComputedStyle(shape).fill)[3] > 0) return getComputedStyle(shape).fill;
      }
    return null;
  };

  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const style = getComputedStyle(element);
    const own = faded(rgba(style.backgroundColor), Number(style.opacity));
    const shape = element.closest("svg") && shapeUnder(element);
    if (own[3] === 1) return own;
    return over(own, shape ? rgba(shape) : ground(element.parentElement));
  };
  const luminance = (color) => {
    const linear = color.slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ratio = (element) => {
    const style = getComputedStyle(element);
    const drawn = element.closest("svg") && !element.closest("foreignObject");
    let opacity = 1;
    for (let up = element; up; up = up.parentElement) opacity *= getComputedStyle(up).opacity;
    const back = ground(element);
    const front = over(faded(rgba(drawn ? style.fill : style.color), opacity), back);
    const [low, high] = [luminance(front), luminance(back)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const SEEN = { opacityProperty: true, visibilityProperty: true };
  const NOT_OURS = ".cm-editor, .jp-InputPrompt, .jp-OutputPrompt, .jp-Notebook-footer, option, "
    + "script, style, mjx-assistive-mml, [data-mime-type='application/vnd.jupyter.error']";
  function texts(root) {
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest(NOT_OURS) || !parent.checkVisibility(SEEN)) continue;
      found.push([node.data.trim().replace(/\s+/g, " ").slice(0, 50), ratio(parent)]);
    }
    return found;
  }

  // A diagram is a picture of the SVG kind: its words are measured where it stands.
  async function drawn(root) {
    const found = [];
    for (const image of root.querySelectorAll(".jp-RenderedMermaid img")) {
      const place = document.createElement("div");
      image.parentElement.append(place);
      place.innerHTML = await (await fetch(image.src)).text();
      found.push(...texts(place));
      place.remove();
    }
    return found;
  }

  // Pictures through which the page behind them shows.
  async function seeThrough(root) {
    const found = [];
    for (const image of root.querySelectorAll(".jp-OutputArea img")) {
      await image.decode();
      const style = getComputedStyle(image);
      const paper = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
      paper.drawImage(image, 0, 0);
      const { data } = paper.getImageData(0, 0, image.naturalWidth, image.naturalHeight);
      const opaque = data.every((part, i) => i % 4 < 3 || part === 255);
      if (!opaque && rgba(style.backgroundColor)[3] < 1) found.push(image.alt || image.className);
    }
    return found;
  }

  return { texts, drawn, seeThrough };
})();
