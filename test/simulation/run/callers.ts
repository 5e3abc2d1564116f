import { sendWithRetries } from "../callers/retrying-caller.ts";
import type { PlanGenerator, WorkloadContext } from "../workload/context.ts";
import type { Simulation } from "./simulation.ts";
import { uploadPhoto } from "./uploads.ts";

/** Concurrent callers, and operations of each. */
const maximumCallers = 4;
const maximumPlans = 4;
/** Milliseconds between two operations of a caller. */
const maximumPause = 80;
const maximumUploads = 3;

const workloadContextOf = ({ network: { random }, known, all, seed }: Simulation): WorkloadContext => ({
  random,
  known,
  all,
  marker: () => `mark-${seed}-${random.below(1_000_000_000)}`,
});

const caller = async (simulation: Simulation, name: string, theme: readonly PlanGenerator[]): Promise<void> => {
  const { network, attempts } = simulation;
  const { random, scheduler } = network;
  const context = workloadContextOf(simulation);
  for (let plans = 1 + random.below(maximumPlans); plans > 0; plans--) {
    await scheduler.sleep(random.next() * maximumPause);
    const plan = random.pick(theme)?.(context);
    if (plan) await sendWithRetries({ network, attempts, caller: name }, plan);
  }
};

/** Runs all callers concurrently; then stops injecting faults and drains the streams. */
export const runCallers = async (
  simulation: Simulation,
  theme: readonly PlanGenerator[],
  others: readonly Promise<void>[] = [],
): Promise<void> => {
  const { random } = simulation.network;
  const callers = Array.from({ length: 2 + random.below(maximumCallers - 1) }, (_, i) =>
    caller(simulation, `caller-${i}`, theme),
  );
  const uploads = Array.from({ length: random.below(maximumUploads + 1) }, () => uploadPhoto(simulation));
  await drain(simulation, [...callers, ...uploads, ...others]);
};

/** Delivers the stream until all actors are done, then without faults until everything is processed. */
export const drain = async (simulation: Simulation, actors: readonly Promise<void>[] = []): Promise<void> => {
  const { scheduler, faults } = simulation.network;
  let isOver = false;
  const acting = Promise.all(actors).finally(() => {
    isOver = true;
  });
  // Awaited below: without this, a failure would end the worker instead of the run.
  acting.catch(() => undefined);
  const delivering = deliver(simulation, () => isOver);
  await scheduler.runUntil(() => isOver);
  await acting;
  faults.clear();
  scheduler.notify();
  await scheduler.runUntil(() => isIdle(simulation));
  scheduler.notify();
  await delivering;
};

/** Delivers while actors run and records are left. */
const deliver = (simulation: Simulation, isOver: () => boolean) =>
  Promise.all(
    simulation.deliveries.map(async (delivery) => {
      while (!isOver() || !isIdle(simulation)) await delivery.deliver();
    }),
  );

/** No request is in progress and every consumer has processed the stream. */
const isIdle = ({ attempts, network, deliveries }: Simulation): boolean =>
  network.inFlight === 0 &&
  attempts.every(({ response, process }) => response !== undefined || process.dead) &&
  deliveries.every((delivery) => delivery.isIdle());
