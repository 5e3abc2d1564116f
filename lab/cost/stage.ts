import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";

const template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** What a stage pays for by being there, whoever calls. */
export type Standing = { alarms: number; dashboards: number; keys: number; secrets: number };

const types: Readonly<Record<keyof Standing, string>> = {
  alarms: "AWS::CloudWatch::Alarm",
  dashboards: "AWS::CloudWatch::Dashboard",
  keys: "AWS::KMS::Key",
  secrets: "AWS::SecretsManager::Secret",
};

/** Counts what stands in the templates of production. Throws when they cannot be made. */
export const countStanding = (): Standing => {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-cost-"));
  try {
    const app = join(import.meta.dirname, "../app.ts");
    const env = { ...process.env, CDK_OUTDIR: folder };
    const made = spawnSync(process.execPath, [app, "-c", "stage=production"], { env, encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
    const files = readdirSync(folder).filter((name) => name.endsWith(".template.json"));
    return standingIn(files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8"))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const standingIn = (templates: readonly unknown[]): Standing => {
  const all = templates.flatMap((one) => Object.values(template.parse(one).Resources));
  const count = (type: string) => all.filter(({ Type }) => Type === type).length;
  return {
    alarms: count(types.alarms),
    dashboards: count(types.dashboards),
    keys: count(types.keys),
    secrets: count(types.secrets),
  };
};
