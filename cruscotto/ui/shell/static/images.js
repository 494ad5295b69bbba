// Gives a chart as a file: what the browser has drawn, with title, source and note around it.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const MARGIN = 24, SIZES = { title: 20, subtitle: 14, note: 12 };
  const FAMILY = "'Titillium Web', Arial, sans-serif";
  const pen = document.createElement("canvas").getContext("2d");

  const wrapped = (text, size, weight, width) => {
    pen.font = `${weight} ${size}px ${FAMILY}`;
    const lines = [];
    for (const word of text.split(/\s+/)) {
      const last = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && pen.measureText(last).width <= width) lines[lines.length - 1] = last;
      else lines.push(word);
    }
    return lines;
  };

  const element = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  // Writes lines from a height down, and returns the height below them.
  const write = (sheet, text, size, weight, from, width, ink) => {
    let y = from;
    for (const line of wrapped(text, size, weight, width)) {
      y += Math.round(size * 1.35);
      const drawn = element("text", {
        x: MARGIN, y, fill: ink, "font-size": size, "font-weight": weight, "font-family": FAMILY,
      });
      drawn.textContent = line;
      sheet.append(drawn);
    }
    return y;
  };

  // A picture carries its own letters: outside of the page nobody knows them.
  const letters = async () => {
    const style = element("style", {});
    for (const weight of [400, 600]) {
      const name = `app/static/fonts/titillium-web-latin-${weight}-normal.woff2`;
      const bytes = new Uint8Array(await (await fetch(name)).arrayBuffer());
      const text = btoa(bytes.reduce((found, byte) => found + String.fromCharCode(byte), ""));
      style.textContent += `@font-face{font-family:'Titillium Web';font-weight:${weight};`
        + `src:url(data:font/woff2;base64,${text}) format('woff2')}`;
    }
    return style;
  };

  // Copies what a chart has drawn to a height of the sheet, and returns the height below it.
  const copy = (sheet, chart, y) => {
    const box = chart.getBoundingClientRect();
    for (const layer of chart.querySelectorAll("svg.main-svg")) {
      const at = layer.getBoundingClientRect();
      const copied = layer.cloneNode(true);
      copied.setAttribute("x", MARGIN + at.x - box.x);
      copied.setAttribute("y", y + at.y - box.y);
      copied.style.background = "none";
      copied.querySelectorAll(".hoverlayer").forEach((part) => part.remove());
      sheet.append(copied);
    }
    return y + Math.round(box.height) + 8;
  };

  const compose = async (charts, facts) => {
    const page = getComputedStyle(document.querySelector(".stApp"));
    const widths = charts.map((chart) => chart.getBoundingClientRect().width);
    const inner = Math.round(Math.max(480, ...widths)), width = inner + 2 * MARGIN;
    const sheet = element("svg", { width, role: "img", lang: facts.lang });
    const [name, about] = [element("title", {}), element("desc", {})];
    name.textContent = facts.title;
    about.textContent = [facts.subtitle, ...facts.notes].join(" ");
    const ground = element("rect", { width: "100%", height: "100%", fill: page.backgroundColor });
    sheet.append(name, about, await letters(), ground);
    let y = write(sheet, facts.title, SIZES.title, 600, MARGIN / 2, inner, page.color);
    y = write(sheet, facts.subtitle, SIZES.subtitle, 400, y, inner, page.color) + 12;
    for (const chart of charts) y = copy(sheet, chart, y);
    for (const note of facts.notes) {
      y = write(sheet, note, SIZES.note, 400, y, inner, page.color) + 4;
    }
    sheet.setAttribute("height", y + MARGIN);
    sheet.setAttribute("viewBox", `0 0 ${width} ${y + MARGIN}`);
    return sheet;
  };

  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  const painted = (sheet, text) => new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * sheet.getAttribute("width");
      canvas.height = 2 * sheet.getAttribute("height");
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(done, "image/png");
    };
    image.onerror = failed;
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button.cs-picture");
    if (!button) return;
    const facts = JSON.parse(button.dataset.picture);
    const charts = facts.charts
      .map((key) => document.querySelector(`.st-key-${key} .js-plotly-plot`)).filter(Boolean);
    if (!charts.length) return;
    const sheet = await compose(charts, facts);
    const text = new XMLSerializer().serializeToString(sheet);
    const drawn = new Blob([text], { type: "image/svg+xml" });
    const isPng = button.dataset.format === "png";
    save(isPng ? await painted(sheet, text) : drawn, `${facts.name}.${button.dataset.format}`);
  });
})();
