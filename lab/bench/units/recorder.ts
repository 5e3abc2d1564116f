import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { listen } from "../../../infra/local/listen.ts";
import { type Units, unitsOf } from "./capacity.ts";
import type { Span } from "./waves.ts";

/** One call to the table. */
export type Call = Span & { operation: string; units: Units };

/** A proxy before the table that writes down the calls of one recording at a time. */
export type Recorder = {
  url: string;
  record(run: () => Promise<unknown>): Promise<Call[]>;
  close(): Promise<void>;
};

/** Milliseconds every recorded answer is held back, so that calls made together are seen under way together. */
const usualHold = 20;

export const startRecorder = async (engine: string, hold = usualHold): Promise<Recorder> => {
  let calls: Call[] | undefined;
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const from = performance.now();
    const answer = await forward(engine, request);
    if (calls) {
      await pause(hold);
      calls.push({ operation: answer.operation, units: answer.units, from, to: performance.now() });
    }
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(answer.body);
  };
  const server = await listen(
    createServer((request, response) => void pass(request, response).catch((error) => response.destroy(error))),
    0,
    "127.0.0.1",
  );
  return {
    url: server.url,
    close: server.close,
    async record(run) {
      const recorded: Call[] = [];
      calls = recorded;
      await run().finally(() => {
        calls = undefined;
      });
      return recorded;
    },
  };
};

/** The same call to the engine, asked to tell what it consumed. Engines check no signature, so a body may change. */
const forward = async (engine: string, request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const target = String(request.headers["x-amz-target"]);
  const operation = target.slice(target.indexOf(".") + 1);
  const answer = await fetch(engine, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": target,
      "x-amz-date": String(request.headers["x-amz-date"]),
      authorization: request.headers.authorization ?? "",
    },
    body: JSON.stringify({ ...JSON.parse(Buffer.concat(chunks).toString()), ReturnConsumedCapacity: "INDEXES" }),
  });
  const body = await answer.text();
  const units = answer.ok ? unitsOf(operation, JSON.parse(body).ConsumedCapacity) : { read: 0, write: 0 };
  return { operation, status: answer.status, body, units };
};
