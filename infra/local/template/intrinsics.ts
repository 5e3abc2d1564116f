/** The values that intrinsic functions can read. Each throws with an unknown name. */
export type TemplateScope = {
  ref(name: string): Promise<unknown>;
  attribute(logicalId: string, name: string): Promise<unknown>;
  import(name: string): Promise<unknown>;
  condition(name: string): Promise<boolean>;
};

type Resolve = (value: unknown) => Promise<unknown>;
type Intrinsic = (argument: unknown, resolve: Resolve, scope: TemplateScope) => Promise<unknown>;

/** The value of `AWS::NoValue`: the property is omitted. */
export const noValue = Symbol("AWS::NoValue");

const text = (value: unknown, functionName: string): string => {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`${functionName} requires text, not ${JSON.stringify(value)}`);
};

const list = (value: unknown, functionName: string): unknown[] => {
  if (Array.isArray(value)) return value;
  throw new Error(`${functionName} requires a list, not ${JSON.stringify(value)}`);
};

const getAtt: Intrinsic = async (argument, _, scope) => {
  const [logicalId, ...path] = Array.isArray(argument) ? argument : text(argument, "Fn::GetAtt").split(".");
  return scope.attribute(text(logicalId, "Fn::GetAtt"), path.join("."));
};

const join: Intrinsic = async (argument, resolve) => {
  const [separator, parts] = list(argument, "Fn::Join");
  const resolved = list(await resolve(parts), "Fn::Join");
  return resolved.map((part) => text(part, "Fn::Join")).join(text(separator, "Fn::Join"));
};

const select: Intrinsic = async (argument, resolve) => {
  const [index, values] = list(argument, "Fn::Select");
  const resolved = list(await resolve(values), "Fn::Select");
  const chosen = resolved[Number(await resolve(index))];
  if (chosen === undefined) throw new Error(`Fn::Select finds no ${index} in ${JSON.stringify(resolved)}`);
  return chosen;
};

const split: Intrinsic = async (argument, resolve) => {
  const [separator, value] = list(argument, "Fn::Split");
  return text(await resolve(value), "Fn::Split").split(text(separator, "Fn::Split"));
};

const sub: Intrinsic = async (argument, resolve, scope) => {
  const [template, own] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = (await resolve(own)) as Record<string, unknown>;
  let result = "";
  for (const part of text(template, "Fn::Sub").split(/(\$\{[^}]*\})/)) {
    const name = /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (name === undefined) result += part;
    else if (name.startsWith("!")) result += `\${${name.slice(1)}}`;
    else if (name in variables) result += text(variables[name], "Fn::Sub");
    else result += text(await (name.includes(".") ? getAtt(name, resolve, scope) : scope.ref(name)), "Fn::Sub");
  }
  return result;
};

const truth = async (value: unknown, resolve: Resolve): Promise<boolean> => {
  const resolved = await resolve(value);
  if (typeof resolved === "boolean") return resolved;
  throw new Error(`A condition returned ${JSON.stringify(resolved)}`);
};

const all = async (argument: unknown, resolve: Resolve, name: string): Promise<boolean[]> => {
  const truths: boolean[] = [];
  for (const part of list(argument, name)) truths.push(await truth(part, resolve));
  return truths;
};

/** The supported intrinsic functions of CloudFormation; any other one prevents the start. */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: async (argument, _, scope) => scope.ref(text(argument, "Ref")),
  // `Condition` is also an ordinary property of policies.
  Condition: async (argument, resolve, scope) =>
    typeof argument === "string" ? scope.condition(argument) : { Condition: await resolve(argument) },
  "Fn::GetAtt": getAtt,
  "Fn::Join": join,
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::Sub": sub,
  "Fn::ImportValue": async (argument, resolve, scope) => scope.import(text(await resolve(argument), "Fn::ImportValue")),
  "Fn::If": async (argument, resolve, scope) => {
    const [condition, yes, no] = list(argument, "Fn::If");
    return resolve((await scope.condition(text(condition, "Fn::If"))) ? yes : no);
  },
  "Fn::Equals": async (argument, resolve) => {
    const [one, other] = list(await resolve(argument), "Fn::Equals");
    return JSON.stringify(one) === JSON.stringify(other);
  },
  "Fn::Not": async (argument, resolve) => (await all(argument, resolve, "Fn::Not")).every((each) => !each),
  "Fn::And": async (argument, resolve) => (await all(argument, resolve, "Fn::And")).every((each) => each),
  "Fn::Or": async (argument, resolve) => (await all(argument, resolve, "Fn::Or")).some((each) => each),
};

/** Returns a secret, or one field of its JSON. */
export type SecretReader = (arn: string, field: string) => string;

/**
 * Resolves a part of a template to plain data. Sequentially, so that resources are created in the order of their references
 * and cycles are detected.
 * @throws Error with the name of an unsupported intrinsic function.
 */
export const resolveValue = async (
  value: unknown,
  scope: TemplateScope,
  readSecret: SecretReader,
): Promise<unknown> => {
  const resolve = async (part: unknown): Promise<unknown> => {
    if (Array.isArray(part)) return (await resolveAll(part.entries())).map(([, each]) => each);
    if (part === null || typeof part !== "object") return withSecrets(part, readSecret);
    const entries = Object.entries(part);
    const [only] = entries;
    const intrinsic = only && entries.length === 1 ? intrinsicOf(only[0]) : undefined;
    if (only && intrinsic) return withSecrets(await intrinsic(only[1], resolve, scope), readSecret);
    return Object.fromEntries(await resolveAll(entries));
  };
  const resolveAll = async <Key>(entries: Iterable<[Key, unknown]>) => {
    const resolved: [Key, unknown][] = [];
    for (const [key, part] of entries) {
      const each = await resolve(part);
      if (each !== noValue) resolved.push([key, each]);
    }
    return resolved;
  };
  return resolve(value);
};

const intrinsicOf = (name: string) => {
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined && name.startsWith("Fn::"))
    throw new Error(`The intrinsic function ${name} is not supported`);
  return intrinsic;
};

/** Replaces dynamic references in text by secrets; throws for a reference to another store. */
const withSecrets = (value: unknown, readSecret: SecretReader): unknown => {
  if (typeof value !== "string") return value;
  return value.replace(/\{\{resolve:([^}]*)\}\}/g, (reference, body: string) => {
    const [, arn, field] = /^secretsmanager:(arn:.+):SecretString:([^:]*):[^:]*:[^:]*$/.exec(body) ?? [];
    if (arn === undefined || field === undefined)
      throw new Error(`The dynamic reference ${reference} is not supported`);
    return readSecret(arn, field);
  });
};
