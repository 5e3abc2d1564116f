import * as z from "zod/mini";
import { parseAs } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";
import { failureQueueAccess, queueAccess, streamAccess } from "../permissions/permissions.ts";
import { parsePattern } from "../pollers/filter.ts";
import { type ResourceName, resourceHandler } from "../template/resource-handler.ts";

const commonProperties = {
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  FunctionResponseTypes: z._default(z.array(z.literal("ReportBatchItemFailures")), []),
};
/** Streams and queues have different properties. */
const streamProperties = z.strictObject({
  ...commonProperties,
  StartingPosition: z.literal("TRIM_HORIZON"),
  BatchSize: z._default(z.number(), 100),
  BisectBatchOnFunctionError: z._default(z.boolean(), false),
  MaximumRetryAttempts: z._default(z.number(), -1),
  DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
  FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })),
});
const queueProperties = z.strictObject({
  ...commonProperties,
  // Larger batches need a batching window.
  BatchSize: z._default(z.number().check(z.lte(10)), 10),
  ScalingConfig: z._default(z.strictObject({ MaximumConcurrency: z.number() }), { MaximumConcurrency: 4 }),
});

const addStreamPoller = (properties: unknown, { name }: ResourceName, environment: LocalEnvironment): void => {
  const mapping = parseAs(streamProperties, properties, "Unsupported properties");
  const failureQueue = mapping.DestinationConfig?.OnFailure.Destination;
  environment.permissions.require({
    caller: environment.functions.callerOf(mapping.FunctionName),
    purpose: "event source",
    requests: [...streamAccess(mapping.EventSourceArn), ...(failureQueue ? failureQueueAccess(failureQueue) : [])],
  });
  environment.streamPollers.push({
    name,
    streamArn: mapping.EventSourceArn,
    target: environment.functions.find(mapping.FunctionName),
    batchSize: mapping.BatchSize,
    bisectsBatch: mapping.BisectBatchOnFunctionError,
    // -1 means until the record expires; the local stream keeps it until it is handled.
    retries: mapping.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : mapping.MaximumRetryAttempts,
    reportsFailures: mapping.FunctionResponseTypes.length > 0,
    failureQueue,
    filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => parsePattern(Pattern)),
  });
};

const addQueuePoller = (properties: unknown, { name }: ResourceName, environment: LocalEnvironment): void => {
  const mapping = parseAs(queueProperties, properties, "Unsupported properties");
  environment.permissions.require({
    caller: environment.functions.callerOf(mapping.FunctionName),
    purpose: "event source",
    requests: queueAccess(mapping.EventSourceArn),
  });
  environment.functions.raiseConcurrency(mapping.FunctionName, mapping.ScalingConfig.MaximumConcurrency);
  environment.queuePollers.push({
    name,
    queueArn: mapping.EventSourceArn,
    target: environment.functions.find(mapping.FunctionName),
    batchSize: mapping.BatchSize,
    concurrency: mapping.ScalingConfig.MaximumConcurrency,
    reportsFailures: mapping.FunctionResponseTypes.length > 0,
  });
};

const anything = z.optional(z.unknown());

export const lambdaEventSourceMapping = resourceHandler(
  z.object({
    EventSourceArn: z.string(),
    ...Object.fromEntries(
      Object.keys({ ...streamProperties.shape, ...queueProperties.shape }).map((name) => [name, anything]),
    ),
  }),
  {},
  (properties, resource, environment) => {
    const arn = String(properties.EventSourceArn);
    if (/:table\/[^/]+\/stream\//.test(arn)) addStreamPoller(properties, resource, environment);
    else if (arn.startsWith("arn:aws:sqs:")) addQueuePoller(properties, resource, environment);
    else throw new Error(`The event source ${arn} is not supported`);
    return { ref: resource.name };
  },
);
