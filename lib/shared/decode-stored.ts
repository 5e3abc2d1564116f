import type * as z from "zod/mini";

/**
 * Decodes a value that the service stored: by the shape of its schema, without checks that applied when it was accepted and may
 * have changed since. Throws for another shape.
 */
export const decodeStored = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> => {
  const read = schema._zod.run({ value, issues: [] }, { async: false, skipChecks: true });
  // `parse` throws the error with its reason.
  return read instanceof Promise || read.issues.length > 0 ? schema.parse(value) : (read.value as z.output<Schema>);
};
