import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { keyVariables } from "../functions/registry.ts";
import { failureQueueAccess, logAccess, logGroupArn, tracingAccess } from "../permissions/permissions.ts";
import { resourceHandler } from "../template/resource-handler.ts";

/** Lambda looks for these, in this order. */
const extensions = [".js", ".mjs", ".cjs"];

export const lambdaFunction = resourceHandler(
  z.object({
    FunctionName: z.optional(z.string()),
    Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
    Handler: z.string(),
    Runtime: z.literal("nodejs24.x"),
    Environment: z._default(z.strictObject({ Variables: z.record(z.string(), z.string()) }), { Variables: {} }),
    MemorySize: z._default(z.number(), 128),
    Timeout: z._default(z.number(), 3),
    Role: z.string(),
    LoggingConfig: z.looseObject({ LogGroup: z.string() }),
    TracingConfig: z._default(z.strictObject({ Mode: z.enum(["Active", "PassThrough"]) }), { Mode: "PassThrough" }),
  }),
  {
    Architectures: "the stage local is made for this machine",
    Description: "words",
    ReservedConcurrentExecutions: "the machine is the limit",
    Tags: "labels",
  },
  (
    { FunctionName, Code, Handler, Environment, MemorySize, Timeout, Role, LoggingConfig, TracingConfig },
    place,
    machine,
  ) => {
    const functionName = FunctionName ?? place.name;
    const functionArn = `arn:aws:lambda:${machine.region}:${machine.account}:function:${functionName}`;
    const dot = Handler.lastIndexOf(".");
    const module = join(machine.asset(Code.S3Key), Handler.slice(0, dot));
    const file = extensions.map((extension) => module + extension).find(existsSync);
    if (file === undefined) throw new Error(`Its code has no file for the handler ${Handler}`);
    const caller = machine.permissions.assume(functionName, Role);
    const logs = logAccess(logGroupArn(LoggingConfig.LogGroup));
    // Traces are AWS's; whether its role could send them is not.
    const traces = TracingConfig.Mode === "Active" ? tracingAccess : [];
    machine.permissions.require({ caller, purpose: "its logs and traces", requests: [...logs, ...traces] });
    machine.functions.add({
      file,
      exported: Handler.slice(dot + 1),
      functionName,
      functionArn,
      memory: MemorySize,
      timeout: Timeout,
      variables: { ...Environment.Variables, ...keyVariables(caller.credentials) },
      caller,
    });
    return { ref: functionName, attributes: { Arn: functionArn } };
  },
);

export const lambdaEventInvokeConfig = resourceHandler(
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
      machine.permissions.require({
        caller: machine.functions.callerOf(FunctionName),
        purpose: "what it gives up on",
        requests: failureQueueAccess(failureQueue),
      });
    machine.asynchronousInvocation.set(machine.functions.find(FunctionName).arn, {
      retries: MaximumRetryAttempts,
      failureQueue,
    });
    return { ref: place.name };
  },
);

export const logGroup = resourceHandler(
  z.object({ LogGroupName: z.optional(z.string()) }),
  { RetentionInDays: "a log goes with the state folder", Tags: "labels" },
  ({ LogGroupName }, place) => {
    const name = LogGroupName ?? place.name;
    return { ref: name, attributes: { Arn: `${logGroupArn(name)}:*` } };
  },
);
