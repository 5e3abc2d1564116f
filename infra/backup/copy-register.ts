import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import * as z from "zod/mini";
import { erasuresPrefix } from "../../lib/contract/environment.ts";
import type { BucketAccess } from "./copy-objects.ts";
import { inParallel } from "./in-parallel.ts";
import { growRegister, memberId } from "./register.ts";

/** Notes read at a time. */
const atOnce = 32;

/** Copies the register of erasures beside a backup. Gives how many notes there are then. */
export async function copyRegister(bucket: BucketAccess, folder: string): Promise<number> {
  const found: Record<string, string> = {};
  await inParallel(keysOf(bucket), atOnce, async (Key) => {
    const { Body } = await bucket.s3.send(new GetObjectCommand({ Bucket: bucket.bucketName, Key }));
    found[z.parse(memberId, Key.slice(erasuresPrefix.length))] = (await Body?.transformToString()) ?? "";
  });
  return Object.keys(growRegister(folder, found)).length;
}

async function* keysOf({ s3, bucketName }: BucketAccess): AsyncGenerator<string> {
  for (let from: string | undefined, more = true; more; more = from !== undefined) {
    const asked = { Bucket: bucketName, Prefix: erasuresPrefix, ContinuationToken: from };
    const { Contents = [], NextContinuationToken } = await s3.send(new ListObjectsV2Command(asked));
    for (const { Key } of Contents) if (Key !== undefined) yield Key;
    from = NextContinuationToken;
  }
}
