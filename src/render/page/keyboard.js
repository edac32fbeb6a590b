// Keys, and the start.

/** The entry `by` places on among those shown; the first one in view if none has the focus. */
function neighbour(by) {
  const shown = entries.filter((entry) => entry.shown);
  const now = entryOf(document.activeElement);
  if (now) return shown[shown.indexOf(now) + by];
  const top = byId("filters").getBoundingClientRect().bottom;
  return shown.find((entry) => entry.card.getBoundingClientRect().bottom > top) ?? shown[0];
}

function move(by) {
  const entry = neighbour(by);
  if (!entry) return;
  goTo(entry, { quietly: true });
  if (reading && !narrow.matches) read(entry, 0);
}

const KEYS = {
  "/": () => byId("query").focus(),
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  Enter: () => read(entryOf(document.activeElement), reading?.entry === entryOf(document.activeElement) ? reading.number : 0),
};

/** Arrows and Enter keep their usual meaning unless an entry has the focus. */
const needsEntry = (key) => key === "Enter" || key === "ArrowDown" || key === "ArrowUp";

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target;
  if (event.key === "Escape") return escape(target);
  if (target.closest?.("input, select, textarea")) return;
  const onEntry = target.classList?.contains("entry");
  if (needsEntry(event.key) && !onEntry) return;
  if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && !reading) return;
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

function escape(target) {
  if (target === byId("query")) {
    if (target.value) { target.value = ""; applyFilters(); } else target.blur();
  } else if (reading || !byId("reader").hidden || side.classList.contains("open")) {
    closeSide();
  } else if (Object.keys(filters()).length) {
    clearFilters();
  }
}

byId("filters").hidden = false;
const toolbar = new ResizeObserver(([bar]) => {
  document.documentElement.style.setProperty("--bar", `${bar.target.offsetHeight}px`);
});
toolbar.observe(byId("filters"));
followAddress();
