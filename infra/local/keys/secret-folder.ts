import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { privateFolder, readIfThere, replaceFile } from "../files.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export type SecretFolder = {
  /** Keeps a new secret of so many characters unless one of this name is kept; gives its ARN. */
  getOrCreate(name: string, length: number): string;
  /** Throws for an ARN nothing is kept under, and for a field: the secrets here are plain text. */
  read(arn: string, field: string): string;
};

/** Secrets, made once and kept as files only their owner can read. */
export const openSecrets = (folder: string, arnPrefix: string): SecretFolder => {
  mkdirSync(folder, { recursive: true, mode: privateFolder });
  const values = new Map<string, string>();
  return {
    getOrCreate(name, length) {
      const file = join(folder, name);
      const kept = readIfThere(file);
      const value = kept ?? Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
      if (kept === undefined) replaceFile(file, value);
      const arn = `${arnPrefix}:secret:${name}`;
      values.set(arn, value);
      return arn;
    },
    read(arn, field) {
      const value = values.get(arn);
      if (value === undefined) throw new Error(`There is no secret ${arn}`);
      if (field !== "") throw new Error(`The secret ${arn} has no field ${field}: it is plain text`);
      return value;
    },
  };
};
