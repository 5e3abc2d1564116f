import { createPermissions } from "../../../infra/local/permissions/permissions.ts";
import { parseResourcePolicy, parseRolePolicy } from "../../../infra/local/permissions/policy.ts";
import { addCaller, allow, policy } from "./fixtures.ts";

const table = "arn:aws:dynamodb:ap-southeast-1:000000000000:table/t";
const objects = "arn:aws:s3:::photos";
const key = "arn:aws:kms:ap-southeast-1:000000000000:key/1";

const deny = (Action: string | string[], Resource: string | string[], more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: "Deny",
});

type Case = [title: string, statements: object[], request: [action: string, resource: string, context?: object]];

const object = (name: string) => `${objects}/${name}`;
const whenAlgorithm = (...algorithms: string[]) => ({
  Condition: { StringEquals: { "kms:SigningAlgorithm": algorithms } },
});

/** Evaluation logic, wildcards and condition operators of the IAM user guide. */
const allowed: Case[] = [
  ["an allow statement", [allow(["dynamodb:GetItem", "dynamodb:PutItem"], table)], ["dynamodb:PutItem", table]],
  ["an action in another letter case", [allow("DynamoDB:getitem", table)], ["dynamodb:GetItem", table]],
  ["a star in the action", [allow("s3:Get*", object("*"))], ["s3:GetObjectVersion", object("a")]],
  ["a star that matches slashes", [allow("s3:GetObject", object("up/*"))], ["s3:GetObject", object("up/1/2:3")]],
  [
    "a condition with one of its values",
    [allow("kms:Sign", key, whenAlgorithm("A", "B"))],
    ["kms:Sign", key, { "kms:SigningAlgorithm": "B" }],
  ],
];
const denied: Case[] = [
  ["no matching statement", [allow("dynamodb:GetItem", table)], ["dynamodb:PutItem", table]],
  [
    "a deny statement next to an allow statement",
    [allow("dynamodb:*", table), deny("dynamodb:DeleteItem", table)],
    ["dynamodb:DeleteItem", table],
  ],
  ["a resource in another letter case", [allow("s3:GetObject", object("A"))], ["s3:GetObject", object("a")]],
  ["an action that is a prefix", [allow("s3:GetObject", object("*"))], ["s3:GetObjectVersion", object("a")]],
  ["a question mark for two characters", [allow("s3:GetObject", object("?"))], ["s3:GetObject", object("ab")]],
  ["the objects of a bucket for the bucket", [allow("s3:ListBucket", object("*"))], ["s3:ListBucket", objects]],
  [
    "a star across parts of an ARN",
    [allow("dynamodb:GetItem", "arn:aws:dynamodb:*:table/t")],
    ["dynamodb:GetItem", table],
  ],
  ["a dot for another character", [allow("s3:GetObject", object("a.b"))], ["s3:GetObject", object("aXb")]],
  ["a table for its index", [allow("dynamodb:Query", table)], ["dynamodb:Query", `${table}/index/byTenant`]],
  [
    "a condition that is false",
    [allow("kms:Sign", key, whenAlgorithm("A"))],
    ["kms:Sign", key, { "kms:SigningAlgorithm": "a" }],
  ],
  ["a condition without a value in the request", [allow("kms:Sign", key, whenAlgorithm("A"))], ["kms:Sign", key]],
  [
    "one of two conditions",
    [
      allow("s3:GetObject", object("*"), {
        Condition: { Bool: { "aws:SecureTransport": "true" }, NumericLessThan: { "s3:signatureAge": 10 } },
      }),
    ],
    ["s3:GetObject", object("a"), { "aws:SecureTransport": "true", "s3:signatureAge": "10" }],
  ],
];

const denialOf = (statements: object[], [action, resource, context]: Case[2]) =>
  addCaller(createPermissions(), "fn", ...statements).denialOf({ action, resource }, context as Record<string, string>);

test.each(allowed)("Access is allowed by %s", (_, statements, request) => {
  expect(denialOf(statements, request)).toBeUndefined();
});

test.each(denied)("Access is denied with %s", (_, statements, request) => {
  expect(denialOf(statements, request)).toBeDefined();
});

