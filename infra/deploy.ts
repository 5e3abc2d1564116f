import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { runCommand } from "./command.ts";
import { deployStage } from "./deploy/deploy-stage.ts";
import { settingsFor } from "./settings.ts";
import { stagesFile } from "./stage-file.ts";

await runCommand({
  usage: "npm run deploy --",
  summary: "Deploys all stacks of a stage to AWS with its settings in infra/stages.json (docs/deploy.md).",
  options: {
    stage: { type: "string", value: "name", help: "Required; the stage local runs with npm start" },
    "remove-domain": {
      type: "string",
      value: "name",
      multiple: true,
      default: [],
      help: "Removes this domain; otherwise a deployment without a domain that is in use stops",
    },
    "ignore-quotas": { type: "boolean", default: false, help: "Deploys although quotas seem to be exceeded" },
  },
  passesOn: "Options of cdk deploy, for example -- --require-approval never",
  async run({ stage, "remove-domain": removedDomains, "ignore-quotas": ignoreQuotas }, passedOn) {
    if (stage === undefined) throw new Error("--stage <name> is required");
    if (stage === "local") throw new Error("The stage local runs with npm start");
    if (passedOn.some((option) => /^(-c|--context)/.test(option)))
      throw new Error("Settings of a stage are in infra/stages.json; -c would be forgotten at the next deployment");
    // The CDK CLI reads both variables, the SDK the first only.
    const given = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    const options = given === undefined ? {} : { region: given };
    const clients = {
      cloudformation: new CloudFormationClient(options),
      cloudfront: new CloudFrontClient(options),
      lambda: new LambdaClient(options),
      logs: new CloudWatchLogsClient(options),
      s3: new S3Client(options),
    };
    const region = await clients.cloudformation.config.region();
    const settings = settingsFor({ stage, stagesFile });
    await deployStage({ clients, region, settings, removedDomains, ignoreQuotas, passedOn, log: console.log });
  },
});
