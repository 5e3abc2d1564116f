import { type CloudFormationClient, DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";

/** A queue by the name it has in its stack. */
export type NamedQueue = { name: string; url: string };

/** Stacks that have queues. */
const stacks = ["photos", "api"];

/** Every queue of a stage. */
export async function findQueues(cloudformation: CloudFormationClient, stage: string): Promise<NamedQueue[]> {
  const found = await Promise.all(
    stacks.map((stack) =>
      cloudformation.send(new DescribeStackResourcesCommand({ StackName: `dangbo-${stage}-${stack}` })),
    ),
  );
  return found
    .flatMap(({ StackResources = [] }) => StackResources)
    .filter(({ ResourceType }) => ResourceType === "AWS::SQS::Queue")
    .map(({ LogicalResourceId = "", PhysicalResourceId = "" }) => ({
      name: LogicalResourceId,
      url: PhysicalResourceId,
    }));
}
