import * as z from "zod/mini";
import { describeIssues } from "../errors.ts";

/** Whether a text fits. */
export type Pattern = (text: string) => boolean;

/** Fits any text; the resource of actions that know no smaller one. */
const everything = "*";

/** Parts of an ARN; the last may hold colons of its own. */
const arnParts = 6;

/**
 * An action as policies write it: `*` stands for any characters, `?` for one, and case does not matter.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export const actionPattern = (written: string): Pattern => {
  const form = wild(written, "is");
  return (action) => form.test(action);
};

/**
 * An ARN as policies write it: wildcards stay within the part they stand in.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @throws Error for what is neither an ARN nor `*`, or holds a policy variable.
 */
export const resourcePattern = (written: string): Pattern => {
  if (written === everything) return () => true;
  if (!/^arn:/.test(written)) throw new Error(`The resource ${written} is no ARN`);
  if (written.includes("${")) throw new Error(`The policy variable in ${written} is not known here`);
  const forms = partsOf(written).map((part) => wild(part, "s"));
  return (resource) => {
    const parts = partsOf(resource);
    return forms.every((form, at) => form.test(parts[at] ?? ""));
  };
};

const partsOf = (arn: string): string[] => {
  const parts = arn.split(":");
  return [...parts.slice(0, arnParts - 1), parts.slice(arnParts - 1).join(":")];
};

const wild = (written: string, flags: string): RegExp => {
  const escaped = written.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags);
};

/** What a request says of itself beside its action and resource, by condition key. */
export type ConditionContext = Readonly<Record<string, string>>;

/** Whether a statement's conditions hold for a request. */
export type Condition = (context: ConditionContext) => boolean;

type Operator = (given: string, wanted: string) => boolean;

/**
 * The operators known here; a key that a request lacks makes each of them false.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (given, wanted) => given === wanted,
  Bool: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  NumericGreaterThan: (given, wanted) => Number(given) > Number(wanted),
  NumericLessThan: (given, wanted) => Number(given) < Number(wanted),
};

/** The keys that are given with the requests they belong to; any other would never hold. */
const keys = ["aws:SecureTransport", "kms:SigningAlgorithm", "s3:signatureAge", "s3:TlsVersion"];

/** As a template writes them: values by key by operator. */
export type WrittenConditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Reads the conditions of a statement: all operators and keys must hold, of several values any one.
 * @throws Error with the name of an operator or a key that is not known here.
 */
export const parseConditions = (written: WrittenConditions): Condition | undefined => {
  const all = Object.entries(written).flatMap(([name, wanted]) => {
    const operator = operators[name];
    if (operator === undefined) throw new Error(`The condition operator ${name} is not known here`);
    return Object.entries(wanted).map(([key, value]) => holds(operator, key, [value].flat().map(String)));
  });
  return all.length === 0 ? undefined : (context) => all.every((each) => each(context));
};

const holds = (operator: Operator, key: string, wanted: readonly string[]): Condition => {
  if (!keys.includes(key)) throw new Error(`The condition key ${key} is not known here`);
  return (context) => {
    const given = context[key];
    return given !== undefined && wanted.some((value) => operator(given, value));
  };
};

/** One action on one resource, as a policy writes both, out of a statement. */
export type PolicyRule = {
  effect: "Allow" | "Deny";
  action: string;
  resource: string;
  matchesAction: Pattern;
  matchesResource: Pattern;
  /** Undefined where the statement has no condition. */
  condition: Condition | undefined;
};

const oneOrMore = z.union([z.string(), z.array(z.string())]);
/** Strict: a NotAction or NotResource that nobody reads would turn a policy into its opposite. */
const common = {
  Sid: z.optional(z.string()),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
};
const version = z.literal("2012-10-17");
const ofRole = z.strictObject({ Version: version, Statement: z.array(z.strictObject(common)) });
const everyone = z.union([z.literal("*"), z.strictObject({ AWS: z.literal("*") })]);
const ofResource = z.strictObject({
  Version: version,
  Statement: z.array(z.strictObject({ ...common, Effect: z.literal("Deny"), Principal: everyone })),
});

/** Reads the policy of a role. Throws with the name of whatever is not known here. */
export const parseRolePolicy = (document: unknown): PolicyRule[] => read(ofRole, document);

/** Reads the policy of a resource: here one only ever refuses, and everybody. Throws for anything else. */
export const parseResourcePolicy = (document: unknown): PolicyRule[] => read(ofResource, document);

const read = (schema: typeof ofRole | typeof ofResource, document: unknown): PolicyRule[] => {
  const { success, data, error } = z.safeParse(schema, document);
  if (!success) throw new Error(`Its policy is not understood here: ${describeIssues(error)}`);
  return data.Statement.flatMap(({ Effect: effect, Action, Resource, Condition = {} }) => {
    const condition = parseConditions(Condition);
    return [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => ({
        effect,
        action,
        resource,
        matchesAction: actionPattern(action),
        matchesResource: resourcePattern(resource),
        condition,
      })),
    );
  });
};
