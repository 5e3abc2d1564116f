import { readdirSync } from "node:fs";
import { join } from "node:path";
import { localAdmin } from "../demo/api.ts";
import { startService, type TestService } from "../support/service.ts";
import { closeAfterFuzz, fuzz } from "./run.ts";

/** Another seed sends other requests; `npm run fuzz` takes any. */
const seed = 20_231_226;
const calls = Number(process.env.FUZZ_CALLS ?? 10_000);

let service: TestService;
beforeAll(async () => {
  service = await startService();
}, 120_000);

afterAll(() => closeAfterFuzz(service), 60_000);

/** Internal names: the bucket by its folder, the table by its generated name. */
const internalNames = () => readdirSync(join(service.state, "objects")).filter((name) => name.length > 8);

test("Every response to valid and invalid requests is documented and reveals no internal details", async () => {
  const { failures, unreached, lines, ...result } = await fuzz({
    base: service.url,
    credentials: localAdmin,
    seed,
    calls,
    atOnce: 8,
    secret: [service.state, ...internalNames()],
  });
  const report = failures.length > 0 || unreached.length > 0 ? [`Seed ${seed}`, ...lines, ...failures] : [];
  expect(report.join("\n")).toBe("");
  expect(unreached).toEqual([]);
  expect(result.calls).toBeGreaterThanOrEqual(calls);
}, 900_000);
