import type * as z from "zod/mini";

/**
 * Reads what the service itself has kept or made: by the shape of its schema, without the rules that its values have once
 * been taken in by, which may have changed since. Throws where it has not that shape.
 */
export const decodeStored = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> => {
  const read = schema._zod.run({ value, issues: [] }, { async: false, skipChecks: true });
  // `parse` refuses it too, and says why.
  return read instanceof Promise || read.issues.length > 0 ? schema.parse(value) : (read.value as z.output<Schema>);
};
