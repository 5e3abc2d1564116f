import { callerAt } from "../../../test/support/world.ts";
import type { Archive } from "../../bench/place/archive.ts";
import { createDirect, type Direct } from "../../bench/place/direct.ts";
import { type Handlers, loadHandlers } from "../../bench/place/handlers.ts";
import type { Place } from "../../bench/place/place.ts";
import { units } from "../../bench/report/numbers.ts";
import { startFollowing } from "../../bench/units/following.ts";
import { eachCase, sumOf } from "../../bench/units/measure.ts";
import { type Call, type Recorder, startRecorder } from "../../bench/units/recorder.ts";
import { wavesOf } from "../../bench/units/waves.ts";
import { readManifest } from "../bulk/load.ts";
import type { Manifest } from "../bulk/manifest.ts";
import { startLoaded } from "../place/loaded.ts";
import { recordArchiveBelow } from "./archive.ts";
import { knownOf, nationCases } from "./nation-cases.ts";

/** What one call asks of the table, as tables show it. */
export type Cost = { operation: string; about: string; rounds: string; read: string; write: string };

/** Which nation is measured, and on what: every operation on a committee of its own too, or what is asked of the nation alone. */
export type MeasureTask = { folder: string; only?: "nation" };

/** Milliseconds an answer is held back: an engine with a large file may be slow to begin with a call made beside another. */
const hold = 80;

/** Measures operations on a loaded nation. In a process of its own: functions know one table only. */
export const measureNation = async ({ folder, only }: MeasureTask): Promise<Cost[]> => {
  const manifest = readManifest(folder);
  const place = await startLoaded(folder);
  const recorder = await startRecorder(place.endpoint, hold);
  try {
    const handlers = await loadHandlers(place, recorder.url);
    const direct = createDirect(handlers);
    const costs = only ? [] : await costsOfCommittee({ place, handlers, recorder, direct }, manifest);
    const known = await knownOf(direct, manifest);
    for (const { operation, about, ask } of nationCases) {
      const event = direct.event(operation, ask(known));
      costs.push(costOf(operation, about, [await recorder.record(() => direct.send(operation, event))]));
    }
    return costs;
  } finally {
    await recorder.close();
    await place.close();
  }
};

type Standing = { place: Place; handlers: Handlers; recorder: Recorder; direct: Direct };

/** Every operation on a conference that is recorded below a superior of the nation, and what follows a write there. */
const costsOfCommittee = async ({ place, handlers, recorder, direct }: Standing, { committees }: Manifest) => {
  const [first] = committees;
  if (!first) throw new Error("The nation has no committee that is known");
  const following = await startFollowing(place, handlers, recorder);
  const archive = await recordArchiveBelow(direct, first.path.slice(0, -1));
  await following.follow();
  const own = createDirect(handlers, archive.caller);
  const costs: Cost[] = [];
  for (const { operation, one } of eachCase()) {
    const event = own.event(operation, await one.ask(archive, own));
    costs.push(costOf(operation, one.about ?? "", [await recorder.record(() => own.send(operation, event))]));
  }
  await following.follow();
  costs.push(await costOfFollowing(direct, archive, following.follow));
  following.close();
  return costs;
};

/** What a new member of a committee has to be told of and counted above, up to the root. */
const costOfFollowing = async ({ call }: Direct, { cellId, caller }: Archive, follow: () => Promise<Call[][]>) => {
  const person = { organisationId: cellId, fullName: "Trần Thị Mới", gender: "female", admittedOn: "2015-05-19" };
  await call("createMember", { body: person, caller: callerAt(caller.path) });
  return costOf("streamProcessor", "of a new member, up to the root", await follow());
};

const costOf = (operation: string, about: string, batches: readonly (readonly Call[])[]): Cost => {
  const { read, write } = sumOf(batches.flat());
  const rounds = batches.reduce((sum, batch) => sum + wavesOf(batch), 0);
  return { operation, about, rounds: String(rounds), read: units(read), write: units(write) };
};
