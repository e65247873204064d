// Charts. An element of class mm-chart holds a figure; Plotly draws it there. A drawing whose place
// the page has taken away moves to the next one and is changed to what stands there: Streamlit's own
// element draws each changed chart twice from nothing, which takes longer than all else.

// Colours that stand for those of the page: look.css puts them in, light, dark or on paper.
const WORDS = "rgb(1,2,3)", QUIET = "rgb(1,2,4)", LINES = "rgb(1,2,5)", PAPER = "rgb(1,2,6)", NONE = "rgba(0,0,0,0)";
const AXIS = { automargin: true, gridcolor: LINES, zerolinecolor: LINES, tickcolor: LINES };
const TEMPLATE = {
  data: { scatter: [{ marker: { line: { width: 0 } } }] },
  layout: {
    font: { color: QUIET, size: 13 },
    legend: { valign: "top", font: { color: WORDS } },
    margin: { pad: 8, l: 0, r: 0 },
    paper_bgcolor: NONE,
    plot_bgcolor: NONE,
    hoverlabel: { bgcolor: PAPER, bordercolor: LINES, font: { color: WORDS } },
    // A finger that goes over a chart scrolls the page.
    dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
    xaxis: { ...AXIS, showgrid: false, zeroline: false },
    yaxis: AXIS,
  },
};
// Plotly's tip on the way back is English: a button says it.
const CONFIG = { displaylogo: false, displayModeBar: false, showTips: false, doubleClick: "reset" };
const NARROW = 480, NARROW_LETTERS = 12, ROW = 15, LEGEND_ROW = 19, LETTER = 6.6, WIDE_LETTER = 11.6, SIGN = 90, PANEL_GAP = 30, LEAST = 40, STAGE = 800, LEAST_ON_STAGE = 200, KEYS_ON_STAGE = 104, MOST_YEARS = 6, MOST_VALUES = 5;

const drawings = new Set();

// Words would stand in each other on a narrow screen: they become smaller, numbers of events take two rows, every
// second year is named, of many values along a line only the last is written, names of panels stand in lines, and a
// legend line by line as far below the axis as on a wide one.
const narrow = (data, layout, width) => {
  layout.font = { ...layout.font, size: NARROW_LETTERS };
  const events = (layout.annotations ?? []).filter((each) => each.name === "event");
  events.forEach((each, at) => { each.yshift = ROW * (at % 2); });
  for (const each of (layout.annotations ?? []).filter(({ name }) => name === "panel")) {
    Object.assign(each, { text: folded(each.text, width / 2 - PANEL_GAP), font: { size: NARROW_LETTERS } });
  }
  for (const axis of Object.entries(layout).filter(([name]) => name.startsWith("xaxis")).map(([, each]) => each)) {
    if (axis.tickvals?.length > MOST_YEARS) axis.ticktext = axis.ticktext.map((each, at) => (at % 2 ? "" : each));
  }
  for (const trace of data.filter((each) => each.type === "scatter" && Array.isArray(each.text))) {
    const last = trace.text.findLastIndex(Boolean);
    if (trace.text.length > MOST_VALUES) trace.text = trace.text.map((each, at) => (at === last ? each : ""));
  }
  const { legend, margin, height } = layout, named = data.filter((each) => each.showlegend);
  if (!layout.showlegend || legend.y >= 0) return;
  for (const trace of named) trace.name = folded(trace.name, width - SIGN);
  const rows = named.reduce((sum, { name }) => sum + name.split("<br>").length, 0);
  const below = -legend.y * (height - margin.t - margin.b);
  Object.assign(legend, { orientation: "v", y: -below / Math.max(height - margin.t - below - LEGEND_ROW * rows, LEAST) });
};

// A name in lines that are not wider than so many pixels.
const folded = (name, most) => name.split(" ").reduce((lines, word) => {
  const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
  const wide = [...longer].reduce((sum, letter) => sum + (letter > "\u1100" ? WIDE_LETTER : LETTER), 0);
  return wide > most ? [...lines, word] : [...lines.slice(0, -1), longer];
}, []).join("<br>");

// On the stage a chart is as high as the screen lets it be, above its source and the keys.
const roomOnStage = (element) => {
  const foot = document.querySelector(".mm-stage-foot")?.offsetHeight ?? 2 * LEGEND_ROW;
  const main = document.querySelector('[data-testid="stMain"]');
  return Math.max(LEAST_ON_STAGE, innerHeight - element.getBoundingClientRect().top - main.scrollTop - foot - KEYS_ON_STAGE);
};
const SIZES = ["size", "width", "l", "r", "t", "b", "yshift", "xshift"];
const larger = (held, by) => {
  for (const [name, each] of Object.entries(held ?? {})) {
    if (typeof each === "number" && SIZES.includes(name)) held[name] = each * by;
    else if (name === "size" && Array.isArray(each)) held[name] = each.map((one) => one * by);
    else if (typeof each === "object" && !["x", "y", "customdata", "text"].includes(name)) larger(each, by);
  }
};
addEventListener("resize", () => {
  if (!document.querySelector(".mm-stage")) return;
  for (const drawing of drawings) {
    drawing.drawn = undefined;
    draw(drawing);
  }
});

