import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf } from "../shared/merge-patch.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import type { Write } from "../table/write.ts";
import type { RequestContext } from "./request-context.ts";

/** What a PATCH asks of a record. */
export type RecordUpdate<Input extends object> = {
  precondition: Precondition | undefined;
  /** The result of the PATCH, from the input that the record has now. */
  change: (current: Partial<Input>) => InputValidation<Input>;
};

/** The result of a PATCH of the record that was found. Throws 428, 412. */
export const patchedInput = <Input extends object>(
  schema: { shape: object; _zod: { output: Input } },
  { record, version }: { record: object; version: number },
  { precondition, change }: RecordUpdate<Input>,
): InputValidation<Input> => {
  requireIfMatch(precondition, version);
  const validation = change(inputOf(schema, record));
  validation.checkReadOnly(record);
  return validation;
};

/** Deletes a record by the writes that follow from it. Throws what reading it throws, 428, 412. */
export const deleteRecord = async <Found extends { version: number }>(
  context: RequestContext,
  reading: Promise<Found>,
  { precondition, writes }: { precondition: Precondition | undefined; writes: (found: Found) => readonly Write[] },
): Promise<undefined> => {
  const found = await reading;
  requireIfMatch(precondition, found.version);
  await context.commit(writes(found), { record: {} });
};
