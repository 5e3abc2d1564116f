import * as z from "zod/mini";
import {
  id,
  instant,
  name,
  pageOf,
  pageQuery,
  recordFields,
  reference,
  rejectIf,
  text,
  title,
  visibility,
} from "../shared/schema.ts";
import { rejectionCodes } from "../vocabulary/rejections.ts";

/** Bytes of the largest photo: 25 MiB. */
export const photoBytes = 25 * 1_048_576;
export const renditionNames = ["thumb", "screen"] as const;
export const photoTypes = ["image/jpeg", "image/png", "image/webp"] as const;
/** People named in one photo: a check and a pointer of each, and the end of as many pointers, fit one transaction. */
export const peopleMaximum = 30;
/** Numbers of photos are given by people; six digits sort as text. */
const numberMaximum = 999_999;

type EitherOne = { memberId?: string | undefined; attendeeId?: string | undefined };
const notExactlyOne = ({ memberId, attendeeId }: EitherOne) => (memberId === undefined) === (attendeeId === undefined);

const person = z
  .strictObject({ memberId: z.optional(reference), attendeeId: z.optional(reference) })
  .check(rejectIf(notExactlyOne, "exactly-one", { fields: "memberId, attendeeId" }));
export type Person = z.output<typeof person>;

const sha256 = z
  .string()
  .check(rejectIf((value: string) => !/^[0-9a-f]{64}$/i.test(value), "invalid-format", { format: "SHA-256" }))
  .check(z.overwrite((value) => value.toLowerCase()));

/** What callers say of a photo before they send its bytes. */
export const photoInput = z.strictObject({
  fileName: name,
  contentType: z.enum(photoTypes),
  /** Bytes. */
  size: z.int().check(z.gte(1), z.lte(photoBytes)),
  /** Hex. */
  sha256,
  number: z.optional(z.int().check(z.gte(0), z.lte(numberMaximum))),
  caption: z.optional(text),
  credit: z.optional(title),
  takenAt: z.optional(instant),
  peopleShown: z.optional(z.array(person).check(z.maxLength(peopleMaximum))),
  visibility: z.optional(visibility),
});
export type PhotoInput = z.output<typeof photoInput>;

export const rejectionCode = z.enum(rejectionCodes);

/** A photo waits for its bytes, is checked, and is then ready or rejected; expired when its bytes never came. */
export const photoStatuses = ["awaiting-upload", "processing", "ready", "rejected", "expired"] as const;

/** What is kept of a photo and shown as it is. */
export const storedPhoto = z.object({
  ...recordFields,
  meetingId: id,
  fileName: z.string(),
  contentType: z.enum(photoTypes),
  size: z.int(),
  sha256: z.string(),
  number: z.optional(z.int()),
  caption: z.optional(z.string()),
  credit: z.optional(z.string()),
  takenAt: z.optional(z.string()),
  peopleShown: z.optional(z.array(z.object({ memberId: z.optional(id), attendeeId: z.optional(id) }))),
  visibility,
  status: z.enum(photoStatuses),
  /** Pixels of the upright original, known once it is ready. */
  width: z.optional(z.int()),
  height: z.optional(z.int()),
});
export type Photo = z.output<typeof storedPhoto>;

/** What is served of a photo instead of the original. */
const renditionFields = {
  name: z.enum(renditionNames),
  contentType: z.literal("image/webp"),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
};
export const storedRendition = z.object({ ...renditionFields, key: z.string() });
export type StoredRendition = z.output<typeof storedRendition>;

const url = z.string().check(z.meta({ format: "uri", description: "Expires after five minutes." }));

/** A photo as it is answered: its pictures by URLs of the moment, the original only to who may write. */
export const photoRecord = z.extend(storedPhoto, {
  rejection: z.optional(z.object({ code: rejectionCode, message: z.string() })),
  renditions: z.array(z.object({ ...renditionFields, url })),
  original: z.optional(z.object({ url, contentType: z.enum(photoTypes), bytes: z.int() })),
});
export type PhotoResponse = z.output<typeof photoRecord>;

/** How to send the bytes: exactly these headers; `Content-Length` is signed too and must be the announced size. */
const upload = z.object({
  method: z.literal("PUT"),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.string(),
});

export const announcement = z.object({ photo: photoRecord, upload });

export const photoPage = pageOf(photoRecord);
export const photosQuery = z.strictObject(pageQuery);
