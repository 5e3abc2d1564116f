import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type LocalService, startLocal } from "../../../infra/local/service.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";
import { synthesizeStandIn } from "../../support/stand-in/assembly.ts";
import { type Caller, callerOf } from "../../support/stand-in/caller.ts";
import { tableProperties } from "../../support/table.ts";
import { until } from "../../support/until.ts";

const folder = temporaryFolder();
const state = join(folder, "state");
const reports: string[] = [];
let service: LocalService;
let assembly: string;
let caller: Caller;

beforeAll(async () => {
  assembly = synthesizeStandIn(folder);
  service = await startLocal({ port: 0, state, assembly, log: (message) => reports.push(message) });
  caller = await callerOf(service.url);
}, 30_000);
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

test("A token signed by the key service opens the routes its scopes name, and no other", async () => {
  await caller.put("A", "one");
  expect(await caller.list("A")).toEqual(["one"]);
  expect((await fetch(`${service.url}/v1/clients`, { headers: caller.headers })).status).toBe(403);
  const without = await fetch(`${service.url}/v1/organisations`);
  expect(without.status).toBe(401);
  expect(without.headers.get("www-authenticate")).toContain("Bearer");
  expect(await without.json()).toEqual({ message: "Unauthorized" });
});

test("An open route answers without a token, and its function has the variables of the template alone", async () => {
  const names = (await (await fetch(`${service.url}/health`)).json()) as string[];
  expect(names).toContain("AWS_LAMBDA_FUNCTION_NAME");
  expect(names.filter((name) => !/^(AWS_|LANG$|TZ$)/.test(name))).toEqual([]);
});

test("Changes the filter lets through reach the stream's function, in order", async () => {
  const names = Array.from({ length: 30 }, (_, at) => `TALLY#${String(at).padStart(2, "0")}`);
  for (const name of names) await caller.put("B", name);
  await caller.put("B", "OTHER");
  await until(async () => (await caller.list("SEEN")).length >= 30);
  expect((await caller.list("SEEN")).filter((name) => !name.startsWith("TALLY"))).toEqual([]);
});

test("What follows from a change goes through the queue to its function, and onto the bus", async () => {
  await caller.put("B", "TALLY#work");
  await until(async () => (await caller.list("DONE")).includes("TALLY#work"));
  const [event] = readFileSync(join(state, "events", "dangbo-local.ndjson"), "utf8").split("\n");
  expect(JSON.parse(event ?? "")).toMatchObject({ "detail-type": "change", detail: { name: "TALLY#work" } });
});

test("What is kept can be read by its owner only", () => {
  for (const part of [".", "queues", "events", "events/dangbo-local.ndjson", "keys", "secrets", "pumps", "logs"])
    expect([part, statSync(join(state, part)).mode & 0o077]).toEqual([part, 0]);
});

const upload = async (name: string) => {
  const put = await fetch(await caller.uploadUrl(name), { method: "PUT", body: "bytes" });
  expect(put.status).toBe(200);
};

test("An object that arrives reaches its function", async () => {
  await upload("one.jpg");
  await until(async () => (await caller.list("SEEN")).includes("uploads/one.jpg"));
});

test("An event that is never handled ends in the queue the template names, with what it was", async () => {
  await upload("poison.jpg");
  const [name = ""] = readdirSync(join(state, "queues")).filter((each) => each.includes("PhotoProcessorDlq"));
  const queue = join(state, "queues", name);
  await until(() => readdirSync(queue).length > 0, 10_000);
  const message = JSON.parse(readFileSync(join(queue, readdirSync(queue)[0] ?? ""), "utf8"));
  expect(message.requestContext).toMatchObject({ condition: "RetriesExhausted", approximateInvokeCount: 3 });
  expect(JSON.stringify(message.requestPayload)).toContain("poison.jpg");
  expect(reports.filter((line) => line.includes("poison"))).toHaveLength(3);
  expect(reports.filter((line) => line.includes("gave up"))).toHaveLength(1);
  reports.length = 0;
}, 15_000);

test("A second service on the same state is refused with a reason", async () => {
  await expect(startLocal({ port: 0, state, assembly })).rejects.toThrow(/Another service runs on the state/);
});

test("The log of a function is a file of the state", async () => {
  const name = readdirSync(join(state, "logs")).find((each) => each.includes("PhotoProcessor")) ?? "";
  expect(readFileSync(join(state, "logs", name), "utf8")).toContain("of poison");
});

test("The table for store tests is the table of the template", () => {
  const { Resources } = JSON.parse(readFileSync(join(assembly, "Data.template.json"), "utf8"));
  const [table] = Object.values<{ Type: string; Properties: object }>(Resources).filter(
    ({ Type }) => Type === "AWS::DynamoDB::Table",
  );
  expect(table?.Properties).toMatchObject({
    ...tableProperties,
    AttributeDefinitions: expect.arrayContaining(tableProperties.AttributeDefinitions),
  });
});

test("Nothing was reported", () => {
  expect(reports).toEqual([]);
});
