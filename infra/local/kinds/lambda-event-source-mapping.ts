import * as z from "zod/mini";
import { parsePattern } from "../pumps/filter.ts";
import { kind } from "../template/kind.ts";

export const lambdaEventSourceMapping = kind(
  z.object({
    EventSourceArn: z.string().check(z.regex(/:table\/[^/]+\/stream\//)),
    FunctionName: z.string(),
    StartingPosition: z.literal("TRIM_HORIZON"),
    BatchSize: z._default(z.number(), 100),
    BisectBatchOnFunctionError: z._default(z.boolean(), false),
    MaximumRetryAttempts: z._default(z.number(), -1),
    FunctionResponseTypes: z._default(z.array(z.literal("ReportBatchItemFailures")), []),
    DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
    FilterCriteria: z.optional(z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) })),
  }),
  {},
  (properties, place, machine) => {
    machine.pumps.push({
      name: place.name,
      streamArn: properties.EventSourceArn,
      target: machine.functions.find(properties.FunctionName),
      batchSize: properties.BatchSize,
      bisects: properties.BisectBatchOnFunctionError,
      // -1: until the stream forgets the record, which it does not do here before it is handled.
      retries: properties.MaximumRetryAttempts < 0 ? Number.POSITIVE_INFINITY : properties.MaximumRetryAttempts,
      reportsItems: properties.FunctionResponseTypes.length > 0,
      failureQueue: properties.DestinationConfig?.OnFailure.Destination,
      filters: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => parsePattern(Pattern)),
    });
    return { ref: place.name };
  },
);
