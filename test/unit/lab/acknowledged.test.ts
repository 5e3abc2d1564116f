import { createJournal, type Kept } from "../../../lab/load/journal.ts";
import { faultsOf } from "../../../lab/load/look/acknowledged.ts";
import type { Fields, Seen } from "../../../lab/load/records.ts";

const href = "/v1/members/1";
const record = {
  id: "1",
  fullName: "Lê Minh Ánh w1.1",
  jobTitle: "Chuyên viên",
  memberNumber: "7",
  organisationId: "c",
};
const kept: Kept = { kind: "member", href, record, etag: '"1"', owner: "w1", within: [] };

const shown = (...records: Fields[]): Map<string, Seen> =>
  new Map(
    records.map((one) => [`/v1/members/${one.id}`, { kind: "member", href: `/v1/members/${one.id}`, record: one }]),
  );
const journalWith = (...all: Kept[]) => {
  const journal = createJournal();
  all.forEach(journal.keep);
  return journal;
};
const everything = () => true;
const faults = (journal: ReturnType<typeof createJournal>, seen: Map<string, Seen>) =>
  faultsOf(journal, seen, everything);

test("What is shown as it was acknowledged is right", () => {
  expect(faults(journalWith(kept), shown(record))).toEqual([]);
});

test("An acknowledged record that is missing is lost, unless its deletion is in doubt", () => {
  const journal = journalWith(kept);
  expect(faults(journal, shown())).toEqual([`Lost: ${href}`]);
  journal.doubts.add({ about: "DELETE", removes: [href] });
  expect(faults(journal, shown())).toEqual([]);
});

test("A record that is not as it was acknowledged is wrong, unless a change in doubt says just that", () => {
  const journal = journalWith(kept);
  const changed = { ...record, jobTitle: "Trưởng phòng" };
  expect(faults(journal, shown(changed))).toHaveLength(1);
  journal.doubts.add({ about: "PATCH", changes: new Map([[href, { jobTitle: "Phó phòng" }]]) });
  expect(faults(journal, shown(changed))).toHaveLength(1);
  journal.doubts.add({ about: "PATCH", changes: new Map([[href, { jobTitle: "Trưởng phòng" }]]) });
  expect(faults(journal, shown(changed))).toEqual([]);
});

test("A deleted record that is there again is wrong", () => {
  const journal = journalWith(kept);
  journal.drop(href);
  expect(faults(journal, shown(record))).toEqual([`Deleted and here again: ${href}`]);
});

test("A record that nobody was told of is wrong, unless its making is in doubt", () => {
  const journal = createJournal();
  expect(faults(journal, shown(record))).toHaveLength(1);
  journal.doubts.add({ about: "POST", makes: ["w1.1"] });
  expect(faults(journal, shown(record))).toEqual([]);
});

test("One making that gave two records is doubled, and so are two of one member number", () => {
  const journal = createJournal();
  journal.doubts.add({ about: "POST", makes: ["w1.1", "w1.2"] });
  const twin = { ...record, id: "2", memberNumber: "8" };
  expect(faults(journal, shown(record, twin))).toEqual([`Both ${href} and /v1/members/2 are member w1.1`]);
  const namesake = { ...record, id: "2", fullName: "Vũ Thu Hà w1.2" };
  expect(faults(journal, shown(record, namesake))).toEqual([`Both ${href} and /v1/members/2 are member number 7 of c`]);
});

test("Of lines that many write into one text, one that is lost and one that stands twice are wrong", () => {
  const journal = createJournal();
  for (const line of ["w1.1", "w2.1", "w3.1"]) journal.line(href, line);
  const found = faults(journal, shown({ id: "1", summary: "w1.1 w2.1 w2.1" }));
  expect(found).toEqual([`The line w2.1 stands 2 times in ${href}`, `The line w3.1 stands 0 times in ${href}`]);
});
