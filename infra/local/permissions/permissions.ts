import { account, region } from "../account.ts";
import { type CachingCaller, type Caller, createCaller } from "./caller.ts";
import type { AccessRequest, AttachedRule } from "./decide.ts";
import type { PolicyRule } from "./policy.ts";

/** What Lambda itself does with a function's role, and asks for before it makes what the template says. */
export type RequiredAccess = { caller: Caller; purpose: string; requests: readonly AccessRequest[] };

const on = (resource: string, ...actions: string[]): AccessRequest[] => actions.map((action) => ({ action, resource }));

/** https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
export const tracingAccess = on("*", "xray:PutTraceSegments", "xray:PutTelemetryRecords");

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb.html */
export const streamAccess = (arn: string) => [
  ...on(arn, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
  ...on("*", "dynamodb:ListStreams"),
];

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const queueAccess = (arn: string) =>
  on(arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const failureQueueAccess = (arn: string) => on(arn, "sqs:SendMessage");

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
export const logAccess = (groupArn: string) =>
  on(`${groupArn}:log-stream:local`, "logs:CreateLogStream", "logs:PutLogEvents");

/** The demands that the roles do not meet, each in a line. */
export const unmet = (demands: readonly RequiredAccess[]): string[] =>
  demands.flatMap(({ caller, purpose: what, requests: asked }) =>
    asked.flatMap((each) => {
      const refused = caller.denialOf(each);
      return refused === undefined ? [] : [`${caller.name} (${what}): ${refused}`];
    }),
  );

/** A rule of the template that allows something to a role: the action and the resource as it writes them. */
export type Grant = { role: string; action: string; resource: string };

/** Finds who calls by the id of the key it signed with. */
export type Callers = { find(accessKeyId: string): Caller | undefined };

/** What every function may do, out of the template's roles and policies, and what was made use of. */
export type Permissions = Callers & {
  addRole(name: string): string;
  /** Throws for a role that is not there. */
  allow(role: string, rules: readonly PolicyRule[]): void;
  /** Rules that a resource keeps against everybody. */
  denyAll(rules: readonly PolicyRule[]): void;
  /** Lets a function take a role, by its ARN. */
  assume(functionName: string, roleArn: string): Caller;
  /** What Lambda itself needs of a role; looked at when every policy is made. */
  require(demand: RequiredAccess): void;
  /** Demands that roles do not meet, in AWS's words. */
  missingAccess(): string[];
  grants(): Grant[];
  /** Those by which something was allowed since the start, or since it was forgotten. */
  usedGrants(): Grant[];
  resetUsedGrants(): void;
  /** Takes a grant away, as if it were not in the template; gives what puts it back. */
  revoke(grant: Grant): () => void;
};

type Role = { name: string; rules: AttachedRule[]; callers: CachingCaller[] };

const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

export const createPermissions = (): Permissions => {
  const roles = new Map<string, Role>();
  const callers = new Map<string, Caller>();
  const ofResources: AttachedRule[] = [];
  const used = new Set<AttachedRule>();
  const demands: RequiredAccess[] = [];
  const withdrawn = new Set<AttachedRule>();
  const find = (name: string): Role => {
    const role = roles.get(name);
    if (role === undefined) throw new Error(`There is no role ${name}`);
    return role;
  };
  const forget = () => {
    for (const role of roles.values()) for (const caller of role.callers) caller.forget();
  };
  const grantOf = ({ name }: Role, { action, resource }: PolicyRule): Grant => ({ role: name, action, resource });
  const allowing = ({ rules }: Role) => rules.filter(({ effect }) => effect === "Allow");
  return {
    find: (accessKeyId) => callers.get(accessKeyId),
    addRole(name) {
      roles.set(name, { name, rules: [], callers: [] });
      return roleArn(name);
    },
    allow(name, rules) {
      find(name).rules.push(...rules.map((rule) => ({ ...rule, origin: "identity" as const })));
      forget();
    },
    denyAll(rules) {
      ofResources.push(...rules.map((rule) => ({ ...rule, origin: "resource" as const })));
      forget();
    },
    assume(functionName, arn) {
      const role = find(arn.slice(roleArn("").length));
      const caller = createCaller({
        name: functionName,
        user: `arn:aws:sts::${account}:assumed-role/${role.name}/${functionName}`,
        rules: () => [...role.rules.filter((rule) => !withdrawn.has(rule)), ...ofResources],
        onAllowed: (rule) => used.add(rule),
      });
      role.callers.push(caller);
      callers.set(caller.credentials.accessKeyId, caller);
      return caller;
    },
    require: (each) => void demands.push(each),
    missingAccess: () => unmet(demands),
    grants: () => [...roles.values()].flatMap((role) => allowing(role).map((rule) => grantOf(role, rule))),
    usedGrants: () =>
      [...roles.values()].flatMap((role) =>
        role.rules.filter((rule) => used.has(rule)).map((rule) => grantOf(role, rule)),
      ),
    resetUsedGrants: () => used.clear(),
    revoke({ role, action, resource }) {
      const rules = allowing(find(role)).filter((rule) => rule.action === action && rule.resource === resource);
      if (rules.length === 0) throw new Error(`${role} may not ${action} on ${resource} in the first place`);
      for (const rule of rules) withdrawn.add(rule);
      forget();
      return () => {
        for (const rule of rules) withdrawn.delete(rule);
        forget();
      };
    },
  };
};

/** The ARN of a log group, as services are asked about it. */
export const logGroupArn = (name: string) => `arn:aws:logs:${region}:${account}:log-group:${name}`;
