import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** What a synthesis is told from outside: which stage, and where the code comes from and the result goes. */
export type SynthContext = {
  stage: string;
  /** Folder the assembly is written to. */
  outdir: string;
  /** Folder that holds one folder a function. */
  functionsFolder: string;
  /** Origins whose pages may upload, where the stage's own settings are to be replaced. */
  uploadOrigins?: string[];
  /** The name of the public pages and the ARN of its certificate, where they have one of their own. */
  pagesDomain?: { name: string; certificateArn: string };
  /** The secret of the first client on one machine; other stages make one of their own. */
  localAdminSecret: string;
  /** Webhooks may go to receivers on this machine; other stages do not take it. */
  loopbackWebhooks?: boolean;
};

const known = ["stage", "functions", "uploadOrigins", "pagesDomain", "pagesCertificate"];

/**
 * Reads `-c name=value` from the command line as the CDK's own command does, so that `node infra/app.ts` needs no CLI.
 * Under the CLI the same values come in `CDK_CONTEXT_JSON`. Throws for a name it does not know.
 */
export const readContext = (args: readonly string[], env: NodeJS.ProcessEnv): SynthContext => {
  const given = { ...fromCli(env.CDK_CONTEXT_JSON), ...fromArguments(args) };
  return {
    stage: given.stage ?? env.DANGBO_STAGE ?? "dev",
    outdir: resolve(env.CDK_OUTDIR ?? "cdk.out"),
    functionsFolder: resolve(given.functions ?? resolve(import.meta.dirname, "../functions")),
    ...(given.uploadOrigins === undefined ? {} : { uploadOrigins: given.uploadOrigins.split(",") }),
    ...(given.pagesDomain === undefined
      ? {}
      : { pagesDomain: { name: given.pagesDomain, certificateArn: given.pagesCertificate ?? "" } }),
    localAdminSecret: env.DANGBO_ADMIN_SECRET ?? "local-admin-secret",
    loopbackWebhooks: env.DANGBO_LOOPBACK_WEBHOOKS === "1",
  };
};

type ContextValues = Partial<Record<string, string>>;

const fromArguments = (args: readonly string[]): ContextValues => {
  const { values } = parseArgs({
    args: [...args],
    options: { context: { type: "string", short: "c", multiple: true } },
  });
  const pairs = (values.context ?? []).map((pair) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined || !known.includes(name)) {
      throw new Error(`-c ${pair} is not one of ${known.map((each) => `${each}=…`).join(", ")}`);
    }
    return [name, value];
  });
  return Object.fromEntries(pairs);
};

/** The CLI adds context of its own, so only our names are taken out of it. */
const fromCli = (json: string | undefined): ContextValues => {
  const all: Record<string, unknown> = JSON.parse(json ?? "{}");
  return Object.fromEntries(known.filter((name) => name in all).map((name) => [name, String(all[name])]));
};
