// Helpers that the kit adds to every page. `jupyterapp` is there because the server
// runs with --LabApp.expose_app_in_browser=True.
window.kit = {
  panel: () => window.jupyterapp?.shell?.currentWidget,
  notebook: () => kit.panel().content,
  cell: (index) => kit.notebook().widgets[index],

  // The toolbar says "idle" while there is no kernel, so ask the session itself.
  async kernelReady() {
    const context = kit.panel()?.sessionContext;
    if (!context) return false;
    await context.ready;
    const kernel = context.session?.kernel;
    return kernel?.status === "idle" && kernel.connectionStatus === "connected";
  },

  cells: () =>
    kit.notebook().widgets.map(({ model }) => ({
      type: model.type,
      tags: model.getMetadata("tags") ?? [],
      source: model.sharedModel.getSource(),
      count: model.executionCount ?? null,
      outputs: model.outputs?.toJSON() ?? [],
    })),

  setSource: (index, text) => kit.cell(index).model.sharedModel.setSource(text),

  select(index) {
    const notebook = kit.notebook();
    notebook.activeCellIndex = index;
    notebook.mode = "command";
    notebook.activate();
    return notebook.scrollToItem(index, "start");
  },

  async run(index) {
    await kit.select(index);
    await window.jupyterapp.commands.execute("notebook:run-cell");
  },

  // Scroll so that the window shows its `number`-th part of the notebook; is that the last one?
  async showPage(number) {
    const view = kit.notebook().node.querySelector(".jp-WindowedPanel-outer");
    const content = view.querySelector(".jp-WindowedPanel-inner");
    view.scrollTop = (number - 1) * view.clientHeight;
    await new Promise(requestAnimationFrame);
    return content.scrollHeight <= number * view.clientHeight;
  },

  // What a screen reader calls a control.
  nameOf: (control) => control.ariaLabel || control.labels?.[0]?.textContent.trim() || "",

  // Which end of its range the focused control stands at: -1, 0 (between, or no range) or 1.
  endOf(control) {
    const [now, low, high] = control.matches("select")
      ? [control.selectedIndex, 0, control.options.length - 1]
      : ["valuenow", "valuemin", "valuemax"].map((key) => Number(control.getAttribute(`aria-${key}`)));
    return now >= high ? 1 : now <= low ? -1 : 0;
  },

  // Promise of what the next key press does to `image`: the milliseconds until its new
  // picture is decoded and a frame is due, and whether its bytes really differ.
  async armPicture(image, limit) {
    const bytes = async () => new Uint8Array(await (await fetch(image.src)).arrayBuffer());
    const [before, source] = [await bytes(), image.src];
    let pressed = null;
    const onKey = () => (pressed = performance.now());
    document.addEventListener("keydown", onKey, { capture: true, once: true });
    kit.picture = new Promise((resolve) => {
      const observer = new MutationObserver(async () => {
        if (pressed === null || image.src === source) return;
        observer.disconnect();
        await image.decode();
        await new Promise(requestAnimationFrame);
        const ms = performance.now() - pressed;
        resolve({ ms, changed: String(before) !== String(await bytes()) });
      });
      observer.observe(image, { attributes: true, attributeFilter: ["src"] });
      setTimeout(() => resolve({ ms: null, changed: false }), limit);
    });
  },

  // Code and outputs that have to be scrolled sideways to be seen whole.
  cutOff: () =>
    kit.notebook().widgets.flatMap(({ node }, index) =>
      [...node.querySelectorAll(".cm-scroller, .jp-OutputArea-output")]
        .filter((part) => part.scrollWidth > part.clientWidth + 1)
        .map((part) => `cell ${index}: ${part.textContent.trim().slice(0, 60)}`),
    ),

  // Texts in outputs whose contrast with their ground is below `least` (WCAG 2: 4.5 for text).
  faintTexts: (least) =>
    kit.notebook().widgets.flatMap(({ node }, index) =>
      [...node.querySelectorAll(".jp-OutputArea-output")]
        .flatMap((output) => kit.faintTextsIn(output, least))
        .map((text) => `cell ${index}: ${text}`),
    ),

  faintTextsIn(root, least) {
    const channels = (color) => {
      const scale = color.startsWith("color(srgb") ? 255 : 1;
      return color.match(/[\d.]+/g).map((number) => Number(number) * scale);
    };
    const linear = (c) => (c <= 0.04045 * 255 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
    const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const ground = (node) => {
      const color = channels(getComputedStyle(node).backgroundColor);
      return (color[3] ?? 1) > 0 || !node.parentElement ? color : ground(node.parentElement);
    };
    const found = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || !parent.checkVisibility() || parent.closest("option")) continue;
      const front = luminance(channels(getComputedStyle(parent).color));
      const [high, low] = [front, luminance(ground(parent))].sort((a, b) => b - a);
      const contrast = (high + 0.05) / (low + 0.05);
      if (contrast < least) found.push(`${node.data.trim().slice(0, 40)} (${contrast.toFixed(1)}:1)`);
    }
    return found;
  },
};
