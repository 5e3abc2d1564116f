import { type CloudFormationClient, ListStackResourcesCommand } from "@aws-sdk/client-cloudformation";

/** A resource of a stage: its type, its name in the template and its name in AWS. */
export type StageResource = { type: string; name: string; id: string };

/** Every resource of some stacks of a stage, page by page: a stack has more than one call tells of. */
export async function findResources(
  cloudformation: CloudFormationClient,
  stage: string,
  stacks: readonly string[],
): Promise<StageResource[]> {
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
}
