import { carefully } from "../callers/retrying-caller.ts";
import type { Drawing } from "../workload/context.ts";
import type { Draw } from "../workload/themes.ts";
import type { Story } from "./simulation.ts";
import { sendPhoto } from "./uploads.ts";

/** Callers at work at once, and wishes of each. */
const callersMost = 4;
const wishesMost = 4;
/** Milliseconds between two wishes of a caller. */
const longestRest = 80;
const camerasMost = 3;

const drawingOf = ({ network: { random }, known, all, seed }: Story): Drawing => ({
  random,
  known,
  all,
  mark: () => `dấu ${seed}-${random.below(1_000_000_000)}`,
});

const caller = async (story: Story, name: string, theme: readonly Draw[]): Promise<void> => {
  const { network, ledger } = story;
  const { random, scheduler } = network;
  const drawing = drawingOf(story);
  for (let wishes = 1 + random.below(wishesMost); wishes > 0; wishes--) {
    await scheduler.sleep(random.next() * longestRest);
    const plan = random.pick(theme)?.(drawing);
    if (plan) await carefully({ network, ledger, caller: name }, plan);
  }
};

/** Everybody acts at once, until they have what they wish or give up; then the sky clears and all comes to rest. */
export const act = async (
  story: Story,
  theme: readonly Draw[],
  others: readonly Promise<void>[] = [],
): Promise<void> => {
  const { random } = story.network;
  const callers = Array.from({ length: 2 + random.below(callersMost - 1) }, (_, i) =>
    caller(story, `caller-${i}`, theme),
  );
  const cameras = Array.from({ length: random.below(camerasMost + 1) }, () => sendPhoto(story));
  await settle(story, [...callers, ...cameras, ...others]);
};

/** Brings the stream to its followers until all actors are done, then in fine weather until nothing is left to do. */
export const settle = async (story: Story, actors: readonly Promise<void>[] = []): Promise<void> => {
  const { scheduler, weather } = story.network;
  let isOver = false;
  const acting = Promise.all(actors).finally(() => {
    isOver = true;
  });
  const delivering = deliver(story, () => isOver);
  await scheduler.runUntil(() => isOver);
  await acting;
  weather.clear();
  scheduler.stir();
  await scheduler.runUntil(() => isAtRest(story));
  scheduler.stir();
  await delivering;
};

/** As long as anybody acts, and after that as long as there is anything to bring. */
const deliver = (story: Story, isOver: () => boolean) =>
  Promise.all(
    story.deliveries.map(async (delivery) => {
      while (!isOver() || !isAtRest(story)) await delivery.deliver();
    }),
  );

/** Nobody works any more, nothing is on its way, and every follower of the stream has seen everything. */
const isAtRest = ({ ledger, network, deliveries }: Story): boolean =>
  network.underWay === 0 &&
  ledger.every(({ answer, process }) => answer !== undefined || process.dead) &&
  deliveries.every((delivery) => delivery.isIdle());
