import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as pause, setImmediate as turn } from "node:timers/promises";
import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { listen } from "../../../infra/local/listen.ts";
import { sum } from "../../support/report.ts";

export type Units = { read: number; write: number };

/** One call to the table, and the round trip it belongs to, counted from 1. */
export type Call = { operation: string; units: Units; roundTrip: number };

/** A proxy in front of the table that records calls, one recording at a time. */
export type Recorder = {
  url: string;
  record(run: () => Promise<unknown>): Promise<Call[]>;
  close(): Promise<void>;
};

export const totalUnits = (calls: readonly Call[]): Units => ({
  read: sum(calls.map(({ units }) => units.read)),
  write: sum(calls.map(({ units }) => units.write)),
});

export const roundTripsOf = (calls: readonly Call[]): number => Math.max(0, ...calls.map(({ roundTrip }) => roundTrip));

const reads = new Set(["GetItem", "BatchGetItem", "Query", "TransactGetItems"]);
const writes = new Set(["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"]);

/**
 * Units that AWS counts for one call, from what dynoxide reports by table and index. It counts the index writes of a
 * transaction once where AWS counts them twice, to prepare and to commit. Throws for a call it does not know.
 */
export const unitsOf = (operation: string, consumed: ConsumedCapacity | ConsumedCapacity[] | undefined): Units => {
  const each = Array.isArray(consumed) ? consumed : [consumed ?? {}];
  const inTable = sum(each.map(({ Table: table }) => table?.CapacityUnits ?? 0));
  const indexes = each.flatMap(({ GlobalSecondaryIndexes: all }) => Object.values(all ?? {}));
  const inIndexes = sum(indexes.map(({ CapacityUnits: units }) => units ?? 0));
  if (reads.has(operation)) return { read: inTable + inIndexes, write: 0 };
  if (!writes.has(operation)) throw new Error(`The capacity of ${operation} is not known`);
  return { read: 0, write: inTable + inIndexes * (operation === "TransactWriteItems" ? 2 : 1) };
};

/** Milliseconds and turns of the event loop without a new call after which a round trip is complete. */
const quietMilliseconds = 10;
const quietTurns = 10;

/**
 * Starts a recorder. While it records, responses are withheld until the engine has responded to every call and no further one arrives,
 * then released together: a call that comes after a release waited for it, so that releases are round trips. Functions
 * run in this process, so a busy machine delays both sides alike.
 */
export const startRecorder = async (engine: string): Promise<Recorder> => {
  let recorded: Call[] | undefined;
  let roundTrip = 0;
  let forwarding = 0;
  let arrivals = 0;
  let release = Promise.withResolvers<void>();
  let isWaiting = false;
  const releaseWhenQuiet = async () => {
    if (isWaiting) return;
    isWaiting = true;
    for (let before = -1; before !== arrivals; ) {
      before = arrivals;
      await pause(quietMilliseconds);
      for (let i = 0; i < quietTurns; i += 1) await turn();
    }
    isWaiting = false;
    // The last response of this round trip comes back here.
    if (forwarding > 0) return;
    roundTrip += 1;
    release.resolve();
    release = Promise.withResolvers<void>();
  };
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const recording = recorded;
    arrivals += 1;
    forwarding += 1;
    const { operation, units, status, body } = await forward(engine, request).finally(() => {
      forwarding -= 1;
      if (recording && forwarding === 0) void releaseWhenQuiet();
    });
    if (recording) {
      recording.push({ operation, units, roundTrip: roundTrip + 1 });
      await release.promise;
    }
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
  };
  const server = await listen(
    createServer((request, response) => void pass(request, response).catch((error) => response.destroy(error))),
    0,
    "127.0.0.1",
  );
  return {
    url: server.url,
    close: server.close,
    record: async (run) => {
      const calls: Call[] = [];
      recorded = calls;
      roundTrip = 0;
      await run().finally(() => {
        recorded = undefined;
      });
      return calls;
    },
  };
};

/** Forwards a call with a request for its consumed capacity. The engine checks no signature, so the body may change. */
const forward = async (engine: string, request: IncomingMessage) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const target = String(request.headers["x-amz-target"]);
  const operation = target.slice(target.indexOf(".") + 1);
  const response = await fetch(engine, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": target,
      "x-amz-date": String(request.headers["x-amz-date"]),
      authorization: request.headers.authorization ?? "",
    },
    body: JSON.stringify({ ...JSON.parse(Buffer.concat(chunks).toString()), ReturnConsumedCapacity: "INDEXES" }),
  });
  const body = await response.text();
  const units = response.ok ? unitsOf(operation, JSON.parse(body).ConsumedCapacity) : { read: 0, write: 0 };
  return { operation, status: response.status, body, units };
};
