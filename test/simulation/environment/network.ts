import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import type { TableClient } from "../../../lib/table/client.ts";
import { BatchGetCommand } from "../../../lib/table/commands.ts";
import { requestTimeout, sdkAttempts } from "../../../lib/table/patience.ts";
import type { Command, MemoryEngine } from "../../support/memory-engine/engine.ts";
import type { Random } from "../../support/random.ts";
import type { CallFault, Weather } from "./faults.ts";
import type { Process } from "./process.ts";
import { never, type Scheduler } from "./scheduler.ts";

/** What a test does to commands on their way and to what comes back: a mutant, or a look at what is sent. */
export type Tap = {
  command(command: Command, engine: MemoryEngine): Command;
  error(error: unknown): unknown;
  /** Milliseconds as the table's client sees them; the scheduler's unless a mutant has another clock. */
  now?(): number;
};

export type Network = {
  engine: MemoryEngine;
  scheduler: Scheduler;
  random: Random;
  weather: Weather;
  tap: Tap;
  /** Commands that were given up and have not arrived yet. */
  underWay: number;
  /** Why a function could not do a record of the stream, last of all. */
  lastFailure?: unknown;
};

/** Milliseconds that one way to the table takes, and those that make a call slow. */
const usualWay = 12;
const slowWay = 1_800;
/** Milliseconds after which a request that was given up may still arrive. */
const latest = 9_000;

const service = (name: string) =>
  new DynamoDBServiceException({ name, $fault: "server", message: name, $metadata: {} });
const silence = () => Object.assign(new Error("no answer in time"), { name: "TimeoutError", code: "ETIMEDOUT" });
const broken = () => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });

const cancelledFor = (Code: string, { input }: Command) => {
  const { TransactItems = [] } = input as { TransactItems?: object[] };
  const CancellationReasons = TransactItems.map((_, i) => ({ Code: i === 0 ? Code : "None" }));
  return new TransactionCanceledException({ message: Code, $metadata: {}, CancellationReasons });
};

/** An error as the SDK gives it after that many tries. */
const tried = (error: unknown, attempts: number): unknown =>
  error instanceof ConditionalCheckFailedException ? Object.assign(error, { $metadata: { attempts } }) : error;

const attempt = async (run: () => object): Promise<{ value: object } | { error: unknown }> => {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
};

/** A batch of which only a first part is read, and what DynamoDB says of the rest. */
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

/** The table client of a process: the SDK with its tries, a network that loses things, and the table behind it. */
export const clientOf = (network: Network, process: Process): TableClient => {
  const { engine, scheduler, random, weather, tap } = network;
  const apply = (command: Command) => process.apply(engine, tap.command(command, engine));

  /** There and back; the process may be gone before or after its command is done. */
  const call = async (command: Command, fault?: CallFault): Promise<object> => {
    await process.sleep(random.next() * (fault === "slow" ? slowWay : usualWay));
    if (fault === "crash-before") return gone();
    const answer = await attempt(() => apply(command));
    await process.sleep(random.next() * (fault === "slow" ? slowWay : usualWay));
    if (fault === "crash-after") return gone();
    if ("error" in answer) throw answer.error;
    return answer.value;
  };

  const gone = () => {
    process.die();
    return never<object>();
  };

  const faulty: Record<CallFault, (command: Command) => Promise<object>> = {
    slow: (command) => {
      process.excused = true;
      return call(command, "slow");
    },
    "crash-before": (command) => call(command, "crash-before"),
    "crash-after": (command) => call(command, "crash-after"),
    throttled: async (command) => {
      process.excused = true;
      await process.sleep(usualWay);
      throw isTransaction(command) && random.chance(0.5)
        ? cancelledFor("ThrottlingError", command)
        : service("ProvisionedThroughputExceededException");
    },
    "no-request": async () => {
      process.excused = true;
      await process.sleep(requestTimeout * sdkAttempts);
      throw silence();
    },
    // Done once or several times over, as the SDK asks again, and never heard of.
    "no-reply": async (command) => {
      process.excused = true;
      for (let tries = random.below(sdkAttempts); tries >= 0; tries--) {
        await attempt(() => apply(command));
        await process.sleep(requestTimeout);
      }
      throw silence();
    },
    // Given up, and done all the same after everybody has gone on.
    late: async (command) => {
      process.excused = true;
      network.underWay += 1;
      void scheduler.sleep(random.next() * latest).then(async () => {
        await attempt(() => apply(command));
        network.underWay -= 1;
      });
      await process.sleep(usualWay);
      throw broken();
    },
    // The answer to the first try is lost; the second finds what the first has done, and others since.
    twice: async (command) => {
      process.excused = true;
      await attempt(() => apply(command));
      await process.sleep(requestTimeout);
      return call(command).catch((error: unknown) => {
        throw tried(error, 2);
      });
    },
    conflict: async (command) => {
      if (!isWrite(command)) return call(command);
      await process.sleep(usualWay);
      throw isTransaction(command)
        ? cancelledFor("TransactionConflict", command)
        : service("TransactionConflictException");
    },
    "in-progress": async (command) => {
      if (!isTransaction(command)) return call(command);
      await attempt(() => apply(command));
      await process.sleep(usualWay);
      throw service("TransactionInProgressException");
    },
    unprocessed: async (command) => {
      if (command.constructor.name !== "BatchGetCommand") return call(command);
      const [first, rest] = halved(command, random);
      return { ...(await call(first)), ...rest };
    },
  };

  const send = async (command: Command): Promise<object> => {
    const fault = weather.draw();
    try {
      return await (fault ? faulty[fault](command) : call(command));
    } catch (error) {
      throw tap.error(error);
    }
  };
  return { send } as unknown as TableClient;
};
