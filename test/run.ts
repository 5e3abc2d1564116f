/**
 * `npm test`: every test once, on the default engine, those in a browser where Chromium is found; then the store tests
 * again on AWS's own DynamoDB Local where Java is found, so that no test rests on what only one engine does. Arguments
 * go on to Jest.
 */
import { spawnSync } from "node:child_process";
import { findBrowser } from "./support/browser.ts";

const jest = (args: readonly string[], environment: Record<string, string> = {}) => {
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const { status } = spawnSync(process.execPath, [...flags, "node_modules/jest/bin/jest.js", ...args], {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (status !== 0) process.exit(status ?? 1);
};

const hasJava = spawnSync("java", ["-version"]).status === 0;
const asked = process.argv.slice(2);

const hasBrowser = findBrowser() !== undefined;
if (!hasBrowser) console.info("Chromium is not found: the tests in a browser are left out.");
jest([...asked, ...(hasBrowser ? [] : ["--testPathIgnorePatterns", "test/browser"])]);
if (asked.length === 0 && hasJava) jest(["test/store"], { TABLE_ENGINE: "dynamodb-local" });
if (asked.length === 0 && !hasJava) console.info("Java is not found: the store tests ran on the default engine only.");
