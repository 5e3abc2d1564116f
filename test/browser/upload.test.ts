import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { launchBrowser } from "../support/browser.ts";
import { startOrigin } from "../support/origin.ts";
import { type AnyRecord, recordOf, startService, type TestService } from "../support/service.ts";
import { until } from "../support/until.ts";

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
});
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

/** Uploads with `fetch` as the page of another system would. Returns the status or the error message. */
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

test("A page of an allowed origin uploads the announced bytes once, and the photo becomes ready", async () => {
  const bytes = await jpeg();
  const { photo, upload } = await announce(bytes);
  expect(await uploadFrom(page, upload, bytes)).toBe(200);
  expect([409, 412]).toContain(await uploadFrom(page, upload, bytes));
  await until(async () => (await statusOf(photo)) === "ready");
});

test("An upload with more, fewer or other bytes, or with another type, is rejected", async () => {
  const bytes = await jpeg();
  const { photo, upload } = await announce(bytes);
  const more = Buffer.concat([bytes, Buffer.from([0])]);
  const other = Buffer.from(bytes).fill(7, bytes.length - 2);
  const png = { ...upload, headers: { ...upload.headers, "content-type": "image/png" } };
  const rejected = [
    await uploadFrom(page, upload, more),
    await uploadFrom(page, upload, bytes.subarray(0, -1)),
    await uploadFrom(page, upload, other),
    await uploadFrom(page, png, bytes),
  ];
  // Storage rejects what is not signed (403) and other bytes than announced (400); without CORS headers the fetch fails.
  for (const result of rejected) expect([400, 403, "Failed to fetch"]).toContain(result);
  expect(await statusOf(photo)).toBe("awaiting-upload");
  expect(await uploadFrom(page, upload, bytes)).toBe(200);
});

test("The expiry of an upload URL cannot be extended", async () => {
  const bytes = await jpeg();
  const { upload } = await announce(bytes);
  const url = new URL(upload.url);
  expect(Number(url.searchParams.get("X-Amz-Expires"))).toBeLessThanOrEqual(300);
  // The expiry is signed.
  url.searchParams.set("X-Amz-Expires", "604800");
  expect([403, "Failed to fetch"]).toContain(await uploadFrom(page, { ...upload, url: url.href }, bytes));
});

test("A page of an origin that is not allowed cannot upload", async () => {
  const stranger = await startOrigin("127.0.0.2");
  const elsewhere = await browser.newPage();
  await elsewhere.goto(stranger.url);
  const bytes = await jpeg();
  const { upload } = await announce(bytes);
  expect(await uploadFrom(elsewhere, upload, bytes)).toBe("Failed to fetch");
  await elsewhere.close();
  await stranger.close();
});
