import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** Files of lib, functions and infra by their paths, with their text. */
export const sources: ReadonlyMap<string, string> = new Map(
  ["lib", "functions", "infra"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts"))
        .map((file) => join(folder, file)),
    )
    .map((file) => [file, readFileSync(join(root, file), "utf8")]),
);

/** An import of one file by another; `to` is a path, or the name of a package. */
export type Import = { from: string; to: string };

const importForm = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

export const imports: readonly Import[] = [...sources].flatMap(([from, text]) =>
  [...text.matchAll(importForm)].map(([, target = ""]) => ({
    from,
    to: target.startsWith(".") ? relative(root, normalize(join(root, dirname(from), target))) : target,
  })),
);

/** The first two folders of a path: `lib/members`. */
export const folderOf = (file: string): string => file.split("/").slice(0, 2).join("/");
