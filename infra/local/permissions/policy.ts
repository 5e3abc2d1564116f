import * as z from "zod/mini";
import { faultsOf } from "../faults.ts";
import { type Condition, conditionOf } from "./condition.ts";
import { actionPattern, type Pattern, resourcePattern } from "./pattern.ts";

/** One action on one resource, as a policy writes both, out of a statement. */
export type Rule = {
  effect: "Allow" | "Deny";
  action: string;
  resource: string;
  fitsAction: Pattern;
  fitsResource: Pattern;
  /** Undefined where the statement has no condition. */
  holds: Condition | undefined;
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
export const readRolePolicy = (document: unknown): Rule[] => read(ofRole, document);

/** Reads the policy of a resource: here one only ever refuses, and everybody. Throws for anything else. */
export const readResourcePolicy = (document: unknown): Rule[] => read(ofResource, document);

function read(schema: typeof ofRole | typeof ofResource, document: unknown): Rule[] {
  const { success, data, error } = z.safeParse(schema, document);
  if (!success) throw new Error(`Its policy is not understood here: ${faultsOf(error)}`);
  return data.Statement.flatMap(({ Effect: effect, Action, Resource, Condition = {} }) => {
    const holds = conditionOf(Condition);
    return [Action].flat().flatMap((action) =>
      [Resource].flat().map((resource) => ({
        effect,
        action,
        resource,
        fitsAction: actionPattern(action),
        fitsResource: resourcePattern(resource),
        holds,
      })),
    );
  });
}
