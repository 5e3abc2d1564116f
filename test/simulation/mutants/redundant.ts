const never = "attribute_not_exists(pk)";

/** Items put under a new id: no other write has that key. */
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
].map((template): [string, string] => [`Put ${template}: ${never}`, "its id is new"]);

/** Guards of races that the callers of a run do not cause; store tests cause them. */
const racesOfStoreTests: [string, string][] = [
  ...[
    "ConditionCheck MTG# META: date = :value",
    "ConditionCheck MTG# META: status <> :value",
    "ConditionCheck MTG# META: organisationId = :value",
    "ConditionCheck MTG# REF: attribute_not_exists(votes) OR votes = :value",
    "ConditionCheck MTG# REF: attribute_exists(pk)",
    "ConditionCheck MTG# ATTENDANCE: attending = :value",
    `ConditionCheck MTG# ATTENDANCE: ${never}`,
  ].map((guard): [string, string] => [guard, "no caller changes day, status or organisation of a meeting with votes"]),
  ...[
    "Update ORG# TALLY: attribute_not_exists(n)",
    "Update ORG# TALLY: n = :value",
    "Update ORG# TREE (place): place = :value",
    "Update ORG# TREE: units.#id.place = :value",
  ].map((guard): [string, string] => [guard, "no caller changes the life span of an organisation"]),
  ["Delete MEM# REF: attribute_not_exists(erasing)", "no caller deletes a member whose erasure is requested"],
];

/**
 * Guards whose removal no run detects, each with the reason. A test fails if the removal of one of them is detected, or
 * if the removal of another one is not.
 */
export const redundant: ReadonlyMap<string, string> = new Map([
  ...underFreshIds,
  ...racesOfStoreTests,
  ["Update ORG# TALLY: attribute_not_exists(place)", "the id of a new organisation is new"],
  [
    "Update ORG# TREE: attribute_exists(pk)",
    "a deleted tenant has no tally either, and its placement version is checked too",
  ],
  ["Update ORG# TREE: size(units) < :value", "a size limit that no run reaches"],
  [
    "Update MTG# ATTENDANCE: attribute_not_exists(attending) OR attending <= :value",
    "a size limit that no run reaches",
  ],
  [
    "Update HOOK# STATE (revision): attribute_exists(pk)",
    "a webhook is deleted with its state, and its version is checked too",
  ],
  ["Update FEED# END: attribute_not_exists(hooks) OR hooks < :value", "a size limit that no run reaches"],
  ["ConditionCheck MEM# REF: attribute_exists(pk)", "a member is not deleted while it is an attendee"],
  ["Delete MTG# GUI#: refs = :value", "nothing refers to guidance yet"],
  [
    "Delete MTG# META: attribute_exists(deletedAt)",
    "a deleted meeting is never restored, and deleting a missing item has no effect",
  ],
  [`Put MTG# CALENDAR: ${never} OR version < :value`, "the meeting is written at its version in the same transaction"],
  [
    "Update MTG# ARTICLE (changedAt): attribute_not_exists(changedAt) OR changedAt < :value",
    "the clocks of a run do not differ",
  ],
  [`ConditionCheck MTG# ARTICLE: ${never}`, "a new article is a draft, which no list contains"],
  ["Update MTG# PHO# (status): objectVersion = :value", "an upload key has at most one object, and the key is checked"],
  ["Update MTG# PHO# (uploadKey): uploadKey = :value", "of two renewals the later one counts, in any order"],
  ["Update FEED# END (number): number = :value", "the next entry exists already after a concurrent write"],
  [
    "Update FEED# END (number): attribute_not_exists(number) OR number = :value",
    "the first entry exists already after a concurrent write",
  ],
  [`Put FEED# ENTRY#: ${never}`, "the end of the feed has changed after a concurrent write"],
  [`Put FEED# DAY#: ${never}`, "the end of the feed has changed after a concurrent write"],
  [
    "a put recognises its own write",
    "a put that the SDK retried is never rejected: the response is busy, and the next read shows its effect",
  ],
]);

/** Groups of guards that replace each other: only removing all of them is detected. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  "concurrent publishers conflict at the end of a feed or at its next entry": [
    "Update FEED# END (number): number = :value",
    "Update FEED# END (number): attribute_not_exists(number) OR number = :value",
    `Put FEED# ENTRY#: ${never}`,
    `Put FEED# DAY#: ${never}`,
  ],
};
