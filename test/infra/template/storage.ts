import { toConstructId } from "../../../infra/names.ts";
import { functions } from "../../../lib/contract/functions.ts";
import { type QueueName, queues } from "../../../lib/contract/queues.ts";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import { givenOrigins, local, dev as templates } from "../support/stages.ts";
import { fold, resourceOf, resourcesOf } from "../support/template.ts";

describe("the table", () => {
  const properties = () => resourceOf(templates.Data, "AWS::DynamoDB::Table").Properties;

  test("The table is on demand, streams both images, expires items and has point-in-time recovery", () => {
    expect(properties()).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TimeToLiveSpecification: { AttributeName: contract.expiryAttribute, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test("The table has exactly the keys and indexes of the contract, with all attributes projected", () => {
    const keys = (partitionKey: string, sortKey: string) => [
      { AttributeName: partitionKey, KeyType: "HASH" },
      { AttributeName: sortKey, KeyType: "RANGE" },
    ];
    expect(properties().KeySchema).toEqual(keys(contract.partitionKey, contract.sortKey));
    expect(properties().GlobalSecondaryIndexes).toEqual(
      Object.entries(contract.indexes).map(([IndexName, { partitionKey, sortKey }]) => ({
        IndexName,
        KeySchema: keys(partitionKey, sortKey),
        Projection: { ProjectionType: "ALL" },
      })),
    );
  });
});

describe("the stream", () => {
  test("The stream processor receives tallies and records, with finite retries and a dead-letter queue", () => {
    const { Properties } = resourceOf(templates.Api, "AWS::Lambda::EventSourceMapping", "StreamProcessorTrigger");
    const prefixes = functions.streamProcessor.streamKeyPrefixes.map((prefix) => ({ prefix }));
    expect(fold(Properties)).toMatchObject({
      EventSourceArn: expect.stringContaining("StreamArn"),
      FunctionName: expect.stringMatching(/^\$\{StreamProcessor/),
      StartingPosition: "TRIM_HORIZON",
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRetryAttempts: 10,
      DestinationConfig: { OnFailure: { Destination: expect.stringMatching(/^\$\{StreamProcessorDlq/) } },
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ dynamodb: { Keys: { sk: { S: prefixes } } } }) }] },
    });
  });

  test("The stream has two readers, the maximum that AWS recommends per shard", () => {
    const mappings = Object.values(templates).flatMap((each) => resourcesOf(each, "AWS::Lambda::EventSourceMapping"));
    const readers = mappings.filter(({ Properties }) => /StreamArn/.test(JSON.stringify(Properties.EventSourceArn)));
    expect(readers).toHaveLength(2);
  });
});

