import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundleFunctions } from "../../../infra/bundle.ts";
import { type FunctionName, functions, type TableAccess } from "../../../lib/contract/functions.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";

/** How the bundle of a function shows that its code writes of a kind, or queries an index: nothing else is left in it. */
const shownBy = {
  PutItem: /kind:"put"/,
  UpdateItem: /kind:"(update|add)"/,
  DeleteItem: /kind:"delete"/,
  ConditionCheckItem: /kind:"check"/,
  byTenant: /index:"byHome"/,
  byUnit: /index:"byUnit"/,
  byGroup: /index:"byGroup"/,
} as const;
type Shown = keyof typeof shownBy;

/** What is in a bundle and never runs in this function. */
const neverRuns: Partial<Record<FunctionName, { actions: readonly Shown[]; because: string }>> = {
  ...Object.fromEntries(
    (["pages", "statistics", "changes", "token"] as const).map((name) => [
      name,
      {
        actions: ["PutItem", "UpdateItem"],
        because: "Only reads: it shares the layer that commits, and commits nothing",
      },
    ]),
  ),
  objectCleanup: {
    actions: ["ConditionCheckItem"],
    because: "Checks whom a photo names anew; one that goes names nobody",
  },
  erasureProcessor: {
    actions: ["ConditionCheckItem"],
    because: "Checks whom a photo names anew; an erasure only takes names away",
  },
};

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));
const bundles = bundleFunctions(join(import.meta.dirname, "../../../functions"), folder);
const names = Object.keys(functions) as FunctionName[];

test.each(names)("%s may do what its code can do to the table, and no more, whatever branch it takes", (name) => {
  const code = readFileSync(join(bundles[name], "index.js"), "utf8");
  const { actions, indexes = [] }: TableAccess = functions[name].table;
  const granted = new Set<string>([...actions, ...indexes, ...(neverRuns[name]?.actions ?? [])]);
  const all = Object.keys(shownBy) as Shown[];
  expect(all.filter((action) => granted.has(action))).toEqual(all.filter((action) => shownBy[action].test(code)));
});
