import { readdirSync } from "node:fs";
import { join } from "node:path";
import { localAdmin } from "../demo/api.ts";
import { startService, type TestService } from "../support/service.ts";
import { fuzz } from "./run.ts";

/** Another seed sends other requests; `npm run fuzz` takes any. */
const seed = 20_231_226;
const calls = 10_000;

let service: TestService;
beforeAll(async () => {
  service = await startService();
}, 120_000);
afterAll(() => service.close(), 60_000);

/** How storage is called on this machine: the bucket by its folder, the table by what the template makes of the stack. */
const namesInside = () => readdirSync(join(service.state, "objects")).filter((name) => name.length > 8);

test("Whatever is sent to any operation, the answer is one that the document describes, and tells nothing inside", async () => {
  const { failures, unreached, lines, ...result } = await fuzz({
    base: service.url,
    credentials: localAdmin,
    seed,
    calls,
    atOnce: 8,
    secret: [service.state, ...namesInside()],
  });
  const told = failures.length > 0 || unreached.length > 0 ? [`Seed ${seed}`, ...lines, ...failures] : [];
  expect(told.join("\n")).toBe("");
  expect(unreached).toEqual([]);
  expect(result.calls).toBeGreaterThanOrEqual(calls);
}, 900_000);
