import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { startService, type TestService } from "../support/service.ts";
import { until } from "../support/until.ts";
import { publishEvent, type StatusOfMeeting, uploadPhotos } from "./wide-event.ts";

/** Folder of the screenshots and prints, for people to look at. */
const pictures = join(tmpdir(), "dangbo-screenshots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let service: TestService;
let browser: Browser;
const paths = new Map<string, string>();
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), launchBrowser()]);
  mkdirSync(pictures, { recursive: true });
  for (const status of ["held", "planned", "cancelled"] as const) {
    const { meetingId, slug } = await publishEvent(service.api, status);
    paths.set(status, `/events/${slug}`);
    if (status === "held") await uploadPhotos(service.api, meetingId);
  }
  paths
    .set("paper", `${paths.get("held")}?view=print`)
    .set("list", "/events")
    .set("error", "/events/khong-co");
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const names = ["held", "planned", "cancelled", "paper", "list", "error"] as const;

/** Opens a page in a new context and closes it afterwards. */
const on = async <T>(name: string, options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(service.url + (paths.get(name) ?? ""));
  for (const picture of await page.locator("img").all()) await picture.scrollIntoViewIfNeeded();
  await until(() => page.evaluate<boolean>("[...document.images].every((image) => image.naturalWidth > 0)"));
  const seen = await look(page);
  await context.close();
  return seen;
};

/** Elements beyond the right edge of the window, but for the content of regions that scroll by themselves. */
const beyond = `[...document.querySelectorAll("body *")]
  .filter((one) => !one.parentElement.closest(".scroll") && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 80))`;
/** Elements whose content is wider than they are. */
const cut = `[...document.querySelectorAll("body *")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
  .map((one) => one.outerHTML.slice(0, 80))`;
const widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]";

const expectWithin = async (page: Page) => {
  const [content = 0, window = 0] = await page.evaluate<number[]>(widths);
  expect(content).toBeLessThanOrEqual(window);
  expect(await page.evaluate(beyond)).toEqual([]);
};

test.each(names.flatMap((name) => [390, 1280].map((width) => [name, width] as const)))(
  "Long words, wide tables, code and portrait photos do not make the page %s scroll sideways at %i pixels",
  async (name, width) => {
    await on(name, { viewport: { width, height: 900 } }, async (page) => {
      await expectWithin(page);
      await page.screenshot({ path: join(pictures, `wide-${name}-${width}.png`), fullPage: true });
    });
  },
);

/** The width of A4 less Chromium's own margins, in CSS pixels. */
const paperWidth = 718;

test.each(names)("Nothing of the page %s is cut on paper", async (name) => {
  await on(name, { viewport: { width: paperWidth, height: 1000 } }, async (page) => {
    await page.emulateMedia({ media: "print" });
    await expectWithin(page);
    expect(await page.evaluate(cut)).toEqual([]);
    await page.pdf({ path: join(pictures, `wide-${name}.pdf`), format: "A4" });
  });
});

test("The version to print cuts nothing on the screen either", async () => {
  await on("paper", { viewport: { width: paperWidth, height: 1000 } }, async (page) => {
    expect(await page.evaluate(cut)).toEqual([]);
  });
});

test("The policy of the page lets columns of a table be aligned", async () => {
  await on("held", {}, async (page) => {
    const aligned = `[...document.querySelectorAll("th")].slice(0, 3).map((cell) => getComputedStyle(cell).textAlign)`;
    expect(await page.evaluate(aligned)).toEqual(["left", "center", "right"]);
  });
});

test.each((["light", "dark"] as const).flatMap((scheme) => names.map((name) => [scheme, name] as const)))(
  "In %s colours axe finds no accessibility violation on the page %s",
  async (colorScheme, name) => {
    // The policy of the page forbids scripts, including axe.
    const violations = await on(
      name,
      { colorScheme, bypassCSP: true, viewport: { width: 390, height: 900 } },
      async (page) => {
        await page.evaluate(axe);
        const found = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>("axe.run()");
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      },
    );
    expect(violations).toEqual([]);
  },
);

test("Photos become part of the feed's last change", async () => {
  const updated = async () => {
    const { body } = await service.call("GET", "/events/feed.xml");
    return String(body).match(/<updated>([^<]*)<\/updated>/)?.[1] ?? "";
  };
  const status: StatusOfMeeting = "held";
  const { meetingId } = await publishEvent(service.api, status);
  const before = await updated();
  await uploadPhotos(service.api, meetingId);
  await until(async () => (await updated()) > before);
});
