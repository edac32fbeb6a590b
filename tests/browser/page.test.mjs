// The page in a real browser: opened from disk, clicked, filtered, read, and looked at.
// `.ci/browser` builds the pages (PAGES) and says where screenshots go (SHOTS).

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { browse } from "./chromium.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PAGES = process.env.PAGES;
const SHOTS = process.env.SHOTS;
const WIDTHS = [360, 820, 1400];

let browser;
before(async () => {
  browser = await browse();
});
after(() => browser.close());

/** Opens a page from disk; any error, message or request of it fails the test. */
async function open(t, { file = "harbour.html", hash = "", width = 1400, scheme = "light" } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: false });
  const page = await context.newPage();
  const trouble = [];
  page.on("console", (message) => trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith("file:")) trouble.push(request.url()); });
  await page.goto(`file://${PAGES}/${file}${hash}`);
  t.after(async () => { await context.close(); assert.deepEqual(trouble, []); });
  return page;
}

const shown = (page) => page.locator(".entry:visible").count();
const text = (page, selector) => page.locator(selector).first().textContent();
/** Clicks once the list has come to rest: what scrolls into view takes its real height then. */
async function press(page, locator) {
  await locator.scrollIntoViewIfNeeded();
  await settled(page);
  await locator.click();
}
const settled = (page) => page.waitForTimeout(180);

test("a click on a source shows its sentence in its article", async (t) => {
  const page = await open(t);
  const source = page.locator("#e-talks .source").first();
  await press(page, source);
  assert.equal(await text(page, "mark.now"), "Ministers from the six states opened talks in Port Sable on 26 July 2025.");
  assert.equal(await text(page, "#reader-title"), "Fishing talks open");
  assert.equal(await source.getAttribute("aria-current"), "true");
  assert.ok(await page.locator("mark.now").isVisible());
  await page.click("#next");
  assert.match(await text(page, "mark.now"), /^The talks were held on 27 July/);
  await page.locator("mark:not(.now)").first().click();
  assert.match(await text(page, "mark.now"), /long ago|herrings/);
  await page.click("#close");
  assert.equal(await page.locator("mark.now").isVisible(), false);
});

test("nothing of an article is markup or script", async (t) => {
  const page = await open(t);
  assert.equal(await page.locator("main b:not(.differ b), main script").count(), 0);
  assert.match(await text(page, "#e-wall .text"), /<b>old wall<\/b>/);
  await press(page, page.locator("#e-wall .source"));
  assert.match(await text(page, "#reader-body"), /<script>alert\(1\)<\/script>/);
  assert.equal(await page.locator("#reader-body :not(p, mark)").count(), 0);
});

test("the policy lets nothing else run", async (t) => {
  const context = await browser.newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`file://${PAGES}/harbour.html`);
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='globalThis.ran = true'><p id=styled style='color: red'>x</p>");
    return [globalThis.ran === true, getComputedStyle(document.getElementById("styled")).color === "rgb(255, 0, 0)"];
  });
  assert.deepEqual(ran, [false, false]);
});

