import type { Day } from "../shared/days.ts";
import { dayBefore } from "../shared/days.ts";
import { sameContent } from "../shared/merge-patch.ts";
import type { Position } from "./schema.ts";
import { isCounted, type MemberPeriod } from "./timeline.ts";

/** The last day of an open position whose holder departs: the day before, since a departure applies from its start. */
const endOf = ({ from }: Position, periods: readonly MemberPeriod[]): Day | undefined => {
  const departure = periods.find(({ state }, i) => {
    const next = periods[i + 1]?.from;
    return !isCounted(state) && (next === undefined || from === undefined || next > from);
  })?.from;
  if (departure === undefined) return undefined;
  return from !== undefined && from >= departure ? from : dayBefore(departure);
};

/** Positions as callers see them: a position without `to` ends with a departure of its holder. */
export const shownPositions = (positions: readonly Position[], periods: readonly MemberPeriod[]): Position[] =>
  positions.map((position) => {
    const to = position.to ?? endOf(position, periods);
    return to === undefined ? position : { ...position, to };
  });

/** Positions to store: a position that is sent as it was shown stays open, so that voiding the departure reopens it. */
export const positionsToStore = (
  sent: readonly Position[],
  { stored, shown }: { stored: readonly Position[]; shown: readonly Position[] },
): Position[] => sent.map((position) => stored[shown.findIndex((one) => sameContent(one, position))] ?? position);

/** Whether a position, as it is shown, is held on a day. */
export const isHeldOn = ({ from, to }: Position, day: Day): boolean =>
  (from === undefined || from <= day) && (to === undefined || day <= to);
