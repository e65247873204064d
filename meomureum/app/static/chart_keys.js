// Charts with the keyboard. A chart takes the focus; the arrows walk what it shows, all lines of a year together,
// else bar by bar and point by point, and what is walked to is pointed at and said aloud.

const SAID_TOGETHER = "x unified";

// Words as Plotly takes them, as a reader says them.
const inWords = (told) => {
  const lines = String(told).split("<br>");
  return lines.map((line) => new DOMParser().parseFromString(line, "text/html").body.textContent).join(", ");
};

// Everything in a chart that has words: its trace, its place in it, where it stands and where it leads.
const pointsOf = ({ data }) => data.flatMap((trace, curveNumber) => {
  const shape = typeof trace.text === "string" && !trace.hovertext;
  const told = shape ? [trace.text] : trace.hovertext ?? [];
  return told.map((words, pointNumber) => ({
    words, curveNumber, pointNumber, shape,
    at: shape ? curveNumber : (trace.orientation === "h" ? trace.y : trace.x)[pointNumber],
    plot: `${trace.xaxis ?? "x"}${trace.yaxis ?? "y"}`,
    code: trace.customdata?.[pointNumber],
  }));
}).filter(({ words }) => words);

// What an arrow leads to: a year with all its lines, or a single point, from left to right.
const stopsOf = ({ element }) => {
  const { data, layout } = element, stops = new Map();
  for (const point of pointsOf(element)) {
    const apart = layout.hovermode === SAID_TOGETHER ? "" : ` ${point.curveNumber} ${point.pointNumber}`;
    const name = `${point.plot} ${point.at}${apart}`;
    stops.set(name, [...(stops.get(name) ?? []), point]);
  }
  const plots = [...new Set(data.map((trace) => `${trace.xaxis ?? "x"}${trace.yaxis ?? "y"}`))];
  const order = ([one], [other]) => plots.indexOf(one.plot) - plots.indexOf(other.plot) || one.at - other.at;
  return [...stops.values()].sort(order);
};

const headingOf = ({ element }, [{ plot, at }]) => {
  const told = element.layout[`xaxis${plot.slice(1, plot.indexOf("y"))}`]?.unifiedhovertitle?.text;
  return element.layout.hovermode === SAID_TOGETHER && told ? [inWords(told).replace("%{x}", at)] : [];
};

const walkTo = (drawing, stop) => {
  const [{ plot, at, shape }] = stop, together = drawing.element.layout.hovermode === SAID_TOGETHER;
  if (together) Plotly.Fx.hover(drawing.element, { xval: at, yval: 0 }, plot);
  else if (!shape) Plotly.Fx.hover(drawing.element, stop.map(({ curveNumber, pointNumber }) => ({ curveNumber, pointNumber })), plot);
  drawing.said.textContent = [...headingOf(drawing, stop), ...stop.map(({ words }) => inWords(words))].join(". ");
};

const STEPS = {
  ArrowRight: (at) => at + 1, ArrowDown: (at) => at + 1,
  ArrowLeft: (at) => at - 1, ArrowUp: (at) => at - 1,
  Home: () => 0, End: (_, last) => last,
};
const drawingIn = (chart) => [...drawings].find(({ element }) => chart.contains(element)); // `drawings` stands in chart.js
document.addEventListener("keydown", (event) => {
  const chart = event.target instanceof Element && event.target.matches(".mm-chart") ? event.target : null;
  const drawing = chart && drawingIn(chart);
  if (!drawing || event.ctrlKey || event.metaKey || event.altKey) return;
  const stops = stopsOf(drawing), step = STEPS[event.key];
  if (step && stops.length) {
    const first = drawing.at === undefined;
    const next = first && event.key !== "End" ? 0 : step(drawing.at ?? 0, stops.length - 1);
    drawing.at = Math.min(Math.max(next, 0), stops.length - 1);
    walkTo(drawing, stops[drawing.at]);
    event.preventDefault();
  } else if (event.key === "Enter") {
    const way = drawing.ways[stops[drawing.at]?.[0].code];
    if (way) go(way); // stands in links.js
  } else if (event.key === "Escape") rest(drawing);
});
const rest = (drawing) => {
  drawing.at = undefined;
  drawing.said.textContent = "";
  Plotly.Fx.unhover(drawing.element);
};
document.addEventListener("focusout", (event) => {
  const chart = event.target instanceof Element && event.target.matches(".mm-chart") ? event.target : null;
  const drawing = chart && drawingIn(chart);
  if (drawing && drawing.at !== undefined) rest(drawing);
});
