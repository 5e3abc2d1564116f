/** `npm run try-deploy`: deploys the project to an emulator of AWS, uses it, deploys it again, and removes it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand, startStopwatch } from "../../infra/command.ts";
import { cdk } from "./cdk.ts";
import { tryDomains } from "./domains.ts";
import { account, region, startEmulator } from "./emulator.ts";
import { failFirstDeployment } from "./failed-deployment.ts";
import { faults } from "./faults.ts";
import { limits } from "./limits.ts";
import { restoreInSecondRegion } from "./second-region.ts";
import { deployAgain, deployStage, destroyStage, type Trial, useStage } from "./trial.ts";

await runCommand({
  usage: "npm run try-deploy --",
  summary:
    "Deploys the project to an emulator of AWS on this machine, records the demo through it, restores it in a second region, and removes it.\nThe emulator: pip install ministack==1.5.33 cryptography",
  options: {
    break: {
      type: "string",
      value: Object.keys(faults).join("|"),
      help: "Deploys with this fault: the trial must fail",
    },
  },
  environment: { MINISTACK: "Program of the emulator (default: ministack on the PATH)" },
  async run({ break: fault }) {
    if (fault !== undefined && !(fault in faults)) throw new Error(`--break takes ${Object.keys(faults).join(", ")}`);
    const folder = mkdtempSync(join(tmpdir(), "dangbo-emulator-"));
    const output = join(folder, "emulator.log");
    const elapsed = startStopwatch();
    const log = (step: string) => console.info(`${elapsed().padStart(8)}  ${step}`);
    try {
      await using emulator = await startEmulator(process.env.MINISTACK ?? "ministack", output);
      const trial: Trial = { emulator, folder, log };
      await cdk(["bootstrap", `${account}/${region}`], emulator.environment);
      log("The account is bootstrapped");
      if (fault === undefined) {
        await failFirstDeployment(trial);
        log("A first deployment fails");
      }
      const urls = await deployStage(trial, fault);
      log("All stacks are deployed");
      await useStage(trial, urls);
      await deployAgain(trial);
      log("A second deployment changes nothing");
      await restoreInSecondRegion(trial, urls);
      await tryDomains(trial);
      log("The stage gets domains, and a deployment without them stops");
      await destroyStage(trial, emulator.environment);
      log("All stacks are removed");
      console.info(`\n${limits.length} limits of the emulator:`);
      for (const { limit, instead } of limits) console.info(`- ${limit}: ${instead}`);
    } catch (error) {
      // Its ordinary lines say which functions it started.
      const lines = readFileSync(output, "utf8").split("\n");
      console.error(
        lines
          .filter((line) => /WARNING|ERROR|failure|failed/.test(line))
          .slice(-20)
          .join("\n"),
      );
      throw error;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});
