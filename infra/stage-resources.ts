import {
  type CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";

/** A resource of a stage: its type, its name in the template and its name in AWS. */
export type StageResource = { type: string; name: string; id: string };

/** Every resource of some stacks of a stage, page by page: a stack has more than one call tells of. */
export const findResources = async (
  cloudformation: CloudFormationClient,
  stage: string,
  stacks: readonly string[],
): Promise<StageResource[]> => {
  const found: StageResource[] = [];
  for (const stack of stacks)
    for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
      const command = new ListStackResourcesCommand({ StackName: `dangbo-${stage}-${stack}`, NextToken });
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

/** An output of a stack of a stage. Throws where there is none of that name. */
export const findOutput = async (
  cloudformation: CloudFormationClient,
  stage: string,
  stack: string,
  name: string,
): Promise<string> => {
  const StackName = `dangbo-${stage}-${stack}`;
  const { Stacks: [found] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  const value = found?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value === undefined) throw new Error(`${StackName} has no output ${name}`);
  return value;
};

/** A queue by the name it has in its stack. */
export type NamedQueue = { name: string; url: string };

/** Every queue of a stage. */
export const findQueues = async (cloudformation: CloudFormationClient, stage: string): Promise<NamedQueue[]> => {
  const resources = await findResources(cloudformation, stage, ["photos", "api"]);
  return resources.filter(({ type }) => type === "AWS::SQS::Queue").map(({ name, id }) => ({ name, url: id }));
};
