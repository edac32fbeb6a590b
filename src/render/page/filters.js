// Which entries are shown. The state stands in the address after "#", so that it can be shared.

const FIELDS = ["query", "who", "source", "type", "from", "to"];
const form = byId("form");
let place = "";

/** The filters as they are set, without the empty ones. */
function filters() {
  const set = Object.fromEntries(FIELDS.map((field) => [field, byId(field).value.trim()]));
  const kind = form.elements.kind.value;
  const all = { ...set, kind, place, differs: byId("differs").checked ? "yes" : "" };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

function setFilters(set) {
  for (const field of FIELDS) byId(field).value = set[field] ?? "";
  for (const choice of form.elements.kind) choice.checked = choice.value === (set.kind ?? "");
  byId("differs").checked = Boolean(set.differs);
  place = set.place ?? "";
  applyFilters();
}

const clearFilters = () => setFilters({});

/** The words by which an entry is searched. */
function wordsOf(entry) {
  entry.words ??= folded(entry.card.textContent);
  return entry.words;
}

/** A test for each filter that is set. */
function tests(set) {
  const words = folded(set.query ?? "").split(/\s+/).filter(Boolean);
  const from = daysOf(set.from)?.[0] ?? -Infinity;
  const to = daysOf(set.to)?.[1] ?? Infinity;
  const all = [];
  if (set.kind) all.push((entry) => entry.kind === set.kind);
  if (set.who) all.push((entry) => entry.names.includes(set.who));
  if (set.place) all.push((entry) => entry.places.includes(set.place));
  if (set.source) all.push((entry) => entry.sources.some(([article]) => articles[article].outlet === set.source));
  if (set.type) all.push((entry) => entry.type === set.type || entry.type.startsWith(set.type + "."));
  if (set.differs) all.push((entry) => entry.differs);
  if (from > -Infinity || to < Infinity) {
    all.push((entry) => entry.first !== null && (entry.openStart || entry.first <= to) && (entry.openEnd || entry.last >= from));
  }
  if (words.length) all.push((entry) => words.every((word) => wordsOf(entry).includes(word)));
  return all;
}

function applyFilters() {
  const set = filters();
  const all = tests(set);
  for (const entry of entries) {
    entry.shown = all.every((test) => test(entry));
    if (entry.item.hidden === entry.shown) entry.item.hidden = !entry.shown;
  }
  for (const month of document.querySelectorAll(".month")) {
    const shown = month.querySelectorAll(".cards > li:not([hidden])").length;
    month.hidden = !shown;
    month.style.containIntrinsicSize = `auto ${shown * 13}rem`;
  }
  for (const year of document.querySelectorAll(".year")) {
    year.hidden = !year.querySelector(".month:not([hidden])");
  }
  tell(set);
  markHits(set.query);
  drawAxis(set);
  rememberFilters(set);
}

/** Says how many entries are left, and which place, that has no field of its own. */
function tell(set) {
  const shown = entries.reduce((count, entry) => count + entry.shown, 0);
  const active = Object.keys(set).length;
  byId("found").textContent = active ? `${shown} of ${entries.length} entries` : "";
  byId("place").hidden = !set.place;
  byId("place").textContent = `${set.place} ×`;
  byId("place").ariaLabel = `Remove the filter ${set.place}`;
  byId("active").textContent = active ? String(active) : "";
  byId("clear").hidden = !active;
  byId("empty").hidden = shown > 0;
}

/** Underlines what was searched for, where the browser can without touching the document. */
function markHits(query) {
  if (!globalThis.Highlight || !CSS.highlights) return;
  CSS.highlights.delete("hit");
  const words = (query ?? "").toLowerCase().split(/\s+/).filter((word) => word.length > 1);
  if (!words.length) return;
  const ranges = entries.filter((entry) => entry.shown).slice(0, 400).flatMap((entry) => hitsIn(entry.card, words));
  CSS.highlights.set("hit", new Highlight(...ranges));
}

function hitsIn(card, words) {
  const ranges = [];
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.toLowerCase();
    if (text.length !== node.data.length) continue;
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}

function rememberFilters(set) {
  const hash = new URLSearchParams(set).toString();
  if (!hash && !location.hash.includes("=")) return;
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
}

/** The address names filters (they hold a "=") or an entry. */
function followAddress() {
  const hash = location.hash.slice(1);
  if (hash.includes("=")) return setFilters(Object.fromEntries(new URLSearchParams(hash)));
  applyFilters();
  const entry = hash && entries.find(({ id }) => id === decodeURIComponent(hash));
  if (entry) goTo(entry);
}

let waiting;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(applyFilters, 90);
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const id of ["clear", "clear-too"]) byId(id).addEventListener("click", clearFilters);
byId("place").addEventListener("click", () => { place = ""; applyFilters(); });
byId("more").addEventListener("click", () => {
  const open = byId("choices").classList.toggle("open");
  byId("more").setAttribute("aria-expanded", String(open));
});
byId("entries").addEventListener("click", (event) => {
  const name = event.target.closest(".name");
  if (name?.dataset.who) setFilters({ ...filters(), who: name.dataset.who });
  if (name?.dataset.place) setFilters({ ...filters(), place: name.dataset.place });
  if (name) scrollTo({ top: byId("filters").offsetTop });
});
addEventListener("hashchange", followAddress);
