import { changedAt, changedBy, changeIdOf, recordChange } from "../../../lib/changes/record-change.ts";
import { functions } from "../../../lib/contract/functions.ts";
import { hrefOf, parseRecordKey, recordKindList, specOf } from "../../../lib/records/kinds.ts";
import { isId } from "../../../lib/shared/ids.ts";
import { keys } from "../../../lib/table/keys.ts";
import type { Key } from "../../../lib/table/write.ts";

const seenAt = "2024-01-15T03:00:00.000Z";
const version = (key: Key, number: number, more: object = {}) => ({ ...key, version: number, by: "hr", ...more });

test.each(recordKindList)("A %s is recognised by its key and passes the filter of the stream", (kind) => {
  const { key: keyOf, partOf, path } = specOf(kind);
  const of = partOf ? "M" : "X";
  const key = keyOf(of, "X");
  expect(parseRecordKey(key)).toMatchObject({ kind, id: path.endsWith("{id}") ? "X" : of, of });
  expect(functions.streamProcessor.streamKeyPrefixes.some((prefix) => key.sk.startsWith(prefix))).toBe(true);
  expect(hrefOf(kind, "X", "M")).toMatch(/^\/v1\/[a-z/]+/i);
});

test("Guards, counters, lists and trees are no records", () => {
  const others = [
    keys.tree("X"),
    keys.tally("X"),
    keys.tallyOfYear("X", "2023"),
    keys.memberReferences("X"),
    keys.meetingReferences("X"),
    keys.attendance("X"),
    keys.photoBytes("M", "a".repeat(64)),
    keys.photoDue("M", "X"),
    keys.memberAward("X", "h"),
    keys.organisationAward("X", "h"),
    keys.externalId("S", "member", "hr", "1"),
    keys.slug("x"),
    keys.idempotency({ clientId: "c", route: "/v1/members", key: "META" }),
    keys.feedEntry("ROOT", 1),
    keys.tombstone(keys.member("X")),
    keys.change(keys.member("X"), "1"),
  ];
  expect(others.filter((key) => parseRecordKey(key))).toEqual([]);
});

test("Only a new version is a change; a new reference count is none", () => {
  const key = keys.attendee("M", "X");
  const of = (before: object | undefined, after: object | undefined) =>
    recordChange({ before: before as never, after: after as never, seenAt })?.verb;
  expect(of(undefined, version(key, 1))).toBe("created");
  expect(of(version(key, 1, { refs: 0 }), version(key, 1, { refs: 1 }))).toBeUndefined();
  expect(of(version(key, 1), version(key, 2))).toBe("updated");
  expect(of(version(key, 2), undefined)).toBe("deleted");
});

test("A meeting is deleted when its tombstone is written; deleting the tombstone is no change", () => {
  const live = version(keys.meeting("X"), 3);
  const ended = version(keys.meeting("X"), 4, { deletedAt: seenAt });
  expect(recordChange({ before: live, after: ended, seenAt })).toMatchObject({ verb: "deleted", after: undefined });
  expect(recordChange({ before: ended, after: undefined, seenAt })).toBeUndefined();
});

test("Client and time are those of the record or its tombstone; without a tombstone the service made the change", () => {
  const created = recordChange({
    after: version(keys.member("X"), 1, { updatedAt: "2024-01-01T00:00:00.000Z" }),
    seenAt,
  });
  const deleted = recordChange({ before: version(keys.member("X"), 1), seenAt });
  if (!created || !deleted) throw new Error("Both are changes");
  expect([changedAt(created, undefined), changedBy(created, undefined)]).toEqual(["2024-01-01T00:00:00.000Z", "hr"]);
  const tombstone = { pk: "GONE#", sk: "GONE", by: "office", at: "2024-01-02T00:00:00.000Z" };
  expect([changedAt(deleted, tombstone), changedBy(deleted, tombstone)]).toEqual([
    "2024-01-02T00:00:00.000Z",
    "office",
  ]);
  expect([changedAt(deleted, undefined), changedBy(deleted, undefined)]).toEqual([seenAt, "service"]);
});

test("The id of a change is deterministic and unique, and ids of one record sort by version", () => {
  const change = (before: number | undefined, after: number | undefined) => {
    const of = (number: number | undefined) => (number === undefined ? undefined : version(keys.member("X"), number));
    const found = recordChange({ before: of(before), after: of(after), seenAt });
    if (!found) throw new Error("No change");
    return found;
  };
  const changes = [change(undefined, 1), change(1, 2), change(2, 3), change(3, undefined)];
  const ids = changes.map((one) => changeIdOf(one, seenAt));
  expect(changes.map((one) => changeIdOf(one, seenAt))).toEqual(ids);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(4);
  expect(ids.every(isId)).toBe(true);
});

test("A stream record without an image throws", () => {
  expect(() => recordChange({ seenAt })).toThrow(TypeError);
});
