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

/** DynamoDB's error for an invalid command. */
export const invalid = (message: string): Error =>
  new DynamoDBServiceException({ name: "ValidationException", $fault: "client", message, $metadata });

/** An unsupported parameter: an error of the test, not a response of the table. */
export const unknown = (what: string): Error => new TypeError(`The memory engine does not know ${what}`);

export const mismatch = (): Error =>
  new IdempotentParameterMismatchException({ message: "Another transaction had this token", $metadata });

/** A failed condition, with the existing item where the command requests it. */
export const conditionFailed = (old: Attributes | undefined): Error => {
  const Item = old && marshalled(old);
  return new ConditionalCheckFailedException({ message: "The condition failed", $metadata, ...(Item ? { Item } : {}) });
};

export const cancelled = (CancellationReasons: CancellationReason[]): Error =>
  new TransactionCanceledException({ message: "The transaction was cancelled", $metadata, CancellationReasons });
