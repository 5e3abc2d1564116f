import { referTo } from "../organisations/store.ts";
import { type CommitteeTree, chainOf, countedIn } from "../organisations/tree.ts";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import { refer } from "../records/kinds.ts";
import { Problem } from "../shared/problem.ts";
import { difference } from "../statistics/counters.ts";
import { tallyWrites } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import {
  add,
  check,
  deleteAtVersion,
  deleteItem,
  insert,
  type Key,
  keyOf,
  type OnConditionFailed,
  replace,
  update,
  type Write,
} from "../table/write.ts";
import { memberEffects } from "./effects.ts";
import { currentState, memberItemOf, type StoredMember, timelineOf } from "./items.ts";

const inUse: OnConditionFailed = () => new Problem("in-use");
const numberTaken: OnConditionFailed = (old) =>
  new Problem("duplicate-member-number", { existing: old ? refer("member", String(old.id)) : undefined });

/** Attendance, an award or a rating names a member, or (`-1`) no longer does. `onConditionFailed` says what an absent member means. */
export const nameMember = (id: string, count: 1 | -1, onConditionFailed?: OnConditionFailed): Write =>
  add(
    keys.memberReferences(id),
    { refs: count },
    { mustExist: true, ...(onConditionFailed ? { onConditionFailed } : {}) },
  );

/** A person who is erased may be named by what figures need, but nothing more is to be said of one. */
const notErasing = "attribute_exists(pk) AND attribute_not_exists(erasing)";
const erasing: OnConditionFailed = (old) => new Problem(old ? "erased" : "write-conflict");

/** Names a member together with a reason about the person. Refused as `erased` from the moment that the erasure is asked for. */
export const describeMember = (id: string): Write =>
  add(keys.memberReferences(id), { refs: 1 }, { condition: { expression: notErasing }, onConditionFailed: erasing });

/** The same where the member is named already. */
export const mayDescribe = (id: string): Write => check(keys.memberReferences(id), { expression: notErasing }, erasing);

/** From now on nothing more is to be said of a person. */
export const memberErasing = (id: string): Write =>
  update(keys.memberReferences(id), {
    update: "SET erasing = :true",
    values: { ":true": true },
    condition: { expression: "attribute_exists(pk)" },
  });

/** A part of a meeting tells something of a member: by this it is found when the member's data is asked for or erased. */
export const pointTo = (memberId: string, part: Key): Write =>
  update(keys.memberNamed(memberId, part), { update: "SET part = :part", values: { ":part": keyOf(part) } });

/** It tells nothing of the member any more. */
export const pointNoMore = (memberId: string, part: Key): Write => deleteItem(keys.memberNamed(memberId, part));

/** The writes that make a member in the home of a tree. */
export const memberMade = (after: StoredMember, tree: CommitteeTree): Write[] => [
  insert(memberItemOf(after)),
  insert({ ...keys.memberReferences(after.member.id), refs: 0 }),
  ...counted(undefined, after, tree),
];

/** The writes that change a member. `onConditionFailed` says what it means that another write was faster. */
export const memberChanged = (
  before: StoredMember,
  after: StoredMember,
  tree: CommitteeTree,
  onConditionFailed?: OnConditionFailed,
): Write[] => [replace(memberItemOf(after), before.version, onConditionFailed), ...counted(before, after, tree)];

/** The writes that take a member back out of the record and of all figures, which only one may that nothing names. */
export const memberGone = (before: StoredMember, tree: CommitteeTree): Write[] => {
  const { id, history } = before.member;
  return [
    deleteAtVersion(keys.member(id), before.version),
    tombstone(keys.member(id), {
      organisationId: currentState(before.member).organisationId,
      tenantId: before.tenantId,
      visibility: before.member.visibility,
    }),
    deleteItem(keys.memberReferences(id), { expression: "refs = :none", values: { ":none": 0 } }, inUse),
    ...history.map((entry) => deleteItem(keys.memberHistory(id, entry.id))),
    ...counted(before, undefined, tree),
  ];
};

/** Guards, figures and references that follow from what a member was and is to be. */
const counted = (before: StoredMember | undefined, after: StoredMember | undefined, tree: CommitteeTree): Write[] => [
  ...externalIdWrites(before && held(before), after && held(after)),
  ...numberWrites(before, after),
  ...tallyWrites(difference(effectsOf(before), effectsOf(after)), (cell) => countedIn(tree, cell)),
  ...referenceWrites(before, after, tree),
];

const effectsOf = (stored: StoredMember | undefined) =>
  stored ? memberEffects({ story: timelineOf(stored.member), gender: stored.member.gender }) : [];

const held = ({ member, tenantId }: StoredMember) => ({
  owner: { kind: "member", id: member.id, scope: tenantId } as const,
  ids: member.externalIds,
});

const numberWrites = (before: StoredMember | undefined, after: StoredMember | undefined): Write[] => {
  const old = before?.member.memberNumber;
  const now = after?.member.memberNumber;
  if (old === now) return [];
  return [
    ...(after && now ? [insert({ ...keys.memberNumber(after.tenantId, now), id: after.member.id }, numberTaken)] : []),
    ...(before && old ? [deleteItem(keys.memberNumber(before.tenantId, old))] : []),
  ];
};

/** Organisations that a member's story and positions name; they stay as long as it names them. */
const namedBy = (stored: StoredMember | undefined): ReadonlySet<string> => {
  if (!stored) return new Set();
  const { organisationId, positions = [], history } = stored.member;
  const named = [...positions, ...history].flatMap((part) => part.organisationId ?? []);
  return new Set([organisationId, ...named]);
};

const referenceWrites = (
  before: StoredMember | undefined,
  after: StoredMember | undefined,
  tree: CommitteeTree,
): Write[] => {
  const old = namedBy(before);
  const now = namedBy(after);
  return [
    ...[...now]
      .filter((id) => !old.has(id))
      .map((id) => {
        const [link] = chainOf(tree, id);
        // A superior of the home stands outside its tree, which knows no place for it.
        return link ? referTo(link, 1) : add(keys.tally(id), { refs: 1 }, { mustExist: true });
      }),
    ...[...old].filter((id) => !now.has(id)).map((id) => add(keys.tally(id), { refs: -1 })),
  ];
};
