import { createHash } from "node:crypto";
import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import * as z from "zod/mini";
import { erasuresPrefix } from "../../lib/contract/environment.ts";
import { readIfThere, replaceFile } from "../local/files.ts";
import { inParallel } from "./in-parallel.ts";
import { layout } from "./layout.ts";
import type { BucketClient } from "./objects.ts";

/** Entries of the register of erasures by member id, as stored in the bucket. */
export type ErasureRegister = Readonly<Record<string, string>>;

const memberId = z.string().check(z.regex(/^[\w-]+$/));
const register = z.object({ sha256: z.string(), notes: z.record(memberId, z.string()) });

const sumOf = (notes: ErasureRegister) => createHash("sha256").update(JSON.stringify(notes)).digest("hex");

/** Throws if the register of a backup is missing or damaged. */
export const readRegister = (folder: string): ErasureRegister => {
  const text = readIfThere(join(folder, layout.register));
  if (text === undefined) throw new Error(`${layout.register} is missing`);
  const { sha256, notes } = z.parse(register, JSON.parse(text));
  if (sumOf(notes) !== sha256) throw new Error(`${layout.register} is damaged`);
  return notes;
};

/** Entries are only added, never removed. */
const addToRegister = (folder: string, found: ErasureRegister): ErasureRegister => {
  const file = join(folder, layout.register);
  const notes = { ...(readIfThere(file) === undefined ? {} : readRegister(folder)), ...found };
  replaceFile(file, JSON.stringify({ sha256: sumOf(notes), notes }));
  return notes;
};

const concurrency = 32;

/** Adds the register of erasures of a bucket to that of a backup. Returns the number of entries. */
export const copyRegister = async (bucket: BucketClient, folder: string): Promise<number> => {
  const found: Record<string, string> = {};
  await inParallel(keysOf(bucket), concurrency, async (Key) => {
    const { Body } = await bucket.s3.send(new GetObjectCommand({ Bucket: bucket.bucketName, Key }));
    found[z.parse(memberId, Key.slice(erasuresPrefix.length))] = (await Body?.transformToString()) ?? "";
  });
  return Object.keys(addToRegister(folder, found)).length;
};

async function* keysOf({ s3, bucketName }: BucketClient): AsyncGenerator<string> {
  for (let from: string | undefined, more = true; more; more = from !== undefined) {
    const input = { Bucket: bucketName, Prefix: erasuresPrefix, ContinuationToken: from };
    const { Contents = [], NextContinuationToken } = await s3.send(new ListObjectsV2Command(input));
    for (const { Key } of Contents) if (Key !== undefined) yield Key;
    from = NextContinuationToken;
  }
}
