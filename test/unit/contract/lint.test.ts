import { readFileSync } from "node:fs";
import { createConfig, lintFromString } from "@redocly/openapi-core";

const file = new URL("../../../openapi.json", import.meta.url);
// The gateway prefers literal segments, so that `/external/…` is never taken for an id.
// The URL of a picture responds with a redirect only.
const rules = { "no-ambiguous-paths": "off", "operation-2xx-response": "off" } as const;

const findings = async (source: string) => {
  const config = await createConfig({ extends: ["recommended-strict"], rules });
  const problems = await lintFromString({ source, absoluteRef: file.pathname, config });
  return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
};

test("The document passes Redocly's strict rules", async () => {
  expect(await findings(readFileSync(file, "utf8"))).toEqual([]);
});

test("Redocly rejects a duplicate operation id", async () => {
  const source = readFileSync(file, "utf8").replace('"operationId": "getClient"', '"operationId": "listClients"');
  expect(await findings(source)).toHaveLength(1);
});