const draw = async (drawing, width = drawing.element.clientWidth) => {
  // In a folded part, or for a screen of another width, it has no width yet and need not be drawn.
  if (!window.Plotly || !width || (drawing.drawn === drawing.figure && drawing.width === width)) return;
  Object.assign(drawing, { drawn: drawing.figure, width });
  const { data, layout } = JSON.parse(drawing.figure);
  if (width < NARROW) narrow(data, layout, width);
  // A drawing of another shape is begun anew: of what is only changed the legend would stay where it stood.
  const shape = JSON.stringify([width, layout.height, layout.margin, layout.legend?.y, layout.showlegend]);
  if (drawing.shape !== undefined && drawing.shape !== shape) {
    Plotly.purge(drawing.element);
    drawing.listens = false;
  }
  drawing.shape = shape;
  if (document.querySelector(".mm-stage")) {
    layout.height = roomOnStage(drawing.element);
    if (innerHeight > STAGE) larger({ data, layout }, innerHeight / STAGE);
  }
  else if (document.fullscreenElement?.contains(drawing.element)) layout.height = Math.max(layout.height, innerHeight * 0.7);
  drawing.element.parentElement.style.height = `${layout.height}px`;
  await Plotly.react(drawing.element, data, { ...layout, width, template: TEMPLATE }, CONFIG);
  // On paper, which is narrower than the screen, the drawing shrinks as a whole.
  drawing.element.style.setProperty("--mm-ratio", `${width} / ${layout.height}`);
  for (const each of drawing.element.querySelectorAll(".main-svg")) {
    each.setAttribute("viewBox", `0 0 ${width} ${layout.height}`);
  }
  if (!drawing.listens) listen(drawing);
  offerReset(drawing);
  // Who cannot point walks it with the arrows: chart_keys.js.
  const chart = drawing.element.parentElement;
  for (const [name, value] of Object.entries({ tabindex: 0, role: "application", "aria-label": layout.meta })) chart.setAttribute(name, value);
  chart.removeAttribute("aria-hidden");
};

// What was looked at more closely: the axes that do not reach from where to where the figure says.
const zoomed = (drawing) => Object.entries(JSON.parse(drawing.figure).layout)
  .filter(([name, { range, fixedrange } = {}]) => /^[xy]axis/.test(name) && range && !fixedrange)
  .filter(([name, { range }]) => range.some((end, at) => Math.abs(end - drawing.element.layout[name].range[at]) > 1e-9))
  .map(([name, { range }]) => [`${name}.range`, range]);

const resetOf = (drawing) => drawing.element.closest('[class*="st-key-figure-"]')?.querySelector(".mm-reset > button");
const offerReset = (drawing) => {
  const button = resetOf(drawing);
  if (button) button.hidden = !zoomed(drawing).length;
};

// A bar or point may lead somewhere, as a link does (`go` stands in links.js).
const listen = (drawing) => {
  const way = ({ points: [point] }) => drawing.ways[[point.customdata].flat()[0]];
  const show = (leads) => drawing.element.classList.toggle("mm-way", leads);
  drawing.listens = true;
  drawing.element.on("plotly_hover", (event) => show(Boolean(way(event))));
  drawing.element.on("plotly_unhover", () => show(false));
  drawing.element.on("plotly_relayout", () => offerReset(drawing));
  drawing.element.on("plotly_click", (event) => way(event) && go(way(event)));
};

const begun = () => {
  const said = Object.assign(document.createElement("p"), { className: "mm-unseen", role: "status" });
  const drawing = { element: document.createElement("div"), said };
  drawing.element.setAttribute("aria-hidden", "true");
  new ResizeObserver(() => draw(drawing)).observe(drawing.element);
  drawings.add(drawing);
  return drawing;
};

const place = (chart) => {
  const drawing = [...drawings].find((each) => !each.element.isConnected) ?? begun();
  drawing.figure = chart.dataset.figure;
  drawing.ways = JSON.parse(chart.dataset.ways ?? "{}");
  drawing.at = undefined;
  drawing.said.textContent = "";
  chart.append(drawing.element, drawing.said);
  draw(drawing);
};

