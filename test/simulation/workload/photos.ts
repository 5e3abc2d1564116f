import { createHash } from "node:crypto";
import type { Plan } from "../callers/retrying-caller.ts";
import type { WorkloadContext } from "./context.ts";

/** Few contents, so that the same content is announced twice; `damaged` is not a picture. */
const texts = ["một", "hai", "damaged"];

export const bytesOf = (text: string) => Buffer.from(`photo ${text}`);

const somePeople = ({ random, known }: WorkloadContext, meetingId: string) => {
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  const [memberId, attendeeId] = [random.pick(known.members), random.pick(there)?.id];
  return [
    ...(memberId !== undefined && random.chance(0.4) ? [{ memberId }] : []),
    ...(attendeeId !== undefined && random.chance(0.4) ? [{ attendeeId }] : []),
  ];
};

const announce = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const meetingId = random.pick(known.meetings);
  return meetingId === undefined ? undefined : announcing(context, meetingId, random.pick(texts) ?? "");
};

/** The same content in the same meeting. */
const announceAgain = (context: WorkloadContext): Plan | undefined => {
  const photo = context.random.pick(context.known.photos);
  return photo && announcing(context, photo.meetingId, photo.text);
};

const announcing = (context: WorkloadContext, meetingId: string, text: string): Plan => {
  const { random } = context;
  const bytes = bytesOf(text);
  return {
    operation: "announcePhoto",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: {
      fileName: context.marker(),
      contentType: "image/jpeg",
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      peopleShown: somePeople(context, meetingId),
      visibility: random.pick(["public", "internal"]),
    },
    onSuccess: rememberUpload(context, meetingId, text),
  };
};

const rememberUpload =
  ({ known }: WorkloadContext, meetingId: string, text: string) =>
  (record: Record<string, unknown>): void => {
    const { url } = record.upload as { url: string };
    const { id } = record.photo as { id: string };
    known.photos.push({ id, meetingId, text, key: url.slice("https://storage.example/".length) });
  };

const renew = (context: WorkloadContext): Plan | undefined => {
  const photo = context.random.pick(context.known.photos);
  return (
    photo && {
      operation: "renewUpload",
      params: { photoId: photo.id },
      withKey: true,
      onSuccess: rememberUpload(context, photo.meetingId, photo.text),
    }
  );
};

const change = (context: WorkloadContext): Plan | undefined => {
  const { random, known } = context;
  const photo = random.pick(known.photos);
  if (!photo) return undefined;
  const marker = context.marker();
  return {
    operation: "updatePhoto",
    params: { photoId: photo.id },
    read: "getPhoto",
    marker,
    body: {
      caption: marker,
      peopleShown: somePeople(context, photo.meetingId),
      visibility: random.pick(["public", "internal"]),
    },
  };
};

const remove = ({ random, known }: WorkloadContext): Plan | undefined => {
  const photo = random.pick(known.photos);
  return photo && { operation: "deletePhoto", params: { photoId: photo.id }, read: "getPhoto" };
};

/** Upload keys that change during an upload. */
export const renewals = [renew, renew, change];
/** Requests about photos that are about to expire. */
export const photosNearTheHour = [announceAgain, announceAgain, announceAgain, remove, remove, change, change];
export const photos = [announce, announce, announce, renew, change, change, remove];
