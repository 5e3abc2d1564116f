import * as z from "zod/mini";
import { describeIssues } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";
import { failureQueueAccess, queueAccess, streamAccess } from "../permissions/permissions.ts";
import { parsePattern } from "../pollers/filter.ts";
import { type ResourceName, resourceHandler } from "../template/resource-handler.ts";

const both = {
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  FunctionResponseTypes: z._default(z.array(z.literal("ReportBatchItemFailures")), []),
};
const ofStream = z.strictObject({
  ...both,
  StartingPosition: z.literal("TRIM_HORIZON"),
  BatchSize: z._default(z.number(), 100),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  MaximumRetryAttempts: z._default(z.number(), -1),
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
  FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })),
});
const ofQueue = z.strictObject({
  ...both,
  // More than ten are only had by waiting for them.
  BatchSize: z._default(z.number().check(z.lte(10)), 10),
  ScalingConfig: z._default(z.strictObject({ MaximumConcurrency: z.number() }), { MaximumConcurrency: 4 }),
});

const pumpOf = (properties: unknown, { name }: ResourceName, machine: LocalEnvironment): void => {
  const mapping = read(ofStream, properties);
  const failureQueue = mapping.DestinationConfig?.OnFailure.Destination;
  machine.permissions.require({
    caller: machine.functions.callerOf(mapping.FunctionName),
    purpose: "its stream",
    requests: [...streamAccess(mapping.EventSourceArn), ...(failureQueue ? failureQueueAccess(failureQueue) : [])],
  });
  machine.streamPollers.push({
    name,
    streamArn: mapping.EventSourceArn,
    target: machine.functions.find(mapping.FunctionName),
    batchSize: mapping.BatchSize,
    bisectsBatch: mapping.BisectBatchOnFunctionError,
    // -1: until the stream forgets the record, which it does not do here before it is handled.
    retries: mapping.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : mapping.MaximumRetryAttempts,
    reportsFailures: mapping.FunctionResponseTypes.length > 0,
    failureQueue,
    filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => parsePattern(Pattern)),
  });
};

const queuePumpOf = (properties: unknown, { name }: ResourceName, machine: LocalEnvironment): void => {
  const mapping = read(ofQueue, properties);
  machine.permissions.require({
    caller: machine.functions.callerOf(mapping.FunctionName),
    purpose: "its queue",
    requests: queueAccess(mapping.EventSourceArn),
  });
  machine.functions.raiseConcurrency(mapping.FunctionName, mapping.ScalingConfig.MaximumConcurrency);
  machine.queuePollers.push({
    name,
    queueArn: mapping.EventSourceArn,
    target: machine.functions.find(mapping.FunctionName),
    batchSize: mapping.BatchSize,
    concurrency: mapping.ScalingConfig.MaximumConcurrency,
    reportsFailures: mapping.FunctionResponseTypes.length > 0,
  });
};

/** What the one source knows, the other does not: each is strict for itself. */
const read = <T extends z.ZodMiniType>(schema: T, properties: unknown): z.infer<T> => {
  const { success, data, error } = z.safeParse(schema, properties);
  if (!success) throw new Error(`Its properties are not understood here: ${describeIssues(error)}`);
  return data;
};

const anything = z.optional(z.unknown());

export const lambdaEventSourceMapping = resourceHandler(
  z.object({
    EventSourceArn: z.string(),
    ...Object.fromEntries(Object.keys({ ...ofStream.shape, ...ofQueue.shape }).map((name) => [name, anything])),
  }),
  {},
  (properties, place, machine) => {
    const arn = String(properties.EventSourceArn);
    if (/:table\/[^/]+\/stream\//.test(arn)) pumpOf(properties, place, machine);
    else if (arn.startsWith("arn:aws:sqs:")) queuePumpOf(properties, place, machine);
    else throw new Error(`The event source ${arn} is not known here`);
    return { ref: place.name };
  },
);
