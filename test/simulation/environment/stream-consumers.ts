import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createApplyStagedChanges } from "../../../functions/stream-processor/apply-staged-changes.ts";
import { createEnqueueWork } from "../../../functions/stream-processor/enqueue-work.ts";
import { createPublishChanges } from "../../../functions/stream-processor/publish-changes.ts";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { createTouchEvents } from "../../../functions/stream-processor/touch-events.ts";
import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import { recordSchemas } from "../../../lib/contract/kind-schemas.ts";
import { instantOf } from "../../../lib/shared/days.ts";
import type { Change } from "../../support/memory-engine/stream.ts";
import type { Network } from "./network.ts";
import type { Process } from "./process.ts";
import { dependenciesOf } from "./server.ts";
import { bucketOf, type MemoryBucket } from "./storage.ts";

/** The environment of a stream consumer. */
type ConsumerContext = { network: Network; process: Process; storage: MemoryBucket };

/** A function that consumes the table stream. */
export type Consumer = {
  name: string;
  /** The filter of its event source mapping. */
  accepts(change: Change): boolean;
  handle(context: ConsumerContext, records: DynamoDBRecord[]): Promise<DynamoDBBatchResponse>;
};

const saltBytes = 16;

/** Stores the reason of the last failed record. */
const recordFailure =
  ({ network }: ConsumerContext) =>
  (_: string, error: unknown): void => {
    network.lastFailure = error;
  };

/** Rolls up counters, publishes changes and moves the times of events; events and messages are discarded. */
const streamProcessor: Consumer = {
  name: "streamProcessor",
  accepts: () => true,
  handle: (context, Records) => {
    const { network, process } = context;
    const using = dependenciesOf(network, process);
    const away = async () => process.sleep(network.random.next());
    const publisher = {
      ...using,
      newSalt: () => Buffer.from(network.random.bytes(saltBytes)).toString("base64url"),
      sendEvents: away,
      enqueueWork: createEnqueueWork(using.table, away),
      recordSchemas,
    };
    const followers = [
      createApplyStagedChanges(() => using),
      createRollUp(() => using),
      createPublishChanges(() => publisher),
      createTouchEvents(() => using),
    ];
    return createStreamHandler(followers, recordFailure(context))({ Records });
  },
};

const ofPhotos = ["PHO#", "PHO-DUE#"];

/** Deletes the objects of deleted photos, and expired photos. */
const objectCleanup: Consumer = {
  name: "objectCleanup",
  accepts: ({ before, after }) => !after && ofPhotos.some((prefix) => String(before?.sk).startsWith(prefix)),
  handle: (context, Records) => {
    const { network, process, storage } = context;
    const { table, clock } = dependenciesOf(network, process);
    const bucket = bucketOf(storage, { ...network, process });
    const clearing = () => ({ table, bucket, uploadsPrefix, renditionsPrefix, now: instantOf(clock()) });
    return createObjectCleanup(clearing, recordFailure(context))({ Records });
  },
};

export const consumers: readonly Consumer[] = [streamProcessor, objectCleanup];
