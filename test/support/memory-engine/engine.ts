import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import { type ActionInput, type Effect, effectOf, type Kind } from "./effect.ts";
import { conditionFailed, invalid, mismatch, unknown } from "./errors.ts";
import { copyOfItem, Items, keyOf } from "./items.ts";
import { query } from "./query.ts";
import type { Change } from "./stream.ts";
import { effectsOf, type TransactionItem } from "./transaction.ts";
import { type Attributes, isSame } from "./values.ts";

/** A command of the document client, identified by its class. */
export type Command = { constructor: { name: string }; input: object };

type Batch = { RequestItems: Record<string, { Keys: object[] }> };
type Transaction = { TransactItems: TransactionItem[]; ClientRequestToken?: string };

const batchMaximum = 100;

/** DynamoDB in memory, as far as the service uses it. Rejects unsupported parameters by name. Commands execute synchronously. */
export class MemoryEngine {
  readonly #items = new Items();
  readonly #tokens = new Map<string, readonly TransactionItem[]>();
  #writes = 0;
  /** Every change since the beginning, in order. */
  readonly changes: Change[] = [];

  /** @param items initial items, without stream records */
  constructor(items: Iterable<Attributes> = []) {
    for (const item of items) this.#items.set(keyOf({ pk: item.pk, sk: item.sk }), item);
  }

  send(command: Command): object {
    this.#writes += 1;
    const { name } = command.constructor;
    switch (name) {
      case "GetCommand":
        return this.#get(command.input as { Key: object });
      case "BatchGetCommand":
        return this.#getBatch(command.input as Batch);
      case "QueryCommand":
        return query(this.#items, command.input as QueryCommandInput);
      case "PutCommand":
        return this.#alone("Put", command.input as ActionInput);
      case "UpdateCommand":
        return this.#alone("Update", command.input as ActionInput);
      case "TransactWriteCommand":
        return this.#transact(command.input as Transaction);
      default:
        throw unknown(name);
    }
  }

  /** Whether a transaction with this token has succeeded. */
  isDone(token: string): boolean {
    return this.#tokens.has(token);
  }

  itemAt(key: object): Attributes | undefined {
    return this.#items.get(keyOf(key));
  }

  /** All items in any order; they are immutable. */
  items(): Iterable<Readonly<Attributes>> {
    return this.#items.all();
  }

  /** Deletes expired items, as DynamoDB does some time after their expiry. */
  expire(seconds: number): void {
    for (const item of [...this.#items.all()]) {
      const at = item[contract.expiryAttribute];
      if (typeof at !== "number" || at > seconds) continue;
      this.#writes += 1;
      this.#do(
        { key: keyOf({ pk: item.pk, sk: item.sk }), before: item, conditionHolds: true, after: undefined },
        true,
      );
    }
  }

  #get({ Key }: { Key: object }) {
    const item = this.#items.get(keyOf(Key));
    return item ? { Item: copyOfItem(item) } : {};
  }

  #getBatch({ RequestItems }: Batch) {
    const [first, ...others] = Object.entries(RequestItems);
    if (!first || others.length > 0) throw unknown("a batch of several tables");
    const [name, { Keys }] = first;
    const keys = Keys.map(keyOf);
    const names = new Set(keys.map((key) => JSON.stringify(key)));
    if (keys.length === 0 || keys.length > batchMaximum) throw invalid("A batch has 1 to 100 keys");
    if (names.size < keys.length) throw invalid("Provided list of item keys contains duplicates");
    const found = keys.map((key) => this.#items.get(key)).filter((item) => item !== undefined);
    return { Responses: { [name]: found.map(copyOfItem) } };
  }

  #alone(kind: Kind, input: ActionInput) {
    const effect = effectOf(this.#items, kind, input);
    const wantsOld = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
    if (!effect.conditionHolds) throw conditionFailed(wantsOld ? effect.before : undefined);
    this.#do(effect);
    return {};
  }

  #transact({ TransactItems, ClientRequestToken: token }: Transaction) {
    const known = token === undefined ? undefined : this.#tokens.get(token);
    if (known && JSON.stringify(known) !== JSON.stringify(TransactItems)) throw mismatch();
    if (known) return {};
    for (const effect of effectsOf(this.#items, TransactItems)) this.#do(effect);
    if (token !== undefined) this.#tokens.set(token, TransactItems);
    return {};
  }

  /** A write that changes nothing has no stream record. */
  #do({ key, before, after }: Effect, expired = false): void {
    if (isSame(before, after)) return;
    this.#items.set(key, after);
    this.changes.push({ number: this.changes.length + 1, write: this.#writes, before, after, expired });
  }
}
