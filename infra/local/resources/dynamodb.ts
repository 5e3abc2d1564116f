import * as z from "zod/mini";
import { ensureTable } from "../tables/create-table.ts";
import { resourceHandler } from "../template/resource-handler.ts";

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

export const dynamodbTable = resourceHandler(
  z.object({
    TableName: z.optional(z.string()),
    KeySchema: keySchema,
    AttributeDefinitions: z.array(
      z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) }),
    ),
    GlobalSecondaryIndexes: z.optional(
      z.array(
        z.strictObject({
          IndexName: z.string(),
          KeySchema: keySchema,
          Projection: z.strictObject({
            ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
            NonKeyAttributes: z.optional(z.array(z.string())),
          }),
        }),
      ),
    ),
    StreamSpecification: z.optional(
      z.strictObject({
        StreamViewType: z.enum(["NEW_AND_OLD_IMAGES", "NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"]),
      }),
    ),
    TimeToLiveSpecification: z.optional(z.strictObject({ AttributeName: z.string(), Enabled: z.boolean() })),
  }),
  {
    BillingMode: "nobody is billed",
    DeletionProtectionEnabled: "no call deletes a table here",
    PointInTimeRecoverySpecification: "the state folder is backed up as any folder",
    SSESpecification: "the disk's own encryption",
    Tags: "labels",
  },
  async (
    { TableName, GlobalSecondaryIndexes, StreamSpecification, TimeToLiveSpecification, ...keys },
    place,
    machine,
  ) => {
    const name = TableName ?? place.name;
    const table = await ensureTable(machine.dynamodb, name, {
      ...keys,
      ...(StreamSpecification && { StreamSpecification }),
      ...(TimeToLiveSpecification && { TimeToLiveSpecification }),
      ...(GlobalSecondaryIndexes && {
        GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(({ Projection, ...index }) => ({
          ...index,
          Projection: {
            ProjectionType: Projection.ProjectionType,
            ...(Projection.NonKeyAttributes && { NonKeyAttributes: Projection.NonKeyAttributes }),
          },
        })),
      }),
    });
    if (TimeToLiveSpecification?.Enabled) {
      const { AttributeName: attribute } = TimeToLiveSpecification;
      machine.expiringTables.push({ name, keys: keys.KeySchema.map(({ AttributeName }) => AttributeName), attribute });
    }
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:dynamodb:${machine.region}:${machine.account}:table/${name}`,
        ...(table.LatestStreamArn && { StreamArn: table.LatestStreamArn }),
      },
    };
  },
);
