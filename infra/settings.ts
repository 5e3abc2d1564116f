import type { FunctionName } from "../lib/contract/functions.ts";
import type { SynthContext } from "./context.ts";

/** What differs between the places the stack runs in. */
export type Settings = {
  stage: string;
  /** Origins whose pages may PUT a photo to storage. */
  uploadOrigins: readonly string[];
  /** Where readers find the public pages: at CloudFront's edges, or on one machine at the API itself. */
  pagesHost: "edge" | "api";
  /** A name of the institution's own for them, with its certificate in us-east-1; CloudFront's own name otherwise. */
  pagesDomain?: PagesDomain;
  /** Days, of those CloudWatch Logs offers. */
  logRetention: 30 | 365;
  /** Table, bucket, signing key and stacks outlive a mistaken deletion. */
  retainData: boolean;
  /** Raise it and deploy, and the stage works on a new, empty table; those before stay as they are (docs/operate.md). */
  tableGeneration: number;
  /** How many of the tables before stay in the stack: one while a restore is under way, none when it is done. */
  formerTables: number;
  /** Numbers of the keys that tokens are checked by: the first signs them (docs/operate.md). */
  signingKeys: readonly [number, ...number[]];
  /** Requests a second, and how many at once, for the whole API and for its token endpoint. */
  throttle: Throttle;
  tokenThrottle: Throttle;
  /** Invocations at a time that a function may have and nobody else takes, where it could take all of the account's. */
  reservedConcurrency: Partial<Record<FunctionName, number>>;
  /** When somebody is woken; undefined where nobody is. */
  monitoring?: MonitoringSettings;
  /** Where webhooks may go: loopback only on one machine, where its operator allows it. */
  webhookReceivers: "public" | "public,loopback";
  /** In plain text only on one machine; elsewhere the stack generates it in Secrets Manager. */
  adminSecret?: string;
};

/** From which values on an alarm is raised. */
export type MonitoringSettings = {
  /** Milliseconds within which 99 of 100 calls are answered. */
  latencyP99: number;
  /** Seconds that a message may wait in a queue of work. */
  oldestMessage: number;
  /** Seconds that a reader of the table's stream may be behind. */
  streamAge: number;
  /** USD that the stage may cost in a month. */
  monthlyBudget: number;
};

export type PagesDomain = { name: string; certificateArn: string };

export type Throttle = { rate: number; burst: number };

/** A tenth of what an account has by default (10,000 a second, 5,000 at once): one stage cannot starve the others.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const throttle: Throttle = { rate: 1_000, burst: 500 };
/** A client needs one token an hour; what comes faster is a fault or a guess at a secret. */
const tokenThrottle: Throttle = { rate: 20, burst: 40 };
/** The account's own default: on one machine the machine is the limit. */
const unthrottled: Throttle = { rate: 10_000, burst: 5_000 };

/** Raise one and deploy, and that generated secret is made anew (docs/operate.md). */
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
    // A flood of photos waits instead of taking every place from those who call. Needs the usual quota of 1,000.
    reservedConcurrency: { photoProcessor: 50 },
    // A cold start of a function with sharp, the slowest, stays under the first; the second and third are a coffee break.
    monitoring: { latencyP99: 2_000, oldestMessage: 900, streamAge: 300, monthlyBudget: 100 },
  },
};

/** With the account, the region and `dangbo-…-photos` around it, 15 characters keep a bucket's name within S3's 63. */
const stageName = /^[a-z][a-z0-9-]{0,14}$/;

type Asked = "stage" | "uploadOrigins" | "localAdminSecret" | "loopbackWebhooks" | "pagesDomain";

/**
 * The settings of a stage: `local`, `production`, or any other name, which gets those of development.
 * Throws when the name or an origin is not possible.
 */
export const settingsFor = (context: Pick<SynthContext, Asked>): Settings => {
  const { stage, uploadOrigins, localAdminSecret, loopbackWebhooks, pagesDomain } = context;
  if (!stageName.test(stage)) throw new Error(`"${stage}" is no name for a stage: ${stageName.source}`);
  const own = settingsByStage[stage] ?? development;
  return {
    ...own,
    stage,
    webhookReceivers: stage === "local" && loopbackWebhooks ? "public,loopback" : "public",
    uploadOrigins: (uploadOrigins ?? own.uploadOrigins).map((origin) => checkedOrigin(origin, stage)),
    ...(pagesDomain ? { pagesDomain: checkedDomain(pagesDomain) } : {}),
    ...(stage === "local" ? { adminSecret: localAdminSecret } : {}),
  };
};

const checkedOrigin = (origin: string, stage: string): string => {
  const plain = stage === "local" || /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin);
  if (!plain) throw new Error(`"${origin}" is no origin that may upload: https://host, without a path or wildcard`);
  return origin;
};

const checkedDomain = ({ name, certificateArn }: PagesDomain): PagesDomain => {
  const possible =
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name) && /^arn:aws:acm:us-east-1:\d+:certificate\//.test(certificateArn);
  if (!possible)
    throw new Error(`"${name}" with "${certificateArn}" is no name for pages with a certificate in us-east-1`);
  return { name, certificateArn };
};
