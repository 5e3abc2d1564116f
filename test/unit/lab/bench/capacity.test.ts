import { unitsOf } from "../../../../lab/bench/units/capacity.ts";

const inIndex = { byTenant: { CapacityUnits: 2 } };

test("a read counts what table and index took", () => {
  expect(unitsOf("GetItem", { Table: { CapacityUnits: 1 } })).toEqual({ read: 1, write: 0 });
  const byIndex = { Table: { CapacityUnits: 0 }, GlobalSecondaryIndexes: { byTenant: { CapacityUnits: 0.5 } } };
  expect(unitsOf("Query", byIndex)).toEqual({ read: 0.5, write: 0 });
});

test("a put counts its index writes once", () => {
  const put = { Table: { CapacityUnits: 1 }, GlobalSecondaryIndexes: inIndex };
  expect(unitsOf("PutItem", put)).toEqual({ read: 0, write: 3 });
});

test("a transaction counts its index writes twice, which the engine does not", () => {
  const transaction = [{ Table: { CapacityUnits: 4 }, GlobalSecondaryIndexes: inIndex }];
  expect(unitsOf("TransactWriteItems", transaction)).toEqual({ read: 0, write: 8 });
});

test("a call whose capacity nobody has thought of is refused by its name", () => {
  expect(() => unitsOf("Scan", { CapacityUnits: 9 })).toThrow("Scan");
});
