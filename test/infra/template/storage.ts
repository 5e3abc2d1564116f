import { toConstructId } from "../../../infra/names.ts";
import { functions } from "../../../lib/contract/functions.ts";
import { type QueueName, queues } from "../../../lib/contract/queues.ts";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import { givenOrigins, local, dev as templates } from "../support/stages.ts";
import { fold, resourceOf, resourcesOf } from "../support/template.ts";

describe("the table", () => {
  const properties = () => resourceOf(templates.Data, "AWS::DynamoDB::Table").Properties;

  test("is on demand, streams both images, expires items and can be restored to any second", () => {
    expect(properties()).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      TimeToLiveSpecification: { AttributeName: contract.expiryAttribute, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test("has the keys and indexes of the contract and no other, each index with whole items", () => {
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
  test("starts what follows from a change, for what has consequences only, and gives up into a queue after finite tries", () => {
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

  test("has two readers, as many as a shard serves without making each other wait", () => {
    const mappings = Object.values(templates).flatMap((each) => resourcesOf(each, "AWS::Lambda::EventSourceMapping"));
    const readers = mappings.filter(({ Properties }) => /StreamArn/.test(JSON.stringify(Properties.EventSourceArn)));
    expect(readers).toHaveLength(2);
  });
});

describe("the stream of photos", () => {
  test("starts the removals for photos that are gone, or whose time may have come, only", () => {
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

  test("is private, encrypted and versioned", () => {
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

  test("refuses plain HTTP, TLS before 1.2, and what was signed more than five minutes ago", () => {
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

  test("lets pages of the stage's origins PUT with the headers an upload URL signs, and no others", () => {
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

  test("lets pages of this machine upload in the stage of this machine", () => {
    const { CorsConfiguration } = resourceOf(local.Photos, "AWS::S3::Bucket").Properties;
    expect(CorsConfiguration).toMatchObject({
      CorsRules: [{ AllowedOrigins: ["http://localhost:*", "http://127.0.0.1:*"] }],
    });
  });

  test("ends cut-off uploads and deleted versions", () => {
    expect(properties().LifecycleConfiguration).toMatchObject({
      Rules: [
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: "Enabled" },
        { NoncurrentVersionExpiration: { NoncurrentDays: 30 }, ExpiredObjectDeleteMarker: true, Status: "Enabled" },
      ],
    });
  });

  test("tells the function that checks uploads of what arrives among them, which no other bucket or account may", () => {
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

  test("an arrival that could not be checked ends in a queue after finite tries", () => {
    const { Properties } = resourceOf(templates.Photos, "AWS::Lambda::EventInvokeConfig");
    expect(fold(Properties)).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: expect.stringMatching(/^\$\{PhotoProcessorDlq/) } },
    });
  });
});

const everyQueue = (type: string) => Object.values(templates).flatMap((template) => resourcesOf(template, type));

test("queues of failures are encrypted, refuse plain HTTP and keep 14 days", () => {
  const ends = everyQueue("AWS::SQS::Queue").filter(({ Properties }) => !("RedrivePolicy" in Properties));
  const dlqs = ["photoProcessor", "streamProcessor", "objectCleanup", ...Object.keys(queues)];
  expect(ends.map(({ id }) => id.slice(0, -8)).sort()).toEqual(dlqs.map((name) => `${toConstructId(name)}Dlq`).sort());
  for (const { Properties } of ends)
    expect(Properties).toEqual({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  expect(everyQueue("AWS::SQS::QueuePolicy")).toHaveLength(everyQueue("AWS::SQS::Queue").length);
  for (const policy of everyQueue("AWS::SQS::QueuePolicy"))
    expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
});

test.each(Object.keys(queues) as QueueName[])(
  "the queue %s starts its worker, hides a message for six of its runs, and gives it up after five tries",
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

test("there is one bus, named for its stage", () => {
  const buses = Object.values(templates).flatMap((template) => resourcesOf(template, "AWS::Events::EventBus"));
  expect(buses.map(({ Properties }) => Properties.Name)).toEqual(["dangbo-dev"]);
});

test("there is one table, one bucket and one key", () => {
  const count = (type: string) => Object.values(templates).flatMap((template) => resourcesOf(template, type)).length;
  expect(["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"].map(count)).toEqual([1, 1, 1]);
});
