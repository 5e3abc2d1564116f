import type { FunctionName } from "../lib/contract/functions.ts";
import type { SynthContext } from "./context.ts";
import { type Domain, readStageEntry, type StageEntry } from "./stage-file.ts";

/** What differs between stages: the defaults below, and what operators set in stages.json. */
export type Settings = {
  stage: string;
  /** Origins whose pages may upload photos. */
  uploadOrigins: readonly string[];
  /** Host of the public pages: CloudFront, or the API in the stage `local`. */
  pagesHost: "edge" | "api";
  /** Domains of one's own. Without them AWS generates the addresses, and new ones for a new API or distribution. */
  domains: Readonly<NonNullable<StageEntry["domains"]>>;
  /** Whether tokens name the issuer's domain, which must resolve when the API is deployed. */
  issuerDomainInUse: boolean;
  /** Days; CloudWatch Logs allows certain numbers only. */
  logRetention: 30 | 365;
  /** Protects table, bucket, signing key and stacks against deletion. */
  retainData: boolean;
  /** Stacks that are deployed for the first time. They are protected after it, since a stack that failed must be deleted. */
  newStacks: readonly string[];
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

export type ThrottleSettings = { rate: number; burst: number };

/** A tenth of the default quota of an account (10,000 per second, burst 5,000), so that one stage cannot starve the others.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const throttle: ThrottleSettings = { rate: 1_000, burst: 500 };
/** A client needs one token an hour. The limit is shared by all callers, so that it must exceed what one of them may send; wrong
 * secrets are limited for each address (docs/decisions/013-clients-and-their-secrets.md). */
const tokenThrottle: ThrottleSettings = { rate: 100, burst: 200 };
/** The default quota of an account. */
const unthrottled: ThrottleSettings = { rate: 10_000, burst: 5_000 };

/** Raise a number to deploy a new secret (docs/operate.md). */
export const secretGenerations = { AdminClientSecret: 1, CursorKey: 1, ErasedIdKey: 1 };

type StageSettings = Omit<Settings, "stage" | "adminSecret" | "webhookReceivers" | "newStacks" | "issuerDomainInUse">;

const development: StageSettings = {
  uploadOrigins: [],
  domains: {},
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

const local: StageSettings = {
  ...development,
  uploadOrigins: ["http://localhost:*", "http://127.0.0.1:*"],
  pagesHost: "api",
  throttle: unthrottled,
  tokenThrottle: unthrottled,
};

const production: StageSettings = {
  ...development,
  logRetention: 365,
  retainData: true,
  // Limits concurrent photo processing in favour of API calls. Requires a concurrency quota of at least 150.
  reservedConcurrency: { photoProcessor: 50 },
  // The slowest cold start, that of a function with sharp, takes less than 2 s.
  monitoring: { latencyP99: 2_000, oldestMessage: 900, streamAge: 300, monthlyBudget: 100 },
};

/** A map, since `constructor` is a valid name of a stage. */
const settingsByStage: ReadonlyMap<string, StageSettings> = new Map(Object.entries({ local, production }));

/** Whether a stack cannot be deleted by mistake. */
export const isProtected = ({ retainData, newStacks }: Settings, stack: string): boolean =>
  retainData && !newStacks.includes(stack);

/** At most 15 characters: the name of the bucket also contains account and region, and is limited to 63. */
const stageName = /^[a-z][a-z0-9-]{0,14}$/;

type StageContext = Pick<SynthContext, "stage" | "stagesFile"> & Partial<SynthContext>;

/**
 * Settings of the stages `local` and `production`; any other name has those of development. Throws for an invalid name, origin
 * or domain.
 */
export const settingsFor = (context: StageContext): Settings => {
  const { stage, stagesFile, localAdminSecret = "", loopbackWebhooks, newStacks = [] } = context;
  if (!stageName.test(stage)) throw new Error(`"${stage}" is not a valid stage name: ${stageName.source}`);
  const stageSettings: StageSettings = {
    ...(settingsByStage.get(stage) ?? development),
    ...readStageEntry(stagesFile, stage),
  };
  return {
    ...stageSettings,
    stage,
    newStacks,
    issuerDomainInUse: context.issuerDomain !== "pending",
    webhookReceivers: stage === "local" && loopbackWebhooks ? "public,loopback" : "public",
    uploadOrigins: stageSettings.uploadOrigins.map((origin) => validOrigin(origin, stage)),
    domains: validDomains(stageSettings.domains, stage),
    ...(stage === "local" ? { adminSecret: localAdminSecret } : {}),
  };
};

const validOrigin = (origin: string, stage: string): string => {
  const isValid = stage === "local" || /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin);
  if (!isValid) throw new Error(`"${origin}" is not a valid upload origin: https://host without path or wildcard`);
  return origin;
};

const validDomains = (domains: Settings["domains"], stage: string): Settings["domains"] => {
  const all = Object.entries(domains).filter((each): each is [string, Domain] => each[1] !== undefined);
  if (stage === "local" && all.length > 0) throw new Error("The stage local has no domains");
  for (const [part, domain] of all) checkDomain(part, domain);
  if (new Set(all.map(([, { name }]) => name)).size < all.length)
    throw new Error(`API, issuer and pages need a domain each: ${all.map(([, { name }]) => name).join(", ")}`);
  return domains;
};

/** CloudFront takes certificates of us-east-1, an API those of its own region. */
const checkDomain = (part: string, { name, certificate }: Domain) => {
  const region = part === "pages" ? "us-east-1" : "[a-z0-9-]+";
  const isValid =
    /^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/.test(name) &&
    new RegExp(`^arn:aws[a-z-]*:acm:${region}:\\d{12}:certificate/[\\w-]+$`).test(certificate);
  if (isValid) return;
  const where = part === "pages" ? "in us-east-1" : "in the region of the stage";
  throw new Error(
    `The domain of the ${part}, "${name}" with "${certificate}", needs a name and a certificate ${where}`,
  );
};
