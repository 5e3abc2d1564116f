import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { erasuresPrefix } from "../../../lib/contract/environment.ts";
import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import type { ErasureContext } from "../../../lib/data-subjects/erasure-context.ts";
import { exportMember } from "../../../lib/data-subjects/export.ts";
import { requestErasure } from "../../../lib/data-subjects/requests.ts";
import type { MemberExport } from "../../../lib/data-subjects/schema.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { createMember } from "../../../lib/members/writes.ts";
import type { IdempotencyRequest } from "../../../lib/records/idempotency.ts";
import type { Caller, Result } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { Item } from "../../../lib/table/write.ts";
import { useFixtures } from "../../support/world.ts";
import { createFeedFixtures } from "../changes/feed-fixtures.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";
import { createPhotoFixtures } from "../photos/photo-fixtures.ts";
import { announcementOf, bytesOf, startPhotoStorage } from "../photos/photo-storage.ts";

/** A text that is unique in the table. */
export const uniqueText = () => `qz${randomUUID().slice(0, 8)}`;

export const newIdempotencyRequest = (): IdempotencyRequest => ({
  clientId: "admin",
  route: "/v1/x",
  key: randomUUID(),
  fingerprint: "f",
});

const idOf = ({ record }: Result) => (record as { id: string }).id;

/** Members with personal data in all kinds of records; the test publishes changes and runs erasures. */
export const createPersonFixtures = async () => {
  const feed = await createFeedFixtures();
  const { world } = feed;
  const gallery = await startPhotoStorage(world, () => new Date());
  const meetings = createMeetingFixtures(world);
  const erasureContext = (): ErasureContext => {
    const { bucket, uploadsPrefix, renditionsPrefix } = gallery.dependencies();
    const now = new Date(world.dependencies.clock()).toISOString();
    const { table, hashExternalId } = world.dependencies;
    return { table, hashExternalId, bucket, uploadsPrefix, renditionsPrefix, erasuresPrefix, now };
  };
  /** Creates records with an idempotency key, so that the table also has their responses. */
  const posts = createPhotoFixtures(
    { ...world, contextAs: (caller) => world.contextAs(caller, newIdempotencyRequest()) },
    gallery,
  );
  const scan = async (): Promise<Item[]> => {
    const all: Item[] = [];
    for (let from: Item | undefined; ; ) {
      const page = await world.documents.send(new ScanCommand({ TableName: world.tableName, ExclusiveStartKey: from }));
      all.push(...((page.Items ?? []) as Item[]));
      if (!page.LastEvaluatedKey) return all;
      from = page.LastEvaluatedKey as Item;
    }
  };
  return {
    ...{ world, feed, gallery, meetings, erasureContext },
    photos: createPhotoFixtures(world, gallery),
    /** Keys of the items that contain a text anywhere. */
    keysContaining: async (text: string) =>
      (await scan()).filter((item) => JSON.stringify(item).includes(text)).map(({ pk, sk }) => `${pk} ${sk}`),
    requestErasure: (id: string, caller?: Caller, once?: IdempotencyRequest) =>
      requestErasure(world.contextAs(caller, once), id),
    /** Requests and completes an erasure, with its last run, and publishes the changes before and after. */
    erase: async (id: string) => {
      await feed.processAll();
      await requestErasure(world.contextAs(), id);
      await feed.processAll();
      await eraseMember(erasureContext(), id);
      await feed.processAll();
      await eraseMember(erasureContext(), id);
    },
    exportOf: async (id: string, caller?: Caller) =>
      (await exportMember(world.contextAs(caller), id)).record as MemberExport,
    createMember: async (input: object, once = newIdempotencyRequest()) =>
      idOf(await createMember(world.contextAs(undefined, once), validateInput(memberInput, input))),
    addEntry: async (id: string, entry: object) => (await posts.history(id, entry)).id,
    addAttendees: async (meetingId: string, attendees: object[]) =>
      (await posts.addAttendees(meetingId, ...attendees)).map(({ id }) => id),
    addVote: async (meetingId: string, exclusions: object[]) =>
      (await posts.addVote(meetingId, { base: { count: 9, exclusions }, for: 5 })).id,
    announcePhoto: async (meetingId: string, peopleShown: object[], caption: string) => {
      const input = announcementOf(bytesOf(randomUUID()), { caption, peopleShown });
      return (await posts.announcePhoto(meetingId, input)).photo.id;
    },
    close: async () => {
      await gallery.close();
      await feed.close();
    },
  };
};

export type PersonFixtures = Awaited<ReturnType<typeof createPersonFixtures>>;

/** A world with personal data for the tests of a file. */
export const usePersons = () => useFixtures(createPersonFixtures);
