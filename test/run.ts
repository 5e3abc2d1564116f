/**
 * `npm test`: every test once, on the default engine, those in a browser where Chromium is found; then the store tests
 * again on AWS's own DynamoDB Local where Java is found, so that no test rests on what only one engine does. Arguments
 * go on to Jest.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDynamoDbLocal, startDynamoDbLocal } from "../infra/local/engines/dynamodb-local.ts";
import { findBrowser } from "./support/browser.ts";

const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];

/** Resolves to whether every test passed. */
const jest = (args: readonly string[], variables: Record<string, string>): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...variables };
    const child = spawn(process.execPath, [...flags, "node_modules/jest/bin/jest.js", ...args], {
      stdio: "inherit",
      env,
    });
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });

/** The store tests on one DynamoDB Local, where each file has an access key of its own. */
const onDynamoDbLocal = async (library: string): Promise<boolean> => {
  const engine = await startDynamoDbLocal(library, false);
  try {
    return await jest(["test/store"], { TABLE_ENDPOINT: engine.endpoint });
  } finally {
    await engine.stop();
  }
};

const all = async (args: readonly string[], shared: string): Promise<boolean> => {
  const hasBrowser = findBrowser() !== undefined;
  if (!hasBrowser) console.info("Chromium is not found: the tests in a browser are left out.");
  const left = hasBrowser ? [] : ["--testPathIgnorePatterns", "test/browser"];
  if (!(await jest([...args, ...left], { DANGBO_TEST_RUN: shared }))) return false;
  if (args.length > 0) return true;
  const library = findDynamoDbLocal();
  if (library) return onDynamoDbLocal(library);
  console.info("Java is not found: the store tests ran on the default engine only.");
  return true;
};

/** What the tests of this run share. */
const shared = mkdtempSync(join(tmpdir(), "dangbo-run-"));
try {
  if (!(await all(process.argv.slice(2), shared))) process.exitCode = 1;
} finally {
  rmSync(shared, { recursive: true, force: true });
}
