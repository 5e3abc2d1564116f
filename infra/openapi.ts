import { readFileSync, writeFileSync } from "node:fs";
import { openApiDocument } from "../lib/contract/openapi.ts";

/** `npm run openapi` writes `openapi.json` from routes and schemas; `--check` fails if the committed file differs. */
const file = new URL("../openapi.json", import.meta.url);
const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error("openapi.json differs from the routes and schemas. Write it again with: npm run openapi");
  process.exitCode = 1;
}
