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
    MessageRetentionPeriod: "messages stay until they are handled",
    SqsManagedSseEnabled: "depends on the disk",
    Tags: "documentation only",
  },
  ({ QueueName, VisibilityTimeout: visibility, RedrivePolicy }, resource, environment) => {
    const name = QueueName ?? resource.name;
    const arn = environment.queues.create(
      name,
      RedrivePolicy && {
        deadLetterArn: RedrivePolicy.deadLetterTargetArn,
        maxReceives: RedrivePolicy.maxReceiveCount,
        visibilityTimeout: visibility,
      },
    );
    return { ref: queueUrlOf(environment.queueServerUrl, arn), attributes: { Arn: arn, QueueName: name } };
  },
);

export const sqsQueuePolicy = resourceHandler(
  z.object({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) }),
  {},
  ({ PolicyDocument }, resource, environment) => {
    environment.permissions.denyAll(parseResourcePolicy(PolicyDocument));
    return { ref: resource.name };
  },
);

export const eventBus = resourceHandler(
  z.object({ Name: z.string() }),
  { Description: "documentation only", Tags: "documentation only" },
  ({ Name }, _, environment) => {
    const arn = environment.buses.create(Name);
    return { ref: Name, attributes: { Arn: arn, Name } };
  },
);
