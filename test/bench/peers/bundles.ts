import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { bundleOptions } from "../../../infra/bundle.ts";

/** Ways to answer one read of a member with what others have made. */
export const peers = ["sdk", "hono", "express", "electrodb"] as const;
export type Peer = (typeof peers)[number];

const folder = import.meta.dirname;

/** Whether the packages of the peers are installed, which are apart from the project's own. */
export const arePeersInstalled = (): boolean => existsSync(join(folder, "node_modules"));

/** Installs the packages of the peers as their lock says. Throws where that fails. */
export const installPeers = (): void => {
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("The packages of the peers could not be installed");
};

/** Bundles every peer with the options functions are deployed with, and gives the file and size of each. */
export const bundlePeers = (outdir: string): { name: Peer; file: string; size: number }[] => {
  buildSync({
    ...bundleOptions,
    external: [...bundleOptions.external],
    mainFields: [...bundleOptions.mainFields],
    entryPoints: peers.map((name) => ({ in: join(folder, "variants", `${name}.js`), out: `${name}/index` })),
    outdir,
  });
  return peers.map((name) => {
    const file = join(outdir, name, "index.js");
    return { name, file, size: readFileSync(file).length };
  });
};
