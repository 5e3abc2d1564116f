import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const cli = join(dirname(createRequire(import.meta.url).resolve("aws-cdk/package.json")), "bin/cdk");

/** Runs `cdk deploy` for stacks, in the terminal of this process. Throws where it fails. */
export const runCdk = (
  stacks: readonly string[],
  context: readonly string[],
  passedOn: readonly string[],
): void | Promise<void> => {
  const options = context.flatMap((pair) => ["-c", pair]);
  const { status, error } = spawnSync(process.execPath, [cli, "deploy", ...stacks, ...options, ...passedOn], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(
      "The deployment failed. Mend the cause above and deploy again (docs/deploy.md, A failed deployment)",
    );
};
