import { uploadsPrefix } from "../../../lib/contract/environment.ts";
import type { FunctionContract } from "../../../lib/contract/functions.ts";

type Trigger = NonNullable<FunctionContract["trigger"]> | "http-api";

/** An event as AWS documents it, and the response of a function to content that it does not know. */
type Sample = { event: object; response: unknown };

const stream = (sequenceNumber: string, eventName: string, images: object) => ({
  eventID: sequenceNumber,
  eventVersion: "1.0",
  dynamodb: {
    Keys: { Id: { N: "101" } },
    ...images,
    StreamViewType: "NEW_AND_OLD_IMAGES",
    SequenceNumber: sequenceNumber,
    SizeBytes: 59,
  },
  awsRegion: "us-west-2",
  eventName,
  eventSourceARN: "arn:aws:dynamodb:us-west-2:111122223333:table/TestTable/stream/2024-06-10T19:26:16.525",
  eventSource: "aws:dynamodb",
});

const image = (message: string) => ({ Message: { S: message }, Id: { N: "101" } });

export const samples: Readonly<Record<Trigger, Sample>> = {
  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
  "http-api": {
    event: {
      version: "2.0",
      routeKey: "$default",
      rawPath: "/my/path",
      rawQueryString: "parameter1=value1&parameter1=value2&parameter2=value",
      cookies: ["cookie1", "cookie2"],
      headers: { header1: "value1", header2: "value1,value2" },
      queryStringParameters: { parameter1: "value1,value2", parameter2: "value" },
      requestContext: {
        accountId: "123456789012",
        apiId: "api-id",
        authentication: null,
        authorizer: { jwt: { claims: { claim1: "value1", claim2: "value2" }, scopes: ["scope1", "scope2"] } },
        domainName: "id.execute-api.us-east-1.amazonaws.com",
        domainPrefix: "id",
        http: {
          method: "POST",
          path: "/my/path",
          protocol: "HTTP/1.1",
          sourceIp: "192.0.2.1",
          userAgent: "agent",
        },
        requestId: "id",
        routeKey: "$default",
        stage: "$default",
        time: "12/Mar/2020:19:03:58 +0000",
        timeEpoch: 1583348638390,
      },
      body: "Hello from Lambda",
      pathParameters: { parameter1: "value1" },
      isBase64Encoded: false,
      stageVariables: { stageVariable1: "value1", stageVariable2: "value2" },
    },
    response: expect.objectContaining({
      statusCode: 404,
      headers: expect.objectContaining({ "content-type": "application/problem+json; charset=utf-8" }),
    }),
  },
  /** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
  "table-stream": {
    event: {
      Records: [
        stream("111", "INSERT", { NewImage: image("New item!") }),
        stream("222", "MODIFY", { NewImage: image("This item has changed"), OldImage: image("New item!") }),
        stream("333", "REMOVE", { OldImage: image("This item has changed") }),
      ],
    },
    response: { batchItemFailures: expect.arrayContaining([{ itemIdentifier: "333" }]) },
  },
  /** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
  queue: {
    event: {
      Records: [
        {
          messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
          receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
          body: "Test message.",
          attributes: {
            ApproximateReceiveCount: "1",
            SentTimestamp: "1545082649183",
            SenderId: "AIDAIENQZJOLO23YVJ4VO",
            ApproximateFirstReceiveTimestamp: "1545082649185",
          },
          messageAttributes: {},
          md5OfBody: "e4e68fb7bd0e697a0ae8f1bb342846b3",
          eventSource: "aws:sqs",
          eventSourceARN: "arn:aws:sqs:us-east-2:123456789012:my-queue",
          awsRegion: "us-east-2",
        },
      ],
    },
    response: { batchItemFailures: [{ itemIdentifier: "059f36b4-87a3-44ab-83d2-661975830a7d" }] },
  },
  /** https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html */
  "object-created": {
    event: {
      Records: [
        {
          eventVersion: "2.1",
          eventSource: "aws:s3",
          awsRegion: "us-east-2",
          eventTime: "2019-09-03T19:37:27.192Z",
          eventName: "ObjectCreated:Put",
          userIdentity: { principalId: "AWS:AIDAINPONIXQXHT3IKHL2" },
          requestParameters: { sourceIPAddress: "205.255.255.255" },
          responseElements: {
            "x-amz-request-id": "D82B88E5F771F645",
            "x-amz-id-2": "vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo=",
          },
          s3: {
            s3SchemaVersion: "1.0",
            configurationId: "828aa6fc-f7b5-4305-8584-487c791949c1",
            bucket: {
              name: "DOC-EXAMPLE-BUCKET",
              ownerIdentity: { principalId: "A3I5XTEXAMAI3E" },
              arn: "arn:aws:s3:::lambda-artifacts-deafc19498e3f2df",
            },
            object: {
              // The filter of the notification passes uploads only.
              key: `${uploadsPrefix}b21b84d653bb07b05b1e6b33684dc11b`,
              size: 1305107,
              eTag: "b21b84d653bb07b05b1e6b33684dc11b",
              // The bucket keeps versions. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
              versionId: "096fKKXTRTtl3on89fVO.nfljtsv6qko",
              sequencer: "0C0F6F405D6ED209E1",
            },
          },
        },
      ],
    },
    response: null,
  },
};
