import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { openBuses } from "../../../infra/local/events/bus-folder.ts";
import { startEventServer } from "../../../infra/local/events/event-server.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { useClient } from "./fixtures.ts";

const folder = useTemporaryFolder();
const buses = openBuses(folder, "arn:aws:events:ap-southeast-1:000000000000");
const arn = buses.create("dangbo-local");
const logged: string[] = [];
const server = await startEventServer(buses.find, (line) => logged.push(line));
const client = useClient(EventBridgeClient, server);

const file = join(folder, "dangbo-local.ndjson");
const storedEvents = () =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const entry = (change: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  EventBusName: "dangbo-local",
  Source: "dangbo",
  DetailType: "member.created",
  Detail: '{"id":"1"}',
  ...change,
});
const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));

test("An acknowledged event is a line in the private file of the bus, in the form that rules receive", async () => {
  const Time = new Date("2023-12-20T08:00:00.500Z");
  const { FailedEntryCount, Entries } = await put(entry({ Time, Resources: ["r"] }), entry({ EventBusName: arn }));
  expect(FailedEntryCount).toBe(0);
  expect(storedEvents()).toMatchObject([
    {
      version: "0",
      id: Entries?.[0]?.EventId,
      "detail-type": "member.created",
      source: "dangbo",
      account: "000000000000",
      time: "2023-12-20T08:00:00Z",
      region: "ap-southeast-1",
      resources: ["r"],
      detail: { id: "1" },
    },
    { id: Entries?.[1]?.EventId, resources: [], time: expect.stringMatching(/^\d{4}-.*:\d\dZ$/) },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("An invalid event fails without affecting the others of its request", async () => {
  const before = storedEvents().length;
  const { Source: _, ...unsourced } = entry();
  const { FailedEntryCount, Entries } = await put(
    unsourced,
    entry({ DetailType: "" }),
    entry({ Detail: "no JSON" }),
    entry({ Detail: "[]" }),
    entry(),
    entry({ Source: "aws.ours" }),
    entry({ EventBusName: "another" }),
  );
  expect(FailedEntryCount).toBe(6);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    "InvalidArgument",
    "InvalidArgument",
    "MalformedDetail",
    "MalformedDetail",
    undefined,
    "NotAuthorizedForSourceException",
    "InvalidArgument",
  ]);
  expect(storedEvents()).toHaveLength(before + 1);
});

test("A request can have ten events and less than a mebibyte", async () => {
  const ten = Array.from({ length: 10 }, () => entry());
  expect((await put(...ten)).FailedEntryCount).toBe(0);
  await expect(put(...ten, entry())).rejects.toThrow("between 1 and 10");
  await expect(put()).rejects.toThrow("between 1 and 10");
  const rest = entry({ Detail: "", Time: new Date() });
  const others = 14 + "dangbo".length + "member.created".length;
  const detail = (bytes: number) => `{"a":"${"x".repeat(bytes - others - 8)}"}`;
  expect((await put({ ...rest, Detail: detail(1_048_575) })).FailedEntryCount).toBe(0);
  await expect(put({ ...rest, Detail: detail(1_048_576) })).rejects.toThrow("over the limit");
});

test("Concurrent events are complete lines, and an interrupted line is removed at the next start", async () => {
  const before = storedEvents().length;
  await Promise.all(Array.from({ length: 20 }, (_, at) => put(entry({ Detail: JSON.stringify({ at }) }))));
  expect(storedEvents()).toHaveLength(before + 20);
  appendFileSync(file, '{"version":"0","id":"interrupted');
  openBuses(folder, "arn").create("dangbo-local");
  await put(entry());
  expect(storedEvents()).toHaveLength(before + 21);
});

test("The server has logged no error", () => {
  expect(logged).toEqual([]);
});
