import * as z from "zod/mini";
import { kind } from "../template/kind.ts";

export const sqsQueue = kind(
  z.object({ QueueName: z.optional(z.string()) }),
  {
    MessageRetentionPeriod: "a message stays until somebody takes it away",
    SqsManagedSseEnabled: "the disk's own encryption",
    Tags: "labels",
  },
  ({ QueueName }, place, machine) => {
    const name = QueueName ?? place.name;
    const arn = machine.queues.keep(name);
    return { ref: `${machine.origin}/queues/${name}`, attributes: { Arn: arn, QueueName: name } };
  },
);
