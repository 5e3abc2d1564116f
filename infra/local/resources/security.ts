import * as z from "zod/mini";
import { account } from "../account.ts";
import { parseRolePolicy } from "../permissions/policy.ts";
import { resourceHandler } from "../template/resource-handler.ts";

const lambda = z.strictObject({
  Effect: z.literal("Allow"),
  Action: z.literal("sts:AssumeRole"),
  Principal: z.strictObject({ Service: z.literal("lambda.amazonaws.com") }),
});

/** A role that Lambda, and nobody else, takes for its functions. */
export const iamRole = resourceHandler(
  z.object({
    RoleName: z.optional(z.string()),
    AssumeRolePolicyDocument: z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.tuple([lambda]) }),
    Policies: z._default(z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })), []),
  }),
  { Description: "words", Tags: "labels" },
  ({ RoleName, Policies }, place, machine) => {
    const name = RoleName ?? place.name;
    const arn = machine.permissions.addRole(name);
    for (const { PolicyDocument } of Policies) machine.permissions.allow(name, parseRolePolicy(PolicyDocument));
    return { ref: name, attributes: { Arn: arn } };
  },
);

export const iamPolicy = resourceHandler(
  z.object({ PolicyDocument: z.unknown(), Roles: z.array(z.string()) }),
  { PolicyName: "words" },
  ({ PolicyDocument, Roles }, place, machine) => {
    const rules = parseRolePolicy(PolicyDocument);
    for (const role of Roles) machine.permissions.allow(role, rules);
    return { ref: place.name };
  },
);

/** A key that leaves to roles who may use it: any other policy would be one nobody keeps here. */
const leftToRoles = z.strictObject({
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
  z.object({ KeySpec: z.literal("RSA_2048"), KeyUsage: z.literal("SIGN_VERIFY"), KeyPolicy: leftToRoles }),
  {
    Description: "words",
    PendingWindowInDays: "a key goes with the state folder",
    Tags: "labels",
  },
  (_, place, machine) => {
    const { id, arn } = machine.keys.getOrCreate(place.name);
    return { ref: id, attributes: { Arn: arn, KeyId: id } };
  },
);

export const secret = resourceHandler(
  z.object({
    GenerateSecretString: z.strictObject({
      PasswordLength: z._default(z.number(), 32),
      // Letters and digits are all a secret is made of here.
      ExcludePunctuation: z.literal(true),
      IncludeSpace: z.optional(z.literal(false)),
    }),
  }),
  { Name: "words", Description: "words", Tags: "labels" },
  ({ GenerateSecretString }, place, machine) => {
    const arn = machine.secrets.getOrCreate(place.name, GenerateSecretString.PasswordLength);
    return { ref: arn, attributes: { Id: arn } };
  },
);
