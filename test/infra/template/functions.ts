import { toConstructId } from "../../../infra/names.ts";
import { allocator, chooseMachine } from "../../../infra/packages/ship-packages.ts";
import { type FunctionName, type FunctionSettings, functions } from "../../../lib/contract/functions.ts";
import { type QueueName, queues } from "../../../lib/contract/queues.ts";
import { production as templates } from "../support/stages.ts";
import { fold, type Properties, resourcesOf, type Template } from "../support/template.ts";

const names = Object.keys(functions) as FunctionName[];
const settingsOf = (name: FunctionName): FunctionSettings => functions[name];
const lowered = (id: string) => id.toLowerCase().replace(/[0-9a-f]{8}$/, "");

/** Each function of the stacks by its name in the contract, with the template it is in. */
const synthesized = () =>
  new Map(
    Object.values(templates).flatMap((template) =>
      resourcesOf(template, "AWS::Lambda::Function").map(
        (found) => [lowered(found.id), { ...found, template }] as const,
      ),
    ),
  );

const functionNamed = (name: FunctionName) => {
  const found = synthesized().get(name.toLowerCase());
  if (found === undefined) throw new Error(`No function ${name} in the templates`);
  return found;
};

type Statement = { Action: string | string[]; Resource: string | string[]; Condition?: Properties };

