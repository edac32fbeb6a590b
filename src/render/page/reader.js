// A source in its article: the text with what is cited of it marked.

const narrow = matchMedia("(max-width: 68rem)");
const side = byId("side");
const BEHIND = ["list", "filters", "axis"].map(byId);
let reading = null;
let cameFrom = null;

/** What is cited of each article: [first, last, entry, number of the source]. */
const cited = articles.map(() => []);
for (const entry of entries) {
  entry.sources.forEach(([article, start, end], number) => cited[article].push([start, end, entry, number]));
}

/** Opens the article of an entry's source at its words. */
function read(entry, number) {
  const [article, start, end] = entry.sources[number] ?? [];
  if (article === undefined) return;
  reading = { entry, number };
  showArticle(article, [start, end]);
  for (const button of document.querySelectorAll(".source[aria-current]")) button.removeAttribute("aria-current");
  entry.card.querySelectorAll(".source")[number]?.setAttribute("aria-current", "true");
  byId("position").textContent = `${number + 1} of ${entry.sources.length}`;
  byId("position").parentElement.hidden = entry.sources.length < 2;
}

function showArticle(article, now) {
  const { outlet, title, place, published, basis, url } = articles[article];
  byId("reader-outlet").textContent = outlet;
  byId("reader-title").textContent = title ?? place;
  const about = byId("reader-about");
  about.replaceChildren([published && `Published ${published}${basis ? ` (${basis})` : ""}`, place].filter(Boolean).join(" · "));
  if (url) about.append(" · ", make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "Original"));
  fillBody(article, now);
  byId("shelf").hidden = true;
  byId("reader").hidden = false;
  openSide();
  byId("page").scrollTop = 0;
  const mark = byId("reader-body").querySelector(".now");
  if (mark) byId("page").scrollTop = mark.offsetTop - byId("page").offsetTop - byId("page").clientHeight / 3;
}

function fillBody(article, now) {
  const stretches = stretchesOf(article);
  const body = byId("reader-body");
  body.replaceChildren();
  if (!stretches.length) {
    body.append(make("p", { className: "gap" }, "The text of this article is not part of this page."));
    return;
  }
  let end = 0;
  for (const [start, text] of stretches) {
    if (start > end) body.append(make("p", { className: "gap" }, "⋯"));
    const letters = Array.from(text);
    end = start + letters.length;
    body.append(...paragraphs(letters, start, cited[article], now));
  }
}

/** Lines as paragraphs, cut where a citation begins or ends. */
function paragraphs(letters, offset, citations, now) {
  const inside = citations.filter(([from, to]) => to > offset && from < offset + letters.length);
  const cuts = new Set([0, letters.length]);
  const clamp = (at) => Math.min(Math.max(at - offset, 0), letters.length);
  for (const [from, to] of now ? [...inside, now] : inside) cuts.add(clamp(from)).add(clamp(to));
  const sorted = [...cuts].sort((a, b) => a - b);
  const all = [make("p")];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const at = sorted[index] + offset;
    const covers = ([from, to]) => from <= at && at < to;
    const citation = now && covers(now) ? "now" : inside.find(covers);
    const lines = letters.slice(sorted[index], sorted[index + 1]).join("").split(/\r\n|\r|\n/);
    lines.forEach((line, number) => {
      if (number) all.push(make("p"));
      if (line) all.at(-1).append(citation ? marked(visible(line), citation) : visible(line));
    });
  }
  return all.filter((paragraph) => paragraph.textContent.trim());
}

/** Control characters as their pictures. */
const visible = (line) => line.replace(/[\0-\x08\x0b-\x1f]/g, (letter) => String.fromCharCode(0x2400 + letter.charCodeAt(0)));

function marked(words, citation) {
  if (citation === "now") return make("mark", { className: "now" }, words);
  const [, , entry, number] = citation;
  const open = () => { goTo(entry, { quietly: true }); read(entry, number); };
  return make("mark", { title: entry.label ?? "Undated", onclick: open }, words);
}

/** Moves to another source of the same entry. */
function step(by) {
  if (!reading) return;
  const { entry, number } = reading;
  const count = entry.sources.length;
  read(entry, (number + by + count) % count);
}

function openSide() {
  if (side.classList.contains("open")) return;
  side.classList.add("open");
  if (!narrow.matches) return;
  cameFrom = document.activeElement;
  for (const element of BEHIND) element.inert = true;
  (byId("reader").hidden ? byId("close-shelf") : byId("page")).focus();
}

/** Back to the list of articles and, where it lies over the entries, away with it. */
function closeSide() {
  showShelf();
  reading = null;
  for (const button of document.querySelectorAll(".source[aria-current]")) button.removeAttribute("aria-current");
  side.classList.remove("open");
  for (const element of BEHIND) element.inert = false;
  if (cameFrom) cameFrom.focus({ preventScroll: true });
  cameFrom = null;
}

function showShelf() {
  byId("reader").hidden = true;
  byId("shelf").hidden = false;
}

byId("entries").addEventListener("click", (event) => {
  const button = event.target.closest(".source");
  if (button) read(entryOf(button), Number(button.dataset.source));
});
byId("shelf").addEventListener("click", (event) => {
  const button = event.target.closest(".article");
  if (!button) return;
  reading = null;
  byId("position").parentElement.hidden = true;
  showArticle(Number(button.dataset.article), null);
});
byId("list-articles").addEventListener("click", () => { showShelf(); openSide(); });
byId("to-shelf").addEventListener("click", showShelf);
byId("previous").addEventListener("click", () => step(-1));
byId("next").addEventListener("click", () => step(1));
for (const id of ["close", "close-shelf"]) byId(id).addEventListener("click", closeSide);
narrow.addEventListener("change", closeSide);
