import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createEnqueueWork } from "../../../functions/stream-processor/enqueue-work.ts";
import { createPublishChanges } from "../../../functions/stream-processor/publish-changes.ts";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import { recordSchemas } from "../../../lib/contract/kind-schemas.ts";
import { instantOf } from "../../../lib/shared/days.ts";
import type { Change } from "../../support/memory-engine/stream.ts";
import type { Network } from "./network.ts";
import type { Process } from "./process.ts";
import { dependenciesOf } from "./server.ts";
import { bucketOf, type MemoryBucket } from "./storage.ts";

/** What a function that follows the stream is given in a simulation. */
type Surroundings = { network: Network; process: Process; storage: MemoryBucket };

/** A function that follows the table's stream. */
export type Consumer = {
  name: string;
  /** What the filter of its trigger lets through. */
  wants(change: Change): boolean;
  handle(around: Surroundings, records: DynamoDBRecord[]): Promise<DynamoDBBatchResponse>;
};

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
    const publisher = {
      ...using,
      newSalt: () => Buffer.from(network.random.bytes(saltBytes)).toString("base64url"),
      sendEvents: away,
      enqueueWork: createEnqueueWork(using.table, away),
      recordSchemas,
    };
    const followers = [createRollUp(() => using), createPublishChanges(() => publisher)];
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
