import * as z from "zod/mini";
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
    machine.asynchronous.set(machine.functions.find(FunctionName).arn, {
      retries: MaximumRetryAttempts,
      failureQueue: DestinationConfig?.OnFailure.Destination,
    });
    return { ref: place.name };
  },
);
