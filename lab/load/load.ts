import { connect, localAdmin } from "../../test/demo/api.ts";
import { weighed } from "./actions/all.ts";
import type { Heard } from "./client/calls.ts";
import { createCareful } from "./client/careful.ts";
import type { Worker } from "./client/worker.ts";
import { createJournal, type Journal } from "./journal.ts";
import type { Site } from "./place/site.ts";
import { makeClient, type Tree } from "./place/tree.ts";
import { createRandom } from "./random.ts";

export type LoadSettings = {
  site: Site;
  tree: Tree;
  clients: number;
  seed: number;
  hear(heard: Heard): void;
  /** Milliseconds a client waits before its next action. */
  rest?: (random: Worker["random"]) => Promise<void>;
};

/** Clients that can be set to work and stopped again, any number of times. */
export type Load = {
  journal: Journal;
  /** Works until `stop` is called; rejects where a client fails that should not. */
  context(): Promise<void>;
  /** Lets every client finish what it is at. */
  stop(): void;
  /** The id of the client that an owner in the journal is. */
  clientOf(owner: string): string | undefined;
};

export const createLoad = async (settings: LoadSettings): Promise<Load> => {
  const { site, tree, clients, seed, hear, rest } = settings;
  const journal = createJournal();
  const api = await connect(site.url, localAdmin);
  const workers: Worker[] = [];
  const clientIds = new Map<string, string>();
  for (let i = 0; i < clients; i++) {
    const tenantId = tree.tenantIds[i % tree.tenantIds.length];
    if (!tenantId) throw new RangeError("A tree without a home");
    // Most belong to the committee they write for, some to one above it or to the root.
    const organisationId = [tenantId.id, tenantId.id, tenantId.superiorId, undefined][i % 4];
    const above = organisationId === tenantId.id ? [] : [tenantId.superiorId];
    const { credentials, clientId } = await makeClient(api, organisationId, `Worker ${i}`);
    clientIds.set(`w${i}`, clientId);
    let marks = 0;
    const careful = createCareful({ site, credentials, hear, fault: journal.fault });
    const random = createRandom(seed * 1_000 + i);
    workers.push({ name: `w${i}`, tenantId, above, random, api: careful, journal, mark: () => `w${i}.${++marks}` });
  }
  let isStopped = false;
  const run = async (worker: Worker) => {
    while (!isStopped) {
      await worker.random.one(weighed).run(worker);
      await rest?.(worker.random);
    }
  };
  return {
    journal,
    clientOf: (owner) => clientIds.get(owner),
    context: async () => {
      isStopped = false;
      await Promise.all(workers.map(run));
    },
    stop: () => {
      isStopped = true;
    },
  };
};
