import { randomBytes } from "node:crypto";
import { makeSecret, opens, sameSecret, stillValid } from "../../../lib/clients/secret.ts";

const now = "2024-01-15T03:00:00.000Z";
const later = "2024-01-15T03:00:00.001Z";
const fresh = () => makeSecret(randomBytes);

test("A secret has 256 bits of randomness and is kept only as a salted hash", () => {
  const { secret, kept } = fresh();
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(JSON.stringify(kept)).not.toContain(secret);
  const same = makeSecret(() => Buffer.alloc(32));
  expect(same.kept.hash).not.toBe(makeSecret((count) => Buffer.alloc(count, count === 32 ? 0 : 1)).kept.hash);
});

test("A secret opens its own client and no other", () => {
  const [mine, other] = [fresh(), fresh()];
  const client = { secret: mine.kept, retired: [] };
  expect(opens(client, mine.secret, now)).toBe(true);
  for (const wrong of [other.secret, "", `${mine.secret} `, mine.secret.slice(1)])
    expect(opens(client, wrong, now)).toBe(false);
});

test("A client that is not there is opened by nothing, not even by an empty secret", () => {
  for (const secret of ["", "x", fresh().secret]) expect(opens(undefined, secret, now)).toBe(false);
});

test("A replaced secret opens until its instant and not from it on", () => {
  const [mine, old] = [fresh(), fresh()];
  const client = { secret: mine.kept, retired: [{ ...old.kept, until: later }] };
  expect(opens(client, old.secret, now)).toBe(true);
  expect(opens(client, old.secret, later)).toBe(false);
  expect(stillValid(client.retired, later)).toEqual([]);
});

test("Plain secrets are equal only when they are the same", () => {
  expect(sameSecret("local", "local")).toBe(true);
  for (const other of ["", "Local", "local ", "loca"]) expect(sameSecret("local", other)).toBe(false);
});
