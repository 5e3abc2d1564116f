/** A value as the document client takes and gives it. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };
export type Attributes = { [name: string]: Value };

const isMap = (value: Value): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The type letters of DynamoDB, as far as the service uses them. */
export const typeOf = (value: Value): "S" | "N" | "BOOL" | "NULL" | "L" | "M" => {
  if (typeof value === "string") return "S";
  if (typeof value === "number") return "N";
  if (typeof value === "boolean") return "BOOL";
  if (value === null) return "NULL";
  return Array.isArray(value) ? "L" : "M";
};

/** A copy without what is undefined, as `removeUndefinedValues` asks of the client. Throws on what has no place in an item. */
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
  if (a === undefined || b === undefined || typeOf(a) !== typeOf(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => isSame(one, b[i]));
  if (!isMap(a) || !isMap(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSame(a[name], b[name]));
};

/** Texts in the order of their UTF-8 bytes. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Below, equal or above; undefined where the two have no order. */
export const compared = (a: Value, b: Value): number | undefined => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return typeof a === "string" && typeof b === "string" ? byBytes(a, b) : undefined;
};

/** What `size()` gives: bytes of a text, elements of a list or map. */
export const sizeOf = (value: Value): number | undefined => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.length;
  return isMap(value) ? Object.keys(value).length : undefined;
};

/** Bytes of a list or map itself, and of each element. */
const frameBytes = 3;

/** Bytes of a value as DynamoDB counts them, near enough for its limits. */
export const bytesOf = (value: Value): number => {
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
