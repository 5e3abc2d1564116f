import type { Range } from "../../../../lib/table/range.ts";
import type { Item, Key } from "../../../../lib/table/write.ts";

/** What an operation guarantees that makes it touch items of the table. */
export const guarantees = {
  current:
    "a record by its id, or one that a request names, is as it was last written; what is absent or out of sight is not found",
  list: "a page of a list in its order, which may lag a second",
  written: "the record, and its places in lists",
  once: "a request with a key happens once and is answered alike",
  unique: "what must be unique is",
  figures: "figures of any day at a small cost, of every acknowledged write",
  named: "what is named stands and stays",
  told: "who deleted, exported or erased is told, and where it was",
  place: "where an organisation hangs is known of all in its home",
  context: "what follows later is found: bytes that wait, webhooks, erasures",
} as const;
export type Guarantee = keyof typeof guarantees;

/** Something that an operation cannot do without, and for what. */
export type Need = { for: Guarantee } & (
  | { read: Key; mayLag?: true }
  /** The first items of a range, as many as a page has. */
  | { page: Range; items?: number }
  /** All items of a range, as they were last written. */
  | { whole: Range }
  | { write: Key }
  /** What must be as it was read, when all is written. */
  | { check: Key }
);

/** The items of the table by their keys at one moment. */
export type Moment = ReadonlyMap<string, Item>;
export const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;
