import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const app = fileURLToPath(new URL("../app.ts", import.meta.url));

/** Settings of the local stack. */
export type SynthesisSettings = { stage: string; adminSecret: string; loopbackWebhooks: boolean };

/**
 * Synthesizes the stack into a folder, in a separate process that frees its memory when it ends. `signal` ends it.
 * @throws Error with the output of a failed synthesis.
 */
export const synthesize = async (folder: string, settings: SynthesisSettings, signal?: AbortSignal): Promise<void> => {
  // Old bundles would stay next to the new ones.
  rmSync(folder, { recursive: true, force: true });
  const child = spawn(process.execPath, [app, "--context", `stage=${settings.stage}`], {
    signal,
    env: {
      ...process.env,
      CDK_CONTEXT_JSON: undefined,
      CDK_OUTDIR: folder,
      DANGBO_ADMIN_SECRET: settings.adminSecret,
      DANGBO_LOOPBACK_WEBHOOKS: settings.loopbackWebhooks ? "1" : "0",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`The stack could not be synthesized:\n${output.trim()}`);
  // Lambda loads the .js file of a bundle as CommonJS; locally the nearest package.json decides, and the project's says ESM.
  writeFileSync(join(folder, "package.json"), "{}\n");
};
