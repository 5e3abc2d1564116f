import { CloudFrontClient, CreateFunctionCommand, DeleteFunctionCommand } from "@aws-sdk/client-cloudfront";
import { deploy } from "./cdk.ts";
import { clientOptions, region } from "./emulator.ts";
import { stage, type Trial } from "./trial.ts";

/**
 * Makes the first deployment fail in the middle, at a name that the account has already, and removes the obstacle: the next deployment must
 * succeed.
 */
export const failFirstDeployment = async ({ emulator, folder }: Trial): Promise<void> => {
  const cloudfront = new CloudFrontClient(clientOptions(emulator));
  const Name = `dangbo-${stage}-redirect-${region}`;
  const { ETag } = await cloudfront.send(
    new CreateFunctionCommand({
      Name,
      FunctionConfig: { Comment: "In the way", Runtime: "cloudfront-js-2.0" },
      FunctionCode: Buffer.from("function handler(event) { return event.request; }"),
    }),
  );
  const options = ["--require-approval", "never", "--output", `${folder}/assembly`];
  const failure = await deploy(stage, options, emulator.environment).catch((error: Error) => error.message);
  if (!/The deployment failed\./.test(failure)) throw new Error(`The first deployment should fail: ${failure}`);
  await cloudfront.send(new DeleteFunctionCommand({ Name, IfMatch: ETag }));
};
