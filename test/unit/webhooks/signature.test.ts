import { randomBytes } from "node:crypto";
import { assert, constantFrom, property, record, string } from "fast-check";
import { Webhook } from "standardwebhooks";
import { makeSecret, signatureOf } from "../../../lib/webhooks/signature.ts";

const now = Math.floor(Date.now() / 1_000);
const headersOf = (secret: string, id: string, timestamp: number, body: string) => ({
  "webhook-id": id,
  "webhook-timestamp": String(timestamp),
  "webhook-signature": signatureOf(secret, { id, timestamp, body }),
});

test("The library of Standard Webhooks verifies every signature", () => {
  const content = record({ id: string({ minLength: 1, unit: "grapheme-ascii" }), text: string({ unit: "grapheme" }) });
  const verified = property(content, ({ id, text }) => {
    const secret = makeSecret(randomBytes);
    const body = JSON.stringify({ text });
    expect(new Webhook(secret).verify(body, headersOf(secret, id, now, body))).toEqual({ text });
  });
  assert(verified);
});

test("The library of Standard Webhooks rejects another body, id, time or secret", () => {
  const secret = makeSecret(randomBytes);
  const body = '{"a":1}';
  const headers = headersOf(secret, "x", now, body);
  const verify = (changed: object, sent = body, by = secret) =>
    new Webhook(by).verify(sent, { ...headers, ...changed } as typeof headers);
  expect(() => verify({})).not.toThrow();
  const changed = property(constantFrom({ "webhook-id": "y" }, { "webhook-timestamp": String(now + 1) }), (other) => {
    expect(() => verify(other)).toThrow();
  });
  assert(changed);
  expect(() => verify({}, '{"a":2}')).toThrow();
  expect(() => verify({}, body, makeSecret(randomBytes))).toThrow();
});

test("A secret has 256 random bits in the format of Standard Webhooks", () => {
  const secret = makeSecret(randomBytes);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(makeSecret(randomBytes)).not.toBe(secret);
});
