import type { OperationName } from "../../../lib/contract/routes.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import type { Handlers } from "../place/handlers.ts";
import type { Place } from "../place/place.ts";
import type { Case } from "./case.ts";
import { type Following, startFollowing } from "./following.ts";
import { least } from "./least/all.ts";
import type { NeedsOf } from "./least/given.ts";
import type { Moment } from "./least/need.ts";
import { bytesKept } from "./least/size.ts";
import { byGuarantee, neededUnits, total } from "./least/units.ts";
import { eachCase, markOf, sumOf } from "./measure.ts";
import type { MeasuredCall } from "./measured.ts";
import type { Recorder } from "./recorder.ts";
import { openSnapshots, type Snapshots } from "./snapshot.ts";
import { wavesOf } from "./waves.ts";

/** Where operations are measured. */
export type CostPlace = { place: Place; handlers: Handlers; recorder: Recorder; archive: Archive; direct: Direct };

/** Measures every call with what follows from it, one after the other, beside the least for what it guarantees. */
export const measureCost = async (at: CostPlace): Promise<MeasuredCall[]> => {
  const snapshots = openSnapshots(at.place);
  const following = await startFollowing(at.place, at.handlers, at.recorder);
  try {
    const measured: MeasuredCall[] = [];
    for (const { operation, one, place } of eachCase())
      measured.push(await measureCase({ ...at, snapshots, following }, operation, one, needsOf(operation, place)));
    return measured;
  } finally {
    following.close();
    snapshots.close();
  }
};

const needsOf = (operation: OperationName, place: number): NeedsOf => {
  const needs = (least as Partial<Record<OperationName, readonly NeedsOf[]>>)[operation]?.[place];
  if (!needs) throw new Error(`Nobody has said what ${operation} needs (${place})`);
  return needs;
};

type Measuring = CostPlace & { snapshots: Snapshots; following: Following };

const measureCase = async (
  { recorder, archive, direct, snapshots, following }: Measuring,
  operation: OperationName,
  one: Case,
  needs: NeedsOf,
): Promise<MeasuredCall> => {
  const asked = await one.ask(archive, direct);
  const event = direct.event(operation, asked);
  // What follows from the preparation is none of the call's.
  await following.follow();
  const before = await snapshots.take();
  let answered: Awaited<ReturnType<Direct["send"]>> | undefined;
  const calls = await recorder.record(async () => {
    answered = await direct.send(operation, event);
  });
  const after = await snapshots.take();
  const followed = (await following.follow()).flat();
  const settled = await snapshots.take();
  const record = answered?.record ?? { id: "" };
  const needed = neededUnits(needs({ archive, asked, record, before, after }), before, after);
  const rounds = wavesOf(calls);
  return {
    operation,
    about: one.about ?? "",
    rounds,
    calls: calls.length,
    units: sumOf(calls),
    least: total(needed),
    leastFor: Object.fromEntries(byGuarantee(needed)),
    follows: { ...sumOf(followed), changes: changesIn(settled) - changesIn(before) },
    keptBytes: bytesKept(settled) - bytesKept(before),
    mark: markOf(operation, one, rounds),
  };
};

const changesIn = (moment: Moment) => [...moment.values()].filter(({ pk }) => pk.startsWith("CHANGE#")).length;
