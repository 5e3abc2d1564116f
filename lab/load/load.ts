import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { localAdmin } from "../../test/demo/api.ts";
import { createRandom, type Random } from "../../test/support/random.ts";
import { actions } from "./actions.ts";
import { type CallResult, connect, createRetryingClient } from "./client.ts";
import { createJournal } from "./journal.ts";
import { createSite, type Site } from "./site.ts";
import { createClient, type Tree } from "./tree.ts";
import type { Worker } from "./worker.ts";

/** Each action as many times as its weight. */
const weighted = actions.flatMap(([weight, action]) => Array.from({ length: weight }, () => action));

export type LoadSettings = {
  site: Site;
  tree: Tree;
  clients: number;
  seed: number;
  count(result: CallResult): void;
  /** Delays the next action of a client. */
  pace?: (random: Random) => Promise<void>;
};

/** Clients at work, which can be started and stopped repeatedly. */
export type Load = Awaited<ReturnType<typeof createLoad>>;

export const createLoad = async ({ site, tree, clients, seed, count, pace }: LoadSettings) => {
  const journal = createJournal();
  const api = await connect(site.url, localAdmin);
  const workers: Worker[] = [];
  const clientIds = new Map<string, string>();
  for (let i = 0; i < clients; i++) {
    const name = `w${i}`;
    const committee = tree.committees[i % tree.committees.length];
    if (!committee) throw new RangeError("A tree without committees");
    // Half of the clients belong to their committee, the others to its superior or to the root.
    const organisationId = [committee.id, committee.id, committee.superiorId, undefined][i % 4];
    const above = organisationId === committee.id ? [] : [committee.superiorId];
    const { credentials, clientId } = await createClient(api, organisationId, `Worker ${i}`);
    clientIds.set(name, clientId);
    let marks = 0;
    const client = createRetryingClient({ site, credentials, count, fault: journal.fault });
    const random = createRandom(seed * 1_000 + i);
    workers.push({ name, committee, above, random, api: client, journal, mark: () => `${name}.${++marks}` });
  }
  let isStopped = false;
  const work = async (worker: Worker) => {
    while (!isStopped) {
      await worker.random.one(weighted)(worker);
      await pace?.(worker.random);
    }
  };
  return {
    journal,
    /** The client id of an owner in the journal. */
    clientOf: (owner: string): string | undefined => clientIds.get(owner),
    /** Works until `stop` is called. Rejects where a client fails. */
    run: async (): Promise<void> => {
      isStopped = false;
      await Promise.all(workers.map(work));
    },
    /** Lets every client finish its action. */
    stop: (): void => {
      isStopped = true;
    },
  };
};

/** Starts a service on temporary state, and removes both at the end. */
export const withSite = async <T>(name: string, use: (site: Site) => Promise<T>): Promise<T> => {
  const state = mkdtempSync(join(tmpdir(), `dangbo-${name}-`));
  const site = await createSite(state);
  try {
    await site.start();
    return await use(site);
  } finally {
    // After a failure, clients wait here forever and keep nothing running.
    site.setOpen(false);
    await site.end("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  }
};
