import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const project = join(import.meta.dirname, "../..");
const cli = join(dirname(createRequire(import.meta.url).resolve("aws-cdk/package.json")), "bin/cdk");

/** Runs a command of the project. */
export const runScript = (script: string, args: readonly string[], environment: Record<string, string>) =>
  run([join(project, script), ...args], environment);

/** Runs a Node program in the project's folder; returns its output. Throws with its end where it fails. */
const run = async (args: readonly string[], environment: Record<string, string>): Promise<string> => {
  const child = spawn(process.execPath, args, { cwd: project, env: { ...process.env, ...environment } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: unknown) => {
      output += String(part);
    });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${args.slice(1).join(" ")} ended with ${code}:\n${output.slice(-4_000)}`);
  return output;
};

/** Runs the CDK CLI. */
export const cdk = (args: readonly string[], environment: Record<string, string>) => run([cli, ...args], environment);

/** Runs `npm run deploy` for a stage. */
export const deploy = (stage: string, args: readonly string[], environment: Record<string, string>) =>
  runScript("infra/deploy.ts", ["--stage", stage, "--", ...args], environment);
