import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createRollUpTallies } from "../../../functions/stream-processor/carry-tallies.ts";
import { createStreamHandler } from "../../../functions/stream-processor/follower.ts";
import { createEnqueueWork } from "../../../functions/stream-processor/start.ts";
import { createPublishChanges } from "../../../functions/stream-processor/tell-changes.ts";
import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import { instantOf } from "../../../lib/shared/days.ts";
import { dependenciesOf } from "../machine/server.ts";
import { bucketOf } from "../machine/storage.ts";
import type { Consumer, Surroundings } from "./consumer.ts";

const saltBytes = 16;

/** What went wrong with a record shows in the answer; of its last failure the reason is kept. */
const noting =
  ({ network }: Surroundings) =>
  (_: string, error: unknown): void => {
    network.lastFailure = error;
  };

/** Carries tallies upward and tells changes; what it puts on the bus and in queues is gone to nobody. */
const followup: Consumer = {
  name: "streamProcessor",
  wants: () => true,
  handle: (around, Records) => {
    const { network, process } = around;
    const using = dependenciesOf(network, process);
    const away = async () => process.sleep(network.random.next());
    const telling = {
      ...using,
      newSalt: () => Buffer.from(network.random.bytes(saltBytes)).toString("base64url"),
      publish: away,
      start: createEnqueueWork(using.table, away),
    };
    const followers = [createRollUpTallies(() => using), createPublishChanges(() => telling)];
    return createStreamHandler(followers, noting(around))({ Records });
  },
};

const ofPhotos = ["PHO#", "PHO-DUE#"];

/** Clears away the bytes of photos that have gone, and photos whose time has come. */
const removals: Consumer = {
  name: "objectCleanup",
  wants: ({ before, after }) => !after && ofPhotos.some((prefix) => String(before?.sk).startsWith(prefix)),
  handle: (around, Records) => {
    const { network, process, storage } = around;
    const { table, clock } = dependenciesOf(network, process);
    const bucket = bucketOf(storage, { ...network, process });
    const clearing = () => ({ table, bucket, uploadsPrefix, renditionsPrefix, now: instantOf(clock()) });
    return createObjectCleanup(clearing, noting(around))({ Records });
  },
};

export const consumers: readonly Consumer[] = [followup, removals];
