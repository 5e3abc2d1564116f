import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { functions } from "../../../lib/contract/functions.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Synthesizes the stack with the stub code for every function; returns the folder of the assembly. Takes two seconds. */
export const synthesizeStubs = (folder: string): string => {
  const source = join(folder, "functions");
  for (const name of Object.keys(functions)) {
    const own = join(
      source,
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "handler.ts"), `export { handler } from ${JSON.stringify(join(here, "handler.ts"))};\n`);
  }
  const outdir = join(folder, "cdk.out");
  const app = join(here, "../../../infra/app.ts");
  const { status, stderr } = spawnSync(process.execPath, [app, "-c", "stage=local", "-c", `functions=${source}`], {
    env: { ...process.env, CDK_OUTDIR: outdir, NODE_OPTIONS: "" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  writeFileSync(join(outdir, "package.json"), "{}\n");
  return outdir;
};
