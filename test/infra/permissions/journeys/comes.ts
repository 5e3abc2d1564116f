import { until } from "../../../support/until.ts";
import type { Play } from "./play.ts";

/** Milliseconds within which what follows should have followed, on a busy machine too. */
const retryRuntime = 30_000;

/** Waits until something has come of a journey; throws when it does not in time, or nobody waits for the journey any more. */
export const comes = async (
  { isOver = () => false }: Pick<Play, "isOver">,
  holds: () => boolean | Promise<boolean>,
) => {
  await until(async () => isOver() || (await holds()), retryRuntime);
  if (isOver()) throw new Error("Nobody waits any more");
};
