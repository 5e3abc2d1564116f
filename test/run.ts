/**
 * `npm test`: every test once, on the default engine; then the store tests again on AWS's own DynamoDB Local where Java
 * is found, so that no test rests on what only one engine does. Arguments go on to Jest.
 */
import { spawnSync } from "node:child_process";

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

jest(asked);
if (asked.length === 0 && hasJava) jest(["test/store"], { TABLE_ENGINE: "dynamodb-local" });
if (asked.length === 0 && !hasJava) console.info("Java is not found: the store tests ran on the default engine only.");