/** What the role of a function allows: its one policy, flattened to `action on resource`. */
const grants = (name: FunctionName): string[] => {
  const { template, Properties } = functionNamed(name);
  const role = /\{(\w+)\.Arn/.exec(String(fold(Properties.Role ?? null)))?.[1] ?? "";
  expect(template.Resources[role]?.Properties.ManagedPolicyArns).toBeUndefined();
  const policies = resourcesOf(template, "AWS::IAM::Policy").filter(
    (policy) => fold(policy.Properties.Roles ?? null)?.toString() === `\${${role}}`,
  );
  expect(policies).toHaveLength(1);
  const document = fold(policies[0]?.Properties.PolicyDocument ?? null) as { Statement: Statement[] };
  return document.Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} on ${shortened(resource)}`)),
  );
};

const shortened = (resource: string) =>
  resource
    .replace(/^\$\{import FnGetAttTable\w*?StreamArn\w*\}/, "stream")
    .replace(/^\$\{import FnGetAttTable\w*\}/, "table")
    .replace(/^arn:.*photos-[^/]*/, "bucket")
    .replace(/^\$\{([A-Za-z]+)[0-9A-F]{8}\.Arn\}$/, "$1");

const on = (resources: string[], ...actions: string[]) =>
  actions.flatMap((action) => resources.map((resource) => `${action} on ${resource}`));
/** Actions on the table itself, and queries of its indexes. */
const uses = (actions: string, ...indexes: string[]) => [
  ...on(["table"], ...actions.split(" ").map((action) => `dynamodb:${action}`)),
  ...indexes.map((index) => `dynamodb:Query on table/index/${index}`),
];
const records = "GetItem BatchGetItem PutItem UpdateItem DeleteItem";
const stream = [
  ...on(["stream"], "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
  "dynamodb:ListStreams on *",
];
const failures = (queue: string) => [`sqs:SendMessage on ${queue}`];
const receives = (queue: string) => on([queue], "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

const expected: Record<FunctionName, string[]> = {
  organisations: uses(`${records} Query`, "byTenant", "byUnit"),
  members: uses(`${records} Query`, "byTenant", "byUnit"),
  meetings: [
    ...uses(`${records} Query ConditionCheckItem`, "byTenant", "byUnit", "byGroup"),
    ...on(["bucket/uploads/*", "bucket/renditions/*"], "s3:GetObject"),
  ],
  awards: uses(records, "byTenant", "byUnit", "byGroup"),
  photos: [
    ...uses(`${records} ConditionCheckItem`, "byGroup"),
    ...on(["bucket/uploads/*"], "s3:PutObject", "s3:GetObject"),
    "s3:GetObject on bucket/renditions/*",
  ],
  articles: uses(`${records} ConditionCheckItem`),
  pages: [...uses("GetItem BatchGetItem Query", "byTenant", "byGroup"), ...on(["bucket/renditions/*"], "s3:GetObject")],
  statistics: uses("GetItem BatchGetItem"),
  clients: uses(records, "byTenant", "byUnit"),
  changes: uses("BatchGetItem Query"),
  dataSubjects: uses("GetItem BatchGetItem Query PutItem UpdateItem", "byGroup"),
  webhooks: uses(`${records} Query`, "byTenant", "byUnit"),
  token: [...uses("BatchGetItem"), ...on(["SigningKey"], "kms:Sign", "kms:GetPublicKey")],
  service: [],
  photoProcessor: [
    ...uses("GetItem PutItem UpdateItem DeleteItem"),
    ...on(["bucket/uploads/*"], "s3:GetObjectVersion", "s3:DeleteObjectVersion"),
    ...on(["bucket/renditions/*"], "s3:PutObject", "s3:GetObject", "s3:DeleteObjectVersion"),
    ...on(["bucket"], "s3:ListBucket", "s3:ListBucketVersions"),
    ...failures("PhotoProcessorDlq"),
  ],
  objectCleanup: [
    ...uses("GetItem UpdateItem DeleteItem"),
    ...on(["bucket/uploads/*", "bucket/renditions/*"], "s3:DeleteObjectVersion"),
    "s3:ListBucketVersions on bucket",
    ...stream,
    ...failures("ObjectCleanupDlq"),
  ],
  streamProcessor: [
    ...uses("BatchGetItem Query PutItem UpdateItem DeleteItem", "byTenant"),
    ...stream,
    ...failures("StreamProcessorDlq"),
    ...on(["WebhookDeliveryQueue", "ErasureProcessorQueue"], "sqs:SendMessage"),
    "events:PutEvents on ChangeBus",
  ],
  webhookDelivery: [
    ...uses("BatchGetItem Query PutItem UpdateItem"),
    ...receives("WebhookDeliveryQueue"),
    "sqs:SendMessage on WebhookDeliveryQueue",
  ],
  erasureProcessor: [
    ...uses(`${records} Query`, "byGroup"),
    ...on(["bucket/uploads/*", "bucket/renditions/*"], "s3:DeleteObjectVersion"),
    ...on(["bucket/erasures/*"], "s3:PutObject", "s3:GetObject"),
    ...on(["bucket"], "s3:ListBucket", "s3:ListBucketVersions"),
    ...receives("ErasureProcessorQueue"),
    "sqs:SendMessage on ErasureProcessorQueue",
  ],
};

test("the stacks hold the functions of the contract and no other", () => {
  expect([...synthesized().keys()].sort()).toEqual(names.map((name) => name.toLowerCase()).sort());
});

test.each(names)("the role of %s allows what it needs and nothing besides", (name) => {
  const logs = `${name.charAt(0).toUpperCase()}${name.slice(1)}Logs`;
  const everyFunction = [
    "xray:PutTraceSegments on *",
    "xray:PutTelemetryRecords on *",
    ...on([logs], "logs:CreateLogStream", "logs:PutLogEvents"),
  ];
  expect(grants(name).sort()).toEqual([...everyFunction, ...expected[name]].sort());
});

test("who sends to a queue, works for it or publishes is who the contract says, both ways", () => {
  const whoMay = (grant: string) => names.filter((name) => grants(name).includes(grant)).sort();
  for (const queue of Object.keys(queues) as QueueName[]) {
    const own = toConstructId(`${queue}Queue`);
    const senders = names.filter((name) => settingsOf(name).sends?.includes(queue));
    expect(whoMay(`sqs:SendMessage on ${own}`)).toEqual(senders.sort());
    expect(whoMay(`sqs:ReceiveMessage on ${own}`)).toEqual([queues[queue].worker]);
  }
  const publishers = names.filter((name) => settingsOf(name).publishes);
  expect(whoMay("events:PutEvents on ChangeBus")).toEqual(publishers);
});

test("who is told the address of a queue or of the bus may use it, and the other way round", () => {
  const told = (variable: string) =>
    names.filter((name) => (settingsOf(name).variables as readonly string[]).includes(variable));
  for (const [queue, { variable }] of Object.entries(queues))
    expect(told(variable)).toEqual(names.filter((name) => settingsOf(name).sends?.includes(queue as QueueName)));
  expect(told("EVENT_BUS_NAME")).toEqual(names.filter((name) => settingsOf(name).publishes));
});

test("no role may scan, or write without a condition being possible", () => {
  expect(names.flatMap(grants).filter((grant) => /Scan|BatchWrite|PartiQL|dynamodb:\*/.test(grant))).toEqual([]);
});

test("tokens are signed as RS256 and in no other way", () => {
  const policies = resourcesOf(templates.Issuer, "AWS::IAM::Policy");
  expect(JSON.stringify(policies)).toContain(
    '"Action":"kms:Sign","Condition":{"StringEquals":{"kms:SigningAlgorithm":"RSASSA_PKCS1_V1_5_SHA_256"}}',
  );
});

test.each(names)("%s gets the variables, memory and time of the contract", (name) => {
  const { Environment, MemorySize, Timeout } = functionNamed(name).Properties;
  const { Variables } = (Environment ?? { Variables: {} }) as { Variables: Properties };
  const ofMachineCode = packagesOf(name).length > 0 ? Object.keys(allocator) : [];
  expect(Object.keys(Variables).sort()).toEqual([...functions[name].variables, ...ofMachineCode].sort());
  expect({ MemorySize, Timeout }).toEqual({ MemorySize: functions[name].memory, Timeout: functions[name].timeout });
});

/** As npm and as Lambda call them. */
const machines: Readonly<Record<string, string>> = { arm64: "arm64", x64: "x86_64" };
const packagesOf = (name: FunctionName) => settingsOf(name).packages ?? [];

test.each(names)(
  "%s runs Node 24 on a machine its packages fit, is traced, and writes JSON to a log of its own that ends",
  (name) => {
    const { Properties, template } = functionNamed(name);
    expect(Properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: [machines[chooseMachine(packagesOf(name), "production").cpu]],
      Handler: "index.handler",
      TracingConfig: { Mode: "Active" },
      LoggingConfig: { LogFormat: "JSON" },
    });
    expect(logGroupOf(Properties, template)?.Properties.RetentionInDays).toBe(365);
  },
);

const logGroupOf = ({ LoggingConfig }: Properties, template: Template) => {
  const { LogGroup } = LoggingConfig as { LogGroup: { Ref: string } };
  return template.Resources[LogGroup.Ref];
};

test("secrets are references that CloudFormation resolves: none is in a template of production", () => {
  const secret = /^\{\{resolve:secretsmanager:\$\{\w+\}:SecretString:::\}\}$/;
  const variables = (name: FunctionName) => {
    const { Variables } = functionNamed(name).Properties.Environment as { Variables: Properties };
    return fold(Variables) as Record<string, string>;
  };
  expect(variables("token").ADMIN_CLIENT_SECRET).toMatch(secret);
  for (const name of names.filter((each) => (functions[each].variables as readonly string[]).includes("CURSOR_KEY"))) {
    expect(variables(name).CURSOR_KEY).toMatch(secret);
  }
  for (const { Properties } of Object.values(templates).flatMap((template) =>
    resourcesOf(template, "AWS::SecretsManager::Secret"),
  )) {
    expect(Properties.GenerateSecretString).toEqual({
      PasswordLength: 64,
      ExcludePunctuation: true,
      IncludeSpace: false,
    });
  }
});
