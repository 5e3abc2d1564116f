import * as z from "zod/mini";
import { failureSending } from "../permissions/demands.ts";
import { kind } from "../template/kind.ts";

export const lambdaEventInvokeConfig = kind(
  z.object({
    FunctionName: z.string(),
    MaximumRetryAttempts: z._default(z.number(), 2),
    DestinationConfig: z.optional(z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })),
    Qualifier: z.literal("$LATEST"),
  }),
  { MaximumEventAgeInSeconds: "an event is tried at once, not hours later" },
  ({ FunctionName, MaximumRetryAttempts, DestinationConfig }, place, machine) => {
    const failureQueue = DestinationConfig?.OnFailure.Destination;
    if (failureQueue)
      machine.permissions.demand({
        caller: machine.functions.callerOf(FunctionName),
        what: "what it gives up on",
        asked: failureSending(failureQueue),
      });
    machine.asynchronous.set(machine.functions.find(FunctionName).arn, {
      retries: MaximumRetryAttempts,
      failureQueue,
    });
    return { ref: place.name };
  },
);
