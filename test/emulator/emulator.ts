import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { freePort } from "../../infra/local/engines/engine.ts";
import { until } from "../support/until.ts";

/** An access key of twelve digits is the root user of the account of that number. */
export const account = "111122223333";
export const region = "ap-southeast-1";
/** Where the stage is restored to after the loss of its region. */
export const otherRegion = "eu-central-1";
export const credentials = { accessKeyId: account, secretAccessKey: "emulator" };

export type Emulator = AsyncDisposable & {
  /** Endpoint of all AWS services. */
  endpoint: string;
  /** Port of its gateway, which the addresses of its APIs contain. */
  port: number;
  /** Environment of programs that use the emulator as AWS: the CDK CLI. */
  environment: Record<string, string>;
};

const services = ["DYNAMODB", "S3", "KMS", "SQS", "EVENTBRIDGE"];
const preload = join(import.meta.dirname, "preload");

/** The same emulator, for programs that work in another region. */
export const inRegion = (emulator: Emulator, name: string): Pick<Emulator, "endpoint" | "port" | "environment"> => ({
  ...emulator,
  environment: { ...emulator.environment, AWS_REGION: name, AWS_DEFAULT_REGION: name },
});

/** Options of a client of AWS that this process uses, by the environment of its region. */
export const clientOptions = ({ endpoint, environment }: Pick<Emulator, "endpoint" | "environment">) => ({
  endpoint,
  credentials,
  region: environment.AWS_REGION ?? region,
});

/**
 * Starts ministack, an emulator of AWS that runs functions as processes of this machine, with its evaluation of IAM policies.
 * @param program the command of ministack
 * @param log file of its output
 */
export const startEmulator = async (program: string, log: string): Promise<Emulator> => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const common = {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}`,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    NODE_OPTIONS: `--require ${join(preload, "resolve-localhost.cjs")}`,
  };
  const output = openSync(log, "w");
  const child = spawn(program, [], {
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      ...common,
      // Functions inherit these: they look for the endpoint of each service only.
      ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, endpoint])),
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      // Its MQTT listener would accept connections from other machines.
      IOT_MTLS_ENABLED: "0",
      AUTH: "true",
      MINISTACK_ACCOUNT_ID: account,
      MINISTACK_REGION: region,
      PYTHONPATH: preload,
      // It unpacks the code of functions there.
      TMPDIR: dirname(log),
    },
  });
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  const isReady = async () => {
    if (child.exitCode !== null) throw new Error(`The emulator ended with ${child.exitCode}; see ${log}`);
    return (await fetch(`${endpoint}/_ministack/health`).catch(() => undefined))?.ok ?? false;
  };
  await Promise.race([until(isReady), failed]);
  return {
    endpoint,
    port,
    // The CLI addresses buckets by the host name.
    environment: { ...common, AWS_ENDPOINT_URL_S3: endpoint.replace("127.0.0.1", "s3.localhost") },
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
};
