import { resolve } from "node:path";
import { stagesFile } from "./stage-file.ts";

/** Input of a synthesis. */
export type SynthContext = {
  stage: string;
  /** Folder of the cloud assembly. */
  outdir: string;
  /** Folder with one folder per function. */
  functionsFolder: string;
  /** File with what operators set for each stage. */
  stagesFile: string;
  /** Stacks that are deployed for the first time, without the prefix of the stage: `data`. */
  newStacks?: string[];
  /** `pending`: the domain of the issuer is created, but tokens do not name it yet. */
  issuerDomain?: string;
  /** Secret of the first client in the stage `local`; other stages generate one. */
  localAdminSecret: string;
  /** Allows webhooks to loopback addresses in the stage `local`. */
  loopbackWebhooks?: boolean;
};

const contextNames = ["stage", "functions", "stages", "newStacks", "issuerDomain"];

/** The option of the command line with these values. */
export const contextOption = {
  type: "string" as const,
  short: "c",
  multiple: true as const,
  default: [] as string[],
  value: "name=value",
  help: `One of ${contextNames.join(", ")}; may be repeated`,
};

/**
 * Reads pairs `name=value` of the option `-c`, as the CDK CLI has it, so that `npm run synth` works without it. The CLI passes the
 * same values in `CDK_CONTEXT_JSON`. Throws for an unknown name.
 */
export const readContext = (pairs: readonly string[], env: NodeJS.ProcessEnv): SynthContext => {
  const given = { ...fromCli(env.CDK_CONTEXT_JSON), ...fromArguments(pairs) };
  return {
    stage: given.stage ?? env.DANGBO_STAGE ?? "dev",
    outdir: resolve(env.CDK_OUTDIR ?? "cdk.out"),
    functionsFolder: resolve(given.functions ?? resolve(import.meta.dirname, "../functions")),
    stagesFile: resolve(given.stages ?? stagesFile),
    ...(given.newStacks === undefined ? {} : { newStacks: given.newStacks.split(",") }),
    ...(given.issuerDomain === undefined ? {} : { issuerDomain: given.issuerDomain }),
    localAdminSecret: env.DANGBO_ADMIN_SECRET ?? "local-admin-secret",
    loopbackWebhooks: env.DANGBO_LOOPBACK_WEBHOOKS === "1",
  };
};

type ContextValues = Partial<Record<string, string>>;

const fromArguments = (given: readonly string[]): ContextValues => {
  const pairs = given.map((pair) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined || !contextNames.includes(name)) {
      throw new Error(`-c ${pair} is not one of ${contextNames.map((each) => `${each}=…`).join(", ")}`);
    }
    return [name, value];
  });
  return Object.fromEntries(pairs);
};

/** The CLI adds its own context, which is ignored. */
const fromCli = (json: string | undefined): ContextValues => {
  const all: Record<string, unknown> = JSON.parse(json ?? "{}");
  return Object.fromEntries(contextNames.filter((name) => name in all).map((name) => [name, String(all[name])]));
};
