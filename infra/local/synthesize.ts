import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const app = fileURLToPath(new URL("../app.ts", import.meta.url));

/** What the stack of this machine is told from outside. */
export type SynthesisSettings = { adminSecret: string; loopbackWebhooks: boolean };

/**
 * Synthesizes the stack into a folder, in a process of its own that is gone again with all it needed.
 * @throws Error with what it printed when it fails.
 */
export async function synthesize(folder: string, stage: string, settings: SynthesisSettings): Promise<void> {
  // Bundles of before would stay beside the new ones for ever.
  rmSync(folder, { recursive: true, force: true });
  const child = spawn(process.execPath, [app, "--context", `stage=${stage}`], {
    env: {
      ...process.env,
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
  // Lambda takes a bundle's .js for CommonJS; here the nearest package.json decides, and this project's says otherwise.
  writeFileSync(join(folder, "package.json"), "{}\n");
}
