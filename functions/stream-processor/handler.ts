import { dependencies } from "../shared/dependencies.ts";
import { createCarryTallies } from "./carry-tallies.ts";
import { createStreamHandler } from "./follower.ts";
import { createTellChanges } from "./tell-changes.ts";
import { telling } from "./telling.ts";

export const handler = createStreamHandler([createCarryTallies(dependencies), createTellChanges(telling)]);
