import { readFileSync, writeFileSync } from "node:fs";
import { openApiDocument } from "../lib/contract/openapi.ts";

/**
 * Writes `openapi.json`; with `--check` compares instead, and ends with 1 when the committed file is not what the routes
 * and schemas say.
 */
const file = new URL("../openapi.json", import.meta.url);
const wanted = `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(file, wanted);
else if (readFileSync(file, "utf8") !== wanted) {
  console.error("openapi.json is not what the routes say; write it with: node infra/openapi.ts");
  process.exitCode = 1;
}
