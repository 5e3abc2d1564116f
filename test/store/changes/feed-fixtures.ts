import type { DynamoDBRecord } from "aws-lambda";
import { type ChangePublisher, createPublishChanges } from "../../../functions/stream-processor/publish-changes.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { listChanges } from "../../../lib/changes/feed.ts";
import { type ChainedEntry, type FeedEntry, readEntry } from "../../../lib/changes/items.ts";
import type { ChangeRecord } from "../../../lib/changes/schema.ts";
import { functions } from "../../../lib/contract/functions.ts";
import { recordSchemas } from "../../../lib/contract/kind-schemas.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { updateOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import { readAll } from "../../../lib/table/read-all.ts";
import { startWorld, useFixtures } from "../../support/world.ts";
import { createCommitteeFixtures } from "../members/committee-fixtures.ts";
import { openStream } from "../statistics/stream.ts";

/** The filter of the trigger; DynamoDB Local's stream has no readable image of some other items (an empty map). */
const passesFilter = ({ dynamodb }: DynamoDBRecord) =>
  functions.streamProcessor.streamKeyPrefixes.some((prefix) => dynamodb?.Keys?.sk?.S?.startsWith(prefix));

/** A world whose stream is processed by the change publisher when the test says so. */
export const createFeedFixtures = async () => {
  const world = await startWorld();
  const stream = await openStream(world, passesFilter);
  const published: FeedEntry[] = [];
  const followed: string[] = [];
  const lateErasures: string[] = [];
  const logged: string[] = [];
  let salts = 0;
  const publisher = (): ChangePublisher => ({
    table: world.dependencies.table,
    clock: world.dependencies.clock,
    newSalt: () => `salt-${salts++}`,
    recordSchemas,
    sendEvents: async (entries) => {
      published.push(...entries);
    },
    enqueueWork: async ({ followed: feeds, erased }) => {
      followed.push(...feeds);
      lateErasures.push(...erased);
    },
  });
  /** Processes records and returns the numbers of those that failed. */
  const process = async (
    records: readonly DynamoDBRecord[],
    over: Partial<ChangePublisher> = {},
  ): Promise<string[]> => {
    const handler = createStreamHandler([createPublishChanges(() => ({ ...publisher(), ...over }))], (id) =>
      logged.push(id),
    );
    const { batchItemFailures } = await handler({ Records: [...records] });
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return {
    world,
    act: createCommitteeFixtures(world),
    stream,
    published,
    followed,
    lateErasures,
    logged,
    process,
    /** Processes all records since the last call. Throws if one of them failed. */
    processAll: async (over: Partial<ChangePublisher> = {}) => {
      const failed = await process(await stream.read(), over);
      if (failed.length > 0) throw new Error(`${failed.length} records could not be processed`);
    },
    /** All changes in the feed of a caller, read by small pages. */
    read: async (caller?: Caller, limit = 3): Promise<ChangeRecord[]> => {
      const all: ChangeRecord[] = [];
      for (let after = 0; ; ) {
        const { items, last } = await listChanges(world.contextAs(caller), { after, limit });
        all.push(...items);
        if (last === after) return all;
        after = last;
      }
    },
    page: (after: number, limit = 100) => listChanges(world.contextAs(), { after, limit }),
    /** Entries in a partition of a feed, by default its first. */
    entriesOf: async (feed: string, partition = keys.feedEntry(feed, 0).pk): Promise<ChainedEntry[]> =>
      (await readAll(world.dependencies.table, { partition, prefix: "ENTRY#" })).map(readEntry),
    reparent: (id: string, parentId: string) =>
      updateOrganisation(world.contextAs(), id, {
        precondition: { any: true },
        change: (current) => validateInput(organisationInput, mergePatch(current, { parentId })),
      }),
    close: async () => {
      stream.close();
      await world.close();
    },
  };
};

export type FeedFixtures = Awaited<ReturnType<typeof createFeedFixtures>>;

/** A world with a feed for the tests of a file, or for each of them. */
export const useFeed = (options = { perTest: false }): FeedFixtures => useFixtures(createFeedFixtures, options);

/** Changes as `member.created <id>`. */
export const summaries = (changes: readonly ChangeRecord[]) =>
  changes.map(({ type, resource }) => `${type} ${resource.id}`);
