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
    BillingMode: "nothing is billed locally",
    DeletionProtectionEnabled: "no operation deletes a table locally",
    PointInTimeRecoverySpecification: "backups copy the state folder",
    SSESpecification: "depends on the disk",
    Tags: "documentation only",
  },
  async ({ TableName, ...properties }, resource, environment) => {
    const name = TableName ?? resource.name;
    const table = await ensureTable(environment.dynamodb, name, properties);
    if (properties.TimeToLiveSpecification?.Enabled) {
      const { AttributeName: attribute } = properties.TimeToLiveSpecification;
      const keys = properties.KeySchema.map(({ AttributeName }) => AttributeName);
      environment.expiringTables.push({ name, keys, attribute });
    }
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:dynamodb:${environment.region}:${environment.account}:table/${name}`,
        ...(table.LatestStreamArn && { StreamArn: table.LatestStreamArn }),
      },
    };
  },
);
