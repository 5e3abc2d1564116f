import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { TableClient } from "../../../lib/table/client.ts";
import { BatchGetCommand } from "../../../lib/table/commands.ts";
import { requestTimeout, sdkAttempts } from "../../../lib/table/retry.ts";
import type { Command, MemoryEngine } from "../../support/memory-engine/engine.ts";
import type { Random } from "../../support/random.ts";
import type { CallFault, FaultPlan } from "./faults.ts";
import type { Process } from "./process.ts";
import { never, type Scheduler } from "./scheduler.ts";

/** Observes or changes commands and errors between process and table: used for mutants. */
export type Interceptor = {
  command(command: Command, engine: MemoryEngine): Command;
  error(error: unknown): unknown;
  /** Time of the retry loop, if a mutant replaces it. */
  now?(): number;
};

export type Network = {
  engine: MemoryEngine;
  scheduler: Scheduler;
  random: Random;
  faults: FaultPlan;
  interceptor: Interceptor;
  /** Abandoned commands that have not been executed yet. */
  inFlight: number;
  /** Reason of the last failed stream record. */
  lastFailure?: unknown;
};

/** Maximum latency of one direction in milliseconds, usual and slow. */
const usualLatency = 12;
const slowLatency = 1_800;
/** Milliseconds within which an abandoned command is still executed. */
const latest = 9_000;

const service = (name: string) =>
  new DynamoDBServiceException({ name, $fault: "server", message: name, $metadata: {} });
const silence = () => Object.assign(new Error("no result in time"), { name: "TimeoutError", code: "ETIMEDOUT" });
const broken = () => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

const cancelledFor = (Code: string, { input }: Command) => {
  const { TransactItems = [] } = input as { TransactItems?: object[] };
  const CancellationReasons = TransactItems.map((_, i) => ({ Code: i === 0 ? Code : "None" }));
  return new TransactionCanceledException({ message: Code, $metadata: {}, CancellationReasons });
};

/** The error that the SDK returns after so many attempts. */
const afterAttempts = (error: unknown, attempts: number): unknown =>
  error instanceof ConditionalCheckFailedException ? Object.assign(error, { $metadata: { attempts } }) : error;

const attempt = async (run: () => object): Promise<{ value: object } | { error: unknown }> => {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
};

/** A command that reads only the first part of a batch, and the unprocessed keys of the rest. */
const halved = (command: Command, random: Random): [Command, object] => {
  const { RequestItems } = command.input as { RequestItems: Record<string, { Keys: object[] }> };
  const [[name, asked] = ["", { Keys: [] }]] = Object.entries(RequestItems);
  const at = 1 + random.below(asked.Keys.length);
  const first = new BatchGetCommand({ RequestItems: { [name]: { ...asked, Keys: asked.Keys.slice(0, at) } } });
  const left = asked.Keys.slice(at);
  return [first, left.length > 0 ? { UnprocessedKeys: { [name]: { ...asked, Keys: left } } } : {}];
};

const isTransaction = (command: Command) => command.constructor.name === "TransactWriteCommand";
const isWrite = (command: Command) =>
  isTransaction(command) || ["PutCommand", "UpdateCommand"].includes(command.constructor.name);

/** The table client of a process: the retries of the SDK, an unreliable network and the table. */
export const clientOf = (network: Network, process: Process): TableClient => {
  const { engine, scheduler, random, faults, interceptor } = network;
  const apply = (command: Command) => process.apply(engine, interceptor.command(command, engine));

  /** A round trip; the process may crash before or after its command is executed. */
  const call = async (command: Command, fault?: CallFault): Promise<object> => {
    await process.sleep(random.next() * (fault === "slow" ? slowLatency : usualLatency));
    if (fault === "crash-before") return gone();
    const result = await attempt(() => apply(command));
    await process.sleep(random.next() * (fault === "slow" ? slowLatency : usualLatency));
    if (fault === "crash-after") return gone();
    if ("error" in result) throw result.error;
    return result.value;
  };

  const gone = () => {
    process.die();
    return never<object>();
  };

  const faulty: Record<CallFault, (command: Command) => Promise<object>> = {
    slow: (command) => {
      process.disturbed = true;
      return call(command, "slow");
    },
    "crash-before": (command) => call(command, "crash-before"),
    "crash-after": (command) => call(command, "crash-after"),
    throttled: async (command) => {
      process.disturbed = true;
      await process.sleep(usualLatency);
      throw isTransaction(command) && random.chance(0.5)
        ? cancelledFor("ThrottlingError", command)
        : service("ProvisionedThroughputExceededException");
    },
    "no-request": async () => {
      process.disturbed = true;
      await process.sleep(requestTimeout * sdkAttempts);
      throw silence();
    },
    // Executed once or several times by retries of the SDK; every response is lost.
    "no-reply": async (command) => {
      process.disturbed = true;
      for (let tries = random.below(sdkAttempts); tries >= 0; tries--) {
        await attempt(() => apply(command));
        await process.sleep(requestTimeout);
      }
      throw silence();
    },
    // Abandoned, and executed later all the same.
    late: async (command) => {
      process.disturbed = true;
      network.inFlight += 1;
      void scheduler.sleep(random.next() * latest).then(async () => {
        await attempt(() => apply(command));
        network.inFlight -= 1;
      });
      await process.sleep(usualLatency);
      throw broken();
    },
    // The response to the first attempt is lost; the second one finds its effect, and those of others.
    twice: async (command) => {
      process.disturbed = true;
      await attempt(() => apply(command));
      await process.sleep(requestTimeout);
      return call(command).catch((error: unknown) => {
        throw afterAttempts(error, 2);
      });
    },
    conflict: async (command) => {
      if (!isWrite(command)) return call(command);
      await process.sleep(usualLatency);
      throw isTransaction(command)
        ? cancelledFor("TransactionConflict", command)
        : service("TransactionConflictException");
    },
    "in-progress": async (command) => {
      if (!isTransaction(command)) return call(command);
      await attempt(() => apply(command));
      await process.sleep(usualLatency);
      throw service("TransactionInProgressException");
    },
    unprocessed: async (command) => {
      if (command.constructor.name !== "BatchGetCommand") return call(command);
      const [first, rest] = halved(command, random);
      return { ...(await call(first)), ...rest };
    },
  };

  const send = async (command: Command): Promise<object> => {
    const fault = faults.draw();
    try {
      return await (fault ? faulty[fault](command) : call(command));
    } catch (error) {
      throw interceptor.error(error);
    }
  };
  return { send } as unknown as TableClient;
};
