// The time axis: each date as wide as it is uncertain. Long empty stretches are cut out.

const SVG = "http://www.w3.org/2000/svg";
const LANES = 5;
const LANE = 11;
const HILL = 44;
const STEP = 8;
const PILE = 5;
const YEAR = 366;

function draw(tag, attributes, parent, title) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (title) element.append(Object.assign(document.createElementNS(SVG, "title"), { textContent: title }));
  parent.append(element);
  return element;
}

/** Draws the shown entries, between the filters' ends where they are set. */
function drawAxis(set = filters()) {
  const dated = entries.filter((entry) => entry.shown && entry.first !== null);
  byId("axis").hidden = !entries.some((entry) => entry.first !== null);
  const plot = byId("plot");
  const width = plot.clientWidth;
  if (!width) return;
  drawCrumbs(set);
  const scale = dated.length ? scaleFor(dated, set, width) : null;
  const svg = document.createElementNS(SVG, "svg");
  const height = scale ? drawMarks(svg, dated, scale, width) : 0;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-hidden", "true");
  plot.replaceChildren(svg, scale ? unitButtons(scale) : "");
}

/** Pieces of the axis with their days and pixels, in the finest unit that suits the entries. */
function scaleFor(dated, set, width) {
  const lowest = dated.reduce((day, entry) => Math.min(day, entry.first), Infinity);
  const highest = dated.reduce((day, entry) => Math.max(day, entry.last), -Infinity);
  const from = daysOf(set.from)?.[0] ?? lowest;
  const to = Math.max(from, daysOf(set.to)?.[1] ?? highest);
  const short = dated.filter((entry) => entry.last - entry.first <= YEAR);
  for (const unit of UNITS) {
    const counts = countsIn(unit, short.length ? short : dated, from, to);
    const held = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const pieces = shortened(unit, counts, from, to);
    const breaks = pieces.filter(({ broken }) => broken).length;
    const suits = held >= 0.8 * short.length && breaks <= Math.max(2, counts.size / 3);
    if (counts.size && suits && pieces.length * unit.narrow <= width) return placed(unit, pieces, width);
  }
  return placed(UNITS[2], [{ from, to: to + 1, count: 1, weight: 1 }], width);
}

