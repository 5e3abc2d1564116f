/**
 * `npm test`: every test once on the default engine, browser tests where Chromium is found; then the store tests on AWS's own
 * DynamoDB Local where Java is found, so that no test rests on what only one engine does. Arguments are passed to Jest and
 * limit the run to the suites whose path contains one of them.
 * `npm run test:long` (`--long`): the long forms of the suites that have one. Those suites read `TEST_LONG`.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDynamoDbLocal, startDynamoDbLocal } from "../infra/local/engines/dynamodb-local.ts";
import { findBrowser } from "./support/browser.ts";

const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];

/** Resolves to whether every test passed. */
const jest = (args: readonly string[], variables: Record<string, string>): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, "node_modules/jest/bin/jest.js", ...args], {
      stdio: "inherit",
      env: { ...process.env, ...variables },
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });

/** The store tests on one DynamoDB Local, where each file has an access key of its own. */
const onDynamoDbLocal = async (library: string): Promise<boolean> => {
  console.info("\nThe store tests on DynamoDB Local:");
  const engine = await startDynamoDbLocal(library, false);
  try {
    return await jest(["test/store"], { TABLE_ENDPOINT: engine.endpoint });
  } finally {
    await engine.stop();
  }
};

const runTests = async (args: readonly string[], variables: Record<string, string>): Promise<boolean> => {
  const hasBrowser = findBrowser() !== undefined;
  if (!hasBrowser) console.info("Chromium is not found: browser tests are left out.");
  const ignored = hasBrowser ? [] : ["--testPathIgnorePatterns", "test/browser"];
  if (!(await jest([...args, ...ignored], variables))) return false;
  if (args.length > 0) return true;
  const library = findDynamoDbLocal();
  if (library) return onDynamoDbLocal(library);
  console.info("Java is not found: the store tests ran on the default engine only.");
  return true;
};

/** Suites with a long form: those that read `TEST_LONG`. */
const longSuites = (): string[] =>
  readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join("test", file))
    .filter((file) => readFileSync(file, "utf8").includes("TEST_LONG"));

const [first, ...rest] = process.argv.slice(2);
/** A folder that the suites of this run share, for example for the synthesized template. */
const shared = mkdtempSync(join(tmpdir(), "dangbo-run-"));
try {
  const passed =
    first === "--long"
      ? await runTests(rest.length > 0 ? rest : longSuites(), { DANGBO_TEST_RUN: shared, TEST_LONG: "1" })
      : await runTests(process.argv.slice(2), { DANGBO_TEST_RUN: shared });
  if (!passed) process.exitCode = 1;
} finally {
  rmSync(shared, { recursive: true, force: true });
}
