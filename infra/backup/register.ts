import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod/mini";
import { readIfThere, replaceFile } from "../local/files.ts";
import { layout } from "./layout.ts";

/** Notes of the register of erasures, as they stand in the bucket, by member. */
export type Notes = Readonly<Record<string, string>>;

/** A member's id: nothing else makes a key of the register. */
export const memberId = z.string().check(z.regex(/^[\w-]+$/));
const register = z.object({ sha256: z.string(), notes: z.record(memberId, z.string()) });

const sumOf = (notes: Notes) => createHash("sha256").update(JSON.stringify(notes)).digest("hex");

/** The register beside a backup. Throws where it is missing or damaged. */
export function readRegister(folder: string): Notes {
  const text = readIfThere(join(folder, layout.register));
  if (text === undefined) throw new Error(`${layout.register} is missing`);
  const { sha256, notes } = z.parse(register, JSON.parse(text));
  if (sumOf(notes) !== sha256) throw new Error(`${layout.register} is damaged`);
  return notes;
}

/** Adds notes to the register beside a backup: it only ever grows. */
export function growRegister(folder: string, found: Notes): Notes {
  const file = join(folder, layout.register);
  const notes = { ...(readIfThere(file) === undefined ? {} : readRegister(folder)), ...found };
  replaceFile(file, JSON.stringify({ sha256: sumOf(notes), notes }));
  return notes;
}
