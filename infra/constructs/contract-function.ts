import { Duration } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Variable } from "../../lib/contract/environment.ts";
import { type FunctionContract, type FunctionName, functions } from "../../lib/contract/functions.ts";
import type { Bundles } from "../bundle.ts";
import { toConstructId } from "../names.ts";
import { allocatorVariables, chooseArchitecture } from "../packages/ship-packages.ts";
import type { Settings } from "../settings.ts";
import {
  bucketStatements,
  logStatement,
  publishStatements,
  sendStatements,
  signingStatements,
  tableStatements,
} from "./permissions.ts";
import type { PhotoBucketRef } from "./photo-bucket-ref.ts";
import type { FunctionQueues } from "./queues.ts";
import { removalPolicyOf } from "./removal.ts";
import type { TokenSigningKey } from "./secrets.ts";

type Values = Partial<Record<Variable, string>>;

type Props = {
  settings: Settings;
  bundles: Bundles;
  /** Values that this stack knows; a function gets only the variables in its settings. */
  values: Values;
  table: Table;
  photoBucket?: PhotoBucketRef;
  signingKeys?: readonly TokenSigningKey[];
  queues?: FunctionQueues;
  bus?: EventBus;
};

/** A function as `lib/contract/functions.ts` defines it, with its own bundle, variables, role and log group. */
export class ContractFunction extends lambda.Function {
  readonly contractName: FunctionName;
  readonly trigger: FunctionContract["trigger"];

  constructor(scope: Construct, name: FunctionName, props: Props) {
    const contract: FunctionContract = functions[name];
    const id = toConstructId(name);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.settings.logRetention,
      removalPolicy: removalPolicyOf(props.settings),
    });
    super(scope, id, {
      description: contract.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: architectureOf(contract, props.settings),
      handler: "index.handler",
      code: lambda.Code.fromAsset(props.bundles[name], { exclude: ["*.map"] }),
      role: new Role(scope, `${id}Role`, {
        assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
        description: `Role of the function ${name} of dangbo`,
      }),
      memorySize: contract.memory,
      ...reservationOf(name, props.settings),
      timeout: Duration.seconds(contract.timeout),
      environment: {
        ...environmentOf(name, contract.variables, props.values),
        ...(contract.packages === undefined ? {} : allocatorVariables),
      },
      ...(contract.allowsRecursion ? { recursiveLoop: lambda.RecursiveLoop.ALLOW } : {}),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel.INFO,
      systemLogLevelV2: lambda.SystemLogLevel.INFO,
    });
    this.contractName = name;
    this.trigger = contract.trigger;
    for (const statement of statementsOf(name, { ...props, logGroup })) this.addToRolePolicy(statement);
  }
}

const reservationOf = (name: FunctionName, { reservedConcurrency }: Settings) =>
  reservedConcurrency[name] === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency[name] };

/** Graviton, which costs less, unless native packages are installed for x86_64 only. */
const architectureOf = ({ packages = [] }: FunctionContract, { stage }: Settings): lambda.Architecture =>
  chooseArchitecture(packages, stage).cpu === "arm64" ? lambda.Architecture.ARM_64 : lambda.Architecture.X86_64;

const statementsOf = (name: FunctionName, { logGroup, ...props }: Props & { logGroup: LogGroup }) => {
  const { table, photoBucket, signingKeys, queues, bus } = props;
  const contract: FunctionContract = functions[name];
  const { sends = [] } = contract;
  return [
    logStatement(logGroup.logGroupArn),
    ...tableStatements(table.tableArn, contract.table),
    ...(contract.bucket === "none" ? [] : bucketStatements(required(photoBucket, name, "the bucket"), contract.bucket)),
    ...(contract.signsTokens === undefined
      ? []
      : signingStatements(required(signingKeys, name, "the signing keys").map(({ keyArn }) => keyArn))),
    ...(sends.length === 0
      ? []
      : sendStatements(sends.map((queue) => required(queues, name, "the queues")[queue].queueArn))),
    ...(contract.publishes === undefined ? [] : publishStatements(required(bus, name, "the event bus").eventBusArn)),
  ];
};

const environmentOf = (name: FunctionName, variables: readonly Variable[], values: Values) =>
  Object.fromEntries(variables.map((variable) => [variable, required(values[variable], name, variable)]));

const required = <T>(value: T | undefined, name: FunctionName, what: string): T => {
  if (value === undefined) throw new Error(`The stack of the function ${name} lacks ${what}`);
  return value;
};
