import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { oauthErrors } from "../../../lib/contract/oauth.ts";
import { fieldErrorMessages } from "../../../lib/vocabulary/field-errors.ts";
import { problems } from "../../../lib/vocabulary/problems.ts";

const root = new URL("../../..", import.meta.url).pathname;
const sources = ["lib", "functions"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith(".ts") && !/^lib.(contract|vocabulary)/.test(file))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

/** First arguments of calls like `new Problem("…"`. */
const named = (call: RegExp) => [...new Set([...sources.matchAll(call)].map(([, code = ""]) => code))].sort();

test.each([
  ["problem", problems],
  ["field error", fieldErrorMessages],
  ["error of the token endpoint", oauthErrors],
])("Every %s of the vocabulary is used somewhere", (_, codes) => {
  expect(Object.keys(codes).filter((code) => !sources.includes(`"${code}"`))).toEqual([]);
});

test("Every problem and field error in the code is one of the vocabulary", () => {
  const thrown = named(/new Problem\(\s*"([^"]+)"/g);
  expect(thrown.length).toBeGreaterThan(15);
  expect(thrown.filter((code) => !(code in problems))).toEqual([]);
  const found = named(/\.addError\([^,()]+(?:\([^)]*\))?[^,()]*,\s*"([^"]+)"/g);
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter((code) => !(code in fieldErrorMessages))).toEqual([]);
});
