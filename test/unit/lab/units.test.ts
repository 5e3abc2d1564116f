import { createServer } from "node:http";
import { listen } from "../../../infra/local/listen.ts";
import { allCases, cases } from "../../../lab/bench/units/cases.ts";
import {
  costDifferences,
  missingCases,
  type OperationCost,
  readCommitted,
} from "../../../lab/bench/units/committed.ts";
import { roundTripsOf, startRecorder, unitsOf } from "../../../lab/bench/units/recorder.ts";

const inIndex = { byTenant: { CapacityUnits: 2 } };

test("A read counts the units of table and index", () => {
  expect(unitsOf("GetItem", { Table: { CapacityUnits: 1 } })).toEqual({ read: 1, write: 0 });
  const byIndex = { Table: { CapacityUnits: 0 }, GlobalSecondaryIndexes: { byTenant: { CapacityUnits: 0.5 } } };
  expect(unitsOf("Query", byIndex)).toEqual({ read: 0.5, write: 0 });
});

test("A put counts its index writes once, and a transaction twice, which the engine does not", () => {
  const put = { Table: { CapacityUnits: 1 }, GlobalSecondaryIndexes: inIndex };
  expect(unitsOf("PutItem", put)).toEqual({ read: 0, write: 3 });
  const transaction = [{ Table: { CapacityUnits: 4 }, GlobalSecondaryIndexes: inIndex }];
  expect(unitsOf("TransactWriteItems", transaction)).toEqual({ read: 0, write: 8 });
});

test("A call of unknown capacity is rejected by its name", () => {
  expect(() => unitsOf("Scan", { CapacityUnits: 9 })).toThrow("Scan");
});

test("Calls made together are one round trip, and calls after a response are a further one, however slow the engine", async () => {
  const engine = await listen(
    createServer((request, response) => {
      request.resume().on("end", () => setTimeout(() => response.end("{}"), Math.random() * 60));
    }),
    0,
    "127.0.0.1",
  );
  const recorder = await startRecorder(engine.url);
  const get = async () => {
    const headers = { "x-amz-target": "DynamoDB_20120810.GetItem" };
    await (await fetch(recorder.url, { method: "POST", headers, body: "{}" })).text();
  };
  const calls = await recorder.record(async () => {
    await Promise.all([get(), get().then(get), get().then(() => Promise.all([get(), get()]))]);
    await get();
  });
  expect(calls.map(({ roundTrip }) => roundTrip)).toEqual([1, 1, 1, 2, 2, 2, 3]);
  expect(roundTripsOf(calls)).toBe(3);
  expect(roundTripsOf([])).toBe(0);
  await recorder.close();
  await engine.close();
});

test("Every operation of the contract has a case or a reason to have none", () => {
  expect(missingCases(new Set(Object.keys(cases)))).toEqual([]);
});

test("An operation without a case is reported by name, with the command that adds its cost", () => {
  const { getMember: _, ...others } = cases;
  const [message, ...more] = missingCases(new Set(Object.keys(others)));
  expect(message).toMatch(/^getMember has no case: .*npm run bench -- --only units --write$/);
  expect(more).toEqual([]);
});

test("The committed costs are those of the cases, in their order", () => {
  const names = ({ operation, about }: { operation: string; about?: string | undefined }) =>
    `${operation} ${about ?? ""}`;
  const expected = allCases().map(({ operation, measured }) => names({ operation, about: measured.about }));
  expect(readCommitted().calls.map(names)).toEqual(expected);
});

const cost = (about: string, read: number, write = 0): OperationCost => ({
  operation: "getMember",
  about,
  roundTrips: 1,
  units: { read, write },
  followUp: { read: 0, write: 0, changes: 0 },
  storedBytes: 0,
});

test("A difference of costs names the operation, the number and its direction", () => {
  const committed = [cost("", 1), cost("on a day", 2, 4), cost("gone", 1)];
  expect(costDifferences(committed, [cost("", 1), cost("on a day", 3, 2), cost("new", 1)])).toEqual([
    "getMember (gone): no longer measured",
    "getMember (on a day): read units rose from 2 to 3",
    "getMember (on a day): write units fell from 4 to 2",
    "getMember (new): not in lab/bench/units.json",
  ]);
  expect(costDifferences(committed, committed)).toEqual([]);
});
