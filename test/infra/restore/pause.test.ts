import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { pauseStage, unpauseStage } from "../../../infra/restore/restore-stage.ts";
import { findOutput } from "../../../infra/stage-resources.ts";

const resources = [
  { type: "AWS::Lambda::Function", name: "PhotoProcessor1A2B", id: "photoProcessor" },
  { type: "AWS::Lambda::Function", name: "Members3C4D", id: "members" },
  { type: "AWS::Lambda::EventSourceMapping", name: "StreamProcessorTriggerMapping", id: "streamProcessorTrigger" },
  { type: "AWS::SQS::Queue", name: "Queue", id: "https://queue" },
];
const kinds = new Map<unknown, string>([
  [PutFunctionConcurrencyCommand, "reserve"],
  [DeleteFunctionConcurrencyCommand, "free"],
  [UpdateEventSourceMappingCommand, "read"],
]);

const recording = () => {
  const sent: unknown[] = [];
  const send = async (command: { constructor: unknown; input: object }) => {
    sent.push([kinds.get(command.constructor), ...Object.values(command.input)]);
    return {};
  };
  return { sent, lambda: { send } as never };
};

test("Pausing disables event sources and functions, then waits for the longest function timeout", async () => {
  const { sent, lambda } = recording();
  const waits: number[] = [];
  await pauseStage({ lambda, resources, pause: async (milliseconds) => waits.push(milliseconds) });
  expect(sent).toEqual([
    ["read", "streamProcessorTrigger", false],
    ["reserve", "photoProcessor", 0],
    ["reserve", "members", 0],
  ]);
  expect(waits).toEqual([60_000]);
});

test("Unpausing restores the reserved concurrency of the settings and enables event sources", async () => {
  const { sent, lambda } = recording();
  await unpauseStage({ lambda, resources }, { reservedConcurrency: { photoProcessor: 50 } });
  expect(sent).toEqual([
    ["reserve", "photoProcessor", 50],
    ["free", "members"],
    ["read", "streamProcessorTrigger", true],
  ]);
});

test("An output of a stack is found by its name, and a missing one is reported", async () => {
  const Outputs = [{ OutputKey: "TableName", OutputValue: "T" }];
  const cloudformation = { send: async () => ({ Stacks: [{ Outputs }] }) } as never;
  expect(await findOutput(cloudformation, { stage: "dev", stack: "data", name: "TableName" })).toBe("T");
  await expect(findOutput(cloudformation, { stage: "dev", stack: "data", name: "Other" })).rejects.toThrow(
    "dangbo-dev-data has no output Other",
  );
});
