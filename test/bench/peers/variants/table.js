import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { keyOf } from "./key.js";

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** The item of a member, as the document client of the SDK reads it. */
export const readMember = async (memberId) => {
  const command = new GetCommand({ TableName: process.env.TABLE_NAME, Key: keyOf(memberId), ConsistentRead: true });
  const { Item } = await client.send(command);
  return Item;
};
