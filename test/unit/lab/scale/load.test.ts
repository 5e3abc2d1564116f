import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDynoxide } from "../../../../infra/local/engines/dynoxide.ts";
import { loadNation, verifyLoaded } from "../../../../lab/scale/bulk/load.ts";
import type { Cost } from "../../../../lab/scale/measure/measure-nation.ts";
import { runChild } from "../../../../lab/scale/run-child.ts";

const child = join(import.meta.dirname, "../../scale/measure/child.ts");
const folder = mkdtempSync(join(tmpdir(), "dangbo-scale-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads a nation, compares it with what was drawn, and measures what is asked of it. */
const measured = async (members: number, committees: number) => {
  const own = join(folder, String(members));
  await loadNation({ seed: 3, members, committees }, own, () => undefined);
  const verified = await verifyLoaded(own);
  return { verified, costs: await runChild<Cost[]>(child, { folder: own, only: "nation" }) };
};

/** Two nations are recorded, imported and measured, each in processes of its own. */
const timeLimit = 300_000;

// The bench counts units as dynoxide tells them.
const onDynoxide = findDynoxide() ? test : test.skip;

onDynoxide(
  "What is imported is what was drawn, and five times as many members cost no operation more",
  async () => {
    const [small, large] = [await measured(60, 2), await measured(300, 5)];
    expect(small.verified.statistics).toBe(5);
    expect(large.verified.statistics).toBe(8);
    expect(large.verified.members).toBeGreaterThan(12);
    const costOf = ({ costs }: { costs: Cost[] }, operation: string, about: string) =>
      costs.find((cost) => cost.operation === operation && cost.about === about);
    for (const [operation, about] of [
      ["getStatistics", "of the nation, by the root"],
      ["getMember", "of the largest committee, by the root"],
      ["getStatistics", "of the largest committee"],
    ] as const) {
      expect(costOf(large, operation, about)).toBeDefined();
      expect(costOf(large, operation, about)).toEqual(costOf(small, operation, about));
    }
    // What it writes grows with the tallies of its committee, up to a few kilobytes.
    expect(costOf(large, "createMember", "in the largest committee")).toMatchObject({ rounds: "2", read: "3" });
  },
  timeLimit,
);
