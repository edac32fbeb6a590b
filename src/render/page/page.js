"use strict";

// What the page knows. Everything from articles is put in place through textContent.

const byId = (id) => document.getElementById(id);

/** An element with properties, attributes in `set`, and children that are elements or text. */
function make(tag, { set = {}, ...properties } = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const { articles, entries } = JSON.parse(byId("entries-data").textContent);
let texts = null;

/** The stretches of an article's text; parsed when first read. */
function stretchesOf(article) {
  texts ??= JSON.parse(byId("texts-data").textContent);
  return texts[article] ?? [];
}

const cards = document.querySelectorAll(".entry");
entries.forEach((entry, index) => {
  entry.index = index;
  entry.card = cards[index];
  entry.item = cards[index].parentElement;
  entry.shown = true;
});

const byCard = new Map(entries.map((entry) => [entry.card, entry]));

/** The entry an element of the list belongs to. */
const entryOf = (element) => byCard.get(element?.closest?.(".entry"));

/** Brings an entry to view and gives it the focus. */
function goTo(entry, { quietly = false } = {}) {
  if (!entry.shown) clearFilters();
  document.querySelector(".entry.here")?.classList.remove("here");
  entry.card.focus({ preventScroll: true });
  entry.card.scrollIntoView({ block: "nearest" });
  if (!quietly) entry.card.classList.add("here");
}

/** Text as it is compared: lower case, without accents. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
