import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defaultAdminSecret } from "../../infra/local/options.ts";
import { synthesize } from "../../infra/local/synthesize.ts";

/**
 * The assembly of this machine, made by whoever is first in a run of the tests and run by all others: it takes seconds.
 * Undefined where no run says where (`test/run.ts`): then each service makes its own.
 */
export const sharedAssembly = async (loopbackWebhooks = false): Promise<string | undefined> => {
  const shared = process.env.DANGBO_TEST_RUN;
  if (shared === undefined) return undefined;
  const folder = join(shared, loopbackWebhooks ? "loopback" : "plain");
  if (!existsSync(folder)) await make(shared, folder, loopbackWebhooks);
  return folder;
};

/** Made aside and put in its place whole: another worker may be at it too. */
const make = async (shared: string, folder: string, loopbackWebhooks: boolean): Promise<void> => {
  const aside = mkdtempSync(join(shared, "making-"));
  await synthesize(aside, "local", { adminSecret: defaultAdminSecret, loopbackWebhooks });
  try {
    renameSync(aside, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(aside, { recursive: true });
  }
};
