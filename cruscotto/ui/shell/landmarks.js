// Streamlit draws the menu as plain boxes and knows one language for the whole document.
window.cruscottoMark = () => {
  document.documentElement.lang = "__LANG__";
  const parts = { menu: ["navigation", "__MENU__"], filters: ["group", "__FILTERS__"] };
  for (const [key, [role, name]] of Object.entries(parts)) {
    const part = document.querySelector(`.st-key-${key}`);
    if (!part || part.getAttribute("aria-label") === name) continue;
    part.setAttribute("role", role);
    part.setAttribute("aria-label", name);
  }
  for (const link of document.querySelectorAll(".st-key-menu a")) {
    const isHere = new URL(link.href).pathname.endsWith("/__PATH__");
    if (isHere && !link.ariaCurrent) link.setAttribute("aria-current", "page");
    if (!isHere && link.ariaCurrent) link.removeAttribute("aria-current");
  }
};
window.cruscottoMark();

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
if (!window.cruscottoObserves) {
  let isWaiting = false;
  window.cruscottoObserves = new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => { isWaiting = false; window.cruscottoMark(); }, 200);
  });
  window.cruscottoObserves.observe(document.body, { childList: true, subtree: true });
  window.addEventListener("beforeprint", () => print(true));
  window.addEventListener("afterprint", () => print(false));
}
