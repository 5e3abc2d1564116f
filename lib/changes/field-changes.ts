import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Item } from "../table/write.ts";

/** A schema of records. Only its fields, which readers of the record see, are part of a diff. */
export type RecordSchema = { shape: Readonly<Record<string, unknown>> };

/** Fields left out of diffs. */
const ignoredFields = ["id", "createdAt", "updatedAt"];

/** Characters of JSON up to which a value is stored; of a longer one only the digest is, so that the item stays small. */
const maximumValueLength = 600;

type RecordedValue = { value: unknown } | { sha256: string; characters: number };
type FieldChange = { field: string; before?: RecordedValue | undefined; after?: RecordedValue | undefined };

const recordedValue = (value: unknown): RecordedValue | undefined => {
  if (value === undefined) return undefined;
  const json = JSON.stringify(value);
  if (json.length <= maximumValueLength) return { value };
  return { sha256: createHash("sha256").update(json).digest("hex"), characters: json.length };
};

/** The differences between two states of a record, field by field. */
export const fieldChanges = (schema: RecordSchema, before: Item | undefined, after: Item | undefined): FieldChange[] =>
  Object.keys(schema.shape)
    .filter((field) => !ignoredFields.includes(field) && !isDeepStrictEqual(before?.[field], after?.[field]))
    .map((field) => ({ field, before: recordedValue(before?.[field]), after: recordedValue(after?.[field]) }));
