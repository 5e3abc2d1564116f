import { createPermissions, type Permissions } from "../../../infra/local/permissions/permissions.ts";
import { parseResourcePolicy, parseRolePolicy } from "../../../infra/local/permissions/policy.ts";

const table = "arn:aws:dynamodb:ap-southeast-1:000000000000:table/t";
const objects = "arn:aws:s3:::photos";
const key = "arn:aws:kms:ap-southeast-1:000000000000:key/1";

const policy = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deny = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: "Deny",
});

const roleWith = (permissions: Permissions, ...statements: object[]) => {
  const arn = permissions.addRole("role");
  permissions.allow("role", parseRolePolicy(policy(...statements)));
  return permissions.assume("fn", arn);
};
type Case = {
  title: string;
  statements: object[];
  action: string;
  resource: string;
  context?: Record<string, string>;
  allowed: boolean;
};

/** As the user guide of IAM has it: evaluation logic, wildcards, condition operators. */
const cases: Case[] = [
  {
    title: "what nothing allows is refused",
    statements: [allow("dynamodb:GetItem", table)],
    action: "dynamodb:PutItem",
    resource: table,
    allowed: false,
  },
  {
    title: "what a statement allows is allowed",
    statements: [allow(["dynamodb:GetItem", "dynamodb:PutItem"], table)],
    action: "dynamodb:PutItem",
    resource: table,
    allowed: true,
  },
  {
    title: "a refusal wins over what is allowed",
    statements: [allow("dynamodb:*", table), deny("dynamodb:DeleteItem", table)],
    action: "dynamodb:DeleteItem",
    resource: table,
    allowed: false,
  },
  {
    title: "the case of an action does not matter",
    statements: [allow("DynamoDB:getitem", table)],
    action: "dynamodb:GetItem",
    resource: table,
    allowed: true,
  },
  {
    title: "the case of a resource does",
    statements: [allow("s3:GetObject", `${objects}/A`)],
    action: "s3:GetObject",
    resource: `${objects}/a`,
    allowed: false,
  },
  {
    title: "a star stands for any characters of an action",
    statements: [allow("s3:Get*", `${objects}/*`)],
    action: "s3:GetObjectVersion",
    resource: `${objects}/a`,
    allowed: true,
  },
  {
    title: "an action without a star is not the beginning of another",
    statements: [allow("s3:GetObject", `${objects}/*`)],
    action: "s3:GetObjectVersion",
    resource: `${objects}/a`,
    allowed: false,
  },
  {
    title: "a question mark stands for one character",
    statements: [allow("s3:GetObject", `${objects}/?`)],
    action: "s3:GetObject",
    resource: `${objects}/ab`,
    allowed: false,
  },
  {
    title: "a star takes slashes too",
    statements: [allow("s3:GetObject", `${objects}/uploads/*`)],
    action: "s3:GetObject",
    resource: `${objects}/uploads/1/2:3`,
    allowed: true,
  },
  {
    title: "a bucket is none of its objects",
    statements: [allow("s3:ListBucket", `${objects}/*`)],
    action: "s3:ListBucket",
    resource: objects,
    allowed: false,
  },
  {
    title: "a star stays within its part of an ARN",
    statements: [allow("dynamodb:GetItem", "arn:aws:dynamodb:*:table/t")],
    action: "dynamodb:GetItem",
    resource: table,
    allowed: false,
  },
  {
    title: "dots are dots",
    statements: [allow("s3:GetObject", `${objects}/a.b`)],
    action: "s3:GetObject",
    resource: `${objects}/aXb`,
    allowed: false,
  },
  {
    title: "an index is not its table",
    statements: [allow("dynamodb:Query", table)],
    action: "dynamodb:Query",
    resource: `${table}/index/byHome`,
    allowed: false,
  },
  {
    title: "a condition that holds lets through",
    statements: [allow("kms:Sign", key, { Condition: { StringEquals: { "kms:SigningAlgorithm": ["A", "B"] } } })],
    action: "kms:Sign",
    resource: key,
    context: { "kms:SigningAlgorithm": "B" },
    allowed: true,
  },
  {
    title: "one that does not hold does not",
    statements: [allow("kms:Sign", key, { Condition: { StringEquals: { "kms:SigningAlgorithm": "A" } } })],
    action: "kms:Sign",
    resource: key,
    context: { "kms:SigningAlgorithm": "a" },
    allowed: false,
  },
  {
    title: "nor one about what the request does not say",
    statements: [allow("kms:Sign", key, { Condition: { StringEquals: { "kms:SigningAlgorithm": "A" } } })],
    action: "kms:Sign",
    resource: key,
    allowed: false,
  },
  {
    title: "of several conditions all must hold",
    statements: [
      allow("s3:GetObject", `${objects}/*`, {
        Condition: { Bool: { "aws:SecureTransport": "true" }, NumericLessThan: { "s3:signatureAge": 10 } },
      }),
    ],
    action: "s3:GetObject",
    resource: `${objects}/a`,
    context: { "aws:SecureTransport": "true", "s3:signatureAge": "10" },
    allowed: false,
  },
];

