import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Body, Document, Operation } from "./document.ts";
import type { Generate, Refer } from "./generate.ts";
import { typeFor } from "./headers.ts";
import { hostileValue, spoil, spoilText, tooLarge } from "./hostile.ts";
import { announces, type Picture } from "./pictures.ts";
import type { Pool } from "./pool.ts";
import type { Random } from "./random.ts";
import { repair } from "./repair.ts";

export type Written = {
  type: string | undefined;
  bytes: Buffer;
  name: string;
  /** Undefined where it is spoilt. */
  value?: unknown;
};

type Using = {
  random: Random;
  generate: Generate;
  refer: Refer;
  pictures: readonly Picture[];
  pool: Pool;
  resolve: Document["resolve"];
};

/** A body of an operation: mostly what its schema takes, sometimes spoilt in one place, in its text or in its type. */
export const bodyFor = (operation: Operation, using: Using): Written | undefined => {
  const { random } = using;
  if (operation.bodies.length === 0) return undefined;
  const body = random.pick(operation.bodies);
  const value = bodyValue(body, using);
  const isSpoilt = random.chance(0.15);
  const spoilt = isSpoilt ? spoil(value, random) : value;
  const type = typeFor(body.type, random);
  const { name } = body;
  if (/x-www-form-urlencoded/.test(body.type)) return { type, name, bytes: Buffer.from(formOf(spoilt, random)) };
  const json = JSON.stringify(spoilt) ?? "";
  if (random.chance(0.002)) return { type, name, bytes: tooLarge(json) };
  if (random.chance(0.03)) return { type, name, bytes: spoilText(json, random) };
  return { type, name, bytes: Buffer.from(json), ...(isSpoilt ? {} : { value }) };
};

const bodyValue = (body: Body, using: Using): unknown => {
  const { random, pictures } = using;
  const value = random.chance(0.02) && body.example ? body.example : soundValue(body, using);
  if (!announces(value) || random.chance(0.2)) return value;
  return { ...(value as object), ...random.pick(pictures).announced };
};

/** A new body, one like another that was taken, or one that was refused, mended. */
const soundValue = ({ name, schema }: Body, using: Using): unknown => {
  const { random, generate, pool } = using;
  const made = generate(schema, name);
  const [taken, drafts] = [pool.bodies(name), pool.drafts(name)];
  if (taken.length > 0 && random.chance(0.35)) return like(random.pickNewer(taken), made, random);
  if (drafts[0] === undefined || random.chance(taken.length > 0 ? 0.6 : 0.25)) return made;
  return repair(random.chance(0.6) ? drafts[0] : random.pick(drafts), { ...using, name, schema });
};

/** A body that was taken before, with some fields of a new one. */
const like = (before: unknown, made: unknown, random: Random): unknown => {
  if (!isJson(before) || !isJson(made)) return made;
  return { ...before, ...Object.fromEntries(Object.entries(made).filter(() => random.chance(0.25))) };
};

const formOf = (value: unknown, random: Random): string => {
  if (!isJson(value)) return String(value).toWellFormed();
  const form = new URLSearchParams(Object.entries(value).map(([name, one]): [string, string] => [name, String(one)]));
  if (random.chance(0.05)) form.append("scope", String(hostileValue(random)));
  return `${form}`;
};
