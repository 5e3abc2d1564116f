import { firstFreeSlug, slugCandidates } from "../../../lib/articles/slugs.ts";
import { slugLength } from "../../../lib/shared/slug.ts";

const meetingId = "01HJK7Q8R3E5F6G7H801HJK7Q5M0A1B2C3D4";
const other = { pk: "", sk: "", meetingId: "other" };

test("Slug candidates are the plain slug, numbered ones, and one that is unique to the meeting", () => {
  const slugs = slugCandidates("Gặp mặt", meetingId);
  expect(slugs.slice(0, 3)).toEqual(["gap-mat", "gap-mat-2", "gap-mat-3"]);
  expect(slugs.at(-1)).toBe("gap-mat-01hjk7q8r3e5f6g7h8");
  expect(Math.max(...slugCandidates("dài ".repeat(50), meetingId).map((slug) => slug.length))).toBeLessThanOrEqual(
    slugLength,
  );
});

test("A headline without Latin letters has the fallback slug", () => {
  expect(slugCandidates("北京", meetingId).slice(0, 2)).toEqual(["su-kien", "su-kien-2"]);
});

test("The first candidate that is free or already owned is chosen, none where others have all", () => {
  const own = { ...other, meetingId };
  expect(firstFreeSlug(["a", "a-2"], [undefined, undefined], meetingId)).toBe("a");
  expect(firstFreeSlug(["a", "a-2", "a-3"], [other, own, undefined], meetingId)).toBe("a-2");
  expect(firstFreeSlug(["a"], [other], meetingId)).toBeUndefined();
});
