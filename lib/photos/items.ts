import * as z from "zod/mini";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import type { Item } from "../table/write.ts";
import type { RejectionCode } from "../vocabulary/rejections.ts";
import {
  type KeptRendition,
  keptPhoto,
  keptRendition,
  type Photo,
  type PhotoInput,
  photoInput,
  rejectionCode,
} from "./schema.ts";

const photoList = "photo";

const keptFields = {
  uploadKey: z.string(),
  objectVersion: z.optional(z.string()),
  awaitedUntil: z.optional(z.string()),
  renditions: z._default(z.array(keptRendition), []),
  rejection: z.optional(rejectionCode),
  idempotencyPk: z.optional(z.string()),
};
const photoItem = z.object({ ...itemFields, ...keptFields });

/** A photo with its version and the place of its bytes. */
export type StoredPhoto = {
  record: Photo;
  version: number;
  /** The one key whose object can make the photo ready. */
  uploadKey: string;
  /** Version of the object that is being checked, or is the photo's. */
  objectVersion?: string | undefined;
  /** The instant from which on a photo that is not finished is expired. */
  awaitedUntil?: string | undefined;
  renditions: readonly KeptRendition[];
  rejection?: RejectionCode | undefined;
  /** The idempotent answer that announced it. */
  idempotencyPk?: string | undefined;
};

/** Photos of a meeting stand by number, those without behind, then by entry. */
const sortOf = ({ number, id }: Photo) => `${number === undefined ? "~" : String(number).padStart(6, "0")}#${id}`;

export const photoItemOf = ({ record, ...kept }: StoredPhoto): Item => ({
  ...keys.photo(record.meetingId, record.id),
  ...record,
  ...kept,
  inGroup: lists.ofMeeting(record.meetingId, photoList),
  sort: sortOf(record),
});

/** Reads an item; throws where it is not what we write. */
export const readPhoto = (item: Item): StoredPhoto => {
  const { version, uploadKey, objectVersion, awaitedUntil, renditions, rejection, idempotencyPk } = decodeStored(
    photoItem,
    item,
  );
  const kept = { version, uploadKey, objectVersion, awaitedUntil, renditions, rejection, idempotencyPk };
  return { record: decodeStored(keptPhoto, item), ...kept };
};

/** The photos of a meeting in their order. */
export const photosOf = (meetingId: string): Range => ({
  index: "byGroup",
  partition: lists.ofMeeting(meetingId, photoList),
});

const inputNames = Object.keys(photoInput.shape);

/** The record as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = (record: Photo): PhotoInput =>
  Object.fromEntries(Object.entries(record).filter(([name]) => inputNames.includes(name))) as PhotoInput;
