import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { keyVariables } from "../lambda-variables.ts";
import { logWriting, tracing } from "../permissions/demands.ts";
import { logGroupArn } from "../permissions/permissions.ts";
import { kind } from "../template/kind.ts";

/** Lambda looks for these, in this order. */
const extensions = [".js", ".mjs", ".cjs"];

export const lambdaFunction = kind(
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
    const logs = logWriting(logGroupArn(LoggingConfig.LogGroup));
    // Traces are AWS's; whether its role could send them is not.
    const traces = TracingConfig.Mode === "Active" ? tracing : [];
    machine.permissions.demand({ caller, what: "its logs and traces", asked: [...logs, ...traces] });
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
