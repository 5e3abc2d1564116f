/**
 * A test of thousands of writes to one partition. On DynamoDB Local it takes more than ten minutes, so that it runs on the default
 * engine only.
 */
export const testOfManyWrites = process.env.TABLE_ENDPOINT === undefined ? test : test.skip;
