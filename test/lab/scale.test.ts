import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDynoxide } from "../../infra/local/engines/dynoxide.ts";
import { loadNation, verifyLoaded } from "../../lab/scale/bulk/load.ts";
import type { Cost } from "../../lab/scale/measure.ts";
import { runTask } from "../../lab/scale/tasks.ts";

const folder = mkdtempSync(join(tmpdir(), "dangbo-scale-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads a nation, compares it with its plan, and measures operations on it. */
const measured = async (members: number, committees: number) => {
  const own = join(folder, String(members));
  await loadNation({ seed: 3, members, committees }, own, () => undefined);
  const verified = await verifyLoaded(own);
  return { verified, costs: await runTask<Cost[]>({ name: "measure", folder: own, only: "nation" }) };
};

/** Two nations are recorded, imported and measured, each in child processes. */
const timeLimit = 300_000;

// Units are those that dynoxide reports.
const onDynoxide = findDynoxide() ? test : test.skip;

onDynoxide(
  "An imported nation equals its plan, and an operation costs the same with five times as many members",
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
    // Its write units grow with the tallies of its committee, up to a few kilobytes.
    expect(costOf(large, "createMember", "in the largest committee")).toMatchObject({ roundTrips: "2", read: "3" });
  },
  timeLimit,
);
