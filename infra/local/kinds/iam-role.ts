import * as z from "zod/mini";
import { readRolePolicy } from "../permissions/policy.ts";
import { kind } from "../template/kind.ts";

const lambda = z.strictObject({
  Effect: z.literal("Allow"),
  Action: z.literal("sts:AssumeRole"),
  Principal: z.strictObject({ Service: z.literal("lambda.amazonaws.com") }),
});

/** A role that Lambda, and nobody else, takes for its functions. */
export const iamRole = kind(
  z.object({
    RoleName: z.optional(z.string()),
    AssumeRolePolicyDocument: z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.tuple([lambda]) }),
    Policies: z._default(z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })), []),
  }),
  { Description: "words", Tags: "labels" },
  ({ RoleName, Policies }, place, machine) => {
    const name = RoleName ?? place.name;
    const arn = machine.permissions.addRole(name);
    for (const { PolicyDocument } of Policies) machine.permissions.allow(name, readRolePolicy(PolicyDocument));
    return { ref: name, attributes: { Arn: arn } };
  },
);

export const iamPolicy = kind(
  z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()) }),
  { PolicyName: "words" },
  ({ PolicyDocument, Roles }, place, machine) => {
    const rules = readRolePolicy(PolicyDocument);
    for (const role of Roles) machine.permissions.allow(role, rules);
    return { ref: place.name };
  },
);
