import type { DynamoDBRecord } from "aws-lambda";
import { type ChangePublisher, createPublishChanges } from "../../../functions/stream-processor/publish-changes.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { listChanges } from "../../../lib/changes/feed.ts";
import type { FeedEntry } from "../../../lib/changes/items.ts";
import type { ChangeRecord } from "../../../lib/changes/schema.ts";
import { functions } from "../../../lib/contract/functions.ts";
import { recordSchemas } from "../../../lib/contract/kind-schemas.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import type { Table } from "../../../lib/table/table.ts";
import { startWorld, type World } from "../../support/world.ts";
import { openStream } from "../statistics/stream.ts";

/** What the trigger lets through; DynamoDB Local's stream gives no readable image of some of the rest (an empty map). */
const isFollowed = ({ dynamodb }: DynamoDBRecord) =>
  functions.streamProcessor.streamKeyPrefixes.some((prefix) => dynamodb?.Keys?.sk?.S?.startsWith(prefix));

/** A world whose stream is told of changes, as the function `followup` does it. */
export const startNewsroom = async () => {
  const world = await startWorld();
  const stream = await openStream(world, isFollowed);
  const published: FeedEntry[] = [];
  const started: string[] = [];
  let salts = 0;
  const tellingOver = (table: Table): ChangePublisher => ({
    table,
    clock: world.dependencies.clock,
    newSalt: () => `salt-${salts++}`,
    recordSchemas,
    sendEvents: async (told) => {
      published.push(...told);
    },
    enqueueWork: async (followed) => {
      started.push(...followed);
    },
  });
  const logged: string[] = [];
  /** Hands records over and gives the numbers of those that failed. */
  const tell = async (records: readonly DynamoDBRecord[], over: Partial<ChangePublisher> = {}): Promise<string[]> => {
    const telling = { ...tellingOver(over.table ?? world.dependencies.table), ...over };
    const handler = createStreamHandler([createPublishChanges(() => telling)], (id) => logged.push(id));
    const { batchItemFailures } = await handler({ Records: [...records] });
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return {
    world,
    stream,
    published,
    started,
    logged,
    tell,
    /** Tells all that has happened since. Throws where something could not be told. */
    tellAll: async () => {
      const failed = await tell(await stream.read());
      if (failed.length > 0) throw new Error(`${failed.length} records were not told`);
    },
    /** The feed as a caller reads it, by its smallest pages. */
    feed: async (caller?: Caller, limit = 3): Promise<ChangeRecord[]> => feedOf(world, caller, limit),
    close: async () => {
      stream.close();
      await world.close();
    },
  };
};

export type Newsroom = Awaited<ReturnType<typeof startNewsroom>>;

const feedOf = async (world: World, caller: Caller | undefined, limit: number): Promise<ChangeRecord[]> => {
  const all: ChangeRecord[] = [];
  for (let after = 0; ; ) {
    const { items, last } = await listChanges(world.workAs(caller), { after, limit });
    all.push(...items);
    if (last === after) return all;
    after = last;
  }
};

/** What changes say, short: `member.created name-of-resource`. */
export const said = (changes: readonly ChangeRecord[]) => changes.map(({ type, resource }) => `${type} ${resource.id}`);
