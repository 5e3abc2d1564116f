import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { listAll } from "../demo/api.ts";
import { readFacts } from "../demo/facts.ts";
import { recordConference } from "../demo/record-conference.ts";
import { launchBrowser } from "../support/browser.ts";
import { startService, type TestService } from "../support/service.ts";
import { until } from "../support/until.ts";

const facts = readFacts();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Folder of the screenshots, for people to look at. */
const pictures = join(tmpdir(), "dangbo-screenshots");

let service: TestService;
let browser: Browser;
let event: string;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), launchBrowser()]);
  await recordConference(service.api, facts, () => undefined);
  mkdirSync(pictures, { recursive: true });
  const page = await browser.newPage();
  await page.goto(`${service.url}/events`);
  event = (await page.getByRole("link", { name: facts.article.headline }).first().getAttribute("href")) ?? "";
  await page.close();
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

/** Opens a page in a new context and closes it afterwards. */
const on = async <T>(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(service.url + path);
  const seen = await look(page);
  await context.close();
  return seen;
};

const allShown = "[...document.images].every((image) => image.complete && image.naturalWidth > 0)";

/** Loads the pictures below the fold. */
const showAll = async (page: Page) => {
  for (const picture of await page.locator("figure img").all()) await picture.scrollIntoViewIfNeeded();
  await until(() => page.evaluate<boolean>(allShown));
};

test("The event page shows five loaded pictures with captions and credit", async () => {
  await on(event, {}, async (page) => {
    await showAll(page);
    const figures = page.locator("figure");
    expect(await figures.count()).toBe(facts.expected.photos);
    const captions = await figures.locator("figcaption").allInnerTexts();
    for (const [i, caption] of facts.photos.captions.entries()) expect(captions[i]).toContain(caption);
    for (const caption of captions) expect(caption).toContain(facts.photos.credit);
    for (const picture of await figures.locator("img").all()) expect(await picture.getAttribute("alt")).toBeTruthy();
  });
});

test("The event page shows the figures of the records", async () => {
  const shown = await on(event, {}, (page) => page.locator("dl").allInnerTexts());
  for (const figure of ["69", "68", "1", "7", "68/68", "4", "16"]) {
    expect(shown.join(" ").split(/\s+/)).toContain(figure);
  }
});

test("The event page shows headline, date, author and photographer in Vietnamese", async () => {
  await on(event, {}, async (page) => {
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(facts.article.headline);
    const text = await page.locator("main").innerText();
    expect(text).toContain(facts.article.author);
    expect(text).toContain(facts.article.photographer);
    expect(text).toMatch(/26\/12\/2023|26 tháng 12 năm 2023/);
    expect(await page.locator("html").getAttribute("lang")).toBe("vi");
  });
});

const addressOf = (name: string): string =>
  ({ "the list": "/events", "the event": event, "the event on paper": `${event}?view=print` })[name] ??
  "/events/nowhere";

describe.each(["light", "dark"] as const)("In %s colours", (colorScheme) => {
  test.each(["the list", "the event", "the event on paper", "a page that is not there"])(
    "axe finds no accessibility violation on %s",
    async (name) => {
      // The policy of the page forbids scripts, including axe.
      const options = { colorScheme, bypassCSP: true };
      const violations = await on(addressOf(name), options, async (page) => {
        await page.evaluate(axe);
        const found = await page.evaluate(() => (globalThis as unknown as { axe: AxeRun }).axe.run());
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      });
      expect(violations).toEqual([]);
    },
  );

  test.each([390, 1280])("no page overflows at a width of %i pixels", async (width) => {
    for (const [name, path] of [
      ["event", event],
      ["events", "/events"],
    ] as const) {
      const options = { colorScheme, viewport: { width, height: 900 } };
      await on(path, options, async (page) => {
        await showAll(page);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      });
    }
  });
});

type AxeRun = { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** The sum of all layout shifts so far (https://wicg.github.io/layout-instability). */
const shifted = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(0), 500);
})`;

test("Loading pictures causes no layout shift", async () => {
  const moved = await on(event, { viewport: { width: 390, height: 800 } }, async (page) => {
    await showAll(page);
    return page.evaluate<number>(shifted);
  });
  expect(moved).toBe(0);
});

test("The page is complete without JavaScript and smaller than 20 KB without its photos", async () => {
  let bytes = 0;
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const weighed: Promise<void>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "image") return;
    weighed.push(
      response.body().then((body) => {
        bytes += body.length;
      }),
    );
  });
  await page.goto(service.url + event, { waitUntil: "load" });
  await Promise.all(weighed);
  expect(await page.locator("main").innerText()).toContain(facts.article.headline);
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(20 * 1_024);
  await context.close();
});

test("Photos that are not public are on no page, and the page of an unpublished article is gone", async () => {
  const meetings = await listAll<{ id: string }>(
    service.api,
    `/v1/meetings?externalId=meeting-room:2023-12-26&organisationId=${await libraryId()}`,
  );
  const [meeting] = meetings;
  const photos = await listAll<{ id: string; caption: string }>(service.api, `/v1/meetings/${meeting?.id}/photos`);
  const hidden = photos[4];
  await service.api.patch(`/v1/photos/${hidden?.id}`, { visibility: "internal" });
  const captions = await on(event, {}, (page) => page.locator("figcaption").allInnerTexts());
  expect(captions.join()).not.toContain(String(hidden?.caption));
  await service.api.post(`/v1/meetings/${meeting?.id}/article/unpublish`, undefined, "withdraw");
  const answer = await service.call("GET", event);
  expect(answer.status).toBe(404);
  const list = await on("/events", {}, (page) => page.locator("main").innerText());
  expect(list).not.toContain(facts.article.headline);
});

const libraryId = async () => {
  const { superiors } = facts.organisations;
  let parent: { id: string } | undefined;
  for (let i = 0; i <= superiors.length; i++) {
    const path: string = parent ? `/v1/organisations?parentId=${parent.id}` : "/v1/organisations";
    [parent] = await listAll<{ id: string }>(service.api, path);
  }
  return parent?.id;
};
