import { randomBytes } from "node:crypto";
import { generateSecret, matchesSecret, sameSecret, unexpiredSecrets } from "../../../lib/clients/credentials.ts";

const now = "2024-01-15T03:00:00.000Z";
const later = "2024-01-15T03:00:00.001Z";
const fresh = () => generateSecret(randomBytes);

test("A secret has 256 bits of randomness and is stored only as a salted hash", () => {
  const { secret, stored } = fresh();
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(JSON.stringify(stored)).not.toContain(secret);
  const same = generateSecret(() => Buffer.alloc(32));
  expect(same.stored.hash).not.toBe(generateSecret((count) => Buffer.alloc(count, count === 32 ? 0 : 1)).stored.hash);
});

test("A secret authenticates its own client only", () => {
  const [mine, other] = [fresh(), fresh()];
  const client = { secret: mine.stored, retired: [] };
  expect(matchesSecret(client, mine.secret, now)).toBe(true);
  for (const wrong of [other.secret, "", `${mine.secret} `, mine.secret.slice(1)])
    expect(matchesSecret(client, wrong, now)).toBe(false);
});

test("No secret authenticates an unknown client, not even an empty one", () => {
  for (const secret of ["", "x", fresh().secret]) expect(matchesSecret(undefined, secret, now)).toBe(false);
});

test("A replaced secret is valid until it expires", () => {
  const [mine, old] = [fresh(), fresh()];
  const client = { secret: mine.stored, retired: [{ ...old.stored, until: later }] };
  expect(matchesSecret(client, old.secret, now)).toBe(true);
  expect(matchesSecret(client, old.secret, later)).toBe(false);
  expect(unexpiredSecrets(client.retired, later)).toEqual([]);
});

test("Plain secrets are equal only if they are identical", () => {
  expect(sameSecret("local", "local")).toBe(true);
  for (const other of ["", "Local", "local ", "loca"]) expect(sameSecret("local", other)).toBe(false);
});
