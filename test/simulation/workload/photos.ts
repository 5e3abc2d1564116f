import { createHash } from "node:crypto";
import type { Plan } from "../callers/retrying-caller.ts";
import type { Drawing } from "./context.ts";

/** What photos show, out of so few that the same bytes are announced twice; the damaged one is no picture. */
const texts = ["một", "hai", "damaged"];

export const bytesOf = (text: string) => Buffer.from(`photo ${text}`);

const somePeople = ({ random, known }: Drawing, meetingId: string) => {
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  const [memberId, attendeeId] = [random.pick(known.members), random.pick(there)?.id];
  return [
    ...(memberId !== undefined && random.chance(0.4) ? [{ memberId }] : []),
    ...(attendeeId !== undefined && random.chance(0.4) ? [{ attendeeId }] : []),
  ];
};

const announce = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const meetingId = random.pick(known.meetings);
  return meetingId === undefined ? undefined : announcing(drawing, meetingId, random.pick(texts) ?? "");
};

/** The same bytes in the same meeting once more. */
const announceAgain = (drawing: Drawing): Plan | undefined => {
  const photo = drawing.random.pick(drawing.known.photos);
  return photo && announcing(drawing, photo.meetingId, photo.text);
};

const announcing = (drawing: Drawing, meetingId: string, text: string): Plan => {
  const { random } = drawing;
  const bytes = bytesOf(text);
  return {
    operation: "announcePhoto",
    params: { meetingId },
    keyed: random.chance(0.9),
    body: {
      fileName: drawing.mark(),
      contentType: "image/jpeg",
      size: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      peopleShown: somePeople(drawing, meetingId),
      visibility: random.pick(["public", "internal"]),
    },
    learn: rememberUpload(drawing, meetingId, text),
  };
};

const rememberUpload =
  ({ known }: Drawing, meetingId: string, text: string) =>
  (record: Record<string, unknown>): void => {
    const { url } = record.upload as { url: string };
    const { id } = record.photo as { id: string };
    known.photos.push({ id, meetingId, text, key: url.slice("https://storage.example/".length) });
  };

const renew = (drawing: Drawing): Plan | undefined => {
  const photo = drawing.random.pick(drawing.known.photos);
  return (
    photo && {
      operation: "renewUpload",
      params: { photoId: photo.id },
      keyed: true,
      learn: rememberUpload(drawing, photo.meetingId, photo.text),
    }
  );
};

const change = (drawing: Drawing): Plan | undefined => {
  const { random, known } = drawing;
  const photo = random.pick(known.photos);
  if (!photo) return undefined;
  const mark = drawing.mark();
  return {
    operation: "updatePhoto",
    params: { photoId: photo.id },
    read: "getPhoto",
    mark,
    body: {
      caption: mark,
      peopleShown: somePeople(drawing, photo.meetingId),
      visibility: random.pick(["public", "internal"]),
    },
  };
};

const remove = ({ random, known }: Drawing): Plan | undefined => {
  const photo = random.pick(known.photos);
  return photo && { operation: "deletePhoto", params: { photoId: photo.id }, read: "getPhoto" };
};

/** Places for bytes that change while the bytes are on their way. */
export const renewals = [renew, renew, change];
/** What is done about photos that are about to expire. */
export const photosNearTheHour = [announceAgain, announceAgain, announceAgain, remove, remove, change, change];
export const photos = [announce, announce, announce, renew, change, change, remove];
