import type { FunctionName } from "../lib/contract/functions.ts";
import type { SynthContext } from "./context.ts";

/** What differs between stages. */
export type Settings = {
  stage: string;
  /** Origins whose pages may upload photos. */
  uploadOrigins: readonly string[];
  /** Host of the public pages: CloudFront, or the API in the stage `local`. */
  pagesHost: "edge" | "api";
  /** Custom domain of the public pages. */
  pagesDomain?: PagesDomain;
  /** Days; CloudWatch Logs allows certain numbers only. */
  logRetention: 30 | 365;
  /** Protects table, bucket, signing key and stacks against deletion. */
  retainData: boolean;
  /** Raise it to deploy a new, empty table (docs/operate.md). */
  tableGeneration: number;
  /** Number of former tables to keep: 1 during a restore, 0 afterwards. */
  formerTables: number;
  /** Numbers of published signing keys; the first signs (docs/operate.md). */
  signingKeys: readonly [number, ...number[]];
  /** Limits of the API and of its token endpoint. */
  throttle: ThrottleSettings;
  tokenThrottle: ThrottleSettings;
  /** Reserved concurrency of functions that could use up that of the account. */
  reservedConcurrency: Partial<Record<FunctionName, number>>;
  /** Thresholds of alarms; without it the stage has none. */
  monitoring?: MonitoringSettings;
  /** Allowed receivers; `loopback` in the stage `local` only, if its operator allows it. */
  webhookReceivers: "public" | "public,loopback";
  /** Plain text, in the stage `local` only; other stages generate it in Secrets Manager. */
  adminSecret?: string;
};

/** Thresholds of alarms. */
export type MonitoringSettings = {
  /** Milliseconds. */
  latencyP99: number;
  /** Age of the oldest message in a queue of work, in seconds. */
  oldestMessage: number;
  /** Lag behind the table stream, in seconds. */
  streamAge: number;
  /** USD. */
  monthlyBudget: number;
};

type PagesDomain = { name: string; certificateArn: string };

export type ThrottleSettings = { rate: number; burst: number };

/** A tenth of the default quota of an account (10,000 per second, burst 5,000), so that one stage cannot starve the others.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const throttle: ThrottleSettings = { rate: 1_000, burst: 500 };
/** A client needs one token an hour; higher rates are faults or attempts to guess secrets. */
const tokenThrottle: ThrottleSettings = { rate: 20, burst: 40 };
/** The default quota of an account. */
const unthrottled: ThrottleSettings = { rate: 10_000, burst: 5_000 };

/** Raise a number to deploy a new secret (docs/operate.md). */
export const secretGenerations = { AdminClientSecret: 1, CursorKey: 1 };

type StageSettings = Omit<Settings, "stage" | "adminSecret" | "pagesDomain" | "webhookReceivers">;

const development: StageSettings = {
  uploadOrigins: [],
  pagesHost: "edge",
  logRetention: 30,
  retainData: false,
  tableGeneration: 1,
  formerTables: 0,
  signingKeys: [1],
  throttle,
  tokenThrottle,
  reservedConcurrency: {},
};

const settingsByStage: Readonly<Record<string, StageSettings>> = {
  local: {
    ...development,
    uploadOrigins: ["http://localhost:*", "http://127.0.0.1:*"],
    pagesHost: "api",
    throttle: unthrottled,
    tokenThrottle: unthrottled,
  },
  production: {
    ...development,
    logRetention: 365,
    retainData: true,
    // Limits concurrent photo processing in favour of API calls. Requires a concurrency quota of at least 150.
    reservedConcurrency: { photoProcessor: 50 },
    // The slowest cold start, that of a function with sharp, takes less than 2 s.
    monitoring: { latencyP99: 2_000, oldestMessage: 900, streamAge: 300, monthlyBudget: 100 },
  },
};

/** At most 15 characters: the name of the bucket also contains account and region, and is limited to 63. */
const stageName = /^[a-z][a-z0-9-]{0,14}$/;

/**
 * Settings of the stages `local` and `production`; any other name has those of development. Throws for an invalid name, origin
 * or domain.
 */
export const settingsFor = (context: Omit<SynthContext, "outdir" | "functionsFolder">): Settings => {
  const { stage, uploadOrigins, localAdminSecret, loopbackWebhooks, pagesDomain } = context;
  if (!stageName.test(stage)) throw new Error(`"${stage}" is not a valid stage name: ${stageName.source}`);
  const stageSettings = settingsByStage[stage] ?? development;
  return {
    ...stageSettings,
    stage,
    webhookReceivers: stage === "local" && loopbackWebhooks ? "public,loopback" : "public",
    uploadOrigins: (uploadOrigins ?? stageSettings.uploadOrigins).map((origin) => validOrigin(origin, stage)),
    ...(pagesDomain ? { pagesDomain: validDomain(pagesDomain) } : {}),
    ...(stage === "local" ? { adminSecret: localAdminSecret } : {}),
  };
};

const validOrigin = (origin: string, stage: string): string => {
  const isValid = stage === "local" || /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin);
  if (!isValid) throw new Error(`"${origin}" is not a valid upload origin: https://host without path or wildcard`);
  return origin;
};

const validDomain = ({ name, certificateArn }: PagesDomain): PagesDomain => {
  const isValid =
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name) && /^arn:aws:acm:us-east-1:\d+:certificate\//.test(certificateArn);
  if (!isValid) throw new Error(`"${name}" with "${certificateArn}" is not a domain with a certificate in us-east-1`);
  return { name, certificateArn };
};
