import type { Attributes } from "../../support/memory-engine/values.ts";
import { carefully } from "../callers/careful.ts";
import type { Plan } from "../callers/plan.ts";
import { copyOfKnown, type Known, nothingKnown } from "../workload/known.ts";
import { settle } from "./act.ts";
import { makeLargeMeeting } from "./large-meeting.ts";
import { emptyStory } from "./open.ts";
import { makeOrganisations, makeRecords } from "./scenery.ts";

/** What a run begins with. */
export type Setting = { items: readonly Attributes[]; known: Known };

/** Has a wish granted, whatever it takes; gives the record. */
export type Done = (plan: Plan) => Promise<Record<string, unknown>>;

const seed = 1;

/** Has something made on top of a setting, through the API itself. */
const extended = async (from: Setting, make: (done: Done, known: Known) => Promise<void>): Promise<Setting> => {
  const known = copyOfKnown(from.known);
  const story = emptyStory(seed, { ...from, known });
  const { network, ledger, engine } = story;
  const done: Done = async (plan) => {
    let made: Record<string, unknown> | undefined;
    const learn = (record: Record<string, unknown>) => {
      made = record;
    };
    let isOver = false;
    void carefully({ network, ledger, caller: "setting" }, { ...plan, learn }).then(() => {
      isOver = true;
    });
    await network.scheduler.runUntil(() => isOver);
    if (!made) throw new Error(`The setting was refused: ${ledger.at(-1)?.answer?.body}`);
    return made;
  };
  await make(done, known);
  await settle(story);
  return { items: [...engine.items()], known };
};

type Settings = { usual: Setting; large: Setting };
let made: Promise<Settings> | undefined;

/** The settings, made once: what most runs begin with, and one with a meeting that is too large to go at once. */
export const settings = (): Promise<Settings> => {
  made ??= (async () => {
    const usual = await extended({ items: [], known: nothingKnown() }, async (done, known) => {
      await makeOrganisations(done, known);
      await makeRecords(done, known);
    });
    return { usual, large: await extended(usual, makeLargeMeeting) };
  })();
  return made;
};
