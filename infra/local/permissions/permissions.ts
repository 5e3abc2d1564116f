import { account, region } from "../account.ts";
import { type Caller, createCaller, type RememberingCaller } from "./caller.ts";
import type { Asked, Placed } from "./decide.ts";
import type { Rule } from "./policy.ts";

/** What Lambda itself does with a function's role, and asks for before it makes what the template says. */
export type Demand = { caller: Caller; what: string; asked: readonly Asked[] };

const on = (resource: string, ...actions: string[]): Asked[] => actions.map((action) => ({ action, resource }));

/** https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html */
export const tracing = on("*", "xray:PutTraceSegments", "xray:PutTelemetryRecords");

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb.html */
export const streamReading = (arn: string) => [
  ...on(arn, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
  ...on("*", "dynamodb:ListStreams"),
];

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
export const queueReading = (arn: string) =>
  on(arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const failureSending = (arn: string) => on(arn, "sqs:SendMessage");

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
export const logWriting = (groupArn: string) =>
  on(`${groupArn}:log-stream:local`, "logs:CreateLogStream", "logs:PutLogEvents");

/** The demands that the roles do not meet, each in a line. */
export const unmet = (demands: readonly Demand[]): string[] =>
  demands.flatMap(({ caller, what, asked }) =>
    asked.flatMap((each) => {
      const refused = caller.refused(each);
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
  allow(role: string, rules: readonly Rule[]): void;
  /** Rules that a resource keeps against everybody. */
  refuseAll(rules: readonly Rule[]): void;
  /** Lets a function take a role, by its ARN. */
  assume(functionName: string, roleArn: string): Caller;
  /** What Lambda itself needs of a role; looked at when every policy is made. */
  demand(demand: Demand): void;
  /** Demands that roles do not meet, in AWS's words. */
  unmet(): string[];
  grants(): Grant[];
  /** Those by which something was allowed since the start, or since it was forgotten. */
  used(): Grant[];
  forgetUse(): void;
  /** Takes a grant away, as if it were not in the template; gives what puts it back. */
  withdraw(grant: Grant): () => void;
};

type Role = { name: string; rules: Placed[]; callers: RememberingCaller[] };

const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;

export function createPermissions(): Permissions {
  const roles = new Map<string, Role>();
  const callers = new Map<string, Caller>();
  const ofResources: Placed[] = [];
  const used = new Set<Placed>();
  const demands: Demand[] = [];
  const withdrawn = new Set<Placed>();
  const find = (name: string): Role => {
    const role = roles.get(name);
    if (role === undefined) throw new Error(`There is no role ${name}`);
    return role;
  };
  const forget = () => {
    for (const role of roles.values()) for (const caller of role.callers) caller.forget();
  };
  const grantOf = ({ name }: Role, { action, resource }: Rule): Grant => ({ role: name, action, resource });
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
    refuseAll(rules) {
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
    demand: (each) => void demands.push(each),
    unmet: () => unmet(demands),
    grants: () => [...roles.values()].flatMap((role) => allowing(role).map((rule) => grantOf(role, rule))),
    used: () =>
      [...roles.values()].flatMap((role) =>
        role.rules.filter((rule) => used.has(rule)).map((rule) => grantOf(role, rule)),
      ),
    forgetUse: () => used.clear(),
    withdraw({ role, action, resource }) {
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
}

/** The ARN of a log group, as services are asked about it. */
export const logGroupArn = (name: string) => `arn:aws:logs:${region}:${account}:log-group:${name}`;
