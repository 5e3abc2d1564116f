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
  .filter((file) => file.endsWith(".ts") && !file.startsWith(join("lib", "contract")))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");

/** First arguments of calls like `new Problem("…"`. */
const named = (call: RegExp) => [...new Set([...sources.matchAll(call)].map(([, code = ""]) => code))].sort();
const unspoken = (codes: object) => Object.keys(codes).filter((code) => !sources.includes(`"${code}"`));

test("Every problem of the contract is thrown somewhere", () => {
  expect(unspoken(problems)).toEqual([]);
});

test("Every fault of the contract is found somewhere", () => {
  expect(unspoken(fieldErrorMessages)).toEqual([]);
});

test("Every error of the token endpoint is given somewhere", () => {
  expect(unspoken(oauthErrors)).toEqual([]);
});

test("No problem is thrown and no fault named that the contract does not know", () => {
  const thrown = named(/new Problem\(\s*"([^"]+)"/g);
  expect(thrown.length).toBeGreaterThan(15);
  expect(thrown.filter((code) => !(code in problems))).toEqual([]);
  const found = named(/\.fault\([^,()]+(?:\([^)]*\))?[^,()]*,\s*"([^"]+)"/g);
  expect(found.length).toBeGreaterThan(5);
  expect(found.filter((code) => !(code in fieldErrorMessages))).toEqual([]);
});
