import { createHash } from "node:crypto";
import sharp from "sharp";
import { uploadTo } from "../client.ts";
import type { Fields } from "../records.ts";
import { type Action, change, isSuccess, oneOwn, ownRecords, put, removeOne, type Worker } from "../worker.ts";
import { partsOf } from "./meetings.ts";

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
  const path = `${href}/upload`;
  let target: Upload | undefined = first;
  while (target && !(await uploadTo(target, bytes))) {
    const headers = { "idempotency-key": worker.mark() };
    const response = await worker.api.repeat({ operation: "POST upload", method: "POST", path, body: {}, headers });
    const isAwaited = isSuccess(worker, `POST ${path}`, response, ["not-awaiting-upload"]);
    target = isAwaited ? (response.body.upload as Upload) : undefined;
  }
};

const announce = async (worker: Worker): Promise<boolean> => {
  const { api, journal, name: owner } = worker;
  const meeting = oneOwn(worker, "meeting");
  if (!meeting || partsOf(worker, meeting, "photo").length >= photoLimit) return false;
  const mark = worker.mark();
  const bytes = await paint(worker.random);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const body = { fileName: `${mark}.jpg`, contentType: "image/jpeg", size: bytes.length, sha256, credit: "Thư viện" };
  const path = `${meeting.href}/photos`;
  const headers = { "idempotency-key": mark };
  return journal.whilePending({ about: `POST ${path} ${mark}`, creates: [mark] }, async () => {
    const response = await api.repeat({ operation: "POST photo", method: "POST", path, body, headers });
    if (!isSuccess(worker, `POST ${path}`, response, ["duplicate-photo"])) return true;
    const record = response.body.photo as Fields;
    const href = `/v1/photos/${record.id}`;
    journal.acknowledge({ kind: "photo", href, record, etag: undefined, owner, within: [meeting.href] });
    await upload(worker, href, response.body.upload as Upload, bytes);
    return true;
  });
};

const putArticle = async (worker: Worker): Promise<boolean> => {
  const meeting = oneOwn(worker, "meeting");
  if (!meeting) return false;
  const path = `${meeting.href}/article`;
  const before = worker.journal.present.get(path);
  const mark = worker.mark();
  const headline = before?.record.headline ?? `Hội nghị tổng kết ${mark}`;
  const body = { headline, lead: mark, body: "Sáng nay, hội nghị **khai mạc**.", author: "Tổ tin", section: "Tin" };
  return put(worker, { kind: "article", path, body, mark, within: [meeting.href] }, before);
};

const publish = async (worker: Worker): Promise<boolean> => {
  const { api, journal, random } = worker;
  const isPublic = (href: string) => journal.present.get(href)?.record.visibility === "public";
  const article = random.pick(ownRecords(worker, "article").filter(({ within }) => within.some(isPublic)));
  if (!article) return false;
  const { href } = article;
  const verb = random.one(["publish", "unpublish"]);
  const path = `${href}/${verb}`;
  return journal.whilePending({ about: `POST ${path}`, changes: new Map([[href, undefined]]) }, async () => {
    const headers = { "idempotency-key": worker.mark() };
    const response = await api.repeat({ operation: `POST ${verb}`, method: "POST", path, body: {}, headers });
    if (isSuccess(worker, `POST ${path}`, response)) journal.update(href, response.body, response.etag);
    return true;
  });
};

export const mediaActions: readonly Action[] = [
  { name: "announce and upload a photo", weight: 2, run: announce },
  {
    name: "describe a photo",
    weight: 1,
    run: (worker) => change(worker, oneOwn(worker, "photo"), { caption: `Toàn cảnh ${worker.mark()}` }),
  },
  { name: "delete a photo", weight: 1, run: (worker) => removeOne(worker, ownRecords(worker, "photo").slice(1)) },
  { name: "put an article", weight: 2, run: putArticle },
  {
    name: "change an article",
    weight: 1,
    run: (worker) => change(worker, oneOwn(worker, "article"), { lead: `Mở đầu ${worker.mark()}` }),
  },
  { name: "publish or unpublish an article", weight: 2, run: publish },
];
