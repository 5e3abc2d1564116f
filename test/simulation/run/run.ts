import { createRandom } from "../../support/random.ts";
import { createWeather, slowWeather } from "../environment/faults.ts";
import type { Tap } from "../environment/network.ts";
import { checks } from "../invariants/invariants.ts";
import { focused } from "../workload/context.ts";
import { type Draw, largeMeeting, nearTheHour, themes } from "../workload/themes.ts";
import { act } from "./callers.ts";
import { settings } from "./initial-tables.ts";
import type { Story } from "./simulation.ts";
import { emptyStory, noTap } from "./simulation.ts";

/** Milliseconds: longer than an announced photo is awaited and shown after that, and than an answer is kept. */
const twoDays = 2 * 86_400_000 + 1_000;
const millisecond = 1_000;
/** Milliseconds before the hour of a photo that a second act may begin. */
const nearly = 400;

/** Share of runs in which a meeting is too large to go at once: there is more of everything in them, so they take longer. */
const large = 0.03;

/** What broke in the run of a seed, each with the invariant's name; empty where all held. */
export const run = async (seed: number, tap: Tap = noTap): Promise<string[]> => {
  const made = await settings();
  const random = createRandom(seed);
  const isLarge = random.chance(large);
  const { items, known } = isLarge ? made.large : made.usual;
  const story = emptyStory(seed, { items, known: focused(random, known), all: known }, tap);
  const theme = isLarge ? largeMeeting : (random.pick(themes) ?? []);
  console.error = (line: unknown) => story.logged.push(String(line));
  story.network.weather = createWeather(story.network.random);
  try {
    await act(story, theme);
    if (story.network.random.chance(secondAct(story))) await later(story, theme);
  } catch (error) {
    return [`the run itself: ${error instanceof Error ? error.stack : error}`];
  }
  return checks.flatMap(({ name, look }) => look(story).map((what) => `${name}: ${what}`));
};

/** A second act shows what time brings about, which is most where photos wait. */
const secondAct = ({ ledger }: Story) =>
  ledger.some(({ operation }) => /Photo$|^renewUpload$/.test(operation)) ? 0.5 : 0.03;

/** The hour of a photo is near: what is read before it is written after it. */
const justBefore = ({ engine, network: { scheduler, random } }: Story): number => {
  const hours = [...engine.items()].flatMap(({ awaitedUntil }) =>
    typeof awaitedUntil === "string" ? [Date.parse(awaitedUntil)] : [],
  );
  return Math.max(scheduler.now, (random.pick(hours) ?? scheduler.now) - random.next() * nearly);
};

const later = async (story: Story, usual: readonly Draw[]): Promise<void> => {
  const { scheduler, random } = story.network;
  const isNear = random.chance(0.5);
  const theme = isNear ? nearTheHour : usual;
  story.network.weather = isNear ? slowWeather(random) : createWeather(random);
  scheduler.now = isNear ? justBefore(story) : scheduler.now + random.next() * twoDays;
  const expire = async () => {
    await scheduler.sleep(random.next() * millisecond);
    story.engine.expire(scheduler.now / millisecond);
    scheduler.stir();
  };
  await act(story, theme, random.chance(0.8) ? [expire()] : []);
};
