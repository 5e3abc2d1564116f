import { randomInt } from "node:crypto";
import sharp from "sharp";
import { comes } from "./comes.ts";
import { type Calls, type Made, type Play, sha256 } from "./play.ts";

export type Shown = Made & { renditions: { url: string }[]; original?: { url: string } };
export type Upload = { method: string; url: string; headers: Record<string, string> };

/** A small picture like no other. */
export const aPicture = () => {
  const background = { r: randomInt(256), g: randomInt(256), b: randomInt(256) };
  const [width, height] = [200 + randomInt(100), 200 + randomInt(100)];
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
};

export const announce = (play: Calls, meetingId: string, bytes: Buffer, more: object = {}) =>
  play.make<{ photo: Made; upload: Upload }>(`/v1/meetings/${meetingId}/photos`, {
    fileName: "anh.jpg",
    contentType: "image/jpeg",
    size: bytes.length,
    sha256: sha256(bytes),
    ...more,
  });

export const send = async (bytes: Buffer, { method, url, headers }: Upload): Promise<void> => {
  const answer = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  if (!answer.ok) throw new Error(`Storage answered ${answer.status}: ${await answer.text()}`);
};

/** Waits until a photo has come to a status. */
export const untilIs = (play: Play, id: string, status: string) =>
  comes(play, async () => (await play.get(`/v1/photos/${id}`)).status === status);

/** A photo of the meeting that is ready. */
export const aPhoto = async (play: Play, meetingId: string, more: object = {}): Promise<Made> => {
  const bytes = await aPicture();
  const { photo, upload } = await announce(play, meetingId, bytes, more);
  await send(bytes, upload);
  await untilIs(play, photo.id, "ready");
  return photo;
};
