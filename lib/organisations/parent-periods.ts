import * as z from "zod/mini";
import type { Day } from "../shared/days.ts";

/** The parent of an organisation (absent: none, it is at the top) from a day on (absent: without a first day). */
export const parentPeriod = z.object({ from: z.optional(z.string()), parentId: z.optional(z.string()) });
export type ParentPeriod = z.output<typeof parentPeriod>;

/** Adds a move to the periods, oldest first. It replaces an earlier move of the same day. */
export const withParentPeriod = (
  periods: readonly ParentPeriod[],
  added: ParentPeriod & { from: Day },
): ParentPeriod[] => [...periods.filter(({ from }) => from !== added.from), added].sort(byDay);

const byDay = ({ from: a = "" }: ParentPeriod, { from: b = "" }: ParentPeriod) => (a < b ? -1 : a > b ? 1 : 0);

/** Each period with the day on which the next one begins. */
export const parentSpans = (periods: readonly ParentPeriod[]) =>
  periods.map(({ parentId, from }, i) => ({ parentId, from, until: periods[i + 1]?.from }));

/** The parent on a day. */
export const parentOn = (periods: readonly ParentPeriod[], day: Day): string | undefined =>
  periods.findLast(({ from }) => from === undefined || from <= day)?.parentId;

/** Every current and former parent. */
export const parentsEver = (periods: readonly ParentPeriod[]): ReadonlySet<string> =>
  new Set(periods.flatMap(({ parentId }) => parentId ?? []));
