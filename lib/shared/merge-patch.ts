import { isDeepStrictEqual } from "node:util";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * JSON Merge Patch (RFC 7396): objects merge, `null` removes, everything else replaces. Changes neither argument.
 * @param keepNull keeps `null` as a value, to validate the names of the patch
 */
export const mergePatch = (target: unknown, patch: unknown, { keepNull = false } = {}): unknown => {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null && !keepNull) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value, { keepNull }));
  }
  return Object.fromEntries(merged);
};

/** The fields of a record that its input schema has: a merge patch applies to them. */
export const inputOf = <T extends object>(schema: { shape: object; _zod: { output: T } }, record: object): T => {
  const names = Object.keys(schema.shape);
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name))) as T;
};

const asJson = (value: object) => JSON.parse(JSON.stringify(value)) as unknown;

/** Whether two records have the same content; the order of fields and undefined fields make no difference. */
export const sameContent = (a: object, b: object): boolean => isDeepStrictEqual(asJson(a), asJson(b));
