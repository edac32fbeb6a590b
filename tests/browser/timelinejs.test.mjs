// The TimelineJS library itself shows what is written for it.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { browse } from "./chromium.mjs";

const LIBRARY = createRequire(import.meta.url).resolve("@knight-lab/timelinejs/dist/js/timeline.js");
const PAGES = process.env.PAGES;

test("TimelineJS shows every dated entry with its date as precise as it is", async (t) => {
  const data = await readFile(`${PAGES}/harbour.timelinejs.json`, "utf8");
  const style = LIBRARY.replace("js/timeline.js", "css/timeline.css");
  const html = `<meta charset=utf-8><link rel=stylesheet href="file://${style}"><div id=timeline style="height: 600px"></div>
    <script src="file://${LIBRARY}"></script>
    <script type="application/json" id="data">${data.replaceAll("<", "\\u003c")}</script>
    <script>globalThis.timeline = new TL.Timeline("timeline", JSON.parse(document.getElementById("data").textContent), { hash_bookmark: false });</script>`;
  await writeFile(`${PAGES}/timelinejs.html`, html);
  const browser = await browse();
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  await page.goto(`file://${PAGES}/timelinejs.html`);
  await page.waitForSelector("#q-promise-marker", { state: "attached" });
  const { events } = JSON.parse(data);
  for (const { unique_id } of events) assert.equal(await page.locator(`[id="${unique_id}-marker"]`).count(), 1, unique_id);
  await page.evaluate(() => globalThis.timeline.goToId("e-storm"));
  const slide = page.locator(".tl-slide", { hasText: "The talks followed a storm" });
  assert.match(await slide.textContent(), /March 2021/);
  assert.equal(await page.locator(".tl-slide script, .tl-message").count(), 0);
  if (process.env.SHOTS) await page.waitForTimeout(1200).then(() => page.screenshot({ path: `${process.env.SHOTS}/timelinejs.png` }));
});
