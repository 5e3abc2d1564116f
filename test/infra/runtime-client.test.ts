import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PreparedStack, prepareStack } from "../../infra/local/service.ts";
import { toConstructId } from "../../infra/names.ts";
import { type FunctionContract, functions } from "../../lib/contract/functions.ts";
import { sharedAssembly } from "../support/assembly.ts";
import { invokeUnderRuntimeClient, runtimeClient } from "./runtime-client/runtime-api.ts";
import { samples } from "./runtime-client/sample-events.ts";

const state = mkdtempSync(join(tmpdir(), "dangbo-runtime-client-"));
const disposables = new AsyncDisposableStack();
let stack: PreparedStack;

// A build that failed leaves the package without its native part.
const isInstalled = existsSync(join(runtimeClient, "rapid-client.node"));
beforeAll(async () => {
  if (!isInstalled) return;
  stack = await prepareStack({ state, port: 0, assembly: await sharedAssembly() }, disposables, console.error);
  for (const bucket of stack.environment.buckets.values()) stack.services.objects.addBucket(bucket);
});
afterAll(async () => {
  await disposables.disposeAsync();
  rmSync(state, { recursive: true, force: true });
});

const all = Object.entries<FunctionContract>(functions).map(([name, { trigger = "http-api" as const }]) => ({
  name,
  trigger,
}));

// It is compiled when it is installed: `npm ci` in its folder does so, as in CI.
(isInstalled ? test.each(all) : test.skip.each(all))(
  "The bundle of $name responds to the sample event of AWS under AWS's own runtime client",
  async ({ name, trigger }) => {
    const { event, response } = samples[trigger];
    const logicalId = new RegExp(`${toConstructId(name)}[0-9A-F]{8}`);
    const [settings] = stack.environment.functions.settings().filter((each) => logicalId.test(each.functionName));
    if (!settings) throw new Error(`The template has no function ${name}`);
    const answer = await invokeUnderRuntimeClient(settings, event);
    expect(answer.response).toEqual(response);
    if (trigger !== "http-api") return;
    const [logged] = answer.lines.filter((line) => line.includes('"event"'));
    expect(JSON.parse(logged ?? "")).toMatchObject({ level: "INFO", message: { event: "request", status: 404 } });
  },
);
