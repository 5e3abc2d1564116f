import { setTimeout as pause } from "node:timers/promises";
import type { Api } from "../../../test/demo/api.ts";
import { canonical, type Seen } from "../records.ts";
import { atOnce } from "./at-once.ts";
import { placesOf } from "./places.ts";
import { type Figures, recount } from "./recount.ts";

/** Days to look at: before most, amid the histories, at a year's end, after all. */
export const days = ["2012-06-15", "2021-03-14", "2023-12-31", "2026-01-01"] as const;

/** Milliseconds that figures of a superior may lag on a busy machine. */
const retryRuntime = 60_000;

/** Statistics of every organisation on some days that differ from a recount. Nothing may be written meanwhile. */
export const faultsOfStatistics = async (
  api: Api,
  seen: ReadonlyMap<string, Seen>,
  on: readonly string[],
): Promise<string[]> => {
  const { all } = placesOf(seen);
  const faults = await atOnce(on, 1, async (day) => {
    const counted = await recount(api, seen, day);
    return atOnce(all, 8, ({ id, kind }) => faultOf(api, id, day, counted.get(id), kind === "superior-committee"));
  });
  return faults.flat(2);
};

const faultOf = async (api: Api, id: string, day: string, counted: Figures | undefined, mayLag: boolean) => {
  const deadline = Date.now() + retryRuntime;
  for (;;) {
    const { cells, members, awards, meetings } = await api.get<Figures>(
      `/v1/organisations/${id}/statistics?asOf=${day}`,
    );
    const told = { cells, members, awards, meetings };
    if (counted && canonical(told) === canonical(counted)) return [];
    if (!mayLag || Date.now() > deadline)
      return [`Figures of ${id} on ${day} are ${JSON.stringify(told)}, and by a recount ${JSON.stringify(counted)}`];
    await pause(200);
  }
};
