import * as z from "zod/mini";
import { account } from "../place.ts";
import { kind } from "../template/kind.ts";

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

export const kmsKey = kind(
  z.object({ KeySpec: z.literal("RSA_2048"), KeyUsage: z.literal("SIGN_VERIFY"), KeyPolicy: leftToRoles }),
  {
    Description: "words",
    PendingWindowInDays: "a key goes with the state folder",
    Tags: "labels",
  },
  (_, place, machine) => {
    const { id, arn } = machine.keys.keep(place.name);
    return { ref: id, attributes: { Arn: arn, KeyId: id } };
  },
);
