import * as z from "zod/mini";
import { itemFields } from "../shared/schema.ts";
import { keys, lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import type { Item } from "../table/write.ts";
import { type Photo, type PhotoInput, photoInput, photoRecord } from "./schema.ts";

const photoList = "photo";

/** Where the bytes are to arrive, and which version of the object did. */
const keptFields = { uploadKey: z.string(), objectVersion: z.optional(z.string()) };
const photoItem = z.extend(photoRecord, { ...itemFields, ...keptFields });

/** A photo with its version and the place of its bytes. */
export type StoredPhoto = {
  record: Photo;
  version: number;
  /** The one key whose object can make the photo ready. */
  uploadKey: string;
  /** Version of the object that did. */
  objectVersion?: string | undefined;
};

/** Photos of a meeting stand by number, those without behind, then by entry. */
const sortOf = ({ number, id }: Photo) => `${number === undefined ? "~" : String(number).padStart(6, "0")}#${id}`;

export const photoItemOf = ({ record, version, uploadKey, objectVersion }: StoredPhoto): Item => ({
  ...keys.photo(record.meetingId, record.id),
  ...record,
  version,
  uploadKey,
  objectVersion,
  inGroup: lists.ofMeeting(record.meetingId, photoList),
  sort: sortOf(record),
});

/** Reads an item; throws where it is not what we write. */
export const readPhoto = (item: Item): StoredPhoto => {
  const { version, uploadKey, objectVersion } = photoItem.parse(item);
  return { record: photoRecord.parse(item), version, uploadKey, objectVersion };
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
