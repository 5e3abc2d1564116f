import * as z from "zod/mini";
import { parseAs } from "../errors.ts";

/** Matches an action or a resource. */
type Pattern = (text: string) => boolean;

/** Parts of an ARN; the last one may contain colons. */
const arnParts = 6;

/**
 * Parses the action of a policy: `*` matches any characters, `?` one character, case is ignored.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
const actionPattern = (written: string): Pattern => {
  const pattern = wildcard(written, "is");
  return (action) => pattern.test(action);
};

/**
 * Parses the resource of a policy, an ARN: a wildcard matches only within its part of the ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @throws Error for anything but an ARN or `*`, and for a policy variable.
 */
const resourcePattern = (written: string): Pattern => {
  if (written === "*") return () => true;
  if (!/^arn:/.test(written)) throw new Error(`The resource ${written} is not an ARN`);
  if (written.includes("${")) throw new Error(`The policy variable in ${written} is not supported`);
  const patterns = partsOf(written).map((part) => wildcard(part, "s"));
  return (resource) => {
    const parts = partsOf(resource);
    return patterns.every((pattern, at) => pattern.test(parts[at] ?? ""));
  };
};

const partsOf = (arn: string): string[] => {
  const parts = arn.split(":");
  return [...parts.slice(0, arnParts - 1), parts.slice(arnParts - 1).join(":")];
};

const wildcard = (written: string, flags: string): RegExp => {
  const escaped = written.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, flags);
};

/** The values of a request by condition key. */
export type ConditionContext = Readonly<Record<string, string>>;

/** Whether the conditions of a statement hold for a request. */
export type PolicyCondition = (context: ConditionContext) => boolean;

type Operator = (given: string, expected: string) => boolean;

/**
 * The supported operators; each is false when the request lacks the key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (given, expected) => given === expected,
  Bool: (given, expected) => given.toLowerCase() === expected.toLowerCase(),
  NumericGreaterThan: (given, expected) => Number(given) > Number(expected),
  NumericLessThan: (given, expected) => Number(given) < Number(expected),
};

/** The supported keys; local services set them in their requests. */
const keys = ["aws:SecureTransport", "kms:SigningAlgorithm", "s3:signatureAge", "s3:TlsVersion"];

/** The conditions of a statement: values by key by operator. */
type WrittenConditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Parses the conditions of a statement: all operators and keys must hold, with any one of their values.
 * @throws Error with the name of an unsupported operator or key.
 */
const parseConditions = (written: WrittenConditions): PolicyCondition | undefined => {
  const all = Object.entries(written).flatMap(([name, values]) => {
    const operator = operators[name];
    if (operator === undefined) throw new Error(`The condition operator ${name} is not supported`);
    return Object.entries(values).map(([key, value]) => holds(operator, key, [value].flat().map(String)));
  });
  return all.length === 0 ? undefined : (context) => all.every((each) => each(context));
};

const holds = (operator: Operator, key: string, expected: readonly string[]): PolicyCondition => {
  if (!keys.includes(key)) throw new Error(`The condition key ${key} is not supported`);
  return (context) => {
    const given = context[key];
    return given !== undefined && expected.some((value) => operator(given, value));
  };
};

/** One action on one resource of a statement. */
export type PolicyRule = {
  effect: "Allow" | "Deny";
  action: string;
  resource: string;
  matchesAction: Pattern;
  matchesResource: Pattern;
  /** Undefined for a statement without conditions. */
  condition: PolicyCondition | undefined;
};

const oneOrMore = z.union([z.string(), z.array(z.string())]);
/** Strict: ignoring NotAction or NotResource would invert a policy. */
const common = {
  Sid: z.optional(z.string()),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
};
const version = z.literal("2012-10-17");
const rolePolicy = z.strictObject({ Version: version, Statement: z.array(z.strictObject(common)) });
const everyone = z.union([z.literal("*"), z.strictObject({ AWS: z.literal("*") })]);
const resourcePolicy = z.strictObject({
  Version: version,
  Statement: z.array(z.strictObject({ ...common, Effect: z.literal("Deny"), Principal: everyone })),
});

/** Parses the policy of a role. Throws with the name of an unsupported element. */
export const parseRolePolicy = (document: unknown): PolicyRule[] => parse(rolePolicy, document);

/** Parses the policy of a resource. Only statements that deny access to everyone are supported. */
export const parseResourcePolicy = (document: unknown): PolicyRule[] => parse(resourcePolicy, document);

const parse = (schema: typeof rolePolicy | typeof resourcePolicy, document: unknown): PolicyRule[] => {
  const { Statement } = parseAs(schema, document, "The policy has unsupported elements");
  return Statement.flatMap(({ Effect: effect, Action, Resource, Condition = {} }) => {
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
