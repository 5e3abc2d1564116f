/** Guards of what no run does, or hardly any, each with the test that takes them away and misses them. */
export const elsewhere: ReadonlyMap<string, string> = new Map([
  ["ConditionCheck MEM# REF: attribute_not_exists(erasing)", "test/store/data-subjects/guards.test.ts"],
  ["ConditionCheck MEM# META: attribute_not_exists(erasedAt)", "test/store/data-subjects/guards.test.ts"],
  ["Update MEM# REF: attribute_not_exists(erasing)", "test/store/data-subjects/guards.test.ts"],
  ["ConditionCheck MTG# META: visibility = :value", "test/store/articles/guards.test.ts"],
]);
