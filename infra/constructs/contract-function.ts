import { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Variable } from "../../lib/contract/environment.ts";
import { type FunctionName, type FunctionSettings, functions } from "../../lib/contract/functions.ts";
import { tableUse } from "../../lib/contract/table-use.ts";
import type { Bundles } from "../bundle.ts";
import { toConstructId } from "../names.ts";
import { allocator, chooseMachine } from "../packages/ship-packages.ts";
import type { Settings } from "../settings.ts";
import { publishTo, sendTo, signWith, useBucket, useTable, writeLogs } from "./permissions.ts";
import type { PhotoStore } from "./photo-bucket.ts";
import type { WorkQueues } from "./queues.ts";
import type { SigningKey } from "./secrets.ts";

type Values = Partial<Record<Variable, string>>;

type Props = {
  settings: Settings;
  bundles: Bundles;
  /** What this stack knows; the function gets only the variables the contract lists for it. */
  values: Values;
  table: Table;
  store?: PhotoStore;
  signingKeys?: readonly SigningKey[];
  queues?: WorkQueues;
  bus?: EventBus;
};

/** A function as `lib/contract/functions.ts` states it: its bundle, variables, role and logs, and nothing besides. */
export class ContractFunction extends LambdaFunction {
  readonly contractName: FunctionName;
  /** What starts it besides HTTP. */
  readonly trigger: FunctionSettings["trigger"];

  constructor(scope: Construct, name: FunctionName, props: Props) {
    const contract: FunctionSettings = functions[name];
    const id = toConstructId(name);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.settings.logRetention,
      removalPolicy: props.settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      description: contract.about,
      runtime: Runtime.NODEJS_24_X,
      architecture: architectureOf(contract, props.settings),
      handler: "index.handler",
      code: Code.fromAsset(props.bundles[name], { exclude: ["*.map"] }),
      role: new Role(scope, `${id}Role`, {
        assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
        description: `Role of the function ${name} of dangbo`,
      }),
      memorySize: contract.memory,
      ...reservationOf(name, props.settings),
      timeout: Duration.seconds(contract.timeout),
      environment: {
        ...environmentOf(name, contract.variables, props.values),
        ...(contract.packages === undefined ? {} : allocator),
      },
      tracing: Tracing.ACTIVE,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.INFO,
    });
    this.contractName = name;
    this.trigger = contract.trigger;
    for (const statement of statementsOf(name, contract, props, logGroup)) this.addToRolePolicy(statement);
  }
}

/** Nothing where none is set: the function takes its share of what the account has. */
const reservationOf = (name: FunctionName, { reserved }: Settings) =>
  reserved[name] === undefined ? {} : { reservedConcurrentExecutions: reserved[name] };

/** The cheaper one, unless packages with machine code are installed for the other only. */
const architectureOf = ({ packages = [] }: FunctionSettings, { stage }: Settings): Architecture =>
  chooseMachine(packages, stage).cpu === "arm64" ? Architecture.ARM_64 : Architecture.X86_64;

const statementsOf = (name: FunctionName, contract: FunctionSettings, props: Props, logGroup: LogGroup) => {
  const { table, store, signingKeys, queues, bus } = props;
  const { sends = [] } = contract;
  return [
    writeLogs(logGroup.logGroupArn),
    ...useTable(table.tableArn, tableUse[name]),
    ...(contract.bucket === "none" ? [] : useBucket(given(store, name, "the bucket"), contract.bucket)),
    ...(contract.signsTokens === undefined
      ? []
      : signWith(given(signingKeys, name, "the signing keys").map(({ keyArn }) => keyArn))),
    ...(sends.length === 0 ? [] : sendTo(sends.map((queue) => given(queues, name, "the queues")[queue].queueArn))),
    ...(contract.publishes === undefined ? [] : publishTo(given(bus, name, "the event bus").eventBusArn)),
  ];
};

const environmentOf = (name: FunctionName, variables: readonly Variable[], values: Values) =>
  Object.fromEntries(variables.map((variable) => [variable, given(values[variable], name, variable)]));

const given = <T>(value: T | undefined, name: FunctionName, what: string): T => {
  if (value === undefined) throw new Error(`The stack of the function ${name} does not know ${what}`);
  return value;
};
