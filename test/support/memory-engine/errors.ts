import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { marshalled } from "./marshall.ts";
import type { Attributes } from "./values.ts";

const $metadata = {};

/** What DynamoDB finds wrong with a command itself. */
export const invalid = (message: string): Error =>
  new DynamoDBServiceException({ name: "ValidationException", $fault: "client", message, $metadata });

/** What the engine has not been taught: an error of the test, not an answer of the table. */
export const unknown = (what: string): Error => new TypeError(`The memory engine does not know ${what}`);

export const mismatch = (): Error =>
  new IdempotentParameterMismatchException({ message: "Another transaction had this token", $metadata });

/** A refused condition, with the item that stood there where the command asked for it. */
export const refused = (old: Attributes | undefined): Error => {
  const Item = old && marshalled(old);
  return new ConditionalCheckFailedException({ message: "The condition failed", $metadata, ...(Item ? { Item } : {}) });
};

export const cancelled = (CancellationReasons: CancellationReason[]): Error =>
  new TransactionCanceledException({ message: "The transaction was cancelled", $metadata, CancellationReasons });
