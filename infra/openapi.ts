import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openApiDocument } from "../lib/contract/openapi.ts";
import { runCommand } from "./command.ts";

const file = fileURLToPath(new URL("../openapi.json", import.meta.url));

await runCommand({
  usage: "npm run openapi --",
  summary: "Writes openapi.json from routes and schemas.",
  options: { check: { type: "boolean", help: "Writes nothing; fails if the committed file differs" } },
  run({ check }) {
    const text = `${JSON.stringify(openApiDocument(), null, 2)}\n`;
    if (!check) writeFileSync(file, text);
    else if (readFileSync(file, "utf8") !== text)
      throw new Error("openapi.json differs from the routes and schemas. Write it again with: npm run openapi");
  },
});
