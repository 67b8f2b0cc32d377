"use strict";
// What the course's slides need to run live in RISE. JupyterLab's federated extensions are webpack
// containers; this one is written by hand in that form, so that nothing has to be built:
// `init` gets the modules that the page shares, `get` gives the plugin.
(() => {
  const NAME = "course-live";
  // RISE's page shares no console, which the widgets' manager imports by name and never uses there:
  // without it no widget is drawn. tests/browser/test_present.py says when RISE has mended that.
  const MISSING = {
    "@jupyterlab/console": ({ Token }) => ({
      CodeConsole: class {},
      ConsolePanel: class {},
      IConsoleTracker: new Token("@jupyterlab/console:IConsoleTracker"),
    }),
  };
  // The parts of the window's height that a picture may have, and the sizes of text to try.
  const LARGEST = 0.8, SMALLEST = 0.34, STEP = 0.03, TEXTS = [1, 0.86];
  const asked = location.hash;
  const isReceiver = new URLSearchParams(location.search).has("receiver");
  let scope;

  const versionOf = name => Object.keys(scope[name])[0];
  const load = async name => (await scope[name][versionOf(name)].get())();

  // Add to the shared modules what is missing, in the version of the others.
  function init(shared) {
    scope = shared;
    const version = versionOf("@jupyterlab/notebook");
    for (const [name, make] of Object.entries(MISSING)) {
      if (scope[name]) continue;
      const get = async () => {
        const made = make(await load("@lumino/coreutils"));
        return () => made;
      };
      scope[name] = { [version]: { from: NAME, eager: false, loaded: 1, get } };
    }
  }

  // Run what a cell needs just before it. `needs` in its metadata holds the ids of those cells.
  function runWhatIsNeeded(panel, { CodeCell }, { NotebookActions }) {
    const ran = new Set();
    const run = id => {
      const cell = panel.content.widgets.find(widget => widget.model.id === id);
      if (!cell || ran.has(id)) return;
      ran.add(id);
      CodeCell.execute(cell, panel.sessionContext).catch(() => ran.delete(id));
    };
    // The signal comes when a cell is about to be sent to the kernel, which answers in turn.
    NotebookActions.executionScheduled.connect((_, { cell }) => {
      (cell.model.getMetadata("needs") ?? []).forEach(run);
      ran.add(cell.model.id);
    });
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (/restarting|starting/.test(status)) ran.clear();
    });
    const setup = panel.content.widgets.filter(
      ({ model }) => model.getMetadata("tags")?.includes("setup"));
    setup.forEach(({ model }) => run(model.id));
  }

  // A control that has the focus keeps the keys that move it, and letters: RISE would turn the
  // slide, JupyterLab take a letter for a command. Space still turns the slide from a slider.
  function keepKeys() {
    const moves = /^(Arrow|Home|End)/, presses = "button, select, input, textarea";
    const own = ({ key, target }) =>
      moves.test(key) || (key.length === 1 && (key !== " " || target.matches(presses)));
    const ours = event =>
      event.target.closest?.(".jupyter-widgets") && own(event) &&
      !(event.ctrlKey || event.metaKey || event.altKey);
    addEventListener("keydown", event => {
      if (event.target.closest?.(".jupyter-widgets"))
        event.target.toggleAttribute("data-lm-suppress-shortcuts", Boolean(ours(event)));
    }, true);
    document.body.addEventListener("keydown", event => ours(event) && event.stopPropagation());
  }

  // Shrink the pictures of a slide until all of it is seen, then the text; what is longer scrolls.
  function fit(slide) {
    const tooLong = () => slide.scrollHeight > slide.clientHeight + 1;
    for (const text of TEXTS) {
      slide.style.setProperty("--text", text);
      for (let part = LARGEST; part >= SMALLEST; part -= STEP) {
        slide.style.setProperty("--picture", 100 * part + "vh");
        slide.style.overflowY = tooLong() ? "auto" : "hidden";
        if (!tooLong()) return;
      }
    }
  }

  // Fit the slide that is shown, and again when an output or an editor changes its size.
  function keepFitting(panel) {
    let shown = null;
    const again = new ResizeObserver(() => shown && fit(shown));
    const turn = () => {
      const now = panel.node.querySelector("section.present section.present");
      if (!now || now === shown) return;
      again.disconnect();
      shown = now;
      [...shown.children].forEach(child => again.observe(child));
      // Who moved a slider on the slide before would type into what is hidden now.
      if (!now.contains(document.activeElement)) panel.content.node.focus();
    };
    new MutationObserver(turn).observe(
      panel.node, { attributeFilter: ["class"], childList: true, subtree: true });
    addEventListener("resize", () => shown && fit(shown));
  }

  // The speaker's view gets the notes' cells without JupyterLab's styles, which hide the source of
  // what stands rendered beside it: each note would be there twice.
  function showNotesOnce(panel) {
    const hide = () => panel.node
      .querySelectorAll("aside.notes .jp-InputArea-editor:not([hidden])")
      .forEach(editor => { editor.hidden = true; });
    new MutationObserver(hide).observe(panel.node, { childList: true, subtree: true });
  }

  // RISE starts at the first slide, now and then twice. Who loads the page again stays on the slide
  // of its address; so do the two pages of the speaker's view, which are told where the lecture is.
  // A key ends it.
  function returnToSlide(panel) {
    let [h, v] = (asked.match(/\d+/g) ?? []).map(Number), looks = 0;
    if (v === undefined) return;
    const told = ({ data }) => {
      if (!/"method":/.test(data)) return;
      const { method, args } = JSON.parse(data);
      if (method === "setState") ({ indexh: h, indexv: v } = args[0]);
      if (method === "next") h += 1;
    };
    if (isReceiver) addEventListener("message", told);
    const end = () => {
      clearInterval(wait);
      window.courseSettled = true;
    };
    const wait = setInterval(() => {
      const now = panel.node.querySelector("section.present section.present");
      if (!now) return;
      if (now.id !== `slide-${h}-${v}`) {
        location.hash = `#/slide-${h}-${v}`;
        dispatchEvent(new HashChangeEvent("hashchange"));
      }
      looks += 1;
      if (looks === 10) end();
    }, 400);
    addEventListener("keydown", end, { capture: true, once: true });
  }

  // Whoever turns a slide in the speaker's view turns it here. While that view starts it would pull
  // the lecture back to its first slide.
  function waitForSpeakersView() {
    addEventListener("message", event => {
      if (!/"method":"setState"/.test(event.data)) return;
      const pages = Array.from({ length: event.source.length }, (_, i) => event.source[i]);
      if (!pages.every(page => page.courseSettled)) event.stopImmediatePropagation();
    }, true);
  }

  const plugin = {
    id: NAME + ":plugin",
    autoStart: true,
    async activate(app) {
      if (app.name !== "Rise") return;
      if (!isReceiver) waitForSpeakersView();
      const [cells, notebook] = await Promise.all(
        ["@jupyterlab/cells", "@jupyterlab/notebook"].map(load));
      const tracker = await app.resolveRequiredService(notebook.INotebookTracker);
      tracker.widgetAdded.connect(async (_, panel) => {
        keepKeys();
        keepFitting(panel);
        showNotesOnce(panel);
        returnToSlide(panel);
        await Promise.all([panel.context.ready, panel.sessionContext.ready]);
        // Two more pages belong to the speaker's view: they show slides, and run nothing.
        if (!isReceiver) runWhatIsNeeded(panel, cells, notebook);
      });
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = { init, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
