import type { Day } from "../../../../lib/shared/days.ts";
import { tenantIdFromId } from "../../../../lib/shared/ids.ts";
import { tallyKeys } from "../../../../lib/statistics/tally.ts";
import { keys } from "../../../../lib/table/keys.ts";
import type { Range } from "../../../../lib/table/range.ts";
import type { Key } from "../../../../lib/table/write.ts";
import type { Guarantee, Moment, Need } from "./need.ts";

/** Reads by key, of what must not lag. */
export const current = (...read: Key[]): Need[] => read.map((key) => ({ for: "current", read: key }));
/** Reads by key beside a list, which may lag as the list does. */
export const lagging = (...read: Key[]): Need[] => read.map((key) => ({ for: "list", read: key, mayLag: true }));
/** A page of a list. */
export const page = (range: Range, items?: number): Need[] => [
  { for: "list", page: range, ...(items === undefined ? {} : { items }) },
];
/** All of a range, of what must not lag. */
export const whole = (range: Range): Need[] => [{ for: "current", whole: range }];
/** What must be as it was read when all is written. */
export const unchanged = (...check: Key[]): Need[] => check.map((key) => ({ for: "named", check: key }));
/** Items that are written for a guarantee. */
export const written = (what: Guarantee, ...write: Key[]): Need[] => write.map((key) => ({ for: what, write: key }));
/** The record itself. */
export const record = (...write: Key[]): Need[] => written("written", ...write);
/** What must be unique is looked for by the one who upserts by it, and guarded by an item of its own. */
export const lookedUp = (guard: Key): Need[] => [{ for: "unique", read: guard }];
export const unique = (...write: Key[]): Need[] => written("unique", ...write);
/** How often something is named stands apart from it, so that naming it writes no list anew. */
export const named = (...write: Key[]): Need[] => written("named", ...write);
/** What was deleted is noted beside it: the item is gone, and with it who changed it last. */
export const noted = (gone: Key): Need[] => written("told", keys.deletion(gone));

/** An organisation that a request names: seen, and where it hangs, so that what counts in it counts above it too. */
export const organisation = (id: string): Need[] => current(keys.organisation(id), keys.tree(tenantIdFromId(id)));

/** Figures of some days in some organisations: for each a year, a month and a day, so that any day is answered by three items. */
export const figures = (organisations: readonly string[], days: readonly Day[]): Need[] =>
  organisations.flatMap((id) => days.flatMap((day) => written("figures", ...tallyKeys(id, day))));

/** What a request with a key has answered: looked for, and kept. */
export const once = (after: Moment, headers: Record<string, string> = {}): Need[] => {
  const name = headers["idempotency-key"] ?? "";
  const kept = [...after.values()].find(({ pk }) => pk.startsWith("ONCE#") && pk.endsWith(`#${name}`));
  if (!kept) throw new Error("Nothing is kept of a request with a key");
  const key = { pk: kept.pk, sk: kept.sk };
  return [
    { for: "once", read: key },
    { for: "once", write: key },
  ];
};
