import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Entity } from "electrodb";
import { keyOf } from "./key.js";

const text = { type: "string" };
const needed = { type: "string", required: true };

const members = new Entity(
  {
    model: { entity: "member", version: "1", service: "dangbo" },
    attributes: {
      pk: { type: "string", required: true, hidden: true },
      sk: { type: "string", required: true, hidden: true },
      id: needed,
      createdAt: needed,
      updatedAt: needed,
      organisationId: needed,
      fullName: needed,
      jobTitle: text,
      memberNumber: text,
      gender: { type: ["female", "male"] },
      admittedOn: text,
      confirmedOn: text,
      confirmed: { type: "boolean" },
      positions: {
        type: "list",
        items: { type: "map", properties: { organisationId: text, role: text } },
      },
      visibility: { type: ["public", "internal", "restricted"], required: true },
      externalIds: { type: "any" },
      version: { type: "number", required: true, hidden: true },
    },
    indexes: {
      byKey: {
        pk: { field: "pk", composite: ["pk"], casing: "none" },
        sk: { field: "sk", composite: ["sk"], casing: "none" },
      },
    },
  },
  { client: new DynamoDBClient({}), table: process.env.TABLE_NAME },
);

/** Without a router: what the entity layer alone takes. */
export const handler = async ({ pathParameters }) => {
  // The item was not written by ElectroDB, so it does not carry its marks.
  const { data } = await members.get(keyOf(pathParameters.memberId)).go({ consistent: true, ignoreOwnership: true });
  if (!data) return { statusCode: 404, headers: {}, body: "" };
  return { statusCode: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(data) };
};
