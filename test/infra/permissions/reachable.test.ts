import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bundleFunctions } from "../../../infra/bundle.ts";
import { type FunctionName, functions, type TableAccess } from "../../../lib/contract/functions.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";

/** The code in a bundle that needs an action or an index; bundles contain only reachable code. */
const codeOf = {
  PutItem: /kind:"put"/,
  UpdateItem: /kind:"(update|add)"/,
  DeleteItem: /kind:"delete"/,
  ConditionCheckItem: /kind:"check"/,
  byTenant: /index:"byTenant"/,
  byUnit: /index:"byUnit"/,
  byGroup: /index:"byGroup"/,
} as const;
type Access = keyof typeof codeOf;

/** Code that a bundle contains but the function never runs. */
const neverRuns: Partial<Record<FunctionName, { actions: readonly Access[]; because: string }>> = {
  ...Object.fromEntries(
    (["pages", "statistics", "changes"] as const).map((name) => [
      name,
      {
        actions: ["PutItem", "UpdateItem"],
        because: "The function only reads; it shares a module that also writes",
      },
    ]),
  ),
  token: { actions: ["PutItem"], because: "The function only counts; it shares a module that also creates items" },
  objectCleanup: {
    actions: ["ConditionCheckItem"],
    because: "Only changes of a photo check the people it shows, not its deletion",
  },
  erasureProcessor: {
    actions: ["ConditionCheckItem"],
    because: "Only changes of a photo check the people it shows, not their removal",
  },
};

const folder = useTemporaryFolder();
const bundles = bundleFunctions(join(import.meta.dirname, "../../../functions"), folder);
const names = Object.keys(functions) as FunctionName[];

test.each(names)("%s has exactly the table permissions that the code of its bundle needs", (name) => {
  const code = readFileSync(join(bundles[name], "index.js"), "utf8");
  const { actions, indexes = [] }: TableAccess = functions[name].table;
  const granted = new Set<string>([...actions, ...indexes, ...(neverRuns[name]?.actions ?? [])]);
  const all = Object.keys(codeOf) as Access[];
  expect(all.filter((action) => granted.has(action))).toEqual(all.filter((action) => codeOf[action].test(code)));
});
