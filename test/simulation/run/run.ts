import { createRandom } from "../../support/random.ts";
import { createFaultPlan, slowCallsOnly } from "../environment/faults.ts";
import type { Interceptor } from "../environment/network.ts";
import { violationsOf } from "../invariants/invariants.ts";
import { narrowed, type PlanGenerator } from "../workload/context.ts";
import { nearTheHour } from "../workload/photos.ts";
import { largeMeeting, themes } from "../workload/themes.ts";
import { runCallers } from "./callers.ts";
import { initialTables } from "./initial-tables.ts";
import type { Simulation } from "./simulation.ts";
import { createSimulation, passThrough } from "./simulation.ts";

/** Milliseconds; longer than the expiry of photos and of stored responses. */
const twoDays = 2 * 86_400_000 + 1_000;
const millisecond = 1_000;
/** Milliseconds before the expiry of a photo in which the second phase may start. */
const expiryWindow = 400;

/** Share of runs with a meeting that is too large to be deleted in one transaction. These runs take longer. */
const largeShare = 0.03;

/** Runs a seed and returns the violations of invariants. */
export const run = async (seed: number, interceptor: Interceptor = passThrough): Promise<string[]> => {
  const made = await initialTables();
  const random = createRandom(seed);
  const isLarge = random.chance(largeShare);
  const { items, known } = isLarge ? made.largeShare : made.usual;
  const simulation = createSimulation(seed, { items, known: narrowed(random, known), all: known }, interceptor);
  const theme = isLarge ? largeMeeting : (random.pick(themes) ?? []);
  console.error = (line: unknown) => simulation.errorLog.push(String(line));
  simulation.network.faults = createFaultPlan(simulation.network.random);
  try {
    await runCallers(simulation, theme);
    if (simulation.network.random.chance(secondPhaseProbability(simulation))) await runLater(simulation, theme);
  } catch (error) {
    return [`the run failed: ${error instanceof Error ? error.stack : error}`];
  }
  return violationsOf(simulation);
};

/** A second phase covers expiry, which concerns photos most. */
const secondPhaseProbability = ({ attempts }: Simulation) =>
  attempts.some(({ operation }) => /Photo$|^renewUpload$/.test(operation)) ? 0.5 : 0.03;

/** Just before the expiry of a photo, so that requests read before it and write after it. */
const beforeExpiry = ({ engine, network: { scheduler, random } }: Simulation): number => {
  const hours = [...engine.items()].flatMap(({ awaitedUntil }) =>
    typeof awaitedUntil === "string" ? [Date.parse(awaitedUntil)] : [],
  );
  return Math.max(scheduler.now, (random.pick(hours) ?? scheduler.now) - random.next() * expiryWindow);
};

const runLater = async (simulation: Simulation, usual: readonly PlanGenerator[]): Promise<void> => {
  const { scheduler, random } = simulation.network;
  const isBeforeExpiry = random.chance(0.5);
  const theme = isBeforeExpiry ? nearTheHour : usual;
  simulation.network.faults = isBeforeExpiry ? slowCallsOnly(random) : createFaultPlan(random);
  scheduler.now = isBeforeExpiry ? beforeExpiry(simulation) : scheduler.now + random.next() * twoDays;
  const expire = async () => {
    await scheduler.sleep(random.next() * millisecond);
    simulation.engine.expire(scheduler.now / millisecond);
    scheduler.notify();
  };
  await runCallers(simulation, theme, random.chance(0.8) ? [expire()] : []);
};
