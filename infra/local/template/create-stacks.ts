import { messageOf } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";
import type { Assembly, Resource, Stack } from "./assembly.ts";
import { noValue, resolveValue, type Scope } from "./intrinsics.ts";
import type { CreatedResource, ResourceHandler } from "./resource-handler.ts";

export type ResourceHandlers = {
  /** By CloudFormation type. */
  known: Readonly<Record<string, ResourceHandler>>;
  /** Types without meaning on one machine, with the reason. */
  onlyInAws: Readonly<Record<string, string>>;
};

/**
 * Makes every resource of every stack, what it refers to before it.
 * @throws Error with the logical id and type of a resource, property or function that is not known, or is part of a cycle.
 */
export const createStacks = async (
  assembly: Assembly,
  kinds: ResourceHandlers,
  machine: LocalEnvironment,
): Promise<void> => {
  const exported = new Map<string, () => Promise<unknown>>();
  const makers = assembly.stacks.map((stack) => makerOf(stack, kinds, machine, exported));
  for (const maker of makers) await maker();
};

const makerOf = (
  stack: Stack,
  kinds: ResourceHandlers,
  machine: LocalEnvironment,
  exported: Map<string, () => Promise<unknown>>,
) => {
  const { template } = stack;
  const made = new Map<string, CreatedResource>();
  const underWay: string[] = [];
  const resolve = (value: unknown) => resolveValue(value, scope, machine.secrets.read);

  const pseudo: Record<string, unknown> = {
    "AWS::AccountId": machine.account,
    "AWS::Region": machine.region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stack.name,
    "AWS::StackId": `arn:aws:cloudformation:${machine.region}:${machine.account}:stack/${stack.name}`,
    "AWS::NoValue": noValue,
  };
  const scope: Scope = {
    async ref(name) {
      if (name in pseudo) return pseudo[name];
      if (template.Parameters && name in template.Parameters) return template.Parameters[name]?.Default;
      return (await make(name)).ref;
    },
    async attribute(logicalId, name) {
      const value = (await make(logicalId)).attributes?.[name];
      if (value === undefined) throw new Error(`${logicalId} has no attribute ${name} here`);
      return value;
    },
    async import(name) {
      const value = exported.get(name);
      if (value === undefined) throw new Error(`No stack exports ${name}`);
      return value();
    },
    async condition(name) {
      const condition = template.Conditions?.[name];
      if (condition === undefined) throw new Error(`The condition ${name} is not in the template of ${stack.name}`);
      return (await resolve(condition)) === true;
    },
  };
  for (const { Export, Value } of Object.values(template.Outputs ?? {}))
    if (Export) exported.set(Export.Name, () => resolve(Value));

  const make = async (logicalId: string): Promise<CreatedResource> => {
    const before = made.get(logicalId);
    if (before) return before;
    const resource = template.Resources[logicalId];
    if (resource === undefined)
      throw new Error(`${stack.name} has no resource, parameter or pseudo parameter ${logicalId}`);
    if (underWay.includes(logicalId)) throw new Error(`A cycle: ${[...underWay, logicalId].join(" → ")}`);
    underWay.push(logicalId);
    const result = await makeOne(logicalId, resource).catch((error: unknown) => {
      throw new Error(`${stack.name}: ${logicalId} (${resource.Type}): ${messageOf(error)}`, { cause: error });
    });
    underWay.pop();
    made.set(logicalId, result);
    return result;
  };

  const makeOne = async (logicalId: string, { Type, Properties = {} }: Resource): Promise<CreatedResource> => {
    if (Type in kinds.onlyInAws) throw new Error("Something refers to it, and it exists in AWS only");
    const kind = kinds.known[Type];
    if (kind === undefined) throw new Error("This type of resource is not known here");
    const values: Record<string, unknown> = {};
    for (const [property, value] of Object.entries(Properties)) {
      if (property in kind.onlyInAws) continue;
      if (!kind.properties.includes(property)) throw new Error(`Its property ${property} is not known here`);
      const resolved = await resolve(value);
      if (resolved !== noValue) values[property] = resolved;
    }
    return kind.create(values, { stack: stack.name, logicalId, name: `${stack.name}-${logicalId}` }, machine);
  };

  return async () => {
    for (const [logicalId, { Type, Condition }] of Object.entries(template.Resources)) {
      if (Type in kinds.onlyInAws) continue;
      if (Condition === undefined || (await scope.condition(Condition))) await make(logicalId);
    }
  };
};
