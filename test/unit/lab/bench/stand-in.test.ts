import { standIn } from "../../../../lab/bench/warm/stand-in.ts";
import { createTable } from "../../../../lib/table/table.ts";
import { fakeClient } from "../../../support/fake-client.ts";

test("A stand-in asks the table for the first time only, and tells all it was asked for", async () => {
  const item = { pk: "a", sk: "b" };
  const { client, sent } = fakeClient([{ Item: item }, { Items: [item] }]);
  const { table, again } = standIn(createTable(client, "t", () => "token"));
  for (let time = 0; time < 3; time += 1) {
    expect(await table.get(item)).toEqual(item);
    expect(await table.query({ partition: "a" })).toEqual({ items: [item], more: false });
  }
  expect(await again()).toEqual([item, { items: [item], more: false }]);
  expect(sent.map(({ name }) => name)).toEqual(["GetCommand", "QueryCommand"]);
});
