import * as z from "zod/mini";
import { kind } from "../template/kind.ts";

export const secret = kind(
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
    const arn = machine.secrets.keep(place.name, GenerateSecretString.PasswordLength);
    return { ref: arn, attributes: { Id: arn } };
  },
);
