import { describeMember, nameMember } from "../members/store.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type OnConditionFailed, update, type Write } from "../table/write.ts";
import type { Attendee } from "./attendee-schema.ts";

/**
 * Members that one meeting may name: 60 bytes each stay under the 400 KB of an item. Who invites more names them as a
 * group.
 */
export const membersMaximum = 5_000;

type Attending = Pick<Attendee, "id" | "reason"> & { memberId: string };

const attending = (attendees: readonly Attendee[]): Attending[] =>
  attendees.flatMap(({ id, memberId, reason }) => (memberId === undefined ? [] : [{ id, memberId, reason }]));

const refusal =
  (meetingId: string, coming: readonly Attending[]): OnConditionFailed =>
  (old) => {
    const again = coming.map(({ memberId }) => old?.[memberId]).find((id) => id !== undefined);
    if (again === undefined)
      return invalidInput([{ pointer: "/attendees", code: "too-long", values: { maximum: membersMaximum } }]);
    const id = String(again);
    const href = `/v1/meetings/${meetingId}/attendees/${id}`;
    return new Problem("duplicate-attendee", { existing: { kind: "attendee", id, href } });
  };

const namesOf = (members: readonly Attending[]) =>
  Object.fromEntries(members.map(({ memberId }, i) => [`#m${i}`, memberId]));

/** Enters members into a meeting, each once: one item holds them all, so that 45 fit one transaction. */
export const enterMembers = (meetingId: string, attendees: readonly Attendee[]): Write[] => {
  const coming = attending(attendees);
  if (coming.length === 0) return [];
  const absent = coming.map((_, i) => `attribute_not_exists(#m${i})`);
  const room = "(attribute_not_exists(attending) OR attending <= :most)";
  const entered = update(
    keys.attendance(meetingId),
    {
      update: `SET ${coming.map((_, i) => `#m${i} = :m${i}`).join(", ")} ADD attending :count`,
      names: namesOf(coming),
      values: {
        ...Object.fromEntries(coming.map(({ id }, i) => [`:m${i}`, id])),
        ":count": coming.length,
        ":most": membersMaximum - coming.length,
      },
      condition: { expression: [...absent, room].join(" AND ") },
    },
    refusal(meetingId, coming),
  );
  const named = coming.map(({ memberId, reason }) =>
    reason === undefined ? nameMember(memberId, 1) : describeMember(memberId),
  );
  return [entered, ...named];
};

/** Takes a member out of a meeting again. */
export const leaveMember = (meetingId: string, attendee: Attendee): Write[] => {
  const leaving = attending([attendee]);
  return leaving.flatMap(({ memberId }) => [
    update(keys.attendance(meetingId), {
      update: "REMOVE #m0 ADD attending :count",
      names: namesOf(leaving),
      values: { ":count": -1 },
    }),
    nameMember(memberId, -1),
  ]);
};