/** How many entries lie wholly within each unit, by the unit's first day, in order. */
function countsIn(unit, dated, from, to) {
  const counts = new Map();
  for (const entry of dated) {
    const start = unit.start(Math.max(entry.first, from));
    if (start <= to && entry.last < unit.next(start)) counts.set(start, (counts.get(start) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => a - b));
}

/** The units from the first to the last day; three or more empty ones are one break. */
function shortened(unit, counts, from, to) {
  const pieces = [];
  const fill = (start, end) => {
    const empty = [];
    for (let day = start; day < end && empty.length < 3; day = unit.next(day)) empty.push(day);
    if (empty.length < 3) return empty.forEach((day) => pieces.push({ from: day, to: unit.next(day), count: 0, weight: 0.6 }));
    pieces.push({ from: start, to: end, count: 0, weight: 0.9, broken: true });
  };
  let day = unit.start(from);
  for (const [start, count] of counts) {
    fill(day, start);
    day = unit.next(start);
    pieces.push({ from: start, to: day, count, weight: 1 + 0.35 * Math.log2(count) });
  }
  fill(day, to + 1);
  return clipped(pieces, from, to);
}

/** Half a decade at either end is shown as half a decade. */
function clipped(pieces, from, to) {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (pieces.length < 2) return pieces;
  const cut = (piece, days) => { piece.weight *= Math.max(0.3, days / (piece.to - piece.from)); };
  if (from > first.from) { cut(first, first.to - from); first.from = from; }
  if (to + 1 < last.to) { cut(last, to + 1 - last.from); last.to = to + 1; }
  return pieces;
}

function placed(unit, pieces, width) {
  const total = pieces.reduce((sum, piece) => sum + piece.weight, 0);
  let x = 0;
  for (const piece of pieces) {
    piece.x = x;
    piece.width = (piece.weight / total) * width;
    x += piece.width;
  }
  return { unit, pieces };
}

/** The pixel at which a day begins; days outside lie on the edge. */
function pixel({ pieces }, day) {
  const piece = pieces.find(({ to }) => day < to);
  if (!piece) return pieces.at(-1).x + pieces.at(-1).width;
  return piece.x + piece.width * Math.max(0, (day - piece.from) / (piece.to - piece.from));
}

/** Draws bars for spans above hills for days; returns the height used. */
function drawMarks(svg, dated, scale, width) {
  const { bars, lanes, small } = layBars(dated, scale, width);
  const base = lanes * LANE + 6 + HILL;
  for (const piece of scale.pieces) {
    draw("line", { class: "rule", x1: piece.x, x2: piece.x, y1: 0, y2: base + 5 }, svg);
    if (piece.broken) draw("text", { class: "break", x: piece.x + piece.width / 2, y: base - 6 }, svg).textContent = "⋯";
  }
  draw("line", { class: "base", x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }, svg);
  for (const bar of bars) {
    const shape = { class: `strip${bar.wide ? " wide" : ""}${bar.entry.doubtful ? " doubtful" : ""}`, x: bar.x, y: bar.lane * LANE + 2, width: bar.width, height: LANE - 4, rx: (LANE - 4) / 2 };
    draw("rect", shape, svg, titleOf(bar)).addEventListener("click", () => goTo(bar.entry));
  }
  drawHills(svg, dated.filter(isDay), small, scale, base);
  return base + 4;
}

/** Spans of equal dates are one bar; bars that overlap lie in lanes. Crowds of short ones join the hills. */
function layBars(dated, scale, width) {
  const spans = new Map();
  for (const entry of dated.filter((entry) => !isDay(entry))) {
    const key = `${entry.from} ${entry.to} ${entry.doubtful}`;
    const wide = entry.openStart || entry.openEnd || entry.last - entry.first >= YEAR - 2;
    const bar = spans.get(key) ?? { entry, count: 0, entries: [], wide };
    bar.count += 1;
    bar.entries.push(entry);
    spans.set(key, bar);
  }
  const all = [...spans.values()].map((bar) => {
    const x = bar.entry.openStart ? 0 : pixel(scale, bar.entry.first);
    const end = bar.entry.openEnd ? width : pixel(scale, bar.entry.last + 1);
    const wide = Math.max(7, end - x);
    return { ...bar, x: Math.min(x, width - 7) + 0.5, width: wide - 1 };
  });
  const crowded = all.length > 60;
  const bars = all.filter((bar) => !crowded || bar.width >= 12).sort((a, b) => a.x - b.x || b.width - a.width);
  const small = all.filter((bar) => crowded && bar.width < 12).flatMap((bar) => bar.entries);
  return { bars, lanes: layLanes(bars), small };
}

/** Gives each bar the first lane it fits into; returns the number of lanes. */
function layLanes(bars) {
  const lanes = [];
  for (const bar of bars) {
    const overlaps = (taken) => taken.some(([from, to]) => bar.x < to + 0.5 && from < bar.x + bar.width + 0.5);
    let lane = lanes.findIndex((taken) => !overlaps(taken));
    if (lane < 0) lane = Math.min(lanes.length, LANES - 1);
    (lanes[lane] ??= []).push([bar.x, bar.x + bar.width]);
    bar.lane = lane;
  }
  return lanes.length;
}

/** Days: dots piled up where there are few, hills where there are many, short spans on top of them. */
function drawHills(svg, days, spans, scale, base) {
  const bins = new Map();
  const add = (entry, kind) => {
    const x = (pixel(scale, entry.first) + pixel(scale, entry.last + 1)) / 2;
    const key = Math.round(x / STEP);
    const bin = bins.get(key) ?? { x, days: [], spans: [] };
    bin[kind].push(entry);
    bins.set(key, bin);
  };
  days.forEach((entry) => add(entry, "days"));
  spans.forEach((entry) => add(entry, "spans"));
  const size = (bin) => bin.days.length + bin.spans.length;
  const most = [...bins.values()].reduce((count, bin) => Math.max(count, size(bin)), 0);
  const fits = (bin) => !bin.spans.length && bin.days.length <= PILE * columnsIn(scale, bin.days[0]);
  const few = [...bins.values()].every(fits);
  for (const bin of bins.values()) {
    if (few) drawDots(svg, bin, base);
    else drawHill(svg, bin, base, 4 + (HILL - 6) * Math.sqrt(size(bin) / most));
  }
}

/** How many piles of dots stand side by side within the width of a day. */
function columnsIn(scale, { first }) {
  return Math.max(1, Math.floor((pixel(scale, first + 1) - pixel(scale, first)) / STEP) - 1);
}

function drawDots(svg, { x, days }, base) {
  const left = x - ((Math.ceil(days.length / PILE) - 1) * STEP) / 2;
  days.forEach((entry, index) => {
    const place = { cx: left + Math.floor(index / PILE) * STEP, cy: base - 5 - (index % PILE) * STEP };
    const shape = { class: `dot${entry.doubtful ? " doubtful" : ""}`, ...place, r: 3.5 };
    draw("circle", shape, svg, titleOf({ entry, count: 1 })).addEventListener("click", () => goTo(entry));
  });
}

function drawHill(svg, { x, days, spans }, base, height) {
  const part = (height * days.length) / (days.length + spans.length);
  const block = (name, members, y, high) => {
    if (!members.length) return;
    const shape = { class: name, x: x - STEP / 2 + 1, y, width: STEP - 2, height: high, rx: 1.5 };
    const mark = { entry: members[0], count: members.length };
    draw("rect", shape, svg, titleOf(mark)).addEventListener("click", () => goTo(members[0]));
  };
  block("dot", days, base - part, part);
  block("strip", spans, base - height + 0.5, height - part - 0.5);
}

const isDay = ({ first, last, openStart, openEnd }) => first === last && !openStart && !openEnd;

const titleOf = ({ entry, count }) => (count > 1 ? `${entry.label}: ${count} entries` : entry.label);

/** The units as buttons: each shows its own period only. */
function unitButtons({ unit, pieces }) {
  const units = make("div", { className: "units" });
  let room = 0;
  pieces.forEach((piece, index) => {
    const before = pieces[index - 1];
    const label = fitting(labelsOf(unit, piece, !before || before.broken), piece, room);
    if (label) room = piece.x + (piece.width + 7 * label.length) / 2 + 6;
    units.append(piece.broken ? unitGap(piece, label) : unitButton(unit, piece, label));
  });
  return units;
}

/** What a piece may be called, the fullest first; a break by the years it leaves out. */
function labelsOf(unit, piece, first) {
  if (!piece.broken) return [unit.label(piece.from, first), unit.label(piece.from, false)];
  const [from, to] = [civil(piece.from).year, civil(piece.to - 1).year];
  return [from === to ? yearName(from) : `${yearName(from)}–${yearName(to)}`];
}

/** The first label there is room for, in the middle of the piece and after what is taken. */
function fitting(labels, piece, room) {
  const fits = (label) => piece.x + (piece.width - 7 * label.length) / 2 >= room;
  return labels.find((label) => label && fits(label)) ?? "";
}

function unitGap(piece, label) {
  return laid(make("span", { className: "bare" }, label), piece);
}

function unitButton(unit, piece, label) {
  const [from, to] = unit.range(piece.from);
  const name = `Only ${periodName(from, to)}`;
  const button = make("button", { type: "button", className: piece.count ? "" : "bare", title: name, ariaLabel: name }, label);
  button.addEventListener("click", () => setFilters({ ...filters(), from, to }));
  return laid(button, piece);
}

/** Puts an element under its piece, in parts of the whole, as paper has another width. */
function laid(element, piece) {
  const width = byId("plot").clientWidth;
  element.style.left = `${100 * piece.x / width}%`;
  element.style.width = `${100 * piece.width / width}%`;
  return element;
}

function periodName(from, to) {
  if (from !== to) return [from, to].filter(Boolean).map(periodPart).join(" – ");
  return periodPart(from);
}

function periodPart(text) {
  const days = daysOf(text);
  if (!days) return text;
  const { year, month, day } = civil(days[0]);
  const parts = text.replace(/^-/, "").split("-").length;
  return [parts > 2 ? day : "", parts > 1 ? MONTHS[month - 1] : "", yearName(year)].filter(String).join(" ").trim();
}

/** All time › 2025 › Jul 2025, each a way back. */
function drawCrumbs(set) {
  const steps = [["All time", {}]];
  if (set.from && set.from === set.to) {
    const parts = set.from.replace(/^-/, "").split("-");
    const sign = set.from.startsWith("-") ? "-" : "";
    parts.forEach((_, index) => {
      const text = sign + parts.slice(0, index + 1).join("-");
      steps.push([periodPart(text), { from: text, to: text }]);
    });
  } else if (set.from || set.to) {
    steps.push([set.from ? periodName(set.from, set.to ?? "") + (set.to ? "" : " –") : `– ${periodPart(set.to)}`, {}]);
  }
  const { from, to, ...rest } = set;
  byId("crumbs").replaceChildren(...steps.flatMap(([label, period], index) => {
    const last = index === steps.length - 1;
    const crumb = last
      ? make("span", { set: { "aria-current": "true" } }, label)
      : make("button", { type: "button", onclick: () => setFilters({ ...rest, ...period }) }, label);
    return index ? [make("span", { ariaHidden: "true" }, "›"), crumb] : [crumb];
  }));
}

new ResizeObserver(() => drawAxis()).observe(byId("plot"));
