import * as z from "zod/mini";
import {
  exactlyOneOf,
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
import { type RejectionCode, rejectionCodes } from "../vocabulary/rejections.ts";

/** Bytes of the largest photo: 25 MiB. */
export const photoBytes = 25 * 1_048_576;
export const renditionNames = ["thumb", "screen"] as const;
export const photoTypes = ["image/jpeg", "image/png", "image/webp"] as const;
/** People in one photo: their checks and backlinks, and the removal of as many backlinks, fit one transaction. */
export const peopleMaximum = 30;
/** Numbers of photos are given by people; six digits sort as text. */
const numberMaximum = 999_999;

const person = z
  .strictObject({ memberId: z.optional(reference), attendeeId: z.optional(reference) })
  .check(exactlyOneOf("memberId", "attendeeId"));
export type Person = z.output<typeof person>;

const sha256 = z
  .string()
  .check(rejectIf((value: string) => !/^[0-9a-f]{64}$/i.test(value), "invalid-format", { format: "SHA-256" }))
  .check(z.overwrite((value) => value.toLowerCase()));

/** Fields of a photo that are stored as sent. */
const details = {
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
};

/** The announcement of a photo, before its bytes are sent. */
export const photoInput = z.strictObject({
  ...details,
  peopleShown: z.optional(z.array(person).check(z.maxLength(peopleMaximum))),
  visibility: z.optional(visibility),
});
export type PhotoInput = z.output<typeof photoInput>;

export const rejectionCode = z.enum(rejectionCodes);

/** A photo awaits its upload, is processed, and becomes ready or rejected; it expires when its bytes do not arrive in time. */
export const photoStatuses = ["awaiting-upload", "processing", "ready", "rejected", "expired"] as const;

/** The stored fields of a photo that responses contain unchanged. */
export const storedPhoto = z.object({
  ...recordFields,
  meetingId: id,
  ...details,
  peopleShown: z.optional(z.array(z.object({ memberId: z.optional(id), attendeeId: z.optional(id) }))),
  visibility,
  status: z.enum(photoStatuses),
  /** Pixels of the upright original, once it is ready. */
  width: z.optional(z.int()),
  height: z.optional(z.int()),
});
export type Photo = z.output<typeof storedPhoto>;

/** A rendition, which is served instead of the original. */
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

/** A photo in responses: with URLs of its renditions, and of the original for callers with the write scope. */
export const photoRecord = z.extend(storedPhoto, {
  rejection: z.optional(z.object({ code: rejectionCode, message: z.string() })),
  renditions: z.array(z.object({ ...renditionFields, url })),
  original: z.optional(z.object({ url, contentType: z.enum(photoTypes), bytes: z.int() })),
});
export type PhotoResponse = z.output<typeof photoRecord>;

/** The upload request: exactly these headers. `Content-Length` is signed too and must be the announced size. */
const upload = z.object({
  method: z.literal("PUT"),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: z.string(),
});

export const announcement = z.object({ photo: photoRecord, upload });

export const photoPage = pageOf(photoRecord);
export const photosQuery = z.strictObject(pageQuery);

/** A photo with its version and the state of its bytes. */
export type StoredPhoto = {
  record: Photo;
  version: number;
  /** The only key whose object can make the photo ready. */
  uploadKey: string;
  /** Version of the object that is being processed or belongs to the photo. */
  objectVersion?: string | undefined;
  /** The instant from which a photo that is not finished is expired. */
  awaitedUntil?: string | undefined;
  renditions: readonly StoredRendition[];
  rejection?: RejectionCode | undefined;
  /** Partition of the stored response that announced it. */
  idempotencyPk?: string | undefined;
};
