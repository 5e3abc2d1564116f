import type { Bundle } from "./bundles.ts";

export type Weight = { name: string; bytes: number };

/** What weighs most in a bundle beyond what another has of the same, by package, or by room of our own. */
export const weightsBeyond = (inputs: Bundle["inputs"], floor: Bundle["inputs"], count: number): Weight[] => {
  const there = totals(floor);
  return [...totals(inputs)]
    .map(([name, bytes]) => ({ name, bytes: bytes - (there.get(name) ?? 0) }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, count);
};

const totals = (inputs: Bundle["inputs"]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    const name = originOf(file);
    found.set(name, (found.get(name) ?? 0) + bytesInOutput);
  }
  return found;
};

/** The package of a file, or its room: `@aws-sdk/client-kms`, `lib/members`; else the file. */
export const originOf = (file: string): string =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? /^(?:lib|functions)\/[^/]+(?=\/)/.exec(file)?.[0] ?? file;
