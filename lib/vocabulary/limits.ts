/** Limits of the API contract, which the OpenAPI document states, and of AWS. */
export const limits = {
  nameLength: 200,
  titleLength: 500,
  textLength: 20_000,
  /** Bytes of a request body. */
  bodyBytes: 1_048_576,
  pageDefault: 50,
  pageMaximum: 100,
  /** Keys of one BatchGetItem. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
  batchReads: 100,
  /** Index items that one filtered page may read. */
  pageReads: 1_000,
  externalIds: 5,
  /** Seconds for which the response to an idempotent request is stored. */
  idempotencyKept: 86_400,
  /** Attempts a minute to get a token with a wrong secret, for each address; further ones are 429. */
  failedAttempts: 60,
  /** Seconds an access token lives. */
  tokenLifetime: 3_600,
  /** Actions in one DynamoDB transaction. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
  transactionActions: 100,
  /** Bytes one transaction may put; DynamoDB's own limit is 4 MB. Same source. */
  transactionBytes: 3_900_000,
  /** Bytes of the largest item that is accepted; DynamoDB's limit is 400 KB. */
  itemBytes: 390_000,
} as const;
