import * as z from "zod/mini";
import { corsRule } from "../objects/settings.ts";
import { parseResourcePolicy } from "../permissions/policy.ts";
import { resourceHandler } from "../template/resource-handler.ts";

const notification = z.strictObject({
  Event: z.literal("s3:ObjectCreated:*"),
  Filter: z.optional(
    z.strictObject({
      S3Key: z.strictObject({
        Rules: z.array(z.strictObject({ Name: z.enum(["prefix", "suffix"]), Value: z.string() })),
      }),
    }),
  ),
  Function: z.string(),
});

export const s3Bucket = resourceHandler(
  z.object({
    BucketName: z.optional(z.string()),
    CorsConfiguration: z.optional(z.strictObject({ CorsRules: z.array(corsRule) })),
    NotificationConfiguration: z.optional(z.strictObject({ LambdaConfigurations: z.optional(z.array(notification)) })),
    VersioningConfiguration: z.optional(z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) })),
  }),
  {
    BucketEncryption: "depends on the disk",
    LifecycleConfiguration: "old versions are deleted with the state folder",
    OwnershipControls: "there is only one owner",
    PublicAccessBlockConfiguration: "every request needs a signature",
    Tags: "documentation only",
  },
  ({ BucketName, CorsConfiguration, NotificationConfiguration, VersioningConfiguration }, resource, environment) => {
    const name = BucketName ?? resource.name.toLowerCase();
    environment.buckets.set(name, {
      name,
      versioned: VersioningConfiguration?.Status === "Enabled",
      cors: CorsConfiguration?.CorsRules ?? [],
      notifications: (NotificationConfiguration?.LambdaConfigurations ?? []).map(
        ({ Filter, Function: functionArn }) => {
          const value = (name: string) => Filter?.S3Key.Rules.find((rule) => rule.Name === name)?.Value ?? "";
          return { prefix: value("prefix"), suffix: value("suffix"), functionArn };
        },
      ),
    });
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}` } };
  },
);

export const s3BucketPolicy = resourceHandler(
  z.object({ Bucket: z.string(), PolicyDocument: z.unknown() }),
  {},
  ({ Bucket, PolicyDocument }, resource, environment) => {
    if (!environment.buckets.has(Bucket)) throw new Error(`There is no bucket ${Bucket}`);
    environment.permissions.denyAll(parseResourcePolicy(PolicyDocument));
    return { ref: resource.name };
  },
);
