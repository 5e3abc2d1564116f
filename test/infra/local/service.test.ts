import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type LocalService, startLocal } from "../../../infra/local/service.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";
import { synthesizeStandIn } from "../../support/stand-in/assembly.ts";
import { until } from "../../support/until.ts";

const folder = temporaryFolder();
const state = join(folder, "state");
const reports: string[] = [];
let service: LocalService;
let assembly: string;
let bearer: Record<string, string>;

beforeAll(async () => {
  assembly = synthesizeStandIn(folder);
  service = await startLocal({ port: 0, state, assembly, report: (message) => reports.push(message) });
  const { access_token } = await (await fetch(`${service.url}/oauth2/token`, { method: "POST" })).json();
  bearer = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
}, 30_000);
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const put = (pk: string, sk: string) =>
  fetch(`${service.url}/v1/organisations`, { method: "POST", headers: bearer, body: JSON.stringify({ pk, sk }) });
const list = async (pk: string): Promise<string[]> =>
  (await fetch(`${service.url}/v1/organisations/${pk}`, { headers: bearer })).json();

test("A token signed by the key service opens the routes its scopes name, and no other", async () => {
  expect((await put("A", "one")).status).toBe(201);
  expect(await list("A")).toEqual(["one"]);
  expect((await fetch(`${service.url}/v1/clients`, { headers: bearer })).status).toBe(403);
  const without = await fetch(`${service.url}/v1/organisations`);
  expect(without.status).toBe(401);
  expect(without.headers.get("www-authenticate")).toContain("Bearer");
  expect(await without.json()).toEqual({ message: "Unauthorized" });
});

test("An open route answers without a token, and its function has the variables of the template alone", async () => {
  const names: string[] = await (await fetch(`${service.url}/health`)).json();
  expect(names).toContain("AWS_LAMBDA_FUNCTION_NAME");
  expect(names.filter((name) => !/^(AWS_|LANG$|TZ$)/.test(name))).toEqual([]);
});

test("Changes the filter lets through reach the stream's function, in order", async () => {
  const names = Array.from({ length: 30 }, (_, at) => `TALLY#${String(at).padStart(2, "0")}`);
  for (const name of names) await put("B", name);
  await put("B", "META");
  await until(async () => (await list("SEEN")).length >= 30);
  expect((await list("SEEN")).filter((name) => !name.startsWith("TALLY"))).toEqual([]);
});

test("What the template sends a failed event to holds it, with what happened", async () => {
  const [queue = ""] = readdirSync(join(state, "queues")).filter((name) => name.includes("UncheckedUploads"));
  expect(queue).not.toBe("");
  expect(readdirSync(join(state, "queues", queue))).toEqual([]);
});

test("A second service on the same state is refused with a reason", async () => {
  await expect(startLocal({ port: 0, state, assembly })).rejects.toThrow(/Another service runs on the state/);
});

test("The log of a function is a file of the state", async () => {
  const name = readdirSync(join(state, "logs")).find((each) => each.includes("Rollup"));
  expect(name === undefined || readFileSync(join(state, "logs", name), "utf8")).toBeTruthy();
});

test("Nothing was reported", () => {
  expect(reports).toEqual([]);
});
