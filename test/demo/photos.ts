import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import sharp from "sharp";
import { type Api, listAll } from "./api.ts";
import type { Meeting } from "./conference.ts";
import type { Facts } from "./facts.ts";

export type Photo = { id: string; status: string; caption?: string; number?: number };
type Upload = { method: string; url: string; headers: Record<string, string> };

/** Milliseconds within which an uploaded photo should have been looked at. */
const patience = 30_000;

/** A hall with its rows of chairs and a stage, in other colours for each number. */
const drawingOf = (number: number): string => {
  const hue = (number * 47) % 360;
  const seats = Array.from({ length: 60 }, (_, i) => {
    const row = Math.floor(i / 12);
    const x = 90 + (i % 12) * (95 + row * 6) - row * 33;
    return `<circle cx="${x}" cy="${520 + row * 75}" r="${22 + row * 4}" fill="hsl(${hue} 30% ${22 + row * 4}%)"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${1280 + number}" height="854">
    <defs><linearGradient id="wall" x2="0" y2="1"><stop stop-color="hsl(${hue} 45% 78%)"/>
    <stop offset="1" stop-color="hsl(${hue} 35% 48%)"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#wall)"/>
    <rect x="220" y="110" width="840" height="230" rx="8" fill="hsl(${hue} 60% 32%)"/>
    <rect x="180" y="380" width="920" height="60" fill="hsl(30 35% 40%)"/>${seats.join("")}</svg>`;
};

/** A real JPEG, another for each number and always the same. */
const makeJpeg = (number: number): Promise<Buffer> =>
  sharp(Buffer.from(drawingOf(number)))
    .jpeg()
    .toBuffer();

/** Sends the bytes straight to storage, as the answer of the announcement says. */
const send = async (bytes: Buffer, { method, url, headers }: Upload): Promise<void> => {
  const stored = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  if (!stored.ok) throw new Error(`Storage refused a photo: ${stored.status} ${await stored.text()}`);
};

const announce = (api: Api, path: string, bytes: Buffer, fields: object, key: string) => {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const announced = { contentType: "image/jpeg", size: bytes.length, sha256, ...fields };
  return api.post<{ upload: Upload }>(path, announced, key);
};

/** Uploads the photos that are not there yet and waits until all are ready. */
export const recordPhotos = async (api: Api, { photos }: Facts, meeting: Meeting): Promise<Photo[]> => {
  const path = `/v1/meetings/${meeting.id}/photos`;
  // One that expired is announced anew; it goes by itself.
  const list = async () => (await listAll<Photo>(api, path)).filter(({ status }) => status !== "expired");
  const known = await list();
  for (const [i, caption] of photos.captions.entries()) {
    const number = i + 1;
    const before = known.find((photo) => photo.number === number);
    if (before && before.status !== "awaiting-upload") continue;
    const fields = { fileName: `photo-${number}.jpg`, number, caption, credit: photos.credit, visibility: "public" };
    const bytes = await makeJpeg(number);
    // One that was announced and then cut off gets a fresh URL.
    const { upload } = before
      ? await api.post<{ upload: Upload }>(`/v1/photos/${before.id}/upload`, {}, `${before.id}-${Date.now()}`)
      : await announce(api, path, bytes, fields, `${meeting.id}-photo-${number}`);
    await send(bytes, upload);
  }
  const deadline = Date.now() + patience;
  let found = await list();
  while (found.some(({ status }) => status !== "ready") && Date.now() < deadline) {
    await pause(200);
    found = await list();
  }
  return found;
};
