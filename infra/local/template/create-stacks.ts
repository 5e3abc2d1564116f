import { messageOf } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";
import type { Assembly, Resource, Stack } from "./assembly.ts";
import { noValue, resolveValue, type TemplateScope } from "./intrinsics.ts";
import type { CreatedResource, ResourceHandler } from "./resource-handler.ts";

export type ResourceHandlers = {
  /** By CloudFormation type. */
  supported: Readonly<Record<string, ResourceHandler>>;
  /** Types that do not exist locally, with the reason. */
  onlyInAws: Readonly<Record<string, string>>;
};

/**
 * Creates all resources of all stacks, each after those it refers to.
 * @throws Error with the logical id and type of a resource that is not supported, has unsupported properties or functions,
 * or is part of a cycle
 */
export const createStacks = async (
  assembly: Assembly,
  handlers: ResourceHandlers,
  environment: LocalEnvironment,
): Promise<void> => {
  const exported = new Map<string, () => Promise<unknown>>();
  const creators = assembly.stacks.map((stack) => creatorOf(stack, { handlers, environment, exported }));
  for (const creator of creators) await creator();
};

type StackContext = {
  handlers: ResourceHandlers;
  environment: LocalEnvironment;
  /** Exported values of all stacks by name. */
  exported: Map<string, () => Promise<unknown>>;
};

const creatorOf = (stack: Stack, { handlers, environment, exported }: StackContext) => {
  const { template } = stack;
  const created = new Map<string, CreatedResource>();
  const inProgress: string[] = [];
  const resolve = (value: unknown) => resolveValue(value, scope, environment.secrets.read);

  const pseudo: Record<string, unknown> = {
    "AWS::AccountId": environment.account,
    "AWS::Region": environment.region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stack.name,
    "AWS::StackId": `arn:aws:cloudformation:${environment.region}:${environment.account}:stack/${stack.name}/local`,
    "AWS::NoValue": noValue,
  };
  const scope: TemplateScope = {
    async ref(name) {
      if (name in pseudo) return pseudo[name];
      if (template.Parameters && name in template.Parameters) return template.Parameters[name]?.Default;
      return (await create(name)).ref;
    },
    async attribute(logicalId, name) {
      const value = (await create(logicalId)).attributes?.[name];
      if (value === undefined) throw new Error(`${logicalId} has no local attribute ${name}`);
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

  const create = async (logicalId: string): Promise<CreatedResource> => {
    const existing = created.get(logicalId);
    if (existing) return existing;
    const resource = template.Resources[logicalId];
    if (resource === undefined)
      throw new Error(`${stack.name} has no resource, parameter or pseudo parameter ${logicalId}`);
    if (inProgress.includes(logicalId))
      throw new Error(`The resources form a cycle: ${[...inProgress, logicalId].join(" → ")}`);
    inProgress.push(logicalId);
    const result = await createOne(logicalId, resource).catch((error: unknown) => {
      throw new Error(`${stack.name}: ${logicalId} (${resource.Type}): ${messageOf(error)}`, { cause: error });
    });
    inProgress.pop();
    created.set(logicalId, result);
    return result;
  };

  const createOne = async (logicalId: string, { Type, Properties = {} }: Resource): Promise<CreatedResource> => {
    if (Type in handlers.onlyInAws) throw new Error("Another resource refers to it, but it exists only in AWS");
    const handler = handlers.supported[Type];
    if (handler === undefined) throw new Error("This resource type is not supported");
    const values: Record<string, unknown> = {};
    for (const [property, value] of Object.entries(Properties)) {
      if (property in handler.onlyInAws) continue;
      if (!handler.properties.includes(property)) throw new Error(`Unsupported property ${property}`);
      const resolved = await resolve(value);
      if (resolved !== noValue) values[property] = resolved;
    }
    return handler.create(values, { stack: stack.name, logicalId, name: `${stack.name}-${logicalId}` }, environment);
  };

  return async () => {
    for (const [logicalId, { Type, Condition }] of Object.entries(template.Resources)) {
      if (Type in handlers.onlyInAws) continue;
      if (Condition === undefined || (await scope.condition(Condition))) await create(logicalId);
    }
  };
};
