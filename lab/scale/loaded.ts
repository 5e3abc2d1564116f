import { isDeepStrictEqual } from "node:util";
import { openStreamRecords } from "../../infra/local/engines/dynoxide-file.ts";
import { onFreePort } from "../../infra/local/engines/engine.ts";
import { startGuardedProcess } from "../../infra/local/engines/guarded-process.ts";
import { callerAt, rootCaller } from "../../test/support/world.ts";
import { createDirectApi, type DirectApi } from "../bench/direct-api.ts";
import { type BenchEnvironment, loadHandlers, startEnvironment } from "../bench/environment.ts";
import { type Figures, figuresOf } from "../support/figures.ts";
import type { KnownCommittee } from "./bulk/expected.ts";
import { databaseIn, readManifest, type Verified } from "./bulk/load.ts";
import { recordedOn } from "./bulk/record-committee.ts";

/** Starts functions on a loaded nation; on close, the engine does not rewrite the database to purge deleted bytes. */
export const startLoaded = (folder: string): Promise<BenchEnvironment> => {
  const file = databaseIn(folder);
  return startEnvironment(async (program) => {
    const { port, child } = await onFreePort(async (port) => {
      const options = ["--host", "127.0.0.1", "--port", String(port), "--db-path", file];
      return { port, child: await startGuardedProcess(program, ["serve", ...options], /listening on/) };
    });
    openStreamRecords(file).close();
    return { endpoint: `http://127.0.0.1:${port}`, stop: child.stop };
  });
};

/**
 * Compares the API with the plan: the figures of every superior as the root sees them, and of the sampled committees,
 * with some of their members, as their own clients see them. Throws at the first difference.
 */
export const verifyNation = async (folder: string): Promise<Verified> => {
  const environment = await startLoaded(folder);
  try {
    const { call } = createDirectApi(await loadHandlers(environment, environment.endpoint));
    const { superiors, committees } = readManifest(folder);
    for (const { id, figures } of superiors) await verifyFigures(call, id, figures, rootCaller);
    let members = 0;
    for (const committee of committees) members += await verifyCommittee(call, committee);
    return { statistics: superiors.length + committees.length, members };
  } finally {
    await environment.close();
  }
};

const verifyCommittee = async (call: DirectApi["call"], { id, figures, path, members }: KnownCommittee) => {
  const caller = callerAt(path);
  await verifyFigures(call, id, figures, caller);
  for (const { id: memberId, ...planned } of members) {
    const { fullName, admittedOn } = (await call("getMember", { params: { memberId }, caller })).record;
    expectSame(`member ${memberId}`, { fullName, admittedOn }, planned);
  }
  return members.length;
};

const verifyFigures = async (call: DirectApi["call"], id: string, figures: Figures, caller: typeof rootCaller) => {
  const params = { organisationId: id };
  const { record } = await call("getStatistics", { params, query: `asOf=${recordedOn}`, caller });
  expectSame(`figures of ${id}`, figuresOf(record as unknown as Figures), figures);
};

const expectSame = (what: string, shown: object, planned: object) => {
  if (!isDeepStrictEqual(shown, planned))
    throw new Error(`The ${what} are ${JSON.stringify(shown)}, planned were ${JSON.stringify(planned)}`);
};
