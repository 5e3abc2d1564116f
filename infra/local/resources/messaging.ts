import * as z from "zod/mini";
import { parseResourcePolicy } from "../permissions/policy.ts";
import { queueUrlOf } from "../queues/queue-server.ts";
import { resourceHandler } from "../template/resource-handler.ts";

export const sqsQueue = resourceHandler(
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
    const arn = machine.queues.create(
      name,
      RedrivePolicy && {
        deadLetterArn: RedrivePolicy.deadLetterTargetArn,
        maxReceives: RedrivePolicy.maxReceiveCount,
        visibilityTimeout: visibility,
      },
    );
    return { ref: queueUrlOf(machine.queueServerUrl, arn), attributes: { Arn: arn, QueueName: name } };
  },
);

export const sqsQueuePolicy = resourceHandler(
  z.object({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) }),
  {},
  ({ PolicyDocument }, place, machine) => {
    machine.permissions.denyAll(parseResourcePolicy(PolicyDocument));
    return { ref: place.name };
  },
);

export const eventBus = resourceHandler(
  z.object({ Name: z.string() }),
  { Description: "words", Tags: "labels" },
  ({ Name }, _, machine) => {
    const arn = machine.buses.create(Name);
    return { ref: Name, attributes: { Arn: arn, Name } };
  },
);
