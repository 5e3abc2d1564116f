import { dependencies } from "../shared/dependencies.ts";
import { createRollUpTallies } from "./carry-tallies.ts";
import { createStreamHandler } from "./follower.ts";
import { createPublishChanges } from "./tell-changes.ts";
import { changePublisher } from "./telling.ts";

export const handler = createStreamHandler([createRollUpTallies(dependencies), createPublishChanges(changePublisher)]);
