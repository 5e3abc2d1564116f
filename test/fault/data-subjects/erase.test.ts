import { randomUUID } from "node:crypto";
import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import { createBucket } from "../../../lib/storage/bucket.ts";
import { keys } from "../../../lib/table/keys.ts";
import { createTable } from "../../../lib/table/table.ts";
import { mark, type Registry, startRegistry } from "../../store/data-subjects/registry.ts";
import { type Cut, cutEverywhere, cutting } from "../cutting.ts";

let registry: Registry;
let units: Awaited<ReturnType<Registry["room"]["committee"]>>;
beforeAll(async () => {
  registry = await startRegistry();
  units = await registry.room.committee();
});
afterAll(() => registry.close());

const moments: Cut["when"][] = ["before", "after"];

/** A person who is named everywhere, each time with the same mark. */
const somebody = async () => {
  const text = mark();
  const named = { organisationId: units.first, fullName: text, memberNumber: text, externalIds: { hr: text } };
  const id = await registry.member({ ...named, positions: [{ organisationId: units.second, role: "secretary" }] });
  await registry.tell(id, { kind: "suspended", on: "2023-05-01", reason: text });
  const meeting = await registry.room.createMeeting(units.tenantId);
  const [attendeeId = ""] = await registry.attend(meeting.id, [{ memberId: id, roles: ["chair"], reason: text }]);
  await registry.vote(meeting.id, [{ memberId: id, reason: text }]);
  await registry.photo(meeting.id, [{ memberId: id }, { attendeeId }], text);
  await registry.news.tellAll();
  return { id, text };
};

/** Erases until the cut; gives whether it came. */
const eraseCut = async (id: string, cut: Cut): Promise<boolean> => {
  const { around, wasReached } = cutting(cut);
  const { world, gallery } = registry;
  const table = createTable(around(world.client), world.tableName, randomUUID);
  const bucket = createBucket(around(gallery.client), gallery.bucketName);
  await eraseMember({ ...registry.erasing(), table, bucket }, id).catch(() => undefined);
  return wasReached();
};

/** What is left of a person, apart from times and ids. */
const leftOf = async (id: string) => {
  const { table } = registry.world.dependencies;
  const [member, erasure] = await table.getMany([keys.member(id), keys.memberErasure(id)]);
  const { history, attendances, exclusions, photos } = await registry.exported(id);
  return {
    member: [member?.fullName, member?.version],
    status: erasure?.status,
    history: history.map(({ kind, reason }) => [kind, reason]),
    attendances: attendances.map(({ reason }) => reason),
    exclusions: exclusions.map(({ reason }) => reason),
    photos,
  };
};

test.each(moments)(
  "Cut off %s any call and told again, an erasure comes to the same end",
  async (when) => {
    const steps = await cutEverywhere(when, async (cut) => {
      const { id, text } = await somebody();
      await registry.ask(id);
      const reached = await eraseCut(id, cut);
      await eraseMember(registry.erasing(), id);
      await registry.news.tellAll();
      expect(await leftOf(id)).toEqual({
        member: ["(đã xoá)", 3],
        status: "done",
        history: [["suspended", undefined]],
        attendances: [undefined],
        exclusions: ["(đã xoá)"],
        photos: [],
      });
      expect(await registry.holding(text)).toEqual([]);
      return reached;
    });
    expect(steps).toBeGreaterThan(20);
  },
  240_000,
);
