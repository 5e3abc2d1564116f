import * as z from "zod/mini";
import { readResourcePolicy } from "../permissions/policy.ts";
import { queueUrlOf } from "../queues/queue-server.ts";
import { kind } from "../template/resource-handler.ts";

export const sqsQueue = kind(
  z.object({
    QueueName: z.optional(z.string()),
    VisibilityTimeout: z._default(z.number(), 30),
    RedrivePolicy: z.optional(z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() })),
  }),
  {
    MessageRetentionPeriod: "a message stays until somebody takes it away",
    SqsManagedSseEnabled: "the disk's own encryption",
    Tags: "labels",
  },
  ({ QueueName, VisibilityTimeout: visibility, RedrivePolicy }, place, machine) => {
    const name = QueueName ?? place.name;
    const arn = machine.queues.keep(
      name,
      RedrivePolicy && {
        deadLetterArn: RedrivePolicy.deadLetterTargetArn,
        most: RedrivePolicy.maxReceiveCount,
        visibility,
      },
    );
    return { ref: queueUrlOf(machine.queueServer, arn), attributes: { Arn: arn, QueueName: name } };
  },
);

export const sqsQueuePolicy = kind(
  z.object({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) }),
  {},
  ({ PolicyDocument }, place, machine) => {
    machine.permissions.refuseAll(readResourcePolicy(PolicyDocument));
    return { ref: place.name };
  },
);

export const eventBus = kind(
  z.object({ Name: z.string() }),
  { Description: "words", Tags: "labels" },
  ({ Name }, _, machine) => {
    const arn = machine.buses.keep(Name);
    return { ref: Name, attributes: { Arn: arn, Name } };
  },
);
