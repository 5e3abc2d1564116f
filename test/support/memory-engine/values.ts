/** A plain value, as in the commands of lib/table. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };
export type Attributes = { [name: string]: Value };

const isMap = (value: Value): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value at a path of an item. */
export const valueAt = (item: Attributes | undefined, path: readonly string[]): Value | undefined => {
  let value: Value | undefined = item;
  for (const name of path) {
    if (value === undefined || !isMap(value)) return undefined;
    value = value[name];
  }
  return value;
};

/** A copy without undefined values, like that of `removeUndefinedValues`. Throws on values of other types. */
export const copyOf = (value: unknown): Value => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null)
    return value;
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(copyOf);
  if (typeof value !== "object" || Object.getPrototypeOf(value)?.constructor?.name !== "Object")
    throw new TypeError(`The memory engine does not know values such as ${String(value)}`);
  const copy: Attributes = {};
  for (const name in value) {
    const inner = (value as Record<string, unknown>)[name];
    if (inner !== undefined) copy[name] = copyOf(inner);
  }
  return copy;
};

export const isSame = (a: Value | undefined, b: Value | undefined): boolean => {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
};

/** Compares texts by their UTF-8 bytes. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Negative, zero or positive; NaN, which fails every comparison, for values without an order. */
export const compared = (a: Value | undefined, b: Value | undefined): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === "string" && typeof b === "string" ? byBytes(a, b) : Number.NaN;
};

/** The result of `size()`: bytes of a text, elements of a list or map. */
export const sizeOf = (value: Value | undefined): number | undefined => {
  if (typeof value === "string") return Buffer.byteLength(value);
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
};

/** Bytes of a list or map itself, and of each element. */
const frameBytes = 3;

/** Approximate bytes of a value as DynamoDB counts them. */
const bytesOf = (value: Value): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(String(value).length / 2) + 1;
  if (typeof value === "boolean" || value === null) return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + bytesOf(one) + 1, frameBytes);
  return bytesIn(value) + frameBytes + Object.keys(value).length;
};

/** Bytes of an item: its names and its values. */
export const bytesIn = (item: Attributes): number => {
  let sum = 0;
  for (const name in item) sum += name.length + bytesOf(item[name] ?? null);
  return sum;
};
