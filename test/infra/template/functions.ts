import { dlqId, queueId, toConstructId } from "../../../infra/names.ts";
import { allocatorVariables, chooseArchitecture } from "../../../infra/packages/ship-packages.ts";
import { type FunctionContract, type FunctionName, functions } from "../../../lib/contract/functions.ts";
import { type QueueName, queues } from "../../../lib/contract/queues.ts";
import { production as templates } from "../support/stages.ts";
import { fold, type Properties, resourcesOf, type Template } from "../support/template.ts";

const names = Object.keys(functions) as FunctionName[];
const settingsOf = (name: FunctionName): FunctionContract => functions[name];
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

type Statement = { Effect: string; Action: string | string[]; Resource: string | string[]; Condition?: Properties };

/** Statements of the one policy of a function's role. */
const statementsOf = (name: FunctionName): Statement[] => {
  const { template, Properties } = functionNamed(name);
  const role = /\{(\w+)\.Arn/.exec(String(fold(Properties.Role ?? null)))?.[1] ?? "";
  expect(template.Resources[role]?.Properties.ManagedPolicyArns).toBeUndefined();
  const policies = resourcesOf(template, "AWS::IAM::Policy").filter(
    (policy) => fold(policy.Properties.Roles ?? null)?.toString() === `\${${role}}`,
  );
  expect(policies).toHaveLength(1);
  return (fold(policies[0]?.Properties.PolicyDocument ?? null) as { Statement: Statement[] }).Statement;
};

/** Every action on every resource that a role allows. */
const grantsOf = (name: FunctionName) =>
  statementsOf(name).flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ action, resource }))),
  );

const arnOf = (...ids: string[]) => new RegExp(`^\\$\\{(${ids.join("|")})[0-9A-F]{8}\\.Arn\\}$`);

/** Actions without resource-level permissions. */
const accountWide = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "dynamodb:ListStreams"];

/** The resources that the actions of a service may name. Object keys are the only ones with a wildcard, below a prefix. */
const resourceShapes = (name: FunctionName): Readonly<Record<string, RegExp>> => ({
  dynamodb: /^\$\{import FnGetAttTable\w+\}(\/index\/\w+)?$/,
  s3: /^arn:\$\{AWS::Partition\}:s3:::dangbo-production-photos-[^/]+(\/[a-z]+\/\*)?$/,
  // Its own queue and dead-letter queue, and those it sends to.
  sqs: arnOf(dlqId(name), ...[name, ...(settingsOf(name).sends ?? [])].map((each) => queueId(each as QueueName))),
  events: arnOf("ChangeBus"),
  kms: arnOf("SigningKey"),
  logs: arnOf(`${toConstructId(name)}Logs`),
});

test("The stacks contain exactly the functions of the contract", () => {
  expect([...synthesized().keys()].sort()).toEqual(names.map((name) => name.toLowerCase()).sort());
});

test.each(names)("The role of %s only allows named actions on named resources of the stage", (name) => {
  for (const { Effect } of statementsOf(name)) expect(Effect).toBe("Allow");
  for (const { action, resource } of grantsOf(name)) {
    const [service = "", verb] = action.split(":");
    expect(verb).toMatch(/^(?!Scan$|BatchWrite|PartiQL|ExecuteStatement)[A-Za-z]+$/);
    if (accountWide.includes(action)) expect(resource).toBe("*");
    else expect(resource).toMatch(resourceShapes(name)[service] ?? `no shape for ${service}`);
  }
});

test("A function has the URL of a queue, or the name of the bus, exactly if its settings let it send there", () => {
  const having = (variable: string) =>
    names.filter((name) => (settingsOf(name).variables as readonly string[]).includes(variable));
  for (const [queue, { variable }] of Object.entries(queues))
    expect(having(variable)).toEqual(names.filter((name) => settingsOf(name).sends?.includes(queue as QueueName)));
  expect(having("EVENT_BUS_NAME")).toEqual(names.filter((name) => settingsOf(name).publishes));
});

test("kms:Sign is allowed for RS256 only", () => {
  const policies = resourcesOf(templates.Issuer, "AWS::IAM::Policy");
  expect(JSON.stringify(policies)).toContain(
    '"Action":"kms:Sign","Condition":{"StringEquals":{"kms:SigningAlgorithm":"RSASSA_PKCS1_V1_5_SHA_256"}}',
  );
});

test.each(names)("%s has the variables, memory and timeout of its settings", (name) => {
  const { Environment, MemorySize, Timeout } = functionNamed(name).Properties;
  const { Variables } = (Environment ?? { Variables: {} }) as { Variables: Properties };
  const ofNativeCode = packagesOf(name).length > 0 ? Object.keys(allocatorVariables) : [];
  expect(Object.keys(Variables).sort()).toEqual([...functions[name].variables, ...ofNativeCode].sort());
  expect({ MemorySize, Timeout }).toEqual({ MemorySize: functions[name].memory, Timeout: functions[name].timeout });
});

/** Lambda names of npm's architectures. */
const architectures: Readonly<Record<string, string>> = { arm64: "arm64", x64: "x86_64" };
const packagesOf = (name: FunctionName) => settingsOf(name).packages ?? [];

test.each(names)(
  "%s runs Node 24 on an architecture its packages support, and logs JSON to its own group with a retention",
  (name) => {
    const { Properties, template } = functionNamed(name);
    expect(Properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: [architectures[chooseArchitecture(packagesOf(name), "production").cpu]],
      Handler: "index.handler",
      LoggingConfig: { LogFormat: "JSON" },
    });
    expect(logGroupOf(Properties, template)?.Properties.RetentionInDays).toBe(365);
  },
);

const logGroupOf = ({ LoggingConfig }: Properties, template: Template) => {
  const { LogGroup } = LoggingConfig as { LogGroup: { Ref: string } };
  return template.Resources[LogGroup.Ref];
};

test("Templates of production contain references to secrets, never secrets", () => {
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

test("Lambda may invoke only the delivery of webhooks without a limit in one chain of messages", () => {
  const endless = names.filter((name) => functionNamed(name).Properties.RecursiveLoop !== undefined);
  expect(endless).toEqual(["webhookDelivery"]);
  expect(functionNamed("webhookDelivery").Properties.RecursiveLoop).toBe("Allow");
});
