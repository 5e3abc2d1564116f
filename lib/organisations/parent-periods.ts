import * as z from "zod/mini";
import type { Day } from "../shared/days.ts";

/** From the start of which day (absent: since always) an organisation has hung below which (absent: at the top). */
export const parentPeriod = z.object({ from: z.optional(z.string()), parentId: z.optional(z.string()) });
export type ParentPeriod = z.output<typeof parentPeriod>;

/** The same stands, oldest first, with what a move says of a day: the last one recorded of a day is the one that counts. */
export const withParentPeriod = (
  stands: readonly ParentPeriod[],
  added: ParentPeriod & { from: Day },
): ParentPeriod[] => [...stands.filter(({ from }) => from !== added.from), added].sort(byDay);

const byDay = ({ from: a = "" }: ParentPeriod, { from: b = "" }: ParentPeriod) => (a < b ? -1 : a > b ? 1 : 0);

/** Each stand with the day on which the next one begins. */
export const parentSpans = (stands: readonly ParentPeriod[]) =>
  stands.map(({ parentId, from }, i) => ({ parentId, from, until: stands[i + 1]?.from }));

/** Below which organisation one hung on a day. */
export const parentOn = (stands: readonly ParentPeriod[], day: Day): string | undefined =>
  stands.findLast(({ from }) => from === undefined || from <= day)?.parentId;

/** Every organisation that one has ever hung below. */
export const parentsEver = (stands: readonly ParentPeriod[]): ReadonlySet<string> =>
  new Set(stands.flatMap(({ parentId }) => parentId ?? []));
