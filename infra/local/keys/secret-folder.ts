import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, readIfThere, replaceFile } from "../files.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export type SecretFolder = ReturnType<typeof openSecrets>;

/** Secrets, created once and stored as files that only their owner can read. */
export const openSecrets = (folder: string, arnPrefix: string) => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const values = new Map<string, string>();
  return {
    /** Returns the ARN of the secret of this name, created with `length` characters on first use. */
    getOrCreate(name: string, length: number): string {
      const file = join(folder, name);
      const stored = readIfThere(file);
      const value = stored ?? Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
      if (stored === undefined) replaceFile(file, value);
      const arn = `${arnPrefix}:secret:${name}`;
      values.set(arn, value);
      return arn;
    },
    /** Throws for an unknown ARN, and for a field: local secrets are plain text. */
    read(arn: string, field: string): string {
      const value = values.get(arn);
      if (value === undefined) throw new Error(`There is no secret ${arn}`);
      if (field !== "") throw new Error(`The secret ${arn} has no field ${field}: it is plain text`);
      return value;
    },
  };
};
