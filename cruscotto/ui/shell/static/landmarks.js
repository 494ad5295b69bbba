// Streamlit draws the menu as plain boxes, speaks English and knows one language for the whole
// document. Each run says what its page is called in `cruscottoPage`: lang, path, menu, filters;
// `cruscottoWords` has Streamlit's own words in English and Italian.
(() => {
  // A4 between its margins, in pixels of the screen; the tallest chart that leaves its title room on a
  // page laid out for paper; how long printing waits for what is still drawn, in milliseconds.
  const PAPER = 700, TALLEST = 930, LONGEST_WAIT = 20000;
  // The words at the foot of each sheet and, below them, the address of the living page.
  const address = () => {
    const living = new URL(location.href);
    living.searchParams.delete("stampa");
    return decodeURI(living.href);
  };
  const foot = (words) => {
    const known = document.getElementById("cs-sheet");
    const style = known || document.head.appendChild(Object.assign(document.createElement("style"), { id: "cs-sheet" }));
    const lines = [words || "", address()].map((line) => JSON.stringify(line)).join(' "\\A " ');
    const looks = 'font: 9pt/1.3 "Titillium Web", sans-serif; white-space: pre-wrap; overflow-wrap: anywhere';
    const rule = `@page { @bottom-left { content: ${lines}; ${looks}; } }`;
    if (style.textContent !== rule) style.textContent = rule;
  };
  const name = (key, role, label) => {
    const part = document.querySelector(`.st-key-${key}`);
    if (!part || part.getAttribute("aria-label") === label) return;
    part.setAttribute("role", role);
    part.setAttribute("aria-label", label);
  };

  // `Remove *` names what it removes: of such words the two sides of `*` are looked for.
  const OTHER = { en: "it", it: "en" };
  const pairs = window.cruscottoWords || [];
  const exact = { en: new Map(), it: new Map() };
  const open = [];
  for (const [en, it] of pairs) {
    if (en.includes("*")) open.push({ en: en.split("*"), it: it.split("*") });
    else { exact.en.set(it, en); exact.it.set(en, it); }
  }
  const translated = (text, lang) => {
    if (!text) return;
    const whole = exact[lang].get(text);
    if (whole) return whole;
    for (const word of open) {
      const [head, tail] = word[OTHER[lang]];
      if (text.length > head.length && text.startsWith(head) && text.endsWith(tail)) {
        if (word[lang].length === 1) return word[lang][0];
        return word[lang][0] + text.slice(head.length, text.length - tail.length) + word[lang][1];
      }
    }
  };
  const LABELLED = "button, input, section, [role], [data-testid=stMultiSelectTagsContainer]";
  const TEXTS = '[data-testid="stSkipToContent"], [data-testid="stMainMenuPopover"], [data-testid="stDataFrameColumnMenu"], [data-testid="stFileUploaderDropzone"], [data-testid="stTooltipContent"], [role="dialog"], [role="listbox"]';
  const translate = (lang) => {
    for (const part of document.querySelectorAll(LABELLED)) {
      for (const attribute of ["aria-label", "title", "placeholder"]) {
        const found = translated(part.getAttribute(attribute), lang);
        if (found) part.setAttribute(attribute, found);
      }
    }
    for (const part of document.querySelectorAll(TEXTS)) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const found = translated(node.nodeValue.trim(), lang);
        if (found) node.nodeValue = found;
      }
    }
  };

  // Ten buttons of a page say "Scarica CSV": each says of what to those who cannot see its frame.
  const REPEATED = '[data-testid="stDownloadButton"] button, [data-testid="stMain"] [data-testid="stPopover"] button, [data-testid="stExpander"] summary';
  const nameRepeated = () => {
    let heading = "";
    for (const part of document.querySelectorAll(`[data-testid="stMain"] :is(h2, h3), ${REPEATED}`)) {
      if (part.matches("h2, h3")) { heading = part.textContent.trim(); continue; }
      if (!heading || part.closest(".st-key-filters")) continue;
      const words = (part.querySelector("p") || part).textContent.trim();
      const label = `${words} – ${heading}`;
      if (words && part.getAttribute("aria-label") !== label) part.setAttribute("aria-label", label);
    }
  };

  const mark = () => {
    const page = window.cruscottoPage;
    if (!page) return;
    // the same word set again would have the browser style the whole page anew
    if (document.documentElement.lang !== page.lang) document.documentElement.lang = page.lang;
    foot(page.sheet);
    name("menu", "navigation", page.menu);
    name("filters", "group", page.filters);
    for (const link of document.querySelectorAll(".st-key-menu a")) {
      const isHere = new URL(link.href).pathname.endsWith(`/${page.path}`);
      if (isHere && !link.ariaCurrent) link.setAttribute("aria-current", "page");
      if (!isHere && link.ariaCurrent) link.removeAttribute("aria-current");
    }
    translate(page.lang);
    nameRepeated();
    alignFigures();
    turn();
  };

  // Charts have the colours of the theme they were sent for: where a reader changes the theme in
  // between, the styles turn them until the page runs again. Streamlit runs nothing for a theme.
  const isDark = () => getComputedStyle(document.querySelector(".stApp")).colorScheme === "dark";
  let watched = null;
  const turn = () => {
    const app = document.querySelector(".stApp");
    if (!app || !window.cruscottoPage) return;
    document.documentElement.classList.toggle("cs-turned", isDark() !== (window.cruscottoPage.theme === "dark"));
    if (watched === app) return;
    watched = app;
    new MutationObserver(turn).observe(app, { attributes: true, attributeFilter: ["class"] });
  };

  // A link may name a frame of the page (`riquadro`): it comes into view when it is there, and again
  // while what stands above it is still drawn, unless the reader moves the page first.
  const SETTLING = 4000;
  let shown = "", until = 0;
  const reveal = () => {
    const asked = new URLSearchParams(location.search).get("riquadro");
    if (!asked) { shown = ""; return; }
    const frame = document.querySelector(`.st-key-${CSS.escape(asked)}_frame`);
    if (!frame) return;
    const here = location.pathname + asked;
    if (shown !== here) { shown = here; until = Date.now() + SETTLING; }
    if (Date.now() < until) frame.scrollIntoView({ block: "start" });
  };
  for (const moved of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(moved, () => { until = 0; }, { passive: true });
  }

  // On a phone the open tab may lie beside the screen: a link opened it, and nothing would show which.
  let openTab = null;
  const showTab = () => {
    const tab = document.querySelector('[data-testid="stMain"] [role="tab"][aria-selected="true"]');
    if (!tab || tab === openTab) return;
    openTab = tab;
    const list = tab.parentElement;
    const end = tab.offsetLeft + tab.offsetWidth - list.offsetLeft;
    if (end > list.scrollLeft + list.clientWidth - 24) list.scrollLeft = end - list.clientWidth + 24;
  };

  // A table that goes on beside or below its frame shows it, until a reader has scrolled to its end.
  const NEAR = 8;
  const signMore = (table) => {
    const window_ = table.querySelector(".dvn-scroller"), words = window.cruscottoPage?.scroll;
    if (!window_ || !words) return;
    const right = window_.scrollWidth - window_.clientWidth - window_.scrollLeft > NEAR;
    const below = window_.scrollHeight - window_.clientHeight - window_.scrollTop > NEAR;
    if (right !== table.hasAttribute("data-goes-on")) table.toggleAttribute("data-goes-on", right);
    const rows = (table.querySelector('[role="grid"]')?.getAttribute("aria-rowcount") || 1) - 1;
    const text = below && rows > 0 ? words.replace("{n}", rows) : null;
    if (text === table.getAttribute("data-rows")) return;
    if (text) table.setAttribute("data-rows", text);
    else table.removeAttribute("data-rows");
  };
  const signTables = () => document.querySelectorAll('[data-testid="stDataFrame"]').forEach(signMore);
  document.addEventListener("scroll", (event) => {
    const table = event.target.closest?.('[data-testid="stDataFrame"]');
    if (table) signMore(table);
  }, { capture: true, passive: true });
  window.addEventListener("resize", signTables);

  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".cs-print")) printWhenDrawn();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    printWhenDrawn();
  }, true);

  // In the list of operations Enter opens a row; the grid itself chooses rows by Shift and Space.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest?.('[class*="st-key-operations_"] [data-testid="stDataFrame"]')) return;
    event.preventDefault();
    event.stopPropagation();
    const space = { key: " ", code: "Space", keyCode: 32, shiftKey: true, bubbles: true, cancelable: true };
    event.target.dispatchEvent(new KeyboardEvent("keydown", space));
  }, true);

  // Who chooses a role starts from it again next time (`document.py`); a link of others changes nothing.
  let isChoosing = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".st-key-role")) isChoosing = true;
  }, true);
  const remember = () => {
    const role = isChoosing && new URLSearchParams(location.search).get("as");
    try { if (role) localStorage.setItem("cruscotto-as", role); } catch { /* kept in the address alone */ }
  };

  // On a phone the menu lies over the page: a choice closes it.
  document.addEventListener("click", (event) => {
    if (window.innerWidth > 768 || !event.target.closest?.(".st-key-menu a")) return;
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 50);
  });

  // A table of words has its figures to the right: they are compared by their last digit. Cells
  // as long as those that `on_sheets.py` counts whole stay in one line, however long their header is.
  const IN_ONE_LINE = 18;
  const FIGURE = /^((<\s?)?[+−-]?€?[\d.,]*\d(\s?(%|€|p\.p\.|(mln|mld)(\s€)?|m|bn|billion|million))?|[–•…*])$/;
  const alignFigures = () => {
    for (const table of document.querySelectorAll('[data-testid="stTable"] table')) {
      const rows = [...table.rows];
      for (const cell of table.querySelectorAll("td")) {
        cell.classList.toggle("cs-short", cell.textContent.trim().length <= IN_ONE_LINE);
      }
      for (let column = 1; column < (rows[0]?.cells.length || 0); column++) {
        const cells = rows.map((row) => row.cells[column]).filter(Boolean);
        const texts = cells.slice(1).map((cell) => cell.textContent.trim()).filter(Boolean);
        const isFigures = texts.length > 0 && texts.every((text) => FIGURE.test(text));
        for (const cell of cells) cell.classList.toggle("cs-number", isFigures);
      }
    }
  };

  // Paper opens nothing: what is folded on the screen opens, and the page states its address. What is
  // folded and was never sent is left out. The browser's own menu prints at once: a page as wide as
  // a screen then goes smaller as a whole, for a chart has no time to be drawn anew.
  const print = (isPaper) => {
    for (const part of document.querySelectorAll('[data-testid="stExpander"] details, .cs-stacked details')) {
      if (isPaper && !part.open) { part.open = true; part.dataset.opened = "1"; }
      else if (!isPaper && part.dataset.opened) { part.open = false; delete part.dataset.opened; }
      const inside = part.querySelector('[data-testid="stExpanderDetails"]');
      part.classList.toggle("cs-unsent", Boolean(isPaper && inside && !inside.textContent.trim()));
    }
    foot(window.cruscottoPage?.sheet);
    if (isPaper) alignFigures();
    const isLaidOut = document.documentElement.classList.contains("cs-paper");
    const wide = document.querySelector(".st-key-body")?.clientWidth || PAPER;
    // a theme that its reader chose stays dark on paper, and charts have the colours they were sent
    // with: the styles turn them
    document.documentElement.classList.toggle("cs-dark", isPaper && isDark());
    if (isPaper) document.documentElement.classList.toggle("cs-turned", window.cruscottoPage?.theme === "dark");
    else turn();
    document.documentElement.style.setProperty("--cs-fit", isLaidOut ? 1 : Math.min(1, PAPER / wide));
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const place = chart.closest('[data-testid="stElementContainer"]');
      const { width, height } = chart.getBoundingClientRect();
      const scale = isPaper && isLaidOut ? Math.min(1, place.clientWidth / width, TALLEST / height) : 1;
      place.style.zoom = scale < 0.999 ? scale : "";
    }
  };

  // By its button or from the keyboard a page is printed when it is as wide as paper and stands still:
  // a chart that was still to come would leave a blank frame.
  let isPrinting = false, isWaitingToPrint = false;
  const stateOfPage = () => {
    const charts = [...document.querySelectorAll(".stPlotlyChart")].filter((one) => one.checkVisibility());
    const isDrawn = document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning"
      && !document.querySelector('[data-testid="stSkeleton"]')
      && charts.every((one) => one.querySelector(".main-svg :is(text, path)"));
    return isDrawn && charts.map((one) => [one.clientWidth, one.clientHeight, one.querySelectorAll("text").length]).join();
  };
  const printWhenDrawn = async () => {
    if (isWaitingToPrint) return;
    isWaitingToPrint = isPrinting = true;
    holdPlaces();
    let before = false, alike = 0;
    for (const until = Date.now() + LONGEST_WAIT; alike < 3 && Date.now() < until;) {
      await new Promise((done) => setTimeout(done, 150));
      const now = stateOfPage();
      alike = now !== false && now === before ? alike + 1 : 0;
      before = now;
    }
    isWaitingToPrint = false;
    window.print();
  };

  // What the document is and what is still to come, for the styles. A page for paper is as wide as
  // paper before its first chart is drawn: one that was drawn wide may stay so.
  const asksPaper = () => new URLSearchParams(location.search).get("stampa") === "1";
  const MARKS = {
    "cs-paper": () => isPrinting || (window.cruscottoPage ? window.cruscottoPage.isPaper : asksPaper()),
    "cs-menu-coming": () => !document.querySelector('[data-testid="stSidebar"], .st-key-alone'),
    "cs-body-coming": () => !document.querySelector(".st-key-body"),
    "cs-parts-coming": () => Boolean(document.querySelector('[data-testid="stSkeleton"]')),
  };
  const holdPlaces = () => {
    for (const [mark, isTrue] of Object.entries(MARKS)) {
      document.documentElement.classList.toggle(mark, isTrue());
    }
    window.cruscottoPaper?.(MARKS["cs-paper"]());
  };
  holdPlaces();

  let isWaiting = false;
  new MutationObserver(() => {
    holdPlaces();
    if (isWaiting) return;
    isWaiting = true;
    // after what the reader waits for: new figures are painted first
    requestIdleCallback(() => { isWaiting = false; mark(); reveal(); showTab(); remember(); signTables(); }, { timeout: 500 });
  }).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("beforeprint", () => print(true));
  window.addEventListener("afterprint", () => { isPrinting = false; print(false); holdPlaces(); });
})();
