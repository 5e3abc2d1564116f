import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assemblyKey, findAssembly } from "./assembly-cache.ts";
import { defaultAdminSecret, type LocalOptions } from "./options.ts";
import type { State } from "./state.ts";
import { synthesize } from "./synthesize.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Next to the packages: never committed, and removed with them. */
const cacheFolder = join(root, "node_modules/.cache/dangbo");

type Preparation = { adminSecret: string; state: State; signal: AbortSignal };

/** The folder of the assembly: the one that the options name, or one that is made from the current sources. */
export const prepareAssembly = async (
  { assembly, stage = "local", loopbackWebhooks = false }: LocalOptions,
  { adminSecret, state, signal }: Preparation,
): Promise<string> => {
  if (assembly !== undefined) return assembly;
  const settings = { stage, adminSecret, loopbackWebhooks };
  const write = (folder: string) => synthesize(folder, settings, signal);
  // A template contains the secret: only the well-known one may leave the state folder.
  const isShared = adminSecret === defaultAdminSecret;
  const shared = isShared ? await findAssembly(cacheFolder, () => assemblyKey(root, settings), write) : undefined;
  if (shared !== undefined) return shared;
  const own = state.path("cdk.out");
  await write(own);
  return own;
};
