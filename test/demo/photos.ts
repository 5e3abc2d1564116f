import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Api, listAll } from "./api.ts";
import type { Meeting } from "./conference.ts";
import type { Facts } from "./facts.ts";
import { makeJpeg } from "./picture.ts";

export type Photo = { id: string; status: string; caption?: string; number?: number };
type Upload = { method: string; url: string; headers: Record<string, string> };

/** Milliseconds to wait for the processing of uploaded photos on a busy machine. */
const processingTimeout = 60_000;

/** Uploads a photo to storage with the URL from the announcement. */
const send = async (bytes: Buffer, { method, url, headers }: Upload): Promise<void> => {
  const stored = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  if (!stored.ok) throw new Error(`Storage rejected a photo: ${stored.status} ${await stored.text()}`);
};

const announce = (api: Api, path: string, bytes: Buffer, fields: object, key: string) => {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const announced = { contentType: "image/jpeg", size: bytes.length, sha256, ...fields };
  return api.post<{ upload: Upload }>(path, announced, key);
};

/** Uploads missing photos and waits until all are ready. */
export const recordPhotos = async (api: Api, { photos }: Facts, meeting: Meeting): Promise<Photo[]> => {
  const path = `/v1/meetings/${meeting.id}/photos`;
  // Expired photos are announced again; the service deletes them.
  const list = async () => (await listAll<Photo>(api, path)).filter(({ status }) => status !== "expired");
  const known = await list();
  for (const [i, caption] of photos.captions.entries()) {
    const number = i + 1;
    const before = known.find((photo) => photo.number === number);
    if (before && before.status !== "awaiting-upload") continue;
    const fields = { fileName: `photo-${number}.jpg`, number, caption, credit: photos.credit, visibility: "public" };
    const bytes = await makeJpeg(number);
    // A photo whose upload was interrupted gets a new URL.
    const { upload } = before
      ? await api.post<{ upload: Upload }>(`/v1/photos/${before.id}/upload`, undefined, `${before.id}-${Date.now()}`)
      : await announce(api, path, bytes, fields, `${meeting.id}-photo-${number}`);
    await send(bytes, upload);
  }
  const deadline = Date.now() + processingTimeout;
  let found = await list();
  while (found.some(({ status }) => status !== "ready") && Date.now() < deadline) {
    await pause(200);
    found = await list();
  }
  return found;
};
