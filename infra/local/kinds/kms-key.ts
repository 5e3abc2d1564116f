import * as z from "zod/mini";
import { kind } from "../template/kind.ts";

export const kmsKey = kind(
  z.object({ KeySpec: z.literal("RSA_2048"), KeyUsage: z.literal("SIGN_VERIFY") }),
  {
    Description: "words",
    KeyPolicy: "permissions are AWS's",
    PendingWindowInDays: "a key goes with the state folder",
    Tags: "labels",
  },
  (_, place, machine) => {
    const { id, arn } = machine.keys.keep(place.name);
    return { ref: id, attributes: { Arn: arn, KeyId: id } };
  },
);
