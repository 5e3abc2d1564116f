import { intrinsics, noValue, type Scope } from "./intrinsics.ts";

/** Finds the text of a secret, or of one of the fields of its JSON. */
export type SecretReader = (arn: string, field: string) => string;

/**
 * Makes plain data of a part of a template. One part after the other, so that what a part refers to is made while it
 * is looked at and a cycle shows.
 * @throws Error with the name of an intrinsic function that is not known.
 */
export async function resolveValue(value: unknown, scope: Scope, readSecret: SecretReader): Promise<unknown> {
  const resolve = async (part: unknown): Promise<unknown> => {
    if (typeof part === "string") return withSecrets(part, readSecret);
    if (Array.isArray(part)) return resolveList(part);
    if (part === null || typeof part !== "object") return part;
    const entries = Object.entries(part);
    const [only] = entries;
    const intrinsic = only && entries.length === 1 ? intrinsicOf(only[0]) : undefined;
    if (only && intrinsic) return finished(await intrinsic(only[1], resolve, scope));
    return resolveEntries(entries);
  };
  const finished = (result: unknown) => (typeof result === "string" ? withSecrets(result, readSecret) : result);
  const resolveList = async (parts: unknown[]) => {
    const resolved: unknown[] = [];
    for (const part of parts) {
      const each = await resolve(part);
      if (each !== noValue) resolved.push(each);
    }
    return resolved;
  };
  const resolveEntries = async (entries: [string, unknown][]) => {
    const resolved: [string, unknown][] = [];
    for (const [name, part] of entries) {
      const each = await resolve(part);
      if (each !== noValue) resolved.push([name, each]);
    }
    return Object.fromEntries(resolved);
  };
  return resolve(value);
}

function intrinsicOf(name: string) {
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined && name.startsWith("Fn::"))
    throw new Error(`The intrinsic function ${name} is not known here`);
  return intrinsic;
}

/** Puts secrets in place of dynamic references; throws for a reference to any other store. */
function withSecrets(value: string, readSecret: SecretReader): string {
  return value.replace(/\{\{resolve:([^}]*)\}\}/g, (reference, body: string) => {
    const [, arn, field] = /^secretsmanager:(arn:.+):SecretString:([^:]*):[^:]*:[^:]*$/.exec(body) ?? [];
    if (arn === undefined || field === undefined)
      throw new Error(`The dynamic reference ${reference} is not known here`);
    return readSecret(arn, field);
  });
}
