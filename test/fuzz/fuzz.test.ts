import { readdirSync } from "node:fs";
import { join } from "node:path";
import { localAdmin } from "../demo/api.ts";
import { startService, type TestService } from "../support/service.ts";
import { closeAfterFuzz, fuzz } from "./run.ts";

/** Another seed sends other requests; `npm run fuzz` takes any. */
const seed = 20_231_226;
/** The long form reaches every operation. */
const calls = process.env.TEST_LONG === "1" ? 10_000 : 1_500;

let service: TestService;
beforeAll(async () => {
  service = await startService();
});

afterAll(() => closeAfterFuzz(service));

/** Internal names: the bucket by its folder, the table by its generated name. */
const internalNames = () => readdirSync(join(service.state, "objects")).filter((name) => name.length > 8);

test("Every response to valid and invalid requests is documented and reveals no internal details", async () => {
  const result = await fuzz({
    base: service.url,
    credentials: localAdmin,
    seed,
    calls,
    atOnce: 8,
    secret: [service.state, ...internalNames()],
  });
  expect(result).toMatchObject({ failures: [], unreached: [] });
  expect(result.calls).toBeGreaterThanOrEqual(calls);
}, 1_800_000);
