import { account, region } from "../account.ts";
import { type CachingCaller, createCaller, type IamCaller } from "./caller.ts";
import type { AccessRequest, AttachedRule } from "./decide.ts";
import type { PolicyRule } from "./policy.ts";

/** Access that Lambda requires from the role of a function before it creates a resource. */
export type RequiredAccess = { caller: IamCaller; purpose: string; requests: readonly AccessRequest[] };

const accessTo = (resource: string, ...actions: string[]): AccessRequest[] =>
  actions.map((action) => ({ action, resource }));

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb.html */
export const streamAccess = (arn: string) => [
  ...accessTo(arn, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
  ...accessTo("*", "dynamodb:ListStreams"),
];

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const queueAccess = (arn: string) =>
  accessTo(arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const failureQueueAccess = (arn: string) => accessTo(arn, "sqs:SendMessage");

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
export const logAccess = (groupArn: string) =>
  accessTo(`${groupArn}:log-stream:local`, "logs:CreateLogStream", "logs:PutLogEvents");

/** An action and a resource that a policy of the template allows to a role, as written there. */
export type Grant = { role: string; action: string; resource: string };

export type Permissions = ReturnType<typeof createPermissions>;

type Role = { name: string; rules: AttachedRule[]; callers: CachingCaller[] };

const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

/** The permissions of all functions by the roles and policies of the template, and which of them were used. */
export const createPermissions = () => {
  const roles = new Map<string, Role>();
  const callers = new Map<string, IamCaller>();
  const resourceRules: AttachedRule[] = [];
  const used = new Set<AttachedRule>();
  const required: RequiredAccess[] = [];
  const revoked = new Set<AttachedRule>();
  const find = (name: string): Role => {
    const role = roles.get(name);
    if (role === undefined) throw new Error(`There is no role ${name}`);
    return role;
  };
  const clearCaches = () => {
    for (const role of roles.values()) for (const caller of role.callers) caller.clearCache();
  };
  const grantOf = ({ name }: Role, { action, resource }: PolicyRule): Grant => ({ role: name, action, resource });
  const allowing = ({ rules }: Role) => rules.filter(({ effect }) => effect === "Allow");
  return {
    find: (accessKeyId: string) => callers.get(accessKeyId),
    addRole(name: string): string {
      roles.set(name, { name, rules: [], callers: [] });
      return roleArn(name);
    },
    /** Throws for an unknown role. */
    allow(name: string, rules: readonly PolicyRule[]): void {
      find(name).rules.push(...rules.map((rule) => ({ ...rule, attachedTo: "identity" as const })));
      clearCaches();
    },
    /** Adds rules of resource policies that apply to all callers. */
    denyAll(rules: readonly PolicyRule[]): void {
      resourceRules.push(...rules.map((rule) => ({ ...rule, attachedTo: "resource" as const })));
      clearCaches();
    },
    /** Assigns a role to a function, by the ARN of the role. */
    assume(functionName: string, arn: string): IamCaller {
      const role = find(arn.slice(roleArn("").length));
      const caller = createCaller({
        name: functionName,
        user: `arn:aws:sts::${account}:assumed-role/${role.name}/${functionName}`,
        rules: () => [...role.rules.filter((rule) => !revoked.has(rule)), ...resourceRules],
        onAllowed: (rule) => used.add(rule),
      });
      role.callers.push(caller);
      callers.set(caller.credentials.accessKeyId, caller);
      return caller;
    },
    /** Registers access that Lambda requires; it is checked after all policies are created. */
    require: (access: RequiredAccess) => void required.push(access),
    /** The required access that roles do not allow, with the error messages of AWS. */
    missingAccess: () =>
      required.flatMap(({ caller, purpose, requests }) =>
        requests.flatMap((request) => {
          const denial = caller.denialOf(request);
          return denial === undefined ? [] : [`${caller.name} (${purpose}): ${denial}`];
        }),
      ),
    grants: () => [...roles.values()].flatMap((role) => allowing(role).map((rule) => grantOf(role, rule))),
    /** The grants that have allowed a request since the start or the last reset. */
    usedGrants: () =>
      [...roles.values()].flatMap((role) =>
        role.rules.filter((rule) => used.has(rule)).map((rule) => grantOf(role, rule)),
      ),
    resetUsedGrants: () => used.clear(),
    /** Revokes a grant as if it were not in the template; returns a function that restores it. */
    revoke({ role, action, resource }: Grant) {
      const rules = allowing(find(role)).filter((rule) => rule.action === action && rule.resource === resource);
      if (rules.length === 0) throw new Error(`${role} has no grant for ${action} on ${resource}`);
      for (const rule of rules) revoked.add(rule);
      clearCaches();
      return () => {
        for (const rule of rules) revoked.delete(rule);
        clearCaches();
      };
    },
  };
};

/** The ARN of a log group. */
export const logGroupArn = (name: string) => `arn:aws:logs:${region}:${account}:log-group:${name}`;
