import { checks } from "../checks/checks.ts";
import type { Tap } from "../machine/network.ts";
import { focused } from "../workload/known.ts";
import { act } from "./act.ts";
import { emptyStory, noTap } from "./open.ts";
import { theSetting } from "./setting.ts";
import type { Story } from "./story.ts";

/** Milliseconds: longer than an announced photo is awaited and shown after that, and than an answer is kept. */
const twoDays = 2 * 86_400_000 + 1_000;
const millisecond = 1_000;

/** What broke in the run of a seed, each with the invariant's name; empty where all held. */
export const run = async (seed: number, tap: Tap = noTap): Promise<string[]> => {
  const { items, known } = await theSetting();
  const story = emptyStory(seed, { items, known }, tap);
  story.known = focused(story.network.random, known);
  console.error = (line: unknown) => story.logged.push(String(line));
  try {
    await act(story);
    if (story.network.random.chance(secondAct(story))) await later(story);
  } catch (error) {
    return [`the run itself: ${error instanceof Error ? error.stack : error}`];
  }
  return checks.flatMap(({ name, look }) => look(story).map((what) => `${name}: ${what}`));
};

/** A second act shows what time brings about, which is most where photos wait. */
const secondAct = ({ known }: Story) => (known.photos.length > 0 ? 0.6 : 0.05);

const later = async (story: Story): Promise<void> => {
  const { scheduler, random } = story.network;
  scheduler.now += random.next() * twoDays;
  const expire = async () => {
    await scheduler.sleep(random.next() * millisecond);
    story.engine.expire(scheduler.now / millisecond);
    scheduler.stir();
  };
  await act(story, random.chance(0.8) ? [expire()] : []);
};
