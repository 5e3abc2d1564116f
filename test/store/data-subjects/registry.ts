import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { erasuresPrefix } from "../../../lib/contract/environment.ts";
import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import type { ErasureContext } from "../../../lib/data-subjects/erasure-context.ts";
import { exportMember } from "../../../lib/data-subjects/export.ts";
import { requestErasure } from "../../../lib/data-subjects/requests.ts";
import type { MemberExport } from "../../../lib/data-subjects/schema.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { attendeesInput, voteInput } from "../../../lib/meetings/part-schemas.ts";
import { addVote } from "../../../lib/meetings/votes.ts";
import { addHistoryEntry } from "../../../lib/members/history.ts";
import { historyInput, memberInput } from "../../../lib/members/schema.ts";
import { createMember } from "../../../lib/members/writes.ts";
import { announcePhoto } from "../../../lib/photos/announce.ts";
import { photoInput } from "../../../lib/photos/schema.ts";
import type { IdempotencyRequest } from "../../../lib/records/idempotency.ts";
import type { Caller, Result } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { Item } from "../../../lib/table/write.ts";
import { startNewsroom } from "../changes/newsroom.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";
import { studio } from "../photos/photo-fixtures.ts";
import { announcementOf, bytesOf, openGallery } from "../photos/photo-storage.ts";

/** A text that stands nowhere but where a test has put it. */
export const mark = () => `qz${randomUUID().slice(0, 8)}`;

/** Somebody's key for one request. */
export const keyed = (): IdempotencyRequest => ({
  clientId: "admin",
  route: "/v1/x",
  key: randomUUID(),
  fingerprint: "f",
});

const idOf = ({ record }: Result) => (record as { id: string }).id;

/** People of whom more is kept than a name, on real engines, with the change feed told and erasures done by hand. */
export const startRegistry = async () => {
  const news = await startNewsroom();
  const { world } = news;
  const gallery = await openGallery(world, () => new Date());
  const room = createMeetingFixtures(world);
  const erasing = (): ErasureContext => {
    const { bucket, uploadsPrefix, renditionsPrefix } = gallery.arrivals();
    const now = new Date(world.dependencies.clock()).toISOString();
    return { table: world.dependencies.table, bucket, uploadsPrefix, renditionsPrefix, erasuresPrefix, now };
  };
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
    world,
    news,
    gallery,
    room,
    take: studio(world, gallery),
    erasing,
    scan,
    /** Items of the table that hold a text anywhere. */
    holding: async (text: string) =>
      (await scan()).filter((item) => JSON.stringify(item).includes(text)).map(({ pk, sk }) => `${pk} ${sk}`),
    ask: (id: string, caller?: Caller, once?: IdempotencyRequest) => requestErasure(world.workAs(caller, once), id),
    /** An erasure from the request to its end, with everything told before and after, and its last look. */
    erase: async (id: string) => {
      await news.tellAll();
      await requestErasure(world.workAs(), id);
      await news.tellAll();
      await eraseMember(erasing(), id);
      await news.tellAll();
      await eraseMember(erasing(), id);
    },
    exported: async (id: string, caller?: Caller) =>
      (await exportMember(world.workAs(caller), id)).record as MemberExport,
    member: async (input: object, once = keyed()) =>
      idOf(await createMember(world.workAs(undefined, once), validateInput(memberInput, input))),
    tell: async (id: string, entry: object, once = keyed()) =>
      idOf(await addHistoryEntry(world.workAs(undefined, once), id, validateInput(historyInput, entry))),
    attend: async (meetingId: string, attendees: object[], once = keyed()) => {
      const validation = validateInput(attendeesInput, { attendees });
      const { record } = await addAttendees(world.workAs(undefined, once), meetingId, validation);
      return (record as { items: { id: string }[] }).items.map(({ id }) => id);
    },
    vote: async (meetingId: string, exclusions: object[], once = keyed()) => {
      const input = { subject: "Báo cáo", base: { count: 9, exclusions }, for: 5, against: 0, abstain: 0 };
      return idOf(await addVote(world.workAs(undefined, once), meetingId, validateInput(voteInput, input)));
    },
    photo: async (meetingId: string, peopleShown: object[], caption: string, once = keyed()) => {
      const input = announcementOf(bytesOf(randomUUID()), { caption, peopleShown });
      return idOf(
        await announcePhoto(world.workAs(undefined, once), gallery.uploads, {
          meetingId,
          validation: validateInput(photoInput, input),
        }),
      );
    },
    close: async () => {
      await gallery.close();
      await news.close();
    },
  };
};
export type Registry = Awaited<ReturnType<typeof startRegistry>>;
