import { createHash } from "node:crypto";
import type { Plan } from "../callers/retrying-caller.ts";
import { inMeeting, type PlanGenerator, remove, update, type WorkloadContext } from "./context.ts";

/** Few contents, so that the same content is announced twice; `damaged` is not a picture. */
const texts = ["một", "hai", "damaged"];

export const bytesOf = (text: string) => Buffer.from(`photo ${text}`);

const storage = "https://storage.example/";

/** What a photo with such a content is announced with. */
export const announcementOf = (text: string) => ({
  contentType: "image/jpeg",
  size: bytesOf(text).length,
  sha256: createHash("sha256").update(bytesOf(text)).digest("hex"),
});

/** Remembers the photo and the upload key of a response. */
export const rememberUpload =
  ({ known }: Pick<WorkloadContext, "known">, meetingId: string, text: string) =>
  (record: Record<string, unknown>): void => {
    const { url } = record.upload as { url: string };
    const { id } = record.photo as { id: string };
    known.photos.push({ id, meetingId, text, key: url.slice(storage.length) });
  };

const somePeople = ({ random, known }: WorkloadContext, meetingId: string) => {
  const there = known.attendees.filter((part) => part.meetingId === meetingId);
  const [memberId, attendeeId] = [random.pick(known.members), random.pick(there)?.id];
  return [
    ...(memberId !== undefined && random.chance(0.4) ? [{ memberId }] : []),
    ...(attendeeId !== undefined && random.chance(0.4) ? [{ attendeeId }] : []),
  ];
};

const announcing = (context: WorkloadContext, meetingId: string, text: string): Plan => {
  const { random } = context;
  return {
    operation: "announcePhoto",
    params: { meetingId },
    withKey: random.chance(0.9),
    body: {
      fileName: context.marker(),
      ...announcementOf(text),
      peopleShown: somePeople(context, meetingId),
      visibility: random.pick(["public", "internal"]),
    },
    onSuccess: rememberUpload(context, meetingId, text),
  };
};

const announce = inMeeting((context, meetingId) => announcing(context, meetingId, context.random.one(texts)));

/** The same content in the same meeting. */
const announceAgain: PlanGenerator = (context) => {
  const photo = context.random.pick(context.known.photos);
  return photo && announcing(context, photo.meetingId, photo.text);
};

const renew: PlanGenerator = (context) => {
  const photo = context.random.pick(context.known.photos);
  if (!photo) return undefined;
  const onSuccess = rememberUpload(context, photo.meetingId, photo.text);
  return { operation: "renewUpload", params: { photoId: photo.id }, withKey: true, onSuccess };
};

const change: PlanGenerator = (context) =>
  update(context, "Photo", context.random.pick(context.known.photos), (caption, { meetingId }) => ({
    caption,
    peopleShown: somePeople(context, meetingId),
    visibility: context.random.pick(["public", "internal"]),
  }));

const removePhoto: PlanGenerator = ({ random, known }) => remove("Photo", random.pick(known.photos));

/** Upload keys that change during an upload. */
export const renewals = [renew, renew, change];
/** Requests about photos that are about to expire. */
export const nearTheHour = [announceAgain, announceAgain, announceAgain, removePhoto, removePhoto, change, change];
export const photos = [announce, announce, announce, renew, change, change, removePhoto];