test.each(cases)("$title", ({ statements, action, resource, context, allowed }) => {
  const refused = roleWith(createPermissions(), ...statements).denialOf({ action, resource }, context);
  expect(refused === undefined).toBe(allowed);
});

test("a refusal of the resource wins over the role, under its condition alone", () => {
  const permissions = createPermissions();
  const caller = roleWith(permissions, allow("s3:GetObject", `${objects}/*`));
  const Condition = { NumericGreaterThan: { "s3:signatureAge": 300_000 } };
  permissions.denyAll(
    parseResourcePolicy(policy({ ...deny("s3:*", `${objects}/*`), Condition, Principal: { AWS: "*" } })),
  );
  const asked = { action: "s3:GetObject", resource: `${objects}/a` };
  expect(caller.denialOf(asked, { "s3:signatureAge": "300000" })).toBeUndefined();
  expect(caller.denialOf(asked, { "s3:signatureAge": "300001" })).toBe(
    `User: arn:aws:sts::000000000000:assumed-role/role/fn is not authorized to perform: s3:GetObject on resource: ${objects}/a with an explicit deny in a resource-based policy`,
  );
});

test("a refusal says who may not do what to what, and why, as AWS words it", () => {
  const caller = roleWith(createPermissions(), deny("dynamodb:PutItem", table));
  const who = "User: arn:aws:sts::000000000000:assumed-role/role/fn is not authorized to perform:";
  expect(caller.denialOf({ action: "dynamodb:PutItem", resource: table })).toBe(
    `${who} dynamodb:PutItem on resource: ${table} with an explicit deny in an identity-based policy`,
  );
  expect(caller.denialOf({ action: "dynamodb:Scan", resource: table })).toBe(
    `${who} dynamodb:Scan on resource: ${table} because no identity-based policy allows the dynamodb:Scan action`,
  );
});

const unread: [string, unknown, RegExp][] = [
  ["NotAction", { Effect: "Allow", NotAction: "s3:*", Resource: "*" }, /unrecognized keys NotAction/],
  ["NotResource", { Effect: "Allow", Action: "s3:*", NotResource: "*" }, /unrecognized keys NotResource/],
  ["an operator", allow("s3:*", "*", { Condition: { IpAddress: { "aws:SourceIp": "::" } } }), /operator IpAddress is/],
  ["a condition key", allow("s3:*", "*", { Condition: { Bool: { "aws:Via": "true" } } }), /key aws:Via is not known/],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as IAM writes it
  ["a policy variable", allow("s3:*", "arn:aws:s3:::b/${aws:username}"), /policy variable in/],
  ["a resource that is no ARN", allow("s3:*", "bucket"), /bucket is no ARN/],
];
test.each(unread)("%s that nobody reads here stops the start with its name", (_, statement, message) => {
  expect(() => parseRolePolicy(policy(statement as object))).toThrow(message);
});

test("a resource's policy that lets somebody in is not known here", () => {
  expect(() => parseResourcePolicy(policy({ ...allow("s3:*", "*"), Principal: "*" }))).toThrow(/Effect/);
});

test("what was allowed is remembered until a grant is taken away, and again when it is put back", () => {
  const permissions = createPermissions();
  const caller = roleWith(permissions, allow(["dynamodb:GetItem", "dynamodb:Query"], table));
  const asked = { action: "dynamodb:GetItem", resource: table };
  const grant = { role: "role", action: "dynamodb:GetItem", resource: table };
  expect(permissions.usedGrants()).toEqual([]);
  expect(caller.denialOf(asked)).toBeUndefined();
  expect(permissions.usedGrants()).toEqual([grant]);
  expect(permissions.grants()).toHaveLength(2);
  const putBack = permissions.revoke(grant);
  expect(caller.denialOf(asked)).toMatch(/not authorized/);
  expect(caller.denialOf({ action: "dynamodb:Query", resource: table })).toBeUndefined();
  putBack();
  expect(caller.denialOf(asked)).toBeUndefined();
  expect(() => permissions.revoke({ ...grant, action: "dynamodb:Scan" })).toThrow(/in the first place/);
});

test("a caller is found by its key, and every function has its own", () => {
  const permissions = createPermissions();
  const arn = permissions.addRole("role");
  const [one, other] = ["one", "other"].map((name) => permissions.assume(name, arn));
  expect(permissions.find(one?.credentials.accessKeyId ?? "")?.name).toBe("one");
  expect(one?.credentials).not.toEqual(other?.credentials);
  expect(permissions.find("local")).toBeUndefined();
});

test("what Lambda itself needs of a role and does not find is told in a line for each action", () => {
  const permissions = createPermissions();
  const caller = roleWith(permissions, allow("xray:PutTraceSegments", "*"));
  const asked = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"].map((action) => ({ action, resource: "*" }));
  permissions.require({ caller, purpose: "its traces", requests: asked });
  expect(permissions.missingAccess()).toEqual([
    expect.stringMatching(/^fn \(its traces\): User: .*PutTelemetryRecords action$/),
  ]);
});
