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

/** A real JPEG, another for each number and always the same. */
const makeJpeg = (number: number): Promise<Buffer> =>
  sharp({ create: { width: 640 + number, height: 427, channels: 3, background: { r: 200, g: 40 * number, b: 60 } } })
    .jpeg()
    .toBuffer();

const uploadPhoto = async (api: Api, path: string, bytes: Buffer, fields: object, key: string): Promise<void> => {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const announced = { contentType: "image/jpeg", size: bytes.length, sha256, ...fields };
  const { photo, upload } = await api.post<{ photo: Photo; upload: Upload }>(path, announced, key);
  const { method, url, headers } = upload;
  const stored = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  if (!stored.ok) throw new Error(`Storage refused photo ${photo.id}: ${stored.status} ${await stored.text()}`);
};

/** Uploads the photos that are not there yet and waits until all are ready. */
export const recordPhotos = async (api: Api, { photos }: Facts, meeting: Meeting): Promise<Photo[]> => {
  const path = `/v1/meetings/${meeting.id}/photos`;
  const known = await listAll<Photo>(api, path);
  for (const [i, caption] of photos.captions.entries()) {
    const number = i + 1;
    if (known.some((photo) => photo.number === number)) continue;
    const fields = { fileName: `photo-${number}.jpg`, number, caption, credit: photos.credit, visibility: "public" };
    await uploadPhoto(api, path, await makeJpeg(number), fields, `${meeting.id}-photo-${number}`);
  }
  const deadline = Date.now() + patience;
  let found = await listAll<Photo>(api, path);
  while (found.some(({ status }) => status !== "ready") && Date.now() < deadline) {
    await pause(200);
    found = await listAll<Photo>(api, path);
  }
  return found;
};
