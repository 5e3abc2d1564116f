import { type CloudFormationClient, DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { messageOf } from "../local/errors.ts";
import { stackNameOf, stackNames } from "../names.ts";

/** A stack as CloudFormation has it. */
export type DeployedStack = {
  status: string;
  isProtected: boolean;
  outputs: Readonly<Partial<Record<string, string>>>;
};

/** The stacks of a stage that exist, by name without the prefix of the stage. */
export type DeployedStacks = Readonly<Partial<Record<string, DeployedStack>>>;

export const readDeployedStacks = async (
  cloudformation: Pick<CloudFormationClient, "send">,
  stage: string,
): Promise<DeployedStacks> => {
  const all = stackNames.map(
    async (name) => [name, await readStack(cloudformation, stackNameOf(stage, name))] as const,
  );
  return Object.fromEntries((await Promise.all(all)).filter(([, stack]) => stack !== undefined));
};

const readStack = async (cloudformation: Pick<CloudFormationClient, "send">, StackName: string) => {
  try {
    const { Stacks: [stack] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    return stack && describe(stack);
  } catch (error) {
    // CloudFormation has no error of its own for it.
    if (messageOf(error).includes("does not exist")) return undefined;
    throw error;
  }
};

const describe = ({ StackStatus, EnableTerminationProtection, Outputs = [] }: Stack): DeployedStack => ({
  status: StackStatus ?? "",
  isProtected: EnableTerminationProtection ?? false,
  outputs: Object.fromEntries(Outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue])),
});

/** No deployment of the stack has succeeded yet. */
export const isNew = (stack: DeployedStack | undefined): boolean =>
  stack === undefined || /^(REVIEW|CREATE_(FAILED|IN_PROGRESS)|ROLLBACK|DELETE)/.test(stack.status);

/** The names of stacks that no deployment has created yet. */
export const newStacksOf = (stacks: DeployedStacks): string[] => stackNames.filter((name) => isNew(stacks[name]));

/** CloudFormation refuses to delete a protected stack, which the next deployment does with one that could not be created. */
export const protectedFailures = (stage: string, stacks: DeployedStacks): string[] =>
  newStacksOf(stacks)
    .filter((name) => stacks[name]?.isProtected)
    .map((name) => {
      const stack = stackNameOf(stage, name);
      return (
        `${stack} could not be created and is protected against its deletion. ` +
        `Run: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stack}`
      );
    });
