import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { deployStage } from "../../infra/deploy/deploy-stage.ts";
import { settingsFor } from "../../infra/settings.ts";
import { cdk } from "./cdk.ts";
import { account, clientOptions, region } from "./emulator.ts";
import { stage, type Trial } from "./trial.ts";

const certificate = (of: string) => `arn:aws:acm:${of}:${account}:certificate/trial`;
const domains = {
  api: { name: "api.library.example", certificate: certificate(region) },
  pages: { name: "tin.library.example", certificate: certificate("us-east-1") },
};
const issuer = { name: "login.library.example", certificate: certificate(region) };

/** Deploys the stage with an entry of a file with settings. Returns what is logged or thrown. */
const deployWith = async ({ emulator, folder }: Trial, entry: object): Promise<string> => {
  const stagesFile = join(folder, "stages.json");
  writeFileSync(stagesFile, JSON.stringify({ [stage]: entry }));
  const options = clientOptions(emulator);
  const lines: string[] = [];
  await deployStage({
    clients: {
      cloudformation: new CloudFormationClient(options),
      cloudfront: new CloudFrontClient(options),
      lambda: new LambdaClient(options),
      logs: new CloudWatchLogsClient(options),
      s3: new S3Client({ ...options, forcePathStyle: true }),
    },
    region,
    settings: settingsFor({ stage, stagesFile }),
    removedDomains: [],
    ignoreQuotas: false,
    passedOn: ["--require-approval", "never", "--output", join(folder, "assembly")],
    log: (line) => lines.push(line),
    cdk: async (stacks, context, passedOn) => {
      const pairs = [...context, `stages=${stagesFile}`].flatMap((pair) => ["-c", pair]);
      await cdk(["deploy", ...stacks, ...pairs, ...passedOn], emulator.environment);
    },
  }).catch((error: Error) => lines.push(error.message));
  return lines.join("\n");
};

const expectText = (text: string, expected: RegExp) => {
  if (!expected.test(text)) throw new Error(`Expected ${expected} instead of: ${text}`);
};

/** Gives the stage domains: one for the issuer waits for its record, and none is lost by a deployment without them. */
export const tryDomains = async (trial: Trial): Promise<void> => {
  expectText(
    await deployWith(trial, { domains }),
    /api\.library\.example {2}CNAME {2}\S+\n.*tin\.library\.example {2}CNAME/,
  );
  expectText(
    await deployWith(trial, { domains: { ...domains, issuer } }),
    /does not lead to it.*\n[\s\S]*login\.library\.example {2}CNAME/,
  );
  expectText(await deployWith(trial, {}), /Nothing was deployed:(\n- This deployment would remove the domain .*){3}$/);
};
