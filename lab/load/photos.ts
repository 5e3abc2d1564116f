import { createHash } from "node:crypto";
import sharp from "sharp";
import { uploadTo } from "./client.ts";
import type { Fields } from "./records.ts";
import { create, isSuccess, oneOwn, ownRecords, type Worker } from "./worker.ts";

/** Photos of one meeting at most. */
const photoLimit = 3;

/** A small JPEG in one colour: the load is on records, not on the decoder. */
const paint = (random: Worker["random"]): Promise<Buffer> => {
  const background = { r: random.below(256), g: random.below(256), b: random.below(256) };
  return sharp({ create: { width: 80 + random.below(80), height: 60 + random.below(60), channels: 3, background } })
    .jpeg()
    .toBuffer();
};

type Upload = { url: string; headers: Record<string, string> };

/** Uploads with a new URL as often as needed: each start of the service signs with another secret. */
const upload = async (worker: Worker, href: string, first: Upload, bytes: Buffer): Promise<void> => {
  const request = { operation: "POST upload", method: "POST", path: `${href}/upload` } as const;
  let target: Upload | undefined = first;
  while (target && !(await uploadTo(target, bytes))) {
    const response = await worker.api.repeat({ ...request, headers: { "idempotency-key": worker.mark() } });
    const isAwaited = isSuccess(worker, request, response, ["not-awaiting-upload"]);
    target = isAwaited ? (response.body.upload as Upload) : undefined;
  }
};

/** Announces a photo of a meeting and uploads its bytes. */
export const announcePhoto = async (worker: Worker): Promise<void> => {
  const meeting = oneOwn(worker, "meeting");
  if (!meeting || ownRecords(worker, "photo", meeting).length >= photoLimit) return;
  const mark = worker.mark();
  const bytes = await paint(worker.random);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const photoOf = (body: Fields) => body.photo as Fields;
  const hrefOf = (body: Fields) => `/v1/photos/${photoOf(body).id}`;
  await create(worker, {
    kind: "photo",
    path: `${meeting.href}/photos`,
    body: { fileName: `${mark}.jpg`, contentType: "image/jpeg", size: bytes.length, sha256, credit: "Thư viện" },
    marks: [mark],
    within: [meeting.href],
    allowed: ["duplicate-photo"],
    recordsIn: ({ body }) => [{ href: hrefOf(body), record: photoOf(body) }],
    andThen: ({ body }) => upload(worker, hrefOf(body), body.upload as Upload, bytes),
  });
};
