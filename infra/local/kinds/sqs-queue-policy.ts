import * as z from "zod/mini";
import { readResourcePolicy } from "../permissions/policy.ts";
import { kind } from "../template/kind.ts";

export const sqsQueuePolicy = kind(
  z.object({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) }),
  {},
  ({ PolicyDocument }, place, machine) => {
    machine.permissions.refuseAll(readResourcePolicy(PolicyDocument));
    return { ref: place.name };
  },
);
