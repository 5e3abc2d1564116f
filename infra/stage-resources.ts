import {
  type CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { stackNameOf } from "./names.ts";

/** A deployed resource: its type, logical id and physical id. */
export type StageResource = { type: string; name: string; id: string };

/** Reads all pages. */
export const findResources = async (
  cloudformation: CloudFormationClient,
  stage: string,
  stacks: readonly string[],
): Promise<StageResource[]> => {
  const found: StageResource[] = [];
  for (const stack of stacks)
    for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
      const command = new ListStackResourcesCommand({ StackName: stackNameOf(stage, stack), NextToken });
      const page = await cloudformation.send(command);
      for (const {
        ResourceType: type = "",
        LogicalResourceId: name = "",
        PhysicalResourceId: id = "",
      } of page.StackResourceSummaries ?? [])
        found.push({ type, name, id });
      NextToken = page.NextToken;
    }
  return found;
};

/** Throws if the stack has no such output. */
export const findOutput = async (
  cloudformation: CloudFormationClient,
  { stage, stack, name }: { stage: string; stack: string; name: string },
): Promise<string> => {
  const StackName = stackNameOf(stage, stack);
  const { Stacks: [found] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  const value = found?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value === undefined) throw new Error(`${StackName} has no output ${name}`);
  return value;
};

/** A queue with its logical id. */
type NamedQueue = { name: string; url: string };

export const findQueues = async (cloudformation: CloudFormationClient, stage: string): Promise<NamedQueue[]> => {
  const resources = await findResources(cloudformation, stage, ["photos", "api"]);
  return resources.filter(({ type }) => type === "AWS::SQS::Queue").map(({ name, id }) => ({ name, url: id }));
};
