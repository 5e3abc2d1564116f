import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { erasuresPrefix } from "../../lib/contract/environment.ts";
import { privateFolder, writePrivately } from "../local/files.ts";
import type { BucketAccess } from "./copy-objects.ts";
import { inParallel } from "./in-parallel.ts";
import { layout } from "./layout.ts";

/** Notes of the register read at a time. */
const atOnce = 32;
/** A member's id, and nothing that leaves the folder. */
const name = /^[\w-]+$/;

/** Copies the register of erasures beside a backup, new notes to those that are there. Gives how many the bucket holds. */
export async function copyRegister({ s3, bucketName }: BucketAccess, folder: string): Promise<number> {
  const register = join(folder, layout.erasures);
  mkdirSync(register, { recursive: true, mode: privateFolder });
  let notes = 0;
  const asked = { Bucket: bucketName, Prefix: erasuresPrefix };
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 as S3Client }, asked))
    await inParallel(Contents, atOnce, async ({ Key = "" }) => {
      const memberId = Key.slice(erasuresPrefix.length);
      if (!name.test(memberId)) throw new Error(`"${Key}" is no note of the register`);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key }));
      await writePrivately(join(register, memberId), (await Body?.transformToString()) ?? "");
      notes += 1;
    });
  return notes;
}