test("A deny statement of a resource policy overrides the role when its condition holds", () => {
  const permissions = createPermissions();
  const caller = addCaller(permissions, "fn", allow("s3:GetObject", `${objects}/*`));
  const Condition = { NumericGreaterThan: { "s3:signatureAge": 300_000 } };
  permissions.denyAll(
    parseResourcePolicy(policy({ ...deny("s3:*", `${objects}/*`), Condition, Principal: { AWS: "*" } })),
  );
  const request = { action: "s3:GetObject", resource: `${objects}/a` };
  expect(caller.denialOf(request, { "s3:signatureAge": "300000" })).toBeUndefined();
  expect(caller.denialOf(request, { "s3:signatureAge": "300001" })).toBe(
    `User: arn:aws:sts::000000000000:assumed-role/fn/fn is not authorized to perform: s3:GetObject on resource: ${objects}/a with an explicit deny in a resource-based policy`,
  );
});

test("The error message of a denial equals that of AWS", () => {
  const caller = addCaller(createPermissions(), "fn", deny("dynamodb:PutItem", table));
  const who = "User: arn:aws:sts::000000000000:assumed-role/fn/fn is not authorized to perform:";
  expect(caller.denialOf({ action: "dynamodb:PutItem", resource: table })).toBe(
    `${who} dynamodb:PutItem on resource: ${table} with an explicit deny in an identity-based policy`,
  );
  expect(caller.denialOf({ action: "dynamodb:Scan", resource: table })).toBe(
    `${who} dynamodb:Scan on resource: ${table} because no identity-based policy allows the dynamodb:Scan action`,
  );
});

const unsupported: [string, unknown, RegExp][] = [
  ["NotAction", { Effect: "Allow", NotAction: "s3:*", Resource: "*" }, /unrecognized keys NotAction/],
  ["NotResource", { Effect: "Allow", Action: "s3:*", NotResource: "*" }, /unrecognized keys NotResource/],
  ["an operator", allow("s3:*", "*", { Condition: { IpAddress: { "aws:SourceIp": "::" } } }), /operator IpAddress is/],
  [
    "a condition key",
    allow("s3:*", "*", { Condition: { Bool: { "aws:Via": "true" } } }),
    /key aws:Via is not supported/,
  ],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as IAM writes it
  ["a policy variable", allow("s3:*", "arn:aws:s3:::b/${aws:username}"), /policy variable in/],
  ["a resource that is no ARN", allow("s3:*", "bucket"), /bucket is not an ARN/],
];
test.each(unsupported)("A policy with the unsupported element %s is rejected", (_, statement, message) => {
  expect(() => parseRolePolicy(policy(statement as object))).toThrow(message);
});

test("A resource policy that allows access is rejected", () => {
  expect(() => parseResourcePolicy(policy({ ...allow("s3:*", "*"), Principal: "*" }))).toThrow(/Effect/);
});

test("A revoked grant is denied, and allowed again once it is restored", () => {
  const permissions = createPermissions();
  const caller = addCaller(permissions, "fn", allow(["dynamodb:GetItem", "dynamodb:Query"], table));
  const request = { action: "dynamodb:GetItem", resource: table };
  const grant = { role: "fn", action: "dynamodb:GetItem", resource: table };
  expect(permissions.usedGrants()).toEqual([]);
  expect(caller.denialOf(request)).toBeUndefined();
  expect(permissions.usedGrants()).toEqual([grant]);
  expect(permissions.grants()).toHaveLength(2);
  const restore = permissions.revoke(grant);
  expect(caller.denialOf(request)).toMatch(/not authorized/);
  expect(caller.denialOf({ action: "dynamodb:Query", resource: table })).toBeUndefined();
  restore();
  expect(caller.denialOf(request)).toBeUndefined();
  expect(() => permissions.revoke({ ...grant, action: "dynamodb:Scan" })).toThrow(/has no grant/);
});

test("A caller is found by its access key, and each function has its own key", () => {
  const permissions = createPermissions();
  const arn = permissions.addRole("role");
  const [one, other] = ["one", "other"].map((name) => permissions.assume(name, arn));
  expect(permissions.find(one?.credentials.accessKeyId ?? "")?.name).toBe("one");
  expect(one?.credentials).not.toEqual(other?.credentials);
  expect(permissions.find("local")).toBeUndefined();
});

test("Each missing action that Lambda requires is listed with its purpose", () => {
  const permissions = createPermissions();
  const caller = addCaller(permissions, "fn", allow("xray:PutTraceSegments", "*"));
  const requests = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"].map((action) => ({ action, resource: "*" }));
  permissions.require({ caller, purpose: "its traces", requests });
  expect(permissions.missingAccess()).toEqual([
    expect.stringMatching(/^fn \(its traces\): User: .*PutTelemetryRecords action$/),
  ]);
});
