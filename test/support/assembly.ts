import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defaultAdminSecret } from "../../infra/local/options.ts";
import { synthesize } from "../../infra/local/synthesize.ts";

/**
 * The assembly of the local stage, synthesized once for all suites of a run, since it takes seconds. Undefined outside a run
 * of `test/run.ts`: then each service synthesizes its own.
 */
export const sharedAssembly = async (loopbackWebhooks = false): Promise<string | undefined> => {
  const shared = process.env.DANGBO_TEST_RUN;
  if (shared === undefined) return undefined;
  const folder = join(shared, loopbackWebhooks ? "loopback" : "plain");
  if (!existsSync(folder)) await synthesizeShared(shared, folder, loopbackWebhooks);
  return folder;
};

/** Synthesizes into a temporary folder and renames it, since other workers may do the same concurrently. */
const synthesizeShared = async (shared: string, folder: string, loopbackWebhooks: boolean): Promise<void> => {
  const temporary = mkdtempSync(join(shared, "synthesizing-"));
  await synthesize(temporary, { stage: "local", adminSecret: defaultAdminSecret, loopbackWebhooks });
  try {
    renameSync(temporary, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(temporary, { recursive: true });
  }
};
