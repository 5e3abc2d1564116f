import type { FeedEntry } from "../../../lab/chaos/feed.ts";
import { sequenceFaults, unpublished } from "../../../lab/chaos/feed-faults.ts";
import { recordFaults } from "../../../lab/load/inspect/acknowledged.ts";
import { type Acknowledged, createJournal } from "../../../lab/load/journal.ts";
import type { Fields, Shown } from "../../../lab/load/records.ts";
import { growthOf } from "../../../lab/soak/measures.ts";

const href = "/v1/members/1";
const record = {
  id: "1",
  fullName: "Lê Minh Ánh w1.1",
  jobTitle: "Chuyên viên",
  memberNumber: "7",
  organisationId: "c",
};
const acknowledged: Acknowledged = { kind: "member", href, record, etag: '"1"', owner: "w1", within: [] };

const shown = (...records: Fields[]): Map<string, Shown> =>
  new Map(
    records.map((one) => [`/v1/members/${one.id}`, { kind: "member", href: `/v1/members/${one.id}`, record: one }]),
  );
const journalWith = (...records: Acknowledged[]) => {
  const journal = createJournal();
  records.forEach(journal.acknowledge);
  return journal;
};
const faults = (journal: ReturnType<typeof createJournal>, records: Map<string, Shown>) =>
  recordFaults(journal, records, () => true);

test("An inspection accepts a record that is shown as acknowledged", () => {
  expect(faults(journalWith(acknowledged), shown(record))).toEqual([]);
});

test("An inspection reports an acknowledged record that is missing, unless its deletion is pending", () => {
  const journal = journalWith(acknowledged);
  expect(faults(journal, shown())).toEqual([`Lost: ${href}`]);
  journal.pending.add({ deletes: [href] });
  expect(faults(journal, shown())).toEqual([]);
});

test("An inspection reports a record that differs, unless a pending change explains it", () => {
  const journal = journalWith(acknowledged);
  const changed = { ...record, jobTitle: "Trưởng phòng" };
  expect(faults(journal, shown(changed))).toHaveLength(1);
  journal.pending.add({ changes: new Map([[href, { jobTitle: "Phó phòng" }]]) });
  expect(faults(journal, shown(changed))).toHaveLength(1);
  journal.pending.add({ changes: new Map([[href, { jobTitle: "Trưởng phòng" }]]) });
  expect(faults(journal, shown(changed))).toEqual([]);
});

test("An inspection reports a deleted record that is present again", () => {
  const journal = journalWith(acknowledged);
  journal.remove(href);
  expect(faults(journal, shown(record))).toEqual([`Deleted and present again: ${href}`]);
});

test("An inspection reports a record that was never acknowledged, unless its creation is pending", () => {
  const journal = createJournal();
  expect(faults(journal, shown(record))).toHaveLength(1);
  journal.pending.add({ creates: ["w1.1"] });
  expect(faults(journal, shown(record))).toEqual([]);
});

test("An inspection reports two records of one creation, and two with one member number", () => {
  const journal = createJournal();
  journal.pending.add({ creates: ["w1.1", "w1.2"] });
  const twin = { ...record, id: "2", memberNumber: "8" };
  expect(faults(journal, shown(record, twin))).toEqual([`Both ${href} and /v1/members/2 are member w1.1`]);
  const other = { ...record, id: "2", fullName: "Vũ Thu Hà w1.2" };
  expect(faults(journal, shown(record, other))).toEqual([`Both ${href} and /v1/members/2 are member number 7 of c`]);
});

test("An inspection reports a line of a shared text that is lost or duplicated", () => {
  const journal = createJournal();
  for (const line of ["w1.1", "w2.1", "w3.1"]) journal.addLine(href, line);
  const found = faults(journal, shown({ id: "1", summary: "w1.1 w2.1 w2.1" }));
  expect(found).toEqual([`The line w2.1 is 2 times in ${href}`, `The line w3.1 is 0 times in ${href}`]);
});

let count = 0;
const entry = (verb: string, client = "c1"): FeedEntry => ({
  id: String(++count),
  at: "2024-01-15T03:00:00.000Z",
  type: `member.${verb}`,
  resource: { kind: "member", id: "1", href },
  client,
});
const entries = (...verbs: string[]) => verbs.map((verb) => entry(verb));

test.each([[["created"]], [["created", "updated", "updated"]], [["created", "updated", "deleted"]]])(
  "A feed may have the entries %j of a record",
  (verbs) => expect(sequenceFaults(entries(...verbs))).toEqual([]),
);

test.each([
  [["updated"]],
  [["created", "created"]],
  [["created", "deleted", "updated"]],
  [["created", "deleted", "deleted"]],
  [["updated", "created"]],
])("A feed may not have the entries %j of a record", (verbs) => {
  expect(sequenceFaults(entries(...verbs))).toHaveLength(1);
});

test("A feed must have the creation of every record, by its client, and its deletion if it is deleted", () => {
  const clientOf = () => "c1";
  const present = journalWith(acknowledged);
  expect(unpublished(present, entries("created"), clientOf)).toEqual([]);
  expect(unpublished(present, [], clientOf)).toHaveLength(1);
  expect(unpublished(present, [entry("created", "c2")], clientOf)).toHaveLength(1);
  expect(unpublished(present, entries("created", "deleted"), clientOf)).toHaveLength(1);
  const deleted = journalWith(acknowledged);
  deleted.remove(href);
  expect(unpublished(deleted, entries("created", "deleted"), clientOf)).toEqual([]);
  expect(unpublished(deleted, entries("created", "updated"), clientOf)).toHaveLength(1);
});

test("Memory that levels off is no unbounded growth, memory that grows every minute is", () => {
  expect(growthOf([300, 400, 450, 480, 490, 485, 490, 488])).toMatchObject({ isUnbounded: false });
  expect(growthOf([300, 340, 380, 420, 460, 520, 580, 640])).toMatchObject({ isUnbounded: true });
  expect(growthOf([300, 340, 380, 420]).isUnbounded).toBe(false);
  expect(growthOf([100, 100, 10, 12, 14, 16]).perMinute).toBeCloseTo(2);
});