test("filters narrow the list, stand in the address and come back", async (t) => {
  const page = await open(t);
  assert.equal(await shown(page), 8);
  await page.check("input[value=quote]", { force: true });
  await settled(page);
  assert.equal(await shown(page), 2);
  await page.selectOption("#who", "Lena Marsh");
  await settled(page);
  assert.equal(await shown(page), 1);
  assert.match(page.url(), /#.*who=Lena\+Marsh/);
  await page.reload();
  assert.equal(await shown(page), 1);
  assert.equal(await text(page, "#found"), "1 of 8 entries");
  await page.click("#clear");
  assert.equal(await shown(page), 8);
  assert.doesNotMatch(page.url(), /=/);
});

test("each filter alone", async (t) => {
  const page = await open(t);
  const cases = [
    [() => page.fill("#query", "JETTY winter"), 1],
    [() => page.fill("#query", "nowhere at all"), 0],
    [() => page.selectOption("#source", "Sable Courier"), 4],
    [() => page.selectOption("#type", "disaster"), 2],
    [() => page.check("#differs"), 3],
    [() => page.fill("#from", "2025-08"), 1],
    [() => page.fill("#to", "1995"), 2],
    [() => press(page, page.locator("#e-talks .name[data-place]")), 2],
  ];
  for (const [act, count] of cases) {
    await act();
    await settled(page);
    assert.equal(await shown(page), count, act.toString());
    await page.click("#clear");
  }
});

test("keys", async (t) => {
  const page = await open(t);
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.keyboard.press("j");
  assert.equal(await focused(), "e-treaty");
  for (const key of ["j", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  assert.equal(await focused(), "e-talks");
  await page.keyboard.press("Enter");
  assert.match(await text(page, "mark.now"), /^Ministers from/);
  await page.keyboard.press("ArrowRight");
  assert.match(await text(page, "mark.now"), /^The talks were held/);
  await page.keyboard.press("k");
  assert.equal(await focused(), "e-storm");
  assert.match(await text(page, "mark.now"), /^The talks followed a storm/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#reader").isVisible(), false);
  await page.keyboard.press("/");
  assert.equal(await focused(), "query");
  await page.keyboard.type("jk/storm");
  assert.equal(await page.inputValue("#query"), "jk/storm");
  await page.keyboard.press("Escape");
  assert.equal(await page.inputValue("#query"), "");
});

test("a link to an entry leads to it, also past a filter", async (t) => {
  const page = await open(t, { hash: "#e-second-round" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "e-second-round");
  await page.check("input[value=quote]", { force: true });
  await settled(page);
  await page.evaluate(() => { location.hash = "#e-storm"; });
  await settled(page);
  assert.ok(await page.locator("#e-storm").isVisible());
});

test("the axis shows a month as wide as the month, and leads into it", async (t) => {
  const page = await open(t);
  const month = await page.getByRole("button", { name: "Only Mar 2021" }).boundingBox();
  const strips = await page.locator("rect.strip").evaluateAll((all) => all.map((strip) => {
    const { x, width } = strip.getBoundingClientRect();
    return { x, width, title: strip.textContent };
  }));
  const storm = strips.find(({ title }) => title === "March 2021");
  assert.ok(Math.abs(storm.x - month.x) < 3 && Math.abs(storm.width - month.width) < 5, JSON.stringify({ storm, month }));
  await page.getByRole("button", { name: "Only Jul 2025" }).click();
  assert.equal(await shown(page), 3);
  assert.equal(await page.inputValue("#from"), "2025-07");
  await page.locator("#crumbs button", { hasText: "2025" }).first().click();
  assert.equal(await shown(page), 4);
  await page.locator("#crumbs button", { hasText: "All time" }).click();
  assert.equal(await shown(page), 8);
});

test("on a phone the article lies over the list and gives the focus back", async (t) => {
  const page = await open(t, { width: 360 });
  const source = page.locator("#e-talks .source").nth(1);
  await press(page, source);
  assert.equal(await page.evaluate(() => document.activeElement.id), "page");
  assert.ok(await page.evaluate(() => document.getElementById("list").inert));
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.source), "1");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `the page is ${wide} pixels wide`);
});

test("axe finds nothing, at three widths, light and dark, while reading", async (t) => {
  for (const width of WIDTHS) {
    for (const scheme of ["light", "dark"]) {
      const page = await open(t, { width, scheme });
      await axe(page, `${width} ${scheme}`);
      await shoot(page, `list-${width}-${scheme}`);
      if (width < 960) await page.click("#more");
      await page.fill("#query", "port");
      await settled(page);
      await axe(page, `${width} ${scheme} filtered`);
      await shoot(page, `filters-${width}-${scheme}`);
      await page.click("#clear");
      await press(page, page.locator("#e-talks .source").first());
      await axe(page, `${width} ${scheme} reading`);
      await shoot(page, `reading-${width}-${scheme}`);
    }
  }
});

async function axe(page, where) {
  await page.evaluate(await axeSource());
  const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  assert.deepEqual(found, [], where);
}

async function axeSource() {
  const { readFile } = await import("node:fs/promises");
  return readFile(AXE, "utf8");
}

async function shoot(page, name) {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

test("in print the entries stand alone", async (t) => {
  const page = await open(t);
  await page.emulateMedia({ media: "print" });
  for (const gone of ["#filters", "#side"]) assert.equal(await page.locator(gone).isVisible(), false, gone);
  assert.equal(await shown(page), 8);
  if (SHOTS) await page.pdf({ path: `${SHOTS}/print.pdf`, format: "A4" });
});

test("without scripts everything is there to read", async (t) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(`file://${PAGES}/harbour.html`);
  assert.equal(await shown(page), 8);
  assert.equal(await page.locator("#filters").isVisible(), false);
});

test("5,000 entries stay fluid", async (t) => {
  const started = performance.now();
  const page = await open(t, { file: "crowd.html" });
  const loaded = performance.now() - started;
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const timed = async (act) => { const begun = performance.now(); await act(); await frame(); return Math.round(performance.now() - begun); };
    const filter = (id, value) => async () => {
      document.getElementById(id).value = value;
      applyFilters();
    };
    return {
      who: await timed(filter("who", "Lena Marsh")),
      firstSearch: await timed(filter("query", "berth 12")),
      search: await timed(filter("query", "saltholm")),
      clear: await timed(async () => clearFilters()),
      jump: await timed(async () => goTo(entries[4000])),
      key: await timed(async () => move(1)),
      scroll: await timed(async () => { for (let step = 0; step < 20; step += 1) { scrollBy(0, 900); await frame(); } }) / 20,
    };
  });
  t.diagnostic(`loaded in ${Math.round(loaded)} ms; ${JSON.stringify(times)}`);
  assert.ok(loaded < 8000, `loading took ${loaded} ms`);
  for (const [name, time] of Object.entries(times)) assert.ok(time < 900, `${name} took ${time} ms`);
  await page.evaluate(() => scrollTo(0, 0));
  await shoot(page, "crowd-1400");
});
