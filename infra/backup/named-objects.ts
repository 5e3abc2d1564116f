import { renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import type { RawItem } from "./export-format.ts";

/** Objects of the bucket that items name; `needed`: their photo is of no use without. */
export type NamedObjects = Map<string, { needed: boolean }>;

const prefixes = [uploadsPrefix, renditionsPrefix];

/** Adds the objects that an item names, wherever in it their keys stand. */
export function addNamed(named: NamedObjects, item: RawItem): void {
  const needed = item.status?.S === "ready";
  for (const text of textsIn(item))
    if (prefixes.some((prefix) => text.startsWith(prefix)))
      named.set(text, { needed: needed || named.get(text)?.needed === true });
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    for (const part of Object.values(value)) yield* textsIn(part);
}
