// Streamlit draws the menu as plain boxes and knows one language for the whole document. Each run
// says what its page is called in `cruscottoPage`: lang, path, menu, filters.
(() => {
  const name = (key, role, label) => {
    const part = document.querySelector(`.st-key-${key}`);
    if (!part || part.getAttribute("aria-label") === label) return;
    part.setAttribute("role", role);
    part.setAttribute("aria-label", label);
  };
  const mark = () => {
    const page = window.cruscottoPage;
    if (!page) return;
    document.documentElement.lang = page.lang;
    name("menu", "navigation", page.menu);
    name("filters", "group", page.filters);
    for (const link of document.querySelectorAll(".st-key-menu a")) {
      const isHere = new URL(link.href).pathname.endsWith(`/${page.path}`);
      if (isHere && !link.ariaCurrent) link.setAttribute("aria-current", "page");
      if (!isHere && link.ariaCurrent) link.removeAttribute("aria-current");
    }
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

  // Paper is narrower than the screen and opens nothing: charts shrink to its width, notes open.
  const paper = 880;
  const print = (isPaper) => {
    for (const part of document.querySelectorAll('[data-testid="stExpander"] details')) {
      if (isPaper && !part.open) { part.open = true; part.dataset.opened = "1"; }
      else if (!isPaper && part.dataset.opened) { part.open = false; delete part.dataset.opened; }
    }
    for (const chart of document.querySelectorAll(".js-plotly-plot")) {
      const { width, height } = chart.getBoundingClientRect();
      const scale = isPaper && width > paper ? paper / width : 0;
      chart.style.width = scale ? `${width}px` : "";
      chart.style.transformOrigin = "0 0";
      chart.style.transform = scale ? `scale(${scale})` : "";
      chart.style.marginBottom = scale ? `${height * (scale - 1)}px` : "";
    }
  };

  let isWaiting = false;
  new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => { isWaiting = false; mark(); reveal(); }, 100);
  }).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("beforeprint", () => print(true));
  window.addEventListener("afterprint", () => print(false));
})();
