import * as z from "zod/mini";
import { account } from "../account.ts";
import { parseRolePolicy } from "../permissions/policy.ts";
import { resourceHandler } from "../template/resource-handler.ts";

const lambda = z.strictObject({
  Effect: z.literal("Allow"),
  Action: z.literal("sts:AssumeRole"),
  Principal: z.strictObject({ Service: z.literal("lambda.amazonaws.com") }),
});

/** A role that only Lambda can assume. */
export const iamRole = resourceHandler(
  z.object({
    RoleName: z.optional(z.string()),
    AssumeRolePolicyDocument: z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.tuple([lambda]) }),
    Policies: z._default(z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })), []),
  }),
  { Description: "documentation only", Tags: "documentation only" },
  ({ RoleName, Policies }, resource, environment) => {
    const name = RoleName ?? resource.name;
    const arn = environment.permissions.addRole(name);
    for (const { PolicyDocument } of Policies) environment.permissions.allow(name, parseRolePolicy(PolicyDocument));
    return { ref: name, attributes: { Arn: arn } };
  },
);

export const iamPolicy = resourceHandler(
  z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()) }),
  { PolicyName: "documentation only" },
  ({ PolicyDocument, Roles }, resource, environment) => {
    const rules = parseRolePolicy(PolicyDocument);
    for (const role of Roles) environment.permissions.allow(role, rules);
    return { ref: resource.name };
  },
);

/** The key policy that leaves access to the policies of roles; others are not evaluated locally. */
const keyPolicy = z.strictObject({
  Version: z.literal("2012-10-17"),
  Statement: z.tuple([
    z.strictObject({
      Effect: z.literal("Allow"),
      Action: z.literal("kms:*"),
      Principal: z.strictObject({ AWS: z.literal(`arn:aws:iam::${account}:root`) }),
      Resource: z.literal("*"),
    }),
  ]),
});

export const kmsKey = resourceHandler(
  z.object({ KeySpec: z.literal("RSA_2048"), KeyUsage: z.literal("SIGN_VERIFY"), KeyPolicy: keyPolicy }),
  {
    Description: "documentation only",
    PendingWindowInDays: "keys are deleted with the state folder",
    Tags: "documentation only",
  },
  (_, resource, environment) => {
    const { id, arn } = environment.keys.getOrCreate(resource.name);
    return { ref: id, attributes: { Arn: arn, KeyId: id } };
  },
);

export const secret = resourceHandler(
  z.object({
    GenerateSecretString: z.strictObject({
      PasswordLength: z._default(z.number(), 32),
      // Local secrets consist of letters and digits.
      ExcludePunctuation: z.literal(true),
      IncludeSpace: z.optional(z.literal(false)),
    }),
  }),
  { Name: "documentation only", Description: "documentation only", Tags: "documentation only" },
  ({ GenerateSecretString }, resource, environment) => {
    const arn = environment.secrets.getOrCreate(resource.name, GenerateSecretString.PasswordLength);
    return { ref: arn, attributes: { Id: arn } };
  },
);
