import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { launchBrowser } from "../support/browser.ts";
import { startOrigin } from "../support/origin.ts";
import { type AnyRecord, recordOf, startService, type TestService } from "../support/service.ts";

let service: TestService;
let browser: Browser;
let origin: Awaited<ReturnType<typeof startOrigin>>;
let page: Page;
let meeting: AnyRecord;
beforeAll(async () => {
  [service, browser, origin] = await Promise.all([startService(), launchBrowser(), startOrigin()]);
  page = await browser.newPage();
  await page.goto(origin.url);
  const committee = await post("/v1/organisations", { kind: "grassroots-committee", name: "Đảng bộ" });
  meeting = await post("/v1/meetings", {
    organisationId: committee.id,
    kind: "regular",
    title: "Họp",
    startsOn: "2024-01-10",
  });
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await origin?.close();
  await service?.close();
});

const post = async (path: string, body: object) =>
  recordOf(await service.call("POST", path, { token: service.admin, body }));

type Upload = { method: string; url: string; headers: Record<string, string> };
type Announced = { photo: AnyRecord; upload: Upload };

let shade = 0;
const jpeg = () => {
  shade += 1;
  return sharp({ create: { width: 32, height: 24, channels: 3, background: { r: shade, g: 0, b: 0 } } })
    .jpeg()
    .toBuffer();
};
const announce = async (bytes: Buffer): Promise<Announced> => {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const body = { fileName: "a.jpg", contentType: "image/jpeg", size: bytes.length, sha256 };
  return (await post(`/v1/meetings/${meeting.id}/photos`, body)) as unknown as Announced;
};

/** What the other system's page does: `fetch` with what it was given. Gives the status, or what the browser said. */
const uploadFrom = (from: Page, { method, url, headers }: Upload, bytes: Buffer): Promise<number | string> =>
  from.evaluate(
    async ([method, url, headers, base64]) => {
      const body = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      return fetch(url, { method, headers, body }).then(
        ({ status }) => status,
        (error: Error) => error.message,
      );
    },
    [method, url, headers, bytes.toString("base64")] as const,
  );

const statusOf = async (photo: AnyRecord) =>
  recordOf(await service.call("GET", `/v1/photos/${photo.id}`, { token: service.admin }), 200).status;

test("A page of another origin uploads the announced bytes, once, and the photo becomes ready", async () => {
  const bytes = await jpeg();
  const { photo, upload } = await announce(bytes);
  expect(await uploadFrom(page, upload, bytes)).toBe(200);
  expect([409, 412]).toContain(await uploadFrom(page, upload, bytes));
  for (let i = 0; i < 100 && (await statusOf(photo)) !== "ready"; i++) await page.waitForTimeout(100);
  expect(await statusOf(photo)).toBe("ready");
}, 30_000);

test("It cannot upload a byte more or less, other bytes, or another type", async () => {
  const bytes = await jpeg();
  const { photo, upload } = await announce(bytes);
  const more = Buffer.concat([bytes, Buffer.from([0])]);
  const other = Buffer.from(bytes).fill(7, bytes.length - 2);
  const png = { ...upload, headers: { ...upload.headers, "content-type": "image/png" } };
  const refused = [
    await uploadFrom(page, upload, more),
    await uploadFrom(page, upload, bytes.subarray(0, -1)),
    await uploadFrom(page, upload, other),
    await uploadFrom(page, png, bytes),
  ];
  // Storage refuses what is not signed (403) and what is not the announced bytes (400); a refusal without CORS
  // headers reaches the page as a failed fetch.
  for (const answer of refused) expect([400, 403, "Failed to fetch"]).toContain(answer);
  expect(await statusOf(photo)).toBe("awaiting-upload");
  expect(await uploadFrom(page, upload, bytes)).toBe(200);
}, 30_000);

test("A URL that has expired takes nothing", async () => {
  const bytes = await jpeg();
  const { upload } = await announce(bytes);
  const url = new URL(upload.url);
  expect(Number(url.searchParams.get("X-Amz-Expires"))).toBeLessThanOrEqual(300);
  // Later by the signer's clock is earlier by the URL's: the date is signed, so a URL made to look fresh is no better.
  url.searchParams.set("X-Amz-Expires", "604800");
  expect([403, "Failed to fetch"]).toContain(await uploadFrom(page, { ...upload, url: url.href }, bytes));
});

test("A page of an origin that was not given may not upload", async () => {
  const stranger = await startOrigin("127.0.0.2");
  const elsewhere = await browser.newPage();
  await elsewhere.goto(stranger.url);
  const bytes = await jpeg();
  const { upload } = await announce(bytes);
  expect(await uploadFrom(elsewhere, upload, bytes)).toBe("Failed to fetch");
  await elsewhere.close();
  await stranger.close();
});
