import fc from "fast-check";
import { type Audience, changeVerbFor, type FeedReader, feedOf, feedsFor } from "../../../lib/changes/audience.ts";

const tenantId = "0".repeat(17);
const [top, library, museum] = ["A", "B", "C"].map((end) => tenantId + end) as [string, string, string];
const [cell, other] = [`${"1".repeat(18)}${library}`, `${"2".repeat(18)}${museum}`] as [string, string];
const paths = [[], [top], [top, library], [top, library, cell], [top, museum], [top, museum, other]];
const sight = fc.option(fc.record({ path: fc.constantFrom(...paths), adminOnly: fc.boolean() }), { nil: undefined });
const reader = fc.record({
  organisationId: fc.constantFrom(null, top, library, museum, cell, other),
  isAdmin: fc.boolean(),
});

/** What a reader who looked before and after would have found. */
const found = ({ organisationId, isAdmin }: FeedReader, one: Audience | undefined) =>
  one !== undefined && (organisationId === null || one.path.includes(organisationId)) && (isAdmin || !one.adminOnly);

test("Whoever applies what the feed says ends with what there is to see, whatever moved or was restricted", () => {
  fc.assert(
    fc.property(reader, fc.array(sight, { minLength: 1, maxLength: 8 }), (who, states) => {
      let known = false;
      let before: Audience | undefined;
      for (const after of states) {
        const verb = changeVerbFor(who, { before, after });
        if (verb === "created") expect(known).toBe(false);
        if (verb === "updated" || verb === "deleted") expect(known).toBe(true);
        if (verb) known = verb !== "deleted";
        expect(known).toBe(found(who, after));
        before = after;
      }
    }),
  );
});

test("A change is in the feed of everybody who sees it, and a unit reads the feed of its home", () => {
  fc.assert(
    fc.property(reader, sight, sight, (who, before, after) => {
      const path = paths.find((one) => one.at(-1) === who.organisationId) ?? [];
      const verb = changeVerbFor(who, { before, after });
      if (verb) expect(feedsFor({ before, after })).toContain(feedOf(path));
    }),
  );
  expect(feedsFor({ after: { path: [top, library, cell], adminOnly: false } })).toEqual(["ROOT", top, library]);
  expect([feedOf([]), feedOf([top]), feedOf([top, library, cell])]).toEqual(["ROOT", top, library]);
});
