import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type LocalService, startLocal } from "../../../infra/local/service.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";
import { synthesizeStubs } from "../../support/stub-functions/assembly.ts";
import { type Caller, createStubClient } from "../../support/stub-functions/caller.ts";
import { tableProperties } from "../../support/table.ts";
import { until } from "../../support/until.ts";

const folder = temporaryFolder();
const state = join(folder, "state");
const logged: string[] = [];
let service: LocalService;
let assembly: string;
let caller: Caller;

beforeAll(async () => {
  assembly = synthesizeStubs(folder);
  service = await startLocal({ port: 0, state, assembly, log: (message) => logged.push(message) });
  caller = await createStubClient(service.url);
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

test("A token signed by the key service is accepted by the routes of its scopes only", async () => {
  await caller.put("A", "one");
  expect(await caller.list("A")).toEqual(["one"]);
  expect((await fetch(`${service.url}/v1/clients`, { headers: caller.headers })).status).toBe(403);
  const without = await fetch(`${service.url}/v1/organisations`);
  expect(without.status).toBe(401);
  expect(without.headers.get("www-authenticate")).toContain("Bearer");
  expect(await without.json()).toEqual({ message: "Unauthorized" });
});

test("A public route needs no token, and its function has only the variables of the template", async () => {
  const names = (await (await fetch(`${service.url}/health`)).json()) as string[];
  expect(names).toContain("AWS_LAMBDA_FUNCTION_NAME");
  expect(names.filter((name) => !/^(AWS_|LANG$|TZ$|_X_AMZN_TRACE_ID$)/.test(name))).toEqual([]);
});

test("Only changes that match the filter reach the function of the stream", async () => {
  const names = Array.from({ length: 30 }, (_, at) => `TALLY#${String(at).padStart(2, "0")}`);
  for (const name of names) await caller.put("B", name);
  await caller.put("B", "OTHER");
  await until(async () => (await caller.list("SEEN")).length >= 30);
  expect((await caller.list("SEEN")).filter((name) => !name.startsWith("TALLY"))).toEqual([]);
});

test("A function can send messages to a queue and events to the bus", async () => {
  await caller.put("B", "TALLY#work");
  await until(async () => (await caller.list("DONE")).includes("TALLY#work"));
  const [event] = readFileSync(join(state, "events", "dangbo-local.ndjson"), "utf8").split("\n");
  expect(JSON.parse(event ?? "")).toMatchObject({ "detail-type": "change", detail: { name: "TALLY#work" } });
});

test("Only the owner can read the state folder", () => {
  for (const part of [".", "queues", "events", "events/dangbo-local.ndjson", "keys", "secrets", "pollers", "logs"])
    expect([part, statSync(join(state, part)).mode & 0o077]).toEqual([part, 0]);
});

const upload = async (name: string) => {
  const put = await fetch(await caller.uploadUrl(name), { method: "PUT", body: "bytes" });
  expect(put.status).toBe(200);
};

test("An uploaded object invokes its function", async () => {
  await upload("one.jpg");
  await until(async () => (await caller.list("SEEN")).includes("uploads/one.jpg"));
});

test("A failed event is stored in the failure queue of the template", async () => {
  await upload("poison.jpg");
  const [name = ""] = readdirSync(join(state, "queues")).filter((each) => each.includes("PhotoProcessorDlq"));
  const queue = join(state, "queues", name);
  await until(() => readdirSync(queue).length > 0);
  const message = JSON.parse(readFileSync(join(queue, readdirSync(queue)[0] ?? ""), "utf8"));
  expect(message.requestContext).toMatchObject({ condition: "RetriesExhausted", approximateInvokeCount: 3 });
  expect(JSON.stringify(message.requestPayload)).toContain("poison.jpg");
  expect(logged.filter((line) => line.includes("poison"))).toHaveLength(3);
  expect(logged.filter((line) => line.includes("failed after 3 attempts"))).toHaveLength(1);
  logged.length = 0;
});

test("A second service on the same state does not start", async () => {
  await expect(startLocal({ port: 0, state, assembly })).rejects.toThrow(/Another service is using the state/);
});

test("The log of a function is a file in the state folder", async () => {
  const name = readdirSync(join(state, "logs")).find((each) => each.includes("PhotoProcessor")) ?? "";
  expect(readFileSync(join(state, "logs", name), "utf8")).toContain("of poison");
});

test("The table of the store tests equals the table of the template", () => {
  const { Resources } = JSON.parse(readFileSync(join(assembly, "Data.template.json"), "utf8"));
  const [table] = Object.values<{ Type: string; Properties: object }>(Resources).filter(
    ({ Type }) => Type === "AWS::DynamoDB::Table",
  );
  expect(table?.Properties).toMatchObject({
    ...tableProperties,
    AttributeDefinitions: expect.arrayContaining(tableProperties.AttributeDefinitions),
  });
});

test("The service has logged no other error", () => {
  expect(logged).toEqual([]);
});