describe("the stream of photos", () => {
  test("Object cleanup receives only removed photos and due entries", () => {
    const { Properties } = resourceOf(templates.Photos, "AWS::Lambda::EventSourceMapping");
    expect(fold(Properties)).toMatchObject({
      FunctionName: expect.stringMatching(/^\$\{ObjectCleanup/),
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRetryAttempts: 10,
      DestinationConfig: { OnFailure: { Destination: expect.stringMatching(/^\$\{ObjectCleanupDlq/) } },
      FilterCriteria: {
        Filters: [
          {
            Pattern:
              '{"eventName":["REMOVE"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"PHO#"},{"prefix":"PHO-DUE#"}]}}}}',
          },
        ],
      },
    });
  });
});

describe("the bucket", () => {
  const properties = () => resourceOf(templates.Photos, "AWS::S3::Bucket").Properties;
  const statements = () => {
    const { PolicyDocument } = resourceOf(templates.Photos, "AWS::S3::BucketPolicy").Properties;
    return (fold(PolicyDocument ?? null) as { Statement: object[] }).Statement;
  };

  test("The bucket is private, encrypted and versioned", () => {
    expect(properties()).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      VersioningConfiguration: { Status: "Enabled" },
    });
  });

  test("The bucket denies plain HTTP, TLS before 1.2 and signatures older than five minutes", () => {
    const denied = { Effect: "Deny", Principal: { AWS: "*" } };
    expect(statements()).toEqual([
      expect.objectContaining({ ...denied, Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      expect.objectContaining({ ...denied, Action: "s3:*", Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 } } }),
      expect.objectContaining({
        ...denied,
        Action: ["s3:PutObject", "s3:GetObject"],
        Condition: { NumericGreaterThan: { "s3:signatureAge": 300_000 } },
      }),
    ]);
  });

  test("The bucket allows the origins of the stage to PUT with the signed headers", () => {
    expect(properties().CorsConfiguration).toEqual({
      CorsRules: [
        {
          AllowedOrigins: givenOrigins,
          AllowedMethods: ["PUT"],
          AllowedHeaders: ["content-type", "if-none-match", "x-amz-checksum-sha256"],
          MaxAge: 3_600,
        },
      ],
    });
  });

  test("In the stage local the bucket allows loopback origins", () => {
    const { CorsConfiguration } = resourceOf(local.Photos, "AWS::S3::Bucket").Properties;
    expect(CorsConfiguration).toMatchObject({
      CorsRules: [{ AllowedOrigins: ["http://localhost:*", "http://127.0.0.1:*"] }],
    });
  });

  test("The bucket expires incomplete uploads and noncurrent versions", () => {
    expect(properties().LifecycleConfiguration).toMatchObject({
      Rules: [
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: "Enabled" },
        { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ExpiredObjectDeleteMarker: true, Status: "Enabled" },
      ],
    });
  });

  test("The bucket notifies the photo processor of uploads, and no other bucket or account can", () => {
    const permission = resourceOf(templates.Photos, "AWS::Lambda::Permission");
    expect(fold(properties().NotificationConfiguration ?? null)).toEqual({
      LambdaConfigurations: [
        {
          Event: "s3:ObjectCreated:*",
          Function: expect.stringMatching(/^\$\{PhotoProcessor\w+\.Arn/),
          Filter: { S3Key: { Rules: [{ Name: "prefix", Value: "uploads/" }] } },
        },
      ],
    });
    expect(fold(permission.Properties)).toMatchObject({
      Principal: "s3.amazonaws.com",
      SourceArn: `arn:\${AWS::Partition}:s3:::${fold(properties().BucketName ?? null)}`,
      SourceAccount: fold({ Ref: "AWS::AccountId" }),
    });
    expect(resourceOf(templates.Photos, "AWS::S3::Bucket").DependsOn).toContain(permission.id);
  });

  test("A failed event of an upload goes to a dead-letter queue after finite retries", () => {
    const { Properties } = resourceOf(templates.Photos, "AWS::Lambda::EventInvokeConfig");
    expect(fold(Properties)).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: expect.stringMatching(/^\$\{PhotoProcessorDlq/) } },
    });
  });
});

const everyResource = (type: string) => Object.values(templates).flatMap((template) => resourcesOf(template, type));

test("Dead-letter queues are encrypted, deny plain HTTP and retain messages for 14 days", () => {
  const deadLetterQueues = everyResource("AWS::SQS::Queue").filter(
    ({ Properties }) => !("RedrivePolicy" in Properties),
  );
  const dlqs = ["photoProcessor", "streamProcessor", "objectCleanup", ...Object.keys(queues)];
  expect(deadLetterQueues.map(({ id }) => id.slice(0, -8)).sort()).toEqual(
    dlqs.map((name) => `${toConstructId(name)}Dlq`).sort(),
  );
  for (const { Properties } of deadLetterQueues)
    expect(Properties).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  expect(everyResource("AWS::SQS::QueuePolicy")).toHaveLength(everyResource("AWS::SQS::Queue").length);
  for (const policy of everyResource("AWS::SQS::QueuePolicy"))
    expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
});

test.each(Object.keys(queues) as QueueName[])(
  "The queue %s invokes its function, with a visibility timeout of six function timeouts and five tries",
  (name) => {
    const { batchSize, concurrency } = queues[name];
    const { Properties, id } = resourceOf(templates.Api, "AWS::SQS::Queue", toConstructId(`${name}Queue`));
    expect(fold(Properties)).toEqual({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
      VisibilityTimeout: 6 * functions[name].timeout,
      RedrivePolicy: {
        deadLetterTargetArn: expect.stringMatching(new RegExp(`^\\$\\{${toConstructId(name)}Dlq`)),
        maxReceiveCount: 5,
      },
    });
    const mapping = resourceOf(templates.Api, "AWS::Lambda::EventSourceMapping", toConstructId(`${name}QueueMapping`));
    expect(fold(mapping.Properties)).toMatchObject({
      EventSourceArn: `\${${id}.Arn}`,
      FunctionName: expect.stringMatching(new RegExp(`^\\$\\{${toConstructId(name)}`)),
      BatchSize: batchSize,
      ScalingConfig: { MaximumConcurrency: concurrency },
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  },
);

test("The stage has one event bus of its name", () => {
  const buses = Object.values(templates).flatMap((template) => resourcesOf(template, "AWS::Events::EventBus"));
  expect(buses.map(({ Properties }) => Properties.Name)).toEqual(["dangbo-dev"]);
});

test("The stage has one table, one bucket and one key", () => {
  const count = (type: string) => Object.values(templates).flatMap((template) => resourcesOf(template, type)).length;
  expect(["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"].map(count)).toEqual([1, 1, 1]);
});
