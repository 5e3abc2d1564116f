import type { FeedEntry } from "../../../lab/chaos/feed/entries.ts";
import { faultsOfLives, untold } from "../../../lab/chaos/feed/lives.ts";
import { createJournal } from "../../../lab/load/journal.ts";

const href = "/v1/members/1";
let count = 0;
const entry = (verb: string, client = "c1"): FeedEntry => ({
  id: String(++count),
  at: "2024-01-15T03:00:00.000Z",
  type: `member.${verb}`,
  resource: { kind: "member", id: "1", href },
  client,
});
const told = (...verbs: string[]) => verbs.map((verb) => entry(verb));

test("A life begins once, changes, and ends at most once", () => {
  expect(faultsOfLives(told("created"))).toEqual([]);
  expect(faultsOfLives(told("created", "updated", "updated"))).toEqual([]);
  expect(faultsOfLives(told("created", "updated", "deleted"))).toEqual([]);
});

test.each([
  [["updated"]],
  [["created", "created"]],
  [["created", "deleted", "updated"]],
  [["created", "deleted", "deleted"]],
  [["updated", "created"]],
])("A life told as %j is wrong", (verbs) => {
  expect(faultsOfLives(told(...verbs))).toHaveLength(1);
});

const journal = () => {
  const kept = createJournal();
  kept.keep({ kind: "member", href, record: { id: "1" }, etag: undefined, owner: "w1", within: [] });
  return kept;
};
const clientOf = () => "c1";

test("Every record has its making told, by the client that made it, and its end if it has ended", () => {
  const present = journal();
  expect(untold(present, told("created"), clientOf)).toEqual([]);
  expect(untold(present, [], clientOf)).toHaveLength(1);
  expect(untold(present, [entry("created", "c2")], clientOf)).toHaveLength(1);
  expect(untold(present, told("created", "deleted"), clientOf)).toHaveLength(1);
  const gone = journal();
  gone.drop(href);
  expect(untold(gone, told("created", "deleted"), clientOf)).toEqual([]);
  expect(untold(gone, told("created", "updated"), clientOf)).toHaveLength(1);
});
