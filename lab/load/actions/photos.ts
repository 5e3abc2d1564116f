import { createHash } from "node:crypto";
import sharp from "sharp";
import type { Action, Worker } from "../client/worker.ts";
import type { Kept } from "../journal.ts";
import type { Fields } from "../records.ts";
import { change, remove, succeeded } from "../steps.ts";
import { ownMeeting, partsOf } from "./meetings.ts";

/** Photos that one meeting gets at most. */
const most = 3;

/** A small JPEG in a colour of its own: what is under load is the record, not the decoder. */
const paint = (random: Worker["random"]): Promise<Buffer> => {
  const background = { r: random.below(256), g: random.below(256), b: random.below(256) };
  return sharp({ create: { width: 80 + random.below(80), height: 60 + random.below(60), channels: 3, background } })
    .jpeg()
    .toBuffer();
};

type Upload = { url: string; headers: Record<string, string> };

/** Sends the bytes; false where the URL no longer serves, or nobody knows. */
const store = async ({ url, headers }: Upload, bytes: Buffer): Promise<boolean> => {
  const answer = await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) }).catch(() => undefined);
  await answer?.text().catch(() => undefined);
  // 412: the try before had stored them.
  return answer !== undefined && (answer.ok || answer.status === 412);
};

/** Uploads, by a fresh URL as often as it takes: each start of the service signs by a secret of its own. */
const upload = async (worker: Worker, href: string, first: Upload, bytes: Buffer): Promise<void> => {
  let wanted: Upload | undefined = first;
  while (wanted && !(await store(wanted, bytes))) {
    const headers = { "idempotency-key": worker.mark() };
    const ask = { operation: "POST upload", method: "POST", path: `${href}/upload`, body: {}, headers } as const;
    const reply = await worker.api.repeat(ask);
    const awaits = succeeded(worker, `POST ${href}/upload`, reply, ["not-awaiting-upload"]);
    wanted = awaits ? (reply.body.upload as Upload) : undefined;
  }
};

const announce = async (worker: Worker, meeting: Kept): Promise<boolean> => {
  const { api, journal, name: owner } = worker;
  const mark = worker.mark();
  const bytes = await paint(worker.random);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const body = { fileName: `${mark}.jpg`, contentType: "image/jpeg", size: bytes.length, sha256, credit: "Thư viện" };
  const path = `${meeting.href}/photos`;
  const headers = { "idempotency-key": mark };
  return journal.doubting({ about: `POST ${path} ${mark}`, makes: [mark] }, async () => {
    const reply = await api.repeat({ operation: "POST photo", method: "POST", path, body, headers });
    if (!succeeded(worker, `POST ${path}`, reply, ["duplicate-photo"])) return true;
    const record = reply.body.photo as Fields;
    const href = `/v1/photos/${record.id}`;
    journal.keep({ kind: "photo", href, record, etag: undefined, owner, within: [meeting.href] });
    await upload(worker, href, reply.body.upload as Upload, bytes);
    return true;
  });
};

export const photos: readonly Action[] = [
  {
    name: "announce and upload a photo",
    weight: 2,
    run: async (worker) => {
      const meeting = ownMeeting(worker);
      return meeting !== undefined && partsOf(worker, meeting, "photo").length < most && announce(worker, meeting);
    },
  },
  {
    name: "describe a photo",
    weight: 1,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "photo");
      return own.length > 0 && change(worker, worker.random.one(own), { caption: `Toàn cảnh ${worker.mark()}` });
    },
  },
  {
    name: "delete a photo",
    weight: 1,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "photo");
      return own.length > 1 && remove(worker, worker.random.one(own));
    },
  },
];
