import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { keyVariables } from "../functions/registry.ts";
import { failureQueueAccess, logAccess, logGroupArn } from "../permissions/permissions.ts";
import { resourceHandler } from "../template/resource-handler.ts";

/** Extensions of a handler file, in the order of Lambda. */
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
    RecursiveLoop: z._default(z.enum(["Allow", "Terminate"]), "Terminate"),
  }),
  {
    Architectures: "functions run on this machine",
    Description: "documentation only",
    ReservedConcurrentExecutions: "concurrency is limited by the pool of environments",
    Tags: "documentation only",
  },
  (
    { FunctionName, Code, Handler, Environment, MemorySize, Timeout, Role, RecursiveLoop, LoggingConfig },
    resource,
    environment,
  ) => {
    const functionName = FunctionName ?? resource.name;
    const functionArn = `arn:aws:lambda:${environment.region}:${environment.account}:function:${functionName}`;
    const dot = Handler.lastIndexOf(".");
    const module = join(environment.asset(Code.S3Key), Handler.slice(0, dot));
    const file = extensions.map((extension) => module + extension).find(existsSync);
    if (file === undefined) throw new Error(`The bundle has no file for the handler ${Handler}`);
    const caller = environment.permissions.assume(functionName, Role);
    const logs = logAccess(logGroupArn(LoggingConfig.LogGroup));
    environment.permissions.require({ caller, purpose: "logs", requests: logs });
    environment.functions.add({
      file,
      exported: Handler.slice(dot + 1),
      functionName,
      functionArn,
      memory: MemorySize,
      timeout: Timeout,
      allowsRecursion: RecursiveLoop === "Allow",
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
  { MaximumEventAgeInSeconds: "local retries take seconds, not hours" },
  ({ FunctionName, MaximumRetryAttempts, DestinationConfig }, resource, environment) => {
    const failureQueue = DestinationConfig?.OnFailure.Destination;
    if (failureQueue)
      environment.permissions.require({
        caller: environment.functions.callerOf(FunctionName),
        purpose: "failed events",
        requests: failureQueueAccess(failureQueue),
      });
    environment.asynchronousInvocation.set(environment.functions.find(FunctionName).arn, {
      retries: MaximumRetryAttempts,
      failureQueue,
    });
    return { ref: resource.name };
  },
);

export const logGroup = resourceHandler(
  z.object({ LogGroupName: z.optional(z.string()) }),
  { RetentionInDays: "logs are deleted with the state folder", Tags: "documentation only" },
  ({ LogGroupName }, resource) => {
    const name = LogGroupName ?? resource.name;
    return { ref: name, attributes: { Arn: `${logGroupArn(name)}:*` } };
  },
);
