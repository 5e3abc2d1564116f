const never = "attribute_not_exists(pk)";

/** What is put under an id that was made for it a moment ago: no other write ever has that key. */
const underFreshIds = [
  "AWD# META",
  "CLI# META",
  "HOOK# META",
  "HOOK# STATE",
  "MEM# HISTORY#",
  "MEM# META",
  "MEM# REF",
  "MTG# ATT#",
  "MTG# DOC#",
  "MTG# GUI#",
  "MTG# META",
  "MTG# PHO#",
  "MTG# PHO-DUE#",
  "MTG# REF",
  "MTG# VOTE#",
  "ORG# META",
  "ORG# TREE",
].map((template): [string, string] => [`Put ${template}: ${never}`, "its id is fresh"]);

/**
 * Guards that no run misses when they alone are taken away, each with what else holds. A test fails when one of them is
 * missed after all, and when another one is not.
 */
export const redundant: ReadonlyMap<string, string> = new Map([
  ...underFreshIds,
  ["Update ORG# TALLY: attribute_not_exists(place)", "the id of a new organisation is fresh"],
  [
    "Update ORG# TREE: attribute_exists(pk)",
    "a home that is gone has no tally either, and its place there is asked for too",
  ],
  ["Update ORG# TREE: size(units) < :value", "a limit of size that no run comes near"],
  [
    "Update MTG# ATTENDANCE: attribute_not_exists(attending) OR attending <= :value",
    "a limit of size that no run comes near",
  ],
  [
    "Update HOOK# STATE (revision): attribute_exists(pk)",
    "a webhook goes with its state, and its version is asked for too",
  ],
  ["Update FEED# END: attribute_not_exists(hooks) OR hooks < :value", "a limit of size that no run comes near"],
  ["ConditionCheck MEM# REF: attribute_exists(pk)", "a member who attends is not deleted as long as that stands"],
  ["Delete MTG# GUI#: refs = :value", "nothing names guidance yet"],
  [
    "Delete MTG# META: attribute_exists(deletedAt)",
    "an ended meeting never lives again, and to delete nothing is nothing",
  ],
  [`ConditionCheck MTG# ARTICLE: ${never}`, "a new article is a draft, which no list shows"],
  [
    "Update MTG# PHO# (status): objectVersion = :value",
    "an upload key holds one object in its life, and the key is asked for",
  ],
  ["Update MTG# PHO# (uploadKey): uploadKey = :value", "of two renewals the later one counts, in whatever order"],
  ["Update FEED# END (number): number = :value", "the next entry stands already where another was faster"],
  [
    "Update FEED# END (number): attribute_not_exists(number) OR number = :value",
    "the first entry stands already where another was faster",
  ],
  [`Put FEED# ENTRY#: ${never}`, "the end of the feed has moved where another was faster"],
  [`Put FEED# DAY#: ${never}`, "the end of the feed has moved where another was faster"],
  [
    "a put knows its own work again",
    "a put that the SDK tried again is never refused: it is busy, and the next look tells",
  ],
]);

/** Guards that stand in for each other: of each group one must be left. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  "tellers of a feed meet at its end or at its next entry": [
    "Update FEED# END (number): number = :value",
    "Update FEED# END (number): attribute_not_exists(number) OR number = :value",
    `Put FEED# ENTRY#: ${never}`,
    `Put FEED# DAY#: ${never}`,
  ],
};
