import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";

/** An output of a stack of a stage. Throws where there is none of that name. */
export async function findOutput(
  cloudformation: CloudFormationClient,
  stage: string,
  stack: string,
  name: string,
): Promise<string> {
  const StackName = `dangbo-${stage}-${stack}`;
  const { Stacks: [found] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
  const value = found?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (value === undefined) throw new Error(`${StackName} has no output ${name}`);
  return value;
}