new MutationObserver(() => document.querySelectorAll(".mm-chart:empty").forEach(place))
  .observe(document, { childList: true, subtree: true });
document.getElementById("plotly").addEventListener("load", () => drawings.forEach((each) => draw(each)));
// On paper charts shrink as a whole; wide ones are drawn anew first, or their letters would be too small to be read.
const PAGE_WIDTH = 860;
const wide = () => [...drawings].filter(({ element }) => element.clientWidth > PAGE_WIDTH / 3 && !element.closest(".mm-multiples"));
addEventListener("beforeprint", () => wide().forEach((each) => draw(each, PAGE_WIDTH)));
addEventListener("afterprint", () => drawings.forEach((each) => draw(each)));

// What a reader does at once with a picture: into the clipboard with its finding and its source, its address,
// or as large as the screen.
const DAY = { [WORDS]: "#131416", [QUIET]: "#464c53", [LINES]: "#e6e8ea", [PAPER]: "#ffffff", "#010207": "#ffffff" };
const PICTURE_WIDTH = 1280, PICTURE_HEAD = 96, PICTURE_FOOT = 64, LETTERS_A_LINE = 96;

// Words in lines of a length that fits the width of a picture.
const inLines = (words) => words.split(" ").reduce((lines, word) => {
  const last = lines.at(-1);
  return last && last.length + word.length < LETTERS_A_LINE ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
}, []).join("<br>");

const pictured = async (drawing, frame) => {
  const inks = (json) => Object.entries(DAY).reduce((text, [ink, day]) => text.replaceAll(ink, day), json);
  const { data, layout } = JSON.parse(inks(drawing.figure));
  const words = (selector) => frame.querySelector(selector)?.innerText.replaceAll("\n", " ") ?? "";
  const { l = 0, r = 0 } = layout.margin ?? {};
  const margin = { ...layout.margin, l: Math.max(l, 60), r: Math.max(r, 60), t: PICTURE_HEAD, b: PICTURE_FOOT + 60 };
  const height = layout.height + PICTURE_HEAD + PICTURE_FOOT;
  const source = {
    text: inLines(words(".mm-source")), font: { size: 12 }, align: "left", showarrow: false,
    xref: "paper", x: 0, xanchor: "left", xshift: -40, yref: "paper", y: 0, yanchor: "top", yshift: -56,
  };
  return Plotly.toImage({
    data,
    layout: {
      ...layout, width: PICTURE_WIDTH, height, margin, template: JSON.parse(inks(JSON.stringify(TEMPLATE))),
      paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff", font: { family: getComputedStyle(document.body).fontFamily, color: DAY[QUIET], size: 14 },
      title: { text: words(".mm-finding h2"), subtitle: { text: words(".mm-finding p") }, x: 0.02, xanchor: "left", font: { size: 22, color: DAY[WORDS] } },
      annotations: [...(layout.annotations ?? []), source],
    },
  }, { format: "png", scale: 2 });
};

// The page may fetch from its own server alone, so the bytes of a picture are taken from its address.
const bytes = (url) => {
  const letters = atob(url.slice(url.indexOf(",") + 1));
  return new Blob([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], { type: "image/png" });
};

const copiedPicture = async (drawing, frame) => {
  const picture = pictured(drawing, frame).then(bytes);
  if (navigator.clipboard?.write && isSecureContext) {
    return navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
  }
  // A server without HTTPS has no clipboard: the picture comes as a file.
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await picture), download: "meomureum.png" });
  link.click();
  URL.revokeObjectURL(link.href);
};

const ACTS = {
  reset: (drawing) => Plotly.relayout(drawing.element, Object.fromEntries(zoomed(drawing))),
  picture: copiedPicture,
  link: () => copied(location.href), // stands in links.js
  enlarge: (drawing, frame) => (document.fullscreenElement ? document.exitFullscreen() : frame.requestFullscreen()),
};
document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest(".mm-act") : null;
  const frame = button?.closest('[class*="st-key-figure-"]');
  if (!frame) return;
  const charts = [...frame.querySelectorAll(".mm-chart")];
  const follows = (chart) => button.compareDocumentPosition(chart) & Node.DOCUMENT_POSITION_FOLLOWING;
  const chart = charts.find(follows) ?? charts.at(-1);
  const drawing = [...drawings].find((each) => chart?.contains(each.element));
  if (!drawing) return;
  await ACTS[button.dataset.act](drawing, frame);
  if (!["picture", "link"].includes(button.dataset.act)) return;
  const said = button.parentElement.querySelector(".mm-said"), words = button.textContent;
  button.textContent = said.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = words; said.textContent = ""; }, 3000);
});
document.addEventListener("fullscreenchange", () => drawings.forEach((each) => { each.drawn = null; draw(each); }));
