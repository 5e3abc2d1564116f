import fc from "fast-check";
import { type Audience, changeVerbFor, type FeedReader, feedOf, feedsFor } from "../../../lib/changes/audience.ts";

const tenantId = "0".repeat(17);
const [top, library, museum] = ["A", "B", "C"].map((end) => tenantId + end) as [string, string, string];
const [cell, other] = [`${"1".repeat(18)}${library}`, `${"2".repeat(18)}${museum}`] as [string, string];
const paths = [[], [top], [top, library], [top, library, cell], [top, museum], [top, museum, other]];
const audience = fc.option(fc.record({ path: fc.constantFrom(...paths), adminOnly: fc.boolean() }), { nil: undefined });
const reader = fc.record({
  organisationId: fc.constantFrom(null, top, library, museum, cell, other),
  isAdmin: fc.boolean(),
});

/** Whether a read returns the record. */
const isReadable = ({ organisationId, isAdmin }: FeedReader, one: Audience | undefined) =>
  one !== undefined && (organisationId === null || one.path.includes(organisationId)) && (isAdmin || !one.adminOnly);

test("Applying the feed reproduces the visible records, whatever was moved or restricted", () => {
  fc.assert(
    fc.property(reader, fc.array(audience, { minLength: 1, maxLength: 8 }), (who, states) => {
      let known = false;
      let before: Audience | undefined;
      for (const after of states) {
        const verb = changeVerbFor(who, { before, after });
        if (verb === "created") expect(known).toBe(false);
        if (verb === "updated" || verb === "deleted") expect(known).toBe(true);
        if (verb) known = verb !== "deleted";
        expect(known).toBe(isReadable(who, after));
        before = after;
      }
    }),
  );
});

test("A change is in the feed of every organisation that sees it, and a unit reads the feed of its tenant", () => {
  fc.assert(
    fc.property(reader, audience, audience, (who, before, after) => {
      const path = paths.find((one) => one.at(-1) === who.organisationId) ?? [];
      const verb = changeVerbFor(who, { before, after });
      if (verb) expect(feedsFor({ before, after })).toContain(feedOf(path));
    }),
  );
  expect(feedsFor({ after: { path: [top, library, cell], adminOnly: false } })).toEqual(["ROOT", top, library]);
  expect([feedOf([]), feedOf([top]), feedOf([top, library, cell])]).toEqual(["ROOT", top, library]);
});
