import { Refusal } from "./refusal.ts";

/** Bytes `start` to `end`, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/**
 * Reads a Range header against an object's size. Undefined, so the whole object, where there is none, where its form is
 * unknown (RFC 9110, 14.2) or where it asks for several ranges, which S3 does not serve; InvalidRange past the end.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const [matched, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (matched === undefined || (first === "" && last === "")) return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || (first === "" && Number(last) === 0)) {
    const details = { RangeRequested: matched, ActualObjectSize: String(size) };
    throw new Refusal("InvalidRange", "The requested range is not satisfiable", details, {
      "content-range": `bytes */${size}`,
    });
  }
  return { start, end };
}
