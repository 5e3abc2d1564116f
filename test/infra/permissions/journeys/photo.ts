import { randomInt } from "node:crypto";
import sharp from "sharp";
import { type Calls, type CreatedRecord, eventually, type JourneyService, sha256 } from "./journey-service.ts";

export type Shown = CreatedRecord & { renditions: { url: string }[]; original?: { url: string } };
export type Upload = { method: string; url: string; headers: Record<string, string> };

/** A small unique image. */
export const createImage = () => {
  const background = { r: randomInt(256), g: randomInt(256), b: randomInt(256) };
  const [width, height] = [200 + randomInt(100), 200 + randomInt(100)];
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
};

export const announcePhoto = (service: Calls, meetingId: string, bytes: Buffer, more: object = {}) =>
  service.post<{ photo: CreatedRecord; upload: Upload }>(`/v1/meetings/${meetingId}/photos`, {
    fileName: "anh.jpg",
    contentType: "image/jpeg",
    size: bytes.length,
    sha256: sha256(bytes),
    ...more,
  });

export const send = async (bytes: Buffer, { method, url, headers }: Upload): Promise<void> => {
  const response = await fetch(url, { method, headers, body: new Uint8Array(bytes) });
  if (!response.ok) throw new Error(`Storage returned ${response.status}: ${await response.text()}`);
};

/** Waits until a photo has a status. */
export const untilStatus = (service: JourneyService, id: string, status: string) =>
  eventually(service, async () => (await service.get(`/v1/photos/${id}`)).status === status);

/** Creates a photo of the meeting and waits until it is ready. */
export const createPhoto = async (
  service: JourneyService,
  meetingId: string,
  more: object = {},
): Promise<CreatedRecord> => {
  const bytes = await createImage();
  const { photo, upload } = await announcePhoto(service, meetingId, bytes, more);
  await send(bytes, upload);
  await untilStatus(service, photo.id, "ready");
  return photo;
};
